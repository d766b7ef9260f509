//! The one window: made hidden, shown when its first page is painted, never outside every screen.

use crate::desktop::Desktop;
use std::time::Duration;
use tauri::webview::PageLoadEvent;
use tauri::{AppHandle, Manager as _, PhysicalPosition, WebviewUrl, WebviewWindow, WebviewWindowBuilder};

pub const LABEL: &str = "main";

pub fn create(app: &AppHandle) -> tauri::Result<()> {
    let webview_data = app.state::<Desktop>().home.root.join("webview");
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::App("index.html".into()))
        .title("Howdah")
        .inner_size(1280.0, 800.0)
        .min_inner_size(360.0, 480.0)
        .visible(false)
        // Tauri's own drop handler would swallow the drops of pictures into the composer.
        .disable_drag_drop_handler()
        .data_directory(webview_data)
        .on_page_load(|window, load| {
            if load.event() == PageLoadEvent::Finished {
                bring_back(&window);
                let _ = window.show();
            }
        })
        .build()?;
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

/// The screen on which it was closed may be unplugged.
fn bring_back(window: &WebviewWindow) {
    let (Ok(at), Ok(size), Ok(screens)) = (window.outer_position(), window.outer_size(), window.available_monitors())
    else {
        return;
    };
    let seen = screens.iter().any(|screen| {
        let (left, top) = (screen.position().x, screen.position().y);
        let (width, height) = (screen.size().width as i32, screen.size().height as i32);
        // Enough of the title bar to take hold of.
        at.x + (size.width as i32) > left + 80
            && at.x < left + width - 80
            && at.y >= top - 10
            && at.y < top + height - 60
    });
    if !seen && let Some(first) = screens.first() {
        let _ = window.set_position(PhysicalPosition::new(first.position().x + 40, first.position().y + 40));
    }
}
