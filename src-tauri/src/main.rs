//! The desktop window: thin. What it does to the server is in `howdah-supervisor`; what people see is in `ui/`.
//!
//! `desktop.rs` is what the app holds while it runs, `commands/` what the window may ask, `tray.rs` the icon beside the clock,
//! `window.rs` the window, `secrets.rs` where the owner's token lies, `places.rs` the folders, `words.rs` the few texts of our own.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod desktop;
mod places;
mod secrets;
mod session_bus;
mod tray;
mod window;
mod words;

use howdah_supervisor::wire::Notice;
use howdah_supervisor::{Home, Trouble};
use std::sync::atomic::Ordering;
use tauri::{App, AppHandle, Manager as _, RunEvent};

/// Why this start came to nothing. The window shows it instead of a community.
pub struct Broken(pub Trouble);

fn main() {
    let filter = tracing_subscriber::EnvFilter::new("info,zbus=warn");
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
    let places = places::Places::find();
    let mut notices = Vec::new();
    let mut builder = tauri::Builder::default();
    if session_bus::answers() {
        // First of all plugins, and before our folder is touched: a second start ends here, having called the first.
        let single = tauri_plugin_single_instance::Builder::new()
            .dbus_id(places.instance_name())
            .callback(|app, _, _| window::show(app))
            .build();
        builder = builder.plugin(single);
    } else {
        tracing::warn!("no session bus: a second start cannot call this window to the front");
        notices.push(Notice::NoSessionBus);
    }
    if !places.keychain {
        notices.push(Notice::NoKeychain);
    }
    let app = builder
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .setup(move |app| Ok(start(app, places, notices)?))
        .build(tauri::generate_context!());
    let app = match app {
        Ok(app) => app,
        Err(error) => {
            tracing::error!(%error, "the window cannot be opened");
            std::process::exit(1);
        }
    };
    app.run(|app, event| {
        if let RunEvent::ExitRequested { .. } = event {
            stop(app);
        }
    });
}

fn start(app: &App, places: places::Places, notices: Vec<Notice>) -> tauri::Result<()> {
    let opened = Home::open(&places.root).and_then(|home| Ok((places::lock(&home)?, home)));
    let (lock, home) = match opened {
        Ok(opened) => opened,
        Err(cause) => {
            tracing::error!(?cause, "the app's folder cannot be used");
            app.manage(Broken(cause));
            return window::create(app.handle(), places::passing());
        }
    };
    let webview = home.root.join("webview");
    app.manage(desktop::Desktop::new(app.handle().clone(), home, places, notices));
    app.manage(lock);
    let desktop = app.state::<desktop::Desktop>();
    desktop.tray.store(tray::build(app.handle()), Ordering::Relaxed);
    desktop.open_community();
    end_when_told(app.handle().clone());
    window::create(app.handle(), webview)
}

/// The server's own end is awaited, so that nothing is cut in half; the life-line would do the rest.
fn stop(app: &AppHandle) {
    window::remember(app);
    if let Some(window) = app.get_webview_window(window::LABEL) {
        let _ = window.hide();
    }
    if let Some(desktop) = app.try_state::<desktop::Desktop>() {
        tauri::async_runtime::block_on(desktop.stop_server());
    } else {
        let _ = std::fs::remove_dir_all(places::passing());
    }
}

/// Logging out and shutting down end the app as the tray's Quit does.
fn end_when_told(app: AppHandle) {
    #[cfg(unix)]
    tauri::async_runtime::spawn(async move {
        use tokio::signal::unix::{SignalKind, signal};
        let (Ok(mut term), Ok(mut int)) = (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) else {
            return;
        };
        tokio::select! { _ = term.recv() => {}, _ = int.recv() => {} }
        app.exit(0);
    });
    #[cfg(not(unix))]
    drop(app);
}
