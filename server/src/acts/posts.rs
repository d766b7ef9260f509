//! Posts that the staff take away are hidden, not deleted: counters go down with them and come back with them, feeds
//! and search leave them out and find them again. After thirty days they go for good.

use super::store::{self, Hidden};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::statuses;
use crate::time::DAY;

/// So many in one transaction.
const CHUNK: i64 = 200;
/// So many transactions before an answer; the rest is a job.
pub const AT_ONCE: usize = 5;
/// How long what was removed can come back.
pub const KEPT: i64 = 30 * DAY;

/// Hides these, in the transaction of their act.
pub(super) async fn remove(app: &App, tx: &mut Tx, act: i64, ids: &[i64]) -> Result<Vec<Event>> {
    let hidden = store::removable(tx, ids).await?;
    hide(app, tx, act, hidden).await
}

async fn hide(app: &App, tx: &mut Tx, act: i64, hidden: Vec<Hidden>) -> Result<Vec<Event>> {
    let ids: Vec<i64> = hidden.iter().map(|post| post.id).collect();
    let tags = store::tags(tx, &ids).await?;
    let reblogs = store::reblogs(tx, &ids).await?;
    store::hide(tx, &ids, act, app.clock.now()).await?;
    store::recount(tx, &ids, -1).await?;
    let event = |post: &Hidden| Event::StatusDeleted {
        id: post.id,
        account: post.account_id,
        visibility: post.visibility,
        local: post.local,
        tags: tags.iter().filter(|(id, _)| *id == post.id).map(|(_, name)| name.clone()).collect(),
        reblogs: reblogs.iter().filter(|(_, _, of)| *of == post.id).map(|(id, by, _)| (*id, *by)).collect(),
    };
    Ok(hidden.iter().map(event).collect())
}

/// Hides some of what the person wrote before the act, and tells whether there may be more; then a job goes on, too.
pub(super) async fn remove_some(app: &App, tx: &mut Tx, act: i64, account: i64) -> Result<(Vec<Event>, bool)> {
    let hidden = store::posts_before(tx, account, act, CHUNK).await?;
    let more = hidden.len() as i64 == CHUNK;
    if more {
        let key = format!("remove_posts:{act}");
        jobs::enqueue(app, tx, &Job::RemovePosts { act }, app.clock.now(), Some(&key)).await?;
    }
    Ok((hide(app, tx, act, hidden).await?, more))
}

/// The rest of a removal. Done again it does what is left; once undone it does nothing.
pub async fn go_on_removing(app: &App, act: i64, most: usize) -> Result<()> {
    for _ in 0..most {
        let mut tx = app.db.write().await?;
        let row = store::one_to_change(&mut tx, act).await?;
        if row.undone_at.is_some() {
            return Ok(());
        }
        let hidden = store::posts_before(&mut tx, row.target_id, act, CHUNK).await?;
        if hidden.is_empty() {
            return Ok(());
        }
        let events = hide(app, &mut tx, act, hidden).await?;
        app.commit(tx, &events).await?;
    }
    Ok(())
}

/// Brings some of what an act removed back; a job goes on where there is more.
pub(super) async fn restore_some(app: &App, tx: &mut Tx, act: i64) -> Result<(Vec<Event>, bool)> {
    let hidden = store::removed_by(tx, act, CHUNK).await?;
    let more = hidden.len() as i64 == CHUNK;
    if more {
        let key = format!("restore_posts:{act}");
        jobs::enqueue(app, tx, &Job::RestorePosts { act }, app.clock.now(), Some(&key)).await?;
    }
    let ids: Vec<i64> = hidden.iter().map(|post| post.id).collect();
    store::show(tx, &ids).await?;
    store::recount(tx, &ids, 1).await?;
    let events = hidden.iter().map(|post| Event::StatusEdited { id: post.id, account: post.account_id }).collect();
    Ok((events, more))
}

pub async fn go_on_restoring(app: &App, act: i64, most: usize) -> Result<()> {
    for _ in 0..most {
        let mut tx = app.db.write().await?;
        let (events, more) = restore_some(app, &mut tx, act).await?;
        app.commit(tx, &events).await?;
        if !more {
            return Ok(());
        }
    }
    Ok(())
}

/// What was removed thirty days ago goes for good: texts, files, what hung on it. The tombstone stays.
pub async fn purge(app: &App) -> Result<()> {
    loop {
        let old = store::removed_before(&mut app.db.read().await?, app.clock.now() - KEPT).await?;
        if old.is_empty() {
            return Ok(());
        }
        for (id, account) in old {
            statuses::delete::purge(app, account, id).await?;
        }
    }
}
