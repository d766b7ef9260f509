//! The window's end and the app's.

use crate::desktop::Desktop;
use crate::window;
use howdah_supervisor::Trouble;
use howdah_supervisor::wire::Close;
use std::sync::atomic::Ordering;
use tauri::{AppHandle, State};

/// The answer to the question that `window.rs` asks.
#[tauri::command]
pub async fn close_window(desktop: State<'_, Desktop>, how: Close) -> Result<(), Trouble> {
    desktop.asked_to_close.store(false, Ordering::Relaxed);
    match how {
        Close::Stay => {}
        Close::Quit => desktop.app.exit(0),
        Close::KeepRunning => {
            if desktop.has_tray().await {
                desktop.home.remember(|all| all.told_about_tray = true)?;
            }
            window::put_away(&desktop.app).await;
        }
    }
    Ok(())
}

#[tauri::command]
pub async fn quit(app: AppHandle) {
    app.exit(0);
}

/// After a start that came to nothing.
#[tauri::command]
pub async fn restart(app: AppHandle) {
    app.request_restart();
}
