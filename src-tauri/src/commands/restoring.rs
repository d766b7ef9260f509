//! A backup from a file: the window reads it and hands it over in pieces, because a page never learns a path.

use crate::desktop::Desktop;
use howdah_supervisor::home::folder_trouble;
use howdah_supervisor::restore::{self, Restored};
use howdah_supervisor::{Trouble, wire::Session};
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use tauri::State;
use tauri::ipc::{InvokeBody, Request};

fn incoming(desktop: &Desktop) -> PathBuf {
    desktop.home.root.join("incoming.zip")
}

#[tauri::command]
pub async fn restore_begin(desktop: State<'_, Desktop>) -> Result<(), Trouble> {
    let path = incoming(&desktop);
    File::create(&path).map(drop).map_err(|error| folder_trouble(&path, &error))
}

#[tauri::command]
pub async fn restore_piece(desktop: State<'_, Desktop>, request: Request<'_>) -> Result<(), Trouble> {
    let InvokeBody::Raw(bytes) = request.body() else { return Err(Trouble::other("bytes expected")) };
    let path = incoming(&desktop);
    let write = || OpenOptions::new().append(true).open(&path)?.write_all(bytes);
    write().map_err(|error: std::io::Error| {
        // What does not fit is of no use, and its room is needed.
        let _ = std::fs::remove_file(&path);
        folder_trouble(&path, &error)
    })
}

#[tauri::command]
pub async fn restore_try(desktop: State<'_, Desktop>) -> Result<Restored, Trouble> {
    let _alone = desktop.long_job.try_lock().map_err(|_| Trouble::Busy)?;
    let _shown = desktop.restoring();
    let file = incoming(&desktop);
    let outcome = restore::try_out(&desktop.home, desktop.server_program()?, &file, &desktop.logs).await;
    let _ = std::fs::remove_file(&file);
    let restored = outcome?;
    if let Ok(mut held) = desktop.restored.lock() {
        *held = Some(restored.clone());
    }
    Ok(restored)
}

#[tauri::command]
pub async fn restore_take(desktop: State<'_, Desktop>) -> Result<Session, Trouble> {
    let _alone = desktop.long_job.try_lock().map_err(|_| Trouble::Busy)?;
    let restored = desktop.restored.lock().ok().and_then(|mut held| held.take()).ok_or(Trouble::Busy)?;
    let shown = desktop.restoring();
    desktop.stop_server().await;
    let (community, token) = restore::take(&desktop.home, desktop.server_program()?, &restored).await?;
    desktop.keep_token(&community, token.as_deref());
    drop(shown);
    let supervisor = desktop.supervise(&community.folder, community.reach, community.port);
    supervisor.start().await;
    let (base_url, _) = supervisor.settled().await?;
    Ok(Session { base_url, token })
}

#[tauri::command]
pub async fn restore_discard(desktop: State<'_, Desktop>) -> Result<(), Trouble> {
    let _alone = desktop.long_job.try_lock().map_err(|_| Trouble::Busy)?;
    if let Ok(mut held) = desktop.restored.lock() {
        *held = None;
    }
    restore::discard(&desktop.home)
}
