//! Planning a status, moving it to another time, calling it off.

use super::{MOST, MOST_A_DAY, SOONEST, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::media;
use crate::statuses::create::New;
use crate::statuses::store::write;
use crate::time::{DAY, HOUR, midnight};

/// Keeps what `statuses::create` found good for `at`; tells the id under which it waits.
pub async fn add(app: &App, new: &New, at: i64) -> Result<i64> {
    let (id, now) = (app.ids.next(), app.clock.now());
    let mut tx = app.db.write().await?;
    if let Some(key) = &new.idempotency_key
        && let Some(first) = write::claim_key(&mut tx, new.author, key, id, now, now - HOUR).await?
    {
        // Committed all the same: that waits until the other request's row is there to be read.
        app.commit(tx, &[]).await?;
        return Ok(first);
    }
    check(&mut tx, new.author, None, at, now).await?;
    let kept = New { idempotency_key: None, scheduled_at: None, ..new.clone() };
    store::add(&mut tx, id, new.author, at, &serde_json::to_string(&kept)?, now).await?;
    if !media::store::reserve(&mut tx, id, new.author, &new.media).await? {
        return Err(Error::Unprocessable("Media not found or already attached to another post".into()));
    }
    publish_at(app, &mut tx, id, at).await?;
    app.commit(tx, &[]).await?;
    Ok(id)
}

pub async fn move_to(app: &App, account: i64, id: i64, at: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::move_to(&mut tx, account, id, at).await? {
        return Err(Error::NotFound);
    }
    check(&mut tx, account, Some(id), at, app.clock.now()).await?;
    publish_at(app, &mut tx, id, at).await?;
    app.commit(tx, &[]).await
}

/// The files are free again, for whoever writes it anew.
pub async fn call_off(app: &App, account: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::remove(&mut tx, account, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await
}

/// Everything that is wrong with the time, in one sentence. `but` is the row that is moved: it does not count.
async fn check(tx: &mut Tx, account: i64, but: Option<i64>, at: i64, now: i64) -> Result<()> {
    let day = midnight(at);
    let (total, that_day) = store::count(tx, account, but, day, day + DAY).await?;
    let mut wrong: Vec<String> = Vec::new();
    if at <= now + SOONEST {
        wrong.push("Scheduled at The scheduled date must be in the future".into());
    }
    if total >= MOST {
        wrong.push(format!("You have exceeded the limit of {MOST} scheduled posts"));
    }
    if that_day >= MOST_A_DAY {
        wrong.push(format!("You have exceeded the limit of {MOST_A_DAY} scheduled posts for today"));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::validation(wrong.join(", "))) }
}

/// Each time has a job of its own: one that comes too early finds the row not due, and nothing is to be done.
async fn publish_at(app: &App, tx: &mut Tx, id: i64, at: i64) -> Result<()> {
    jobs::enqueue(app, tx, &Job::PublishScheduled { id }, at, Some(&format!("scheduled:{id}:{at}"))).await
}
