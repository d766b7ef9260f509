//! A new password for somebody who lost theirs.

use super::store;
use crate::accounts::{create, password};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Details, Error, Result};
use crate::passwords;
use crate::security;
use crate::web::permission;
use serde_json::Value;

async fn note(app: &App, tx: &mut Tx, actor: &Actor, id: i64, kind: &str) -> Result<()> {
    let state = store::state(tx, id).await?;
    actor.outranks(id, state.rank)?;
    if !state.user {
        return Err(Error::NotFound);
    }
    let entry = Act {
        kind,
        target_type: "account",
        target_id: id,
        target_label: &state.handle,
        reason: "",
        before: Value::Null,
        after: Value::Null,
        case_id: None,
    };
    admin::record(app, tx, actor, &entry).await.map(drop)
}

/// Sets it and signs the member out everywhere: whoever had the old one is out.
pub async fn reset(app: &App, actor: &Actor, id: i64, new: &str) -> Result<()> {
    actor.needs(permission::MANAGE_USERS)?;
    let problems = create::password_problems(app, new);
    if !problems.is_empty() {
        create::refuse(Details::from([("password", problems)]))?;
    }
    let hash = password::hash(app, new).await?;
    let mut tx = app.db.write().await?;
    note(app, &mut tx, actor, id, "reset_password").await?;
    let event = password::replace(app, &mut tx, id, &hash, 0, 0).await?;
    app.commit(tx, &[event]).await
}

/// A secret with which the member may choose one themselves.
pub async fn link(app: &App, actor: &Actor, id: i64) -> Result<String> {
    actor.needs(permission::MANAGE_USER_ACCESS)?;
    let mut tx = app.db.write().await?;
    note(app, &mut tx, actor, id, "reset_link").await?;
    let secret = passwords::make_link(app, &mut tx, id).await?;
    app.commit(tx, &[]).await?;
    Ok(secret)
}

/// Takes the second step of signing in away.
pub async fn end_two_factor(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_USER_ACCESS)?;
    let mut tx = app.db.write().await?;
    note(app, &mut tx, actor, id, "end_two_factor").await?;
    security::two_factor::take_away(app, &mut tx, id).await?;
    app.commit(tx, &[]).await
}
