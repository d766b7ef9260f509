//! Other accounts of the same person. An account that names another one here agrees to take over its followers.

use super::store;
use crate::accounts::find;
use crate::app::App;
use crate::error::{Error, Result};

const MOST: i64 = 10;

pub(super) async fn add(app: &App, me: i64, acct: &str) -> Result<i64> {
    let target = match find::by_handle(app, acct).await {
        Ok(target) => target,
        Err(Error::NotFound) => return Err(Error::validation("Acct could not be found")),
        Err(error) => return Err(error),
    };
    if target == me {
        return Err(Error::validation("Acct cannot be current account"));
    }
    let id = app.ids.next();
    let mut tx = app.db.write().await?;
    if store::aliases_in(&mut tx, me).await?.len() as i64 >= MOST {
        return Err(Error::validation(format!("You have reached the limit of {MOST} aliases")));
    }
    if !store::add_alias(&mut tx, id, me, target, app.clock.now()).await? {
        return Err(Error::validation("Acct has already been taken"));
    }
    app.commit(tx, &[]).await?;
    Ok(id)
}

pub(super) async fn remove(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::remove_alias(&mut tx, me, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await
}
