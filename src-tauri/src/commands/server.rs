//! The server's state, its log, its folder.

use crate::desktop::Desktop;
use howdah_supervisor::Trouble;
use howdah_supervisor::wire::Status;
use tauri::State;
use tauri_plugin_opener::OpenerExt as _;

#[tauri::command]
pub async fn status(desktop: State<'_, Desktop>) -> Result<Status, ()> {
    Ok(desktop.status().await)
}

#[tauri::command]
pub async fn start_server(desktop: State<'_, Desktop>) -> Result<(), ()> {
    desktop.start_server().await;
    Ok(())
}

#[tauri::command]
pub async fn stop_server(desktop: State<'_, Desktop>) -> Result<(), ()> {
    desktop.stop_server().await;
    Ok(())
}

#[tauri::command]
pub async fn logs(desktop: State<'_, Desktop>) -> Result<Vec<String>, ()> {
    Ok(desktop.logs.lines())
}

#[tauri::command]
pub async fn open_folder(desktop: State<'_, Desktop>) -> Result<(), Trouble> {
    let folder = desktop.community().map_or_else(|| desktop.home.root.clone(), |community| community.folder);
    desktop.app.opener().open_path(folder.display().to_string(), None::<&str>).map_err(Trouble::other)
}
