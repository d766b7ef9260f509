//! Changing and taking back an upload that no status shows yet.

use super::{Focus, Media, files, store, upload};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::Upload;

/// What is not given stays.
pub struct Change {
    /// Outer `None` leaves the description as it is.
    pub description: Option<Option<String>>,
    pub focus: Option<Focus>,
    pub thumbnail: Option<Upload>,
}

pub async fn change(app: &App, account: i64, id: i64, wish: Change) -> Result<Media> {
    free(store::find(&mut app.db.read().await?, account, id).await?)?;
    let thumbnail = match wish.thumbnail {
        Some(file) => Some(upload::thumbnail(app, file).await?),
        None => None,
    };
    let mut tx = app.db.write().await?;
    let mut media = free(store::own(&mut tx, account, id).await?)?;
    if let Some(description) = wish.description {
        media.description = description;
    }
    let mut meta: serde_json::Value = serde_json::from_str(&media.meta)?;
    if let Some(focus) = wish.focus {
        meta["focus"] = focus.json();
    }
    let mut old = None;
    let custom = thumbnail.is_some();
    if let Some((path, sizes)) = thumbnail {
        meta["small"] = sizes;
        old = media.thumbnail.replace(path);
    }
    media.meta = meta.to_string();
    store::describe(&mut tx, &media, custom, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    files::remove(app, old.as_deref());
    Ok(media)
}

/// What a status shows is changed with the status.
fn free(media: Media) -> Result<Media> {
    match media.state {
        _ if media.status_id.is_some() => Err(Error::NotFound),
        3 => Err(Error::Unprocessable(upload::NOT_PROCESSED.into())),
        _ => Ok(media),
    }
}

pub async fn delete(app: &App, account: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    let media = store::own(&mut tx, account, id).await?;
    if store::delete(&mut tx, &[id]).await? == 0 {
        return Err(Error::Unprocessable("Media attachment is currently used by a status".into()));
    }
    app.commit(tx, &[]).await?;
    files::remove(app, [&media.file, &media.thumbnail].into_iter().filter_map(|path| path.as_deref()));
    Ok(())
}
