//! Deleting a member for good: posts, files, follows and the login go; the name stays taken, so that nobody can pose as
//! the one who left.

use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::error::Result;

/// So many posts go in one transaction.
const CHUNK: i64 = 200;

pub async fn delete(app: &App, id: i64) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut files = store::images(&mut tx, id).await?;
    store::mark_deleted(&mut tx, id, now).await?;
    store::record_act(&mut tx, app.ids.next(), "delete", id, now).await?;
    app.commit(tx, &[Event::User { account: id }, Event::Account { id }]).await?;
    loop {
        let mut tx = app.db.write().await?;
        let gone = store::delete_some_statuses(&mut tx, id, now, CHUNK).await?;
        files.extend(store::delete_media_of(&mut tx, &gone.iter().map(|(id, ..)| *id).collect::<Vec<_>>()).await?);
        let events: Vec<Event> = gone
            .iter()
            .map(|(status, visibility)| Event::StatusDeleted {
                id: *status,
                account: id,
                visibility: *visibility,
                local: true,
                tags: vec![],
                reblogs: vec![],
            })
            .collect();
        let more = gone.len() as i64 == CHUNK;
        app.commit(tx, &events).await?;
        if !more {
            break;
        }
    }
    let mut tx = app.db.write().await?;
    store::delete_ties(&mut tx, id).await?;
    files.extend(store::delete_unused_media(&mut tx, id).await?);
    app.commit(tx, &[Event::Relations { account: id }]).await?;
    // The rows are gone for certain: only now may the files go.
    for file in files {
        let _ = std::fs::remove_file(app.media_folder().join(file));
    }
    Ok(())
}
