//! The feeds of lists, kept like the home feeds: written on post, cut to their newest.

use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// A status on its way into the lists that its author stands in.
pub struct Entry {
    pub status: i64,
    pub author: i64,
    pub visibility: i64,
    pub reply_to: Option<i64>,
    pub is_reblog: bool,
}

pub async fn push(tx: &mut Tx, entry: &Entry) -> Result<()> {
    store::feed_push(tx, entry).await
}

/// The newest statuses of a new member of the list.
pub(super) async fn fill(tx: &mut Tx, list: i64, account: i64) -> Result<()> {
    store::feed_fill(tx, list, account).await
}

pub(super) async fn drop_member(tx: &mut Tx, list: i64, account: i64) -> Result<()> {
    store::feed_drop_member(tx, list, account).await
}

pub(super) async fn drop_list(tx: &mut Tx, list: i64) -> Result<()> {
    store::feed_drop_list(tx, list).await
}

pub(super) async fn trim_list(tx: &mut Tx, list: i64) -> Result<()> {
    store::feed_trim(tx, list).await
}

/// Cuts every long feed to its newest 800 and forgets those of lists that are gone. For a periodic job.
pub async fn trim(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::feed_forget_orphans(&mut tx).await?;
    tx.commit().await?;
    let long = store::feed_long(&mut app.db.read().await?).await?;
    for list in long {
        let mut tx = app.db.write().await?;
        store::feed_trim(&mut tx, list).await?;
        tx.commit().await?;
    }
    Ok(())
}
