//! The one window: made hidden, shown when its first page is painted, where it was when it was last seen and never outside every
//! screen. Closing it leaves the community running where there is a tray to come back from, and asks where there is none.

use crate::desktop::Desktop;
use howdah_supervisor::ServerState;
use howdah_supervisor::window::{Placed, Screen, State};
use howdah_supervisor::wire::Closing;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Emitter as _, Manager as _, PhysicalPosition, PhysicalSize};
use tauri::{WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent};

pub const LABEL: &str = "main";

/// The page keeps its own things in `data`.
pub fn create(app: &AppHandle, data: PathBuf) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Howdah")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .visible(false)
        // Tauri's own drop handler would swallow the drops of pictures into the composer.
        .disable_drag_drop_handler()
        .data_directory(data)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                let _ = window.show();
            }
        })
        .build()?;
    // A start that came to nothing has no place to remember, and nothing that a close would end.
    if app.try_state::<Desktop>().is_some() {
        put_back(&window);
        let handle = app.clone();
        window.on_window_event(move |event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                let app = handle.clone();
                tauri::async_runtime::spawn(async move { close(&app).await });
            }
        });
    }
    // A page that never finishes must not leave an app without a window.
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(Duration::from_secs(5)).await;
        let _ = window.show();
    });
    Ok(())
}

/// To the front, from the tray or a second start.
pub fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(LABEL) {
        let _ = window.show();
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

/// Out of the way, with the community running on: behind the tray's icon, or in the task bar.
pub async fn put_away(app: &AppHandle) {
    remember(app);
    let Some(window) = app.get_webview_window(LABEL) else { return };
    let _ = if app.state::<Desktop>().has_tray().await { window.hide() } else { window.minimize() };
}

async fn close(app: &AppHandle) {
    let desktop = app.state::<Desktop>();
    let runs = desktop.has_community() && !matches!(desktop.server_state(), ServerState::Failed { .. });
    // Who closes twice does not want to be asked. Neither would a page that hangs answer.
    if !runs || desktop.asked_to_close.swap(true, Ordering::Relaxed) {
        return app.exit(0);
    }
    let question = match (desktop.has_tray().await, desktop.home.remembered().told_about_tray) {
        (true, true) => {
            desktop.asked_to_close.store(false, Ordering::Relaxed);
            return put_away(app).await;
        }
        (true, false) => Closing::IntoTray,
        (false, _) if desktop.server_state() == ServerState::Stopped => return app.exit(0),
        (false, _) => Closing::WithoutTray,
    };
    show(app);
    let _ = app.emit("closing", question);
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.try_state::<Desktop>()?.home.root.join("window.json"))
}

fn put_back(window: &WebviewWindow) {
    let Some(state) = file(window.app_handle()).and_then(|file| State::read(&file)) else { return };
    let screens: Vec<Screen> = window
        .available_monitors()
        .unwrap_or_default()
        .iter()
        .map(|screen| Screen {
            x: screen.position().x,
            y: screen.position().y,
            width: screen.size().width,
            height: screen.size().height,
        })
        .collect();
    if let Some(Placed { x, y, width, height }) = state.place(&screens) {
        let _ = window.set_size(PhysicalSize::new(width, height));
        let _ = window.set_position(PhysicalPosition::new(x, y));
    }
    if state.maximized {
        let _ = window.maximize();
    }
}

/// Called when the window goes away, however it does.
pub fn remember(app: &AppHandle) {
    let (Some(file), Some(window)) = (file(app), app.get_webview_window(LABEL)) else { return };
    if window.is_minimized().unwrap_or(false) || !window.is_visible().unwrap_or(false) {
        return;
    }
    let (Ok(at), Ok(size)) = (window.outer_position(), window.inner_size()) else { return };
    let now = Placed { x: at.x, y: at.y, width: size.width, height: size.height };
    let maximized = window.is_maximized().unwrap_or(false);
    // The size to go back to is the one from before it filled the screen.
    let placed = if maximized { State::read(&file).map_or(now, |before| before.placed) } else { now };
    if let Err(error) = (State { placed, maximized }).write(&file) {
        tracing::warn!(%error, "the window's place could not be remembered");
    }
}
