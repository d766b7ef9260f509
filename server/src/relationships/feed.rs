//! The rows of the home feed that follow from who follows whom. New posts are written there by `statuses`.

use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// The newest posts of somebody just followed. The feed keeps its newest 800.
pub(super) async fn fill(tx: &mut Tx, me: i64, author: i64, reblogs: bool) -> Result<()> {
    store::feed_fill(tx, me, author, reblogs).await?;
    store::feed_trim(tx, me).await?;
    Ok(())
}

/// What the author wrote and reblogged.
pub(crate) async fn drop_author(tx: &mut Tx, me: i64, author: i64) -> Result<()> {
    store::feed_drop(tx, me, author, false).await
}

/// Also what others reblogged of them.
pub(super) async fn drop_blocked(tx: &mut Tx, me: i64, author: i64) -> Result<()> {
    store::feed_drop(tx, me, author, true).await
}

/// Cuts every long feed, those of lists too, to its newest 800, one short transaction each. For a periodic job.
pub async fn trim(app: &App) -> Result<()> {
    let long = store::feed_long(&mut app.db.read().await?).await?;
    for account in long {
        let mut tx = app.db.write().await?;
        store::feed_trim(&mut tx, account).await?;
        tx.commit().await?;
    }
    crate::lists::feed::trim(app).await
}
