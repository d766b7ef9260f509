//! The icon beside the clock: state, address (a click copies it), open, pause, quit.

use crate::desktop::Desktop;
use crate::window;
use crate::words::{say, say_with};
use howdah_supervisor::ServerState;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use tauri::menu::{MenuBuilder, MenuItem, PredefinedMenuItem};
use tauri::tray::{TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Emitter as _, Manager as _, Wry};

struct Items {
    state: MenuItem<Wry>,
    address: MenuItem<Wry>,
    pause: MenuItem<Wry>,
}

/// False when this desktop has no tray. The app goes on without one.
pub fn build(app: &AppHandle) -> bool {
    // libappindicator panics where its library is missing. We say so ourselves: no page of panic in the log.
    let hook = take_hook();
    set_hook(Box::new(|_| ()));
    let made = catch_unwind(AssertUnwindSafe(|| make(app)));
    set_hook(hook);
    match made {
        Ok(Ok(items)) => {
            app.manage(items);
            true
        }
        Ok(Err(error)) => {
            tracing::warn!(%error, "no tray icon");
            false
        }
        Err(_) => {
            tracing::warn!("no tray icon: its library is not installed");
            false
        }
    }
}

fn make(app: &AppHandle) -> tauri::Result<Items> {
    let item = |id: &str, text: String, enabled: bool| MenuItem::with_id(app, id, text, enabled, None::<&str>);
    let state = item("state", say("desktop_tray_stopped"), false)?;
    let address = item("address", say("desktop_tray_no_address"), false)?;
    let open = item("open", say("desktop_tray_open"), true)?;
    let pause = item("pause", say("desktop_tray_pause"), false)?;
    let quit = item("quit", say("desktop_tray_quit"), true)?;
    let line = PredefinedMenuItem::separator(app)?;
    let menu = MenuBuilder::new(app).items(&[&state, &address, &line, &open, &pause, &line, &quit]).build()?;
    let mut tray = TrayIconBuilder::with_id("howdah")
        .tooltip("Howdah")
        .menu(&menu)
        .show_menu_on_left_click(!cfg!(windows))
        .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
        .on_tray_icon_event(|tray, event| {
            if let TrayIconEvent::DoubleClick { .. } = event {
                window::show(tray.app_handle());
            }
        });
    if let Some(icon) = app.default_window_icon() {
        tray = tray.icon(icon.clone());
    }
    tray.build(app)?;
    Ok(Items { state, address, pause })
}

fn chosen(app: &AppHandle, id: &str) {
    match id {
        "open" => window::show(app),
        "quit" => app.exit(0),
        // The clipboard belongs to a window: ours copies, whether it is shown or not.
        "address" => {
            if let Some(address) = app.state::<Desktop>().shared_address() {
                let _ = app.emit("copy", address);
            }
        }
        "pause" => {
            let app = app.clone();
            tauri::async_runtime::spawn(async move {
                let desktop = app.state::<Desktop>();
                match desktop.server_state() {
                    ServerState::Stopped | ServerState::Failed { .. } => desktop.start_server().await,
                    _ => desktop.stop_server().await,
                }
            });
        }
        _ => {}
    }
}

/// Called with every change of state.
pub fn follow(app: &AppHandle, now: &ServerState) {
    let Some(items) = app.try_state::<Items>() else { return };
    let key = match now {
        ServerState::Stopped => "desktop_tray_stopped",
        ServerState::Starting => "desktop_tray_starting",
        ServerState::Running { .. } => "desktop_tray_running",
        ServerState::Degraded { .. } => "desktop_tray_degraded",
        ServerState::Stopping => "desktop_tray_stopping",
        ServerState::Restarting { .. } => "desktop_tray_restarting",
        ServerState::Failed { .. } => "desktop_tray_failed",
        ServerState::Restoring => "desktop_tray_restoring",
    };
    let _ = items.state.set_text(say(key));
    let address = matches!(now, ServerState::Running { .. }).then(|| app.state::<Desktop>().shared_address()).flatten();
    let _ = items.address.set_enabled(address.is_some());
    let _ = items.address.set_text(match address {
        Some(address) => say_with("desktop_tray_address", "address", &address),
        None => say("desktop_tray_no_address"),
    });
    let paused = matches!(now, ServerState::Stopped | ServerState::Failed { .. });
    let _ = items.pause.set_enabled(app.state::<Desktop>().has_community());
    let _ = items.pause.set_text(say(if paused { "desktop_tray_resume" } else { "desktop_tray_pause" }));
}
