//! `/api/howdah/v1/me/...`: where one is signed in, and how one is known. What opens the account is changed only by
//! whoever gives the password again; signing somebody out is not held up by that.

use super::two_factor::{self, SetUp};
use super::{change, places, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::{Caller, Empty, Id, Json, Params};
use axum::extract::State;
use serde_json::{Value, json};

fn current(params: &Params) -> Result<String> {
    Ok(params.text("current_password")?.unwrap_or_default())
}

pub async fn sessions(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let rows = store::sessions(&mut app.db.read().await?, caller.id()?, app.clock.now()).await?;
    let entity = |row: store::Session| {
        json!({
            "id": row.id.to_string(),
            "user_agent": row.agent,
            "ip": row.ip,
            "created_at": iso(row.created_at),
            "last_seen_at": iso(row.last_seen_at),
            "expires_at": iso(row.expires_at),
        })
    };
    Ok(Json(rows.into_iter().map(entity).collect()))
}

pub async fn end_session(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    places::end_session(&app, caller.id()?, id).await?;
    Ok(Empty)
}

/// Signs every browser out.
pub async fn end_sessions(State(app): State<App>, caller: Caller) -> Result<Empty> {
    let mut tx = app.db.write().await?;
    store::end_sessions(&mut tx, caller.id()?).await?;
    app.commit(tx, &[]).await?;
    Ok(Empty)
}

pub async fn apps(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let mine = caller.user()?.token_id;
    let rows = store::apps(&mut app.db.read().await?, caller.id()?).await?;
    let entity = |row: store::AppToken| {
        json!({
            "id": row.id.to_string(),
            "name": row.name,
            "website": row.website,
            "scopes": row.scopes.split(' ').collect::<Vec<_>>(),
            "created_at": iso(row.created_at),
            "last_used_at": row.last_used_at.map(iso),
            "current": row.id == mine,
        })
    };
    Ok(Json(rows.into_iter().map(entity).collect()))
}

pub async fn end_app(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    places::end_token(&app, caller.id()?, id).await?;
    Ok(Empty)
}

pub async fn sign_ins(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let rows = store::sign_ins(&mut app.db.read().await?, caller.id()?).await?;
    let entity = |(ok, method, ip, agent, at): (bool, String, String, String, i64)| json!({ "success": ok, "method": method, "ip": ip, "user_agent": agent, "created_at": iso(at) });
    Ok(Json(rows.into_iter().map(entity).collect()))
}

pub async fn password(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    let new = params.text("password")?.unwrap_or_default();
    let (account, token) = (caller.id()?, caller.user()?.token_id);
    let current = current(&params)?;
    tokio::spawn(async move { change::password(&app, account, token, &current, &new).await })
        .await
        .map_err(Error::internal)??;
    Ok(Empty)
}

pub async fn email(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let (email, pending) = store::addresses(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(json!({ "email": email, "pending_email": pending })))
}

pub async fn change_email(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let new = params.text("email")?.unwrap_or_default();
    change::email(&app, caller.id()?, &current(&params)?, &new).await?;
    email(State(app), caller).await
}

pub async fn two_factor(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let (on, left) = store::standing(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(json!({ "enabled": on, "recovery_codes_left": left })))
}

pub async fn begin_two_factor(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let SetUp { secret, url, qr } = two_factor::begin(&app, caller.id()?, &current(&params)?).await?;
    Ok(Json(json!({ "secret": secret, "url": url, "qr_svg": qr })))
}

pub async fn confirm_two_factor(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let codes = two_factor::confirm(&app, caller.id()?, &params.text("code")?.unwrap_or_default()).await?;
    Ok(Json(json!({ "recovery_codes": codes })))
}

pub async fn recovery_codes(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let codes = two_factor::new_codes(&app, caller.id()?, &current(&params)?).await?;
    Ok(Json(json!({ "recovery_codes": codes })))
}

pub async fn end_two_factor(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    two_factor::end(&app, caller.id()?, &current(&params)?).await?;
    Ok(Empty)
}
