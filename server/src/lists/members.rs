//! Who stands in a list. Only people whom its owner follows (or asked to follow), and the owner.

use super::{change, feed, store};
use crate::app::App;
use crate::error::{Error, Result};

pub async fn add(app: &App, me: i64, id: i64, accounts: &[i64]) -> Result<()> {
    let mut tx = app.db.write().await?;
    let list = store::one_in(&mut tx, me, id).await?;
    if accounts.is_empty() {
        return Err(Error::BadRequest("param is missing or the value is empty: account_ids".into()));
    }
    if store::eligible(&mut tx, me, accounts).await?.len() < accounts.len() {
        return Err(Error::NotFound);
    }
    for account in accounts {
        if !store::join(&mut tx, app.ids.next(), id, *account, app.clock.now()).await? {
            return Err(Error::validation("Account has already been taken"));
        }
        feed::fill(&mut tx, id, *account).await?;
        if list.exclusive {
            change::leave_home(&mut tx, me, *account).await?;
        }
    }
    feed::trim_list(&mut tx, id).await?;
    app.commit(tx, &[]).await
}

pub async fn remove(app: &App, me: i64, id: i64, accounts: &[i64]) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::one_in(&mut tx, me, id).await?;
    for account in accounts {
        feed::drop_member(&mut tx, id, *account).await?;
        store::leave(&mut tx, id, *account).await?;
    }
    app.commit(tx, &[]).await
}

/// Whoever is no longer followed leaves all lists of the follower.
pub async fn leave_all(tx: &mut crate::db::Tx, owner: i64, account: i64) -> Result<()> {
    for list in store::holding_ids(tx, owner, account).await? {
        feed::drop_member(tx, list, account).await?;
        store::leave(tx, list, account).await?;
    }
    Ok(())
}
