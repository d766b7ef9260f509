//! Deleting one's own status. A tombstone stays; what hung on the status goes, the reblogs of it too.

use super::store::delete::{self as store, Swept};
use crate::app::App;
use crate::bus::Event;
use crate::conversations;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::quotes;
use crate::search;

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

/// The rest of what hung on a famous status. Nobody sees it any more: reads ask whether the original stands.
pub async fn sweep(app: &App, account: i64, id: i64) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        let Swept { reblogs, more } = store::sweep(&mut tx, id, app.clock.now()).await?;
        // Only homes that showed a reblog hear of it: the status itself was told when it went.
        let event = Event::StatusDeleted { id, account, visibility: 3, local: true, tags: vec![], reblogs };
        app.commit(tx, &[event]).await?;
        if !more {
            return Ok(());
        }
    }
}

/// What staff removed long ago goes for good. Counters went down when it was hidden; the tombstone stays.
pub async fn purge(app: &App, account: i64, id: i64) -> Result<()> {
    sweep(app, account, id).await?;
    let mut tx = app.db.write().await?;
    store::purge(&mut tx, id, app.clock.now()).await?;
    let files = store::delete_media(&mut tx, id).await?;
    app.commit(tx, &[]).await?;
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
    let Swept { reblogs, more } = store::sweep(tx, id, now).await?;
    if more {
        jobs::enqueue(app, tx, &Job::SweepStatus { id, account }, now, None).await?;
    }
    store::end(tx, account, &status, now).await?;
    search::index::remove(tx, &[id]).await?;
    quotes::attach::forget(tx, id).await?;
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
