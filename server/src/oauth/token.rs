//! Tokens: made for a member or for an app alone, and taken back.

use super::store::{self, Code, NewToken};
use super::{Client, apps, sign_in};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::push;
use crate::security::history::Browser;
use crate::security::two_factor;
use crate::time::SECOND;
use aws_lc_rs::{constant_time, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use howdah_entities::Token;

const BAD_GRANT: Error = Error::OAuth {
    status: 400,
    code: "invalid_grant",
    description: "The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.",
};
pub const BAD_SCOPE: Error = Error::OAuth {
    status: 400,
    code: "invalid_scope",
    description: "The requested scope is invalid, unknown, or malformed.",
};

pub const NOT_YOURS: Error = Error::OAuth {
    status: 403,
    code: "unauthorized_client",
    description: "You are not authorized to revoke this token",
};

/// Makes a token in a transaction of the caller's.
pub async fn insert(app: &App, tx: &mut Tx, app_id: i64, account_id: Option<i64>, scopes: &str) -> Result<Token> {
    let (secret, now) = (app.new_secret(), app.clock.now());
    let hash = app.hash_secret(&secret);
    store::add_token(tx, &NewToken { id: app.ids.next(), hash, app_id, account_id, scopes, now }).await?;
    Ok(Token { access_token: secret, token_type: "Bearer", scope: scopes.to_owned(), created_at: now / SECOND })
}

/// Makes a token and returns it whole; it cannot be shown again.
pub async fn issue(app: &App, app_id: i64, account_id: Option<i64>, scopes: &str) -> Result<String> {
    make(app, app_id, account_id, scopes).await.map(|token| token.access_token)
}

pub async fn make(app: &App, app_id: i64, account_id: Option<i64>, scopes: &str) -> Result<Token> {
    let mut tx = app.db.write().await?;
    let token = insert(app, &mut tx, app_id, account_id, scopes).await?;
    app.commit(tx, &[]).await?;
    Ok(token)
}

/// What the token endpoint was given.
pub enum Grant {
    Code { code: String, redirect_uri: String, verifier: Option<String> },
    Client { scope: Option<String> },
    Password { login: String, password: String, scope: Option<String>, address: String },
}

pub async fn grant(app: &App, client: &Client, grant: Grant) -> Result<Token> {
    match grant {
        Grant::Code { code, redirect_uri, verifier } => exchange(app, client, &code, &redirect_uri, verifier).await,
        Grant::Client { scope } => {
            let scopes = wanted(client, scope.as_deref())?;
            make(app, client.id, None, &scopes).await
        }
        Grant::Password { login, password, scope, address } => {
            let scopes = wanted(client, scope.as_deref())?;
            let browser = Browser { address: &address, ..Browser::default() };
            let (account, state) = sign_in::check(app, &login, &password, &browser).await?.ok_or(BAD_GRANT)?;
            // A password alone does not open an account with a second step.
            if state.disabled || two_factor::is_on(app, account).await? {
                return Err(BAD_GRANT);
            }
            make(app, client.id, Some(account), &scopes).await
        }
    }
}

/// The scopes asked for, `read` if none, never more than the app registered.
pub fn wanted(client: &Client, asked: Option<&str>) -> Result<String> {
    let scopes = apps::scope_list(asked.unwrap_or("")).ok_or(BAD_SCOPE)?;
    if apps::covers(&client.scopes, &scopes) { Ok(scopes) } else { Err(BAD_SCOPE) }
}

async fn exchange(app: &App, client: &Client, code: &str, uri: &str, verifier: Option<String>) -> Result<Token> {
    let mut tx = app.db.write().await?;
    let found = store::take_code(&mut tx, &app.hash_secret(code), app.clock.now()).await?;
    // A code that was shown to the wrong app or with the wrong verifier is used up all the same.
    let good = found.filter(|code| code.app_id == client.id && code.redirect_uri == uri && proves(code, &verifier));
    let Some(code) = good else {
        app.commit(tx, &[]).await?;
        return Err(BAD_GRANT);
    };
    let token = insert(app, &mut tx, client.id, Some(code.account_id), &code.scopes).await?;
    app.commit(tx, &[]).await?;
    Ok(token)
}

/// RFC 7636: whoever asked for the code is who brings it.
fn proves(code: &Code, verifier: &Option<String>) -> bool {
    match (&code.challenge, verifier) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(challenge), Some(verifier)) => {
            let made = URL_SAFE_NO_PAD.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
            constant_time::verify_slices_are_equal(made.as_bytes(), challenge.trim_end_matches('=').as_bytes()).is_ok()
        }
    }
}

/// Ends a token of this app. One that is unknown or ended already is no error.
pub async fn revoke(app: &App, client: &Client, token: &str) -> Result<()> {
    let found = store::owner_of_token(&mut app.db.read().await?, &app.hash_secret(token)).await?;
    let Some((id, owner)) = found else { return Ok(()) };
    if owner != Some(client.id) {
        return Err(NOT_YOURS);
    }
    let mut tx = app.db.write().await?;
    store::revoke(&mut tx, id, app.clock.now()).await?;
    push::forget(&mut tx, id).await?;
    app.commit(tx, &[Event::Token { id }]).await
}
