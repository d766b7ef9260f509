//! The rows of the home feed that follow from who follows whom. New posts are written there by `statuses`.

use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::ids;
use crate::time::DAY;

/// The newest posts of somebody just followed. The feed keeps its newest 800.
pub(super) async fn fill(tx: &mut Tx, me: i64, author: i64) -> Result<()> {
    store::feed_fill(tx, me, author).await?;
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

/// Who was away for so long has no feed until they return: nobody reads what would be written.
const ABSENT: i64 = 30 * DAY;

/// Builds the feed of somebody who returns after a long absence.
pub async fn welcome_back(app: &App, account: i64) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::feed_build(&mut tx, account, ids::at(now - 2 * ABSENT), now).await?;
    app.commit(tx, &[Event::User { account }]).await
}

/// Ends the feeds of the absent, one short transaction each. For a periodic job.
async fn end_absent(app: &App) -> Result<()> {
    let gone = store::absent(&mut app.db.read().await?, app.clock.now() - ABSENT).await?;
    for account in gone {
        let mut tx = app.db.write().await?;
        store::feed_end(&mut tx, account).await?;
        app.commit(tx, &[Event::User { account }]).await?;
    }
    Ok(())
}

/// Cuts every long feed, those of lists too, to its newest 800, one short transaction each. For a periodic job.
pub async fn trim(app: &App) -> Result<()> {
    end_absent(app).await?;
    let long = store::feed_long(&mut app.db.read().await?).await?;
    for account in long {
        let mut tx = app.db.write().await?;
        store::feed_trim(&mut tx, account).await?;
        tx.commit().await?;
    }
    crate::lists::feed::trim(app).await
}
