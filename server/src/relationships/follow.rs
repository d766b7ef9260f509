//! Following: at once, or as a request where the other side wants to be asked.

pub use super::store::Options;
use super::store::{self, Table};
use super::{both, feed, other, target};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::notifications::{self, New};

/// Following again changes the options only.
pub async fn follow(app: &App, me: i64, id: i64, options: &Options) -> Result<()> {
    other(me, id)?;
    let target = target(app, me, id).await?;
    if target.suspended {
        return Err(Error::NotFound);
    }
    if target.blocked || target.moved {
        return Err(Error::forbidden());
    }
    let mut tx = app.db.write().await?;
    let known = store::change(&mut tx, Table::Follows, me, id, options).await?
        || store::change(&mut tx, Table::Requests, me, id, options).await?;
    let mut events = both(me, id).to_vec();
    if known {
        if options.languages.is_some() {
            // What of this author stands in the feed follows the languages that are wanted now.
            feed::drop_author(&mut tx, me, id).await?;
            feed::fill(&mut tx, me, id).await?;
        }
        return app.commit(tx, &events).await;
    }
    // A remote server answers a request; so does a person who asked to be asked, and everybody whom the limited want.
    let asks = target.locked || target.remote || target.in_limits;
    let table = if asks { Table::Requests } else { Table::Follows };
    let stamp = (app.ids.next(), app.clock.now());
    if store::add(&mut tx, table, stamp, me, id, options).await? {
        if !asks {
            begin(&mut tx, me, id).await?;
        }
        let kind = if asks { "follow_request" } else { "follow" };
        let new = New { account_id: id, kind, from_account_id: me, status_id: None, report_id: None };
        events.extend(notifications::notify(app, &mut tx, &new).await?);
    }
    app.commit(tx, &events).await
}

/// What a new follow brings besides its row: the counters and the newest posts in the home feed.
pub(super) async fn begin(tx: &mut Tx, follower: i64, followed: i64) -> Result<()> {
    store::count(tx, follower, followed, 1).await?;
    feed::fill(tx, follower, followed).await
}
