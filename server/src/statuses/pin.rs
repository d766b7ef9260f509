//! Pins: up to five of one's own statuses stand first on the profile.

use super::store;
use super::store::marks;
use crate::app::App;
use crate::error::{Error, Result};

/// As the instance document tells it.
pub const MOST_PINNED: i64 = 5;

pub async fn pin(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_visible(&mut app.db.read().await?, id, Some(account)).await?;
    if status.account_id != account {
        return Err(Error::validation("Someone else's post cannot be pinned"));
    }
    if status.reblog_of_id.is_some() {
        return Err(Error::validation("A boost cannot be pinned"));
    }
    if status.visibility == 3 {
        return Err(Error::validation("Posts that are only visible to mentioned users cannot be pinned"));
    }
    if status.pinned_at.is_some() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    if !marks::pin(&mut tx, id, account, app.clock.now(), MOST_PINNED).await? {
        return Err(Error::validation("You have already pinned the maximum number of posts"));
    }
    app.commit(tx, &[]).await
}

pub async fn unpin(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_visible(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    marks::unpin(&mut tx, status.id, account).await?;
    app.commit(tx, &[]).await
}
