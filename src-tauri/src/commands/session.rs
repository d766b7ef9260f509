//! Who is signed in, and links that lead out of the window.

use crate::Broken;
use crate::desktop::Desktop;
use howdah_supervisor::Trouble;
use howdah_supervisor::wire::Session;
use tauri::{AppHandle, Manager as _, State};
use tauri_plugin_opener::OpenerExt as _;

#[tauri::command]
pub async fn session(app: AppHandle) -> Result<Option<Session>, Trouble> {
    match app.try_state::<Desktop>() {
        Some(desktop) => Ok(desktop.session().await),
        None => Err(app.try_state::<Broken>().map_or(Trouble::Busy, |broken| broken.0.clone())),
    }
}

#[tauri::command]
pub async fn save_session(desktop: State<'_, Desktop>, session: Session) -> Result<(), ()> {
    if let Some(community) = desktop.community() {
        desktop.keep_token(&community, session.token.as_deref());
    }
    Ok(())
}

/// Only the web and mail: a page must not be able to start programs.
#[tauri::command]
pub async fn open_external(desktop: State<'_, Desktop>, url: String) -> Result<(), Trouble> {
    if !["http://", "https://", "mailto:"].iter().any(|start| url.starts_with(start)) {
        return Err(Trouble::Refused { message: url });
    }
    desktop.app.opener().open_url(url, None::<&str>).map_err(Trouble::other)
}
