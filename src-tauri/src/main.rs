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

use howdah_supervisor::Home;
use howdah_supervisor::wire::Notice;
use tauri::{Manager as _, RunEvent};

fn main() {
    let filter = tracing_subscriber::EnvFilter::new("info,zbus=warn");
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
    let places = places::Places::find();
    let home = match Home::open(&places.root) {
        Ok(home) => home,
        Err(cause) => {
            // Without a folder there is nothing to show that would be true tomorrow.
            tracing::error!(?cause, "the app's folder cannot be used");
            std::process::exit(4);
        }
    };
    let mut notices = Vec::new();
    let mut builder = tauri::Builder::default();
    if session_bus::answers() {
        // First of all plugins: a second start must end before it touches anything.
        let single = tauri_plugin_single_instance::Builder::new()
            .dbus_id(places.instance_name())
            .callback(|app, _, _| window::show(app))
            .build();
        builder = builder.plugin(single);
    } else {
        tracing::warn!("no session bus: a second start cannot call this window to the front");
        notices.push(Notice::NoSessionBus);
    }
    // Holds with and without a bus, and between two users of one folder.
    let Some(lock) = places::lock(&home) else {
        tracing::error!(folder = %home.root.display(), "another Howdah uses this folder");
        std::process::exit(7);
    };
    if !places.keychain {
        notices.push(Notice::NoKeychain);
    }
    let state_file = home.root.join("window.json").display().to_string();
    let flags = {
        use tauri_plugin_window_state::StateFlags;
        StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED
    };
    let app = builder
        .plugin(tauri_plugin_window_state::Builder::new().with_filename(state_file).with_state_flags(flags).build())
        .plugin(tauri_plugin_opener::init())
        .invoke_handler(commands::handler())
        .setup(move |app| {
            let desktop = desktop::Desktop::new(app.handle().clone(), home, places, notices);
            app.manage(desktop);
            app.manage(lock);
            if !tray::build(app.handle()) {
                app.state::<desktop::Desktop>().notice(Notice::NoTray);
            }
            app.state::<desktop::Desktop>().open_community();
            window::create(app.handle())?;
            Ok(())
        })
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
            // The server's own end is awaited, so that nothing is cut in half; the life-line would do the rest.
            let handle = app.clone();
            tauri::async_runtime::block_on(async move { handle.state::<desktop::Desktop>().stop_server().await });
        }
    });
}
