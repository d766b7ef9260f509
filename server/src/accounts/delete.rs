//! Deleting a member for good: posts, files, follows and the login go; the name stays taken, so that nobody can pose as
//! the one who left. The account is gone in one transaction; what it leaves behind goes in a job, chunk by chunk, and a
//! server that dies in between goes on where it stood.
//! Whoever deletes another\'s account does it through `admin::accounts`, which logs it.

use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::search;

/// So many rows go in one transaction.
const CHUNK: i64 = 200;

/// From the commit on nobody signs in or finds this account. Returns the events to commit with.
pub async fn begin(app: &App, tx: &mut Tx, id: i64) -> Result<[Event; 3]> {
    let now = app.clock.now();
    super::keep_an_owner(tx, id).await?;
    store::mark_deleted(tx, id, now).await?;
    jobs::enqueue(app, tx, &Job::ClearAccount { account: id }, now, Some(&format!("clear:{id}"))).await?;
    Ok([Event::User { account: id }, Event::Account { id }, Event::Relations { account: id }])
}

/// What a deleted account left: each step may be done again, and does then what is left.
pub async fn clear(app: &App, id: i64) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        let gone = store::delete_some_statuses(&mut tx, id, app.clock.now(), CHUNK).await?;
        let ids: Vec<i64> = gone.iter().map(|(id, ..)| *id).collect();
        search::index::remove(&mut tx, &ids).await?;
        let files = store::delete_media_of(&mut tx, &ids).await?;
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
        app.commit(tx, &events).await?;
        remove(app, &files);
        if (gone.len() as i64) < CHUNK {
            break;
        }
    }
    loop {
        let mut tx = app.db.write().await?;
        let more = store::delete_some_ties(&mut tx, id, CHUNK).await?;
        app.commit(tx, &[Event::Relations { account: id }]).await?;
        if !more {
            break;
        }
    }
    let mut tx = app.db.write().await?;
    let mut files = store::take_images(&mut tx, id).await?;
    files.extend(store::delete_unused_media(&mut tx, id).await?);
    app.commit(tx, &[]).await?;
    remove(app, &files);
    Ok(())
}

/// Only after the rows are gone for certain.
fn remove(app: &App, files: &[String]) {
    crate::media::files::remove(app, files.iter().map(String::as_str));
}
