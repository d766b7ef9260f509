//! Deleting one's own status. A tombstone stays; what hung on the status goes, the reblogs of it too.

use super::store::delete as store;
use crate::app::App;
use crate::bus::Event;
use crate::conversations;
use crate::db::Tx;
use crate::error::Result;

/// `delete_media` removes the files at once; otherwise they are free again, for whoever rewrites the status.
pub async fn delete(app: &App, account: i64, id: i64, delete_media: bool) -> Result<()> {
    let mut tx = app.db.write().await?;
    let (event, files) = end(app, &mut tx, account, id, delete_media).await?;
    app.commit(tx, &[event]).await?;
    // The rows are gone for certain: only now may the files go.
    for file in files {
        let _ = tokio::fs::remove_file(app.media_folder().join(file)).await;
    }
    Ok(())
}

/// The same inside another verb's transaction. Returns the event to commit with, and the files to remove afterwards.
pub async fn end(app: &App, tx: &mut Tx, account: i64, id: i64, delete_media: bool) -> Result<(Event, Vec<String>)> {
    let now = app.clock.now();
    let status = store::own(tx, id, account).await?;
    let tags = store::tag_names(tx, id).await?;
    let reblogs = store::end_reblogs(tx, id, now).await?;
    store::end(tx, account, &status, now).await?;
    if status.visibility == 3 {
        conversations::record::forget(tx, id).await?;
    }
    let files = if delete_media {
        store::delete_media(tx, id).await?
    } else {
        store::detach_media(tx, id, now).await?;
        Vec::new()
    };
    let event = Event::StatusDeleted { id, account, visibility: status.visibility, local: status.local, tags, reblogs };
    Ok((event, files))
}
