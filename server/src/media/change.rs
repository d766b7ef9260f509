//! Changing and taking back an upload that no status shows yet.

use super::{Focus, Media, files, store};
use crate::app::App;
use crate::error::{Error, Result};

/// Outer `None` leaves the description as it is.
pub async fn change(
    app: &App,
    account: i64,
    id: i64,
    description: Option<Option<String>>,
    focus: Option<Focus>,
) -> Result<Media> {
    let mut tx = app.db.write().await?;
    let mut media = store::own(&mut tx, account, id).await?;
    if media.status_id.is_some() {
        return Err(Error::NotFound);
    }
    if let Some(description) = description {
        media.description = description;
    }
    if let Some(focus) = focus {
        let mut meta: serde_json::Value = serde_json::from_str(&media.meta)?;
        meta["focus"] = focus.json();
        media.meta = meta.to_string();
    }
    store::describe(&mut tx, &media, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    Ok(media)
}

pub async fn delete(app: &App, account: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    let media = store::own(&mut tx, account, id).await?;
    if media.status_id.is_some() {
        return Err(Error::Unprocessable("Media attachment is currently used by a status".into()));
    }
    store::delete(&mut tx, &[id]).await?;
    app.commit(tx, &[]).await?;
    files::remove(app, [&media.file, &media.thumbnail].into_iter().filter_map(|path| path.as_deref()));
    Ok(())
}
