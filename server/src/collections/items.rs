//! Who stands in a collection: only members who agreed to be found, and nobody who blocks or is blocked. Whoever takes
//! the consent back is not put in again.

use super::{MOST_ITEMS, REVOKED, store};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::notifications;

const UNWILLING: &str = "This account cannot be added to collections";

pub(super) async fn add(app: &App, me: i64, collection: i64, account: i64) -> Result<i64> {
    let mut tx = app.db.write().await?;
    own(&mut tx, me, collection).await?;
    if store::willing(&mut tx, &[account], me).await?.is_empty() {
        return Err(Error::Unprocessable(UNWILLING.into()));
    }
    if store::count_items(&mut tx, collection).await? >= MOST_ITEMS {
        return Err(Error::validation(format!("Collection items are too many, no more than {MOST_ITEMS} are allowed")));
    }
    let id = app.ids.next();
    let events = put(app, &mut tx, me, collection, &[(id, account)]).await?;
    store::touch(&mut tx, collection, app.clock.now()).await?;
    app.commit(tx, &events).await?;
    Ok(id)
}

/// Those whom a new collection names: all of them or none.
pub(super) async fn fill(app: &App, tx: &mut Tx, me: i64, collection: i64, accounts: &[i64]) -> Result<Vec<Event>> {
    if accounts.is_empty() {
        return Ok(vec![]);
    }
    if store::known(tx, accounts).await?.len() < accounts.len() {
        return Err(Error::NotFound);
    }
    if store::willing(tx, accounts, me).await?.len() < accounts.len() {
        return Err(Error::Unprocessable(UNWILLING.into()));
    }
    let items: Vec<(i64, i64)> = accounts.iter().map(|account| (app.ids.next(), *account)).collect();
    put(app, tx, me, collection, &items).await
}

async fn put(app: &App, tx: &mut Tx, me: i64, collection: i64, items: &[(i64, i64)]) -> Result<Vec<Event>> {
    let mut events = vec![];
    for (id, account) in items {
        if !store::add_item(tx, *id, collection, *account, app.clock.now()).await? {
            return Err(Error::validation("Account has already been taken"));
        }
        events.extend(tell(app, tx, me, *account, "added_to_collection", collection).await?);
    }
    Ok(events)
}

pub(super) async fn tell(
    app: &App,
    tx: &mut Tx,
    me: i64,
    account: i64,
    kind: &str,
    collection: i64,
) -> Result<Option<Event>> {
    let news = notifications::New { account_id: account, kind, from_account_id: me, status_id: None, report_id: None };
    notifications::notify_of_collection(app, tx, &news, collection).await
}

pub(super) async fn remove(app: &App, me: i64, collection: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    own(&mut tx, me, collection).await?;
    let item = store::item(&mut tx, collection, id).await?;
    // To the owner, who left is gone; removing the trace would let them be put in again.
    if item.state > 1 {
        return Err(Error::NotFound);
    }
    store::remove_item(&mut tx, id).await?;
    store::touch(&mut tx, collection, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

/// The person who stands there goes.
pub(super) async fn revoke(app: &App, me: i64, collection: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::said(&mut tx, collection).await?;
    let item = store::item(&mut tx, collection, id).await?;
    if item.account_id != me {
        return Err(Error::forbidden());
    }
    store::set_state(&mut tx, id, REVOKED, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

async fn own(tx: &mut Tx, me: i64, collection: i64) -> Result<()> {
    if store::said(tx, collection).await?.account_id == me { Ok(()) } else { Err(Error::forbidden()) }
}

/// After a block neither stands in a collection of the other.
pub async fn part(app: &App, tx: &mut Tx, blocker: i64, blocked: i64) -> Result<()> {
    store::revoke_from(tx, blocker, blocked, app.clock.now()).await?;
    store::take_out(tx, blocked, blocker).await
}
