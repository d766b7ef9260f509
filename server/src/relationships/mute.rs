//! Muting, and what one person notes about another for themselves.

use super::{other, store, target};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::time::SECOND;

const NOTE_MAX: usize = 2000;

/// `duration` in seconds; 0 is for good. Muting again changes the terms.
pub async fn mute(app: &App, me: i64, id: i64, notifications: bool, duration: i64) -> Result<()> {
    other(me, id)?;
    target(app, me, id).await?;
    let now = app.clock.now();
    let expires_at = (duration > 0).then(|| now.saturating_add(duration.saturating_mul(SECOND)));
    let mut tx = app.db.write().await?;
    store::mute(&mut tx, (app.ids.next(), now), me, id, notifications, expires_at).await?;
    if let Some(at) = expires_at {
        jobs::enqueue(app, &mut tx, &Job::EndMutes, at, None).await?;
    }
    app.commit(tx, &[Event::Relations { account: me }]).await
}

pub async fn unmute(app: &App, me: i64, id: i64) -> Result<()> {
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    store::unmute(&mut tx, me, id).await?;
    app.commit(tx, &[Event::Relations { account: me }]).await
}

/// An empty comment takes the note away.
pub async fn note(app: &App, me: i64, id: i64, comment: &str) -> Result<()> {
    if comment.chars().count() > NOTE_MAX {
        return Err(Error::validation(format!("Comment is too long (maximum is {NOTE_MAX} characters)")));
    }
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    store::note(&mut tx, me, id, comment, app.clock.now()).await?;
    app.commit(tx, &[]).await
}
