//! Both doors: Mastodon's POST /api/v1/accounts and our own sign_up.

use super::sign_up::{self, SignUp, State as Standing};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Address, Caller, Json, Params};
use axum::extract::State;
use howdah_entities::Token;
use serde_json::{Value, json};

async fn run(
    app: App,
    caller: &Caller,
    address: Address,
    params: &Params,
    email_required: bool,
) -> Result<(Standing, Token)> {
    let text = |key: &str| Ok::<_, Error>(params.text(key)?.unwrap_or_default());
    let wish = SignUp {
        username: text("username")?,
        email: params.text("email")?,
        password: text("password")?,
        agreement: params.is("agreement")?,
        locale: text("locale")?,
        reason: params.text("reason")?,
        // Mastodon's own web client calls it invite_code.
        invite: params.text("invite")?.or(params.text("invite_code")?),
        date_of_birth: params.text("date_of_birth")?,
        email_required,
        address: address.0.to_string(),
        app_id: caller.session()?.app_id.ok_or_else(Error::forbidden)?,
    };
    tokio::spawn(async move { sign_up::sign_up(&app, wish).await }).await.map_err(Error::internal)?
}

pub async fn mastodon(State(app): State<App>, caller: Caller, address: Address, params: Params) -> Result<Json<Token>> {
    run(app, &caller, address, &params, true).await.map(|(_, token)| Json(token))
}

pub async fn own(State(app): State<App>, caller: Caller, address: Address, params: Params) -> Result<Json<Value>> {
    let (state, token) = run(app, &caller, address, &params, false).await?;
    Ok(Json(json!({ "state": state.as_str(), "token": token })))
}
