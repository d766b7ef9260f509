//! Ending a follow, from either side.

use super::{both, feed, store, target};
use crate::app::App;
use crate::db::Tx;
use crate::endorsements;
use crate::error::Result;
use crate::lists::members;

/// Also withdraws a request that nobody answered yet.
pub async fn unfollow(app: &App, me: i64, id: i64) -> Result<()> {
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    end(&mut tx, me, id).await?;
    app.commit(tx, &both(me, id)).await
}

/// Sends a follower away; they may come again.
pub async fn remove_follower(app: &App, me: i64, id: i64) -> Result<()> {
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    end(&mut tx, id, me).await?;
    app.commit(tx, &both(me, id)).await
}

/// Whatever stands of `follower` following `followed` ends, with what hung on it.
pub(super) async fn end(tx: &mut Tx, follower: i64, followed: i64) -> Result<()> {
    if store::unfollow(tx, follower, followed).await? {
        store::count(tx, follower, followed, -1).await?;
        feed::drop_author(tx, follower, followed).await?;
        members::leave_all(tx, follower, followed).await?;
        endorsements::unendorse(tx, follower, followed).await?;
        store::forget_follow(tx, followed, follower).await?;
    }
    if store::withdraw(tx, follower, followed).await? {
        members::leave_all(tx, follower, followed).await?;
        store::forget_follow(tx, followed, follower).await?;
    }
    Ok(())
}
