//! What an app asks a member for, checked; and the code that answers it.

use super::store::{self, Code};
use super::{Client, OUT_OF_BAND, apps, token};
use crate::app::App;
use crate::error::Result;
use crate::time::MINUTE;

/// The parameters of /oauth/authorize, as they came.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    pub response_type: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    pub state: Option<String>,
    pub challenge: Option<String>,
    pub method: Option<String>,
}

/// A request that may be put to a member.
#[derive(Debug)]
pub struct Request {
    pub client: Client,
    pub scopes: String,
    pub asked: Asked,
}

#[derive(Debug)]
pub enum Refusal {
    /// Told on a page: there is nowhere safe to send it.
    Page(&'static str),
    /// Told to the app.
    Back { code: &'static str, location: String },
}

pub async fn check(app: &App, asked: Asked) -> Result<Result<Request, Refusal>> {
    let Some(client) = apps::find(app, &asked.client_id).await? else {
        return Ok(Err(Refusal::Page("server_oauth_error_client")));
    };
    if !client.redirect_uris.split('\n').any(|uri| uri == asked.redirect_uri) {
        return Ok(Err(Refusal::Page("server_oauth_error_redirect")));
    }
    let back = |code| Ok(Err(refusal(&asked, code)));
    if asked.response_type != "code" {
        return back("unsupported_response_type");
    }
    let plain = asked.challenge.is_some() && asked.method.as_deref().unwrap_or("plain") != "S256";
    if plain || (asked.challenge.is_none() && asked.method.is_some()) {
        return back("invalid_request");
    }
    let scope = Some(asked.scope.as_str()).filter(|scope| !scope.trim().is_empty());
    match token::wanted(&client, scope) {
        Ok(scopes) => Ok(Ok(Request { client, scopes, asked })),
        Err(_) => back("invalid_scope"),
    }
}

fn refusal(asked: &Asked, code: &'static str) -> Refusal {
    if asked.redirect_uri == OUT_OF_BAND {
        return Refusal::Page(match code {
            "invalid_scope" => "server_oauth_error_scope",
            _ => "server_oauth_error_request",
        });
    }
    Refusal::Back { code, location: location(asked, &[("error", code)]) }
}

/// The app's address with the answer and its own state.
pub fn location(asked: &Asked, answer: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(answer);
    if let Some(state) = &asked.state {
        query.append_pair("state", state);
    }
    let joint = if asked.redirect_uri.contains('?') { '&' } else { '?' };
    format!("{}{joint}{}", asked.redirect_uri, query.finish())
}

/// A code for this member: good once, for ten minutes.
pub async fn allow(app: &App, request: &Request, account_id: i64) -> Result<String> {
    let (secret, now) = (app.new_secret(), app.clock.now());
    let code = Code {
        app_id: request.client.id,
        account_id,
        redirect_uri: request.asked.redirect_uri.clone(),
        scopes: request.scopes.clone(),
        challenge: request.asked.challenge.clone(),
    };
    let mut tx = app.db.write().await?;
    store::add_code(&mut tx, &app.hash_secret(&secret), &code, now, now + 10 * MINUTE).await?;
    app.commit(tx, &[]).await?;
    Ok(secret)
}
