//! What the owner does to a member from the command line: approve, disable, a new password, a token. Each leaves a row
//! in `acts` (without an actor) and tells running servers.

use super::{create, password, store};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Details, Error, Result};
use crate::web::scope;

/// The local account of that name, in any case, with or without `@`.
pub async fn find(app: &App, name: &str) -> Result<i64> {
    store::by_name(&mut app.db.read().await?, name.trim().trim_start_matches('@')).await
}

/// A member who waited may now act.
pub async fn approve(app: &App, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::approve(&mut tx, id, app.clock.now()).await?;
    record(app, &mut tx, "approve", id).await?;
    app.commit(tx, &[Event::User { account: id }, Event::Account { id }]).await
}

/// Nobody signs in with this account until it is enabled again; its posts stay.
pub async fn disable(app: &App, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::disable(&mut tx, id).await?;
    record(app, &mut tx, "disable", id).await?;
    app.commit(tx, &[Event::User { account: id }]).await
}

/// Sets a new password and signs the member out everywhere.
pub async fn reset_password(app: &App, id: i64, new: &str) -> Result<()> {
    let problems = create::password_problems(app, new);
    if !problems.is_empty() {
        create::refuse(Details::from([("password", problems)]))?;
    }
    let hash = password::hash(app, new).await?;
    let mut tx = app.db.write().await?;
    store::set_password(&mut tx, id, &hash).await?;
    store::sign_out(&mut tx, id, app.clock.now()).await?;
    record(app, &mut tx, "reset_password", id).await?;
    app.commit(tx, &[Event::User { account: id }]).await
}

/// A token that acts as this member, for scripts. It is shown once; only its hash is kept.
pub async fn token(app: &App, id: i64, scopes: &str) -> Result<String> {
    let names: Vec<&str> = scopes.split([' ', '+', ',']).filter(|name| !name.is_empty()).collect();
    if let Some(unknown) = names.iter().find(|name| !scope::is_known(name)) {
        return Err(Error::Unprocessable(format!("--scopes: \"{unknown}\" is not a scope")));
    }
    if names.is_empty() {
        return Err(Error::Unprocessable("--scopes: at least one scope is needed, such as \"read write\"".into()));
    }
    let secret = app.new_secret();
    let mut tx = app.db.write().await?;
    let row = app.ids.next();
    store::add_token(&mut tx, row, &app.hash_secret(&secret), id, &names.join(" "), app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    Ok(secret)
}

async fn record(app: &App, tx: &mut crate::db::Tx, kind: &str, id: i64) -> Result<()> {
    store::record_act(tx, app.ids.next(), kind, id, app.clock.now()).await
}
