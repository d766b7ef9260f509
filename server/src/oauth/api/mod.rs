//! The JSON half of OAuth; `browser` has the pages.

pub mod browser;

use super::token::{self, Grant};
use super::{Client, apps, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Address, Base, Caller, Empty, Json, Params, scope};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use howdah_entities::{Application, CredentialApplication, UserInfo};
use serde_json::{Value, json};

fn entity(client: &Client, vapid: &str) -> Application {
    let words = |text: &str, at: char| text.split(at).map(str::to_owned).collect::<Vec<_>>();
    Application {
        id: client.id.to_string(),
        name: client.name.clone(),
        website: client.website.clone(),
        scopes: words(&client.scopes, ' '),
        redirect_uris: words(&client.redirect_uris, '\n'),
        redirect_uri: client.redirect_uris.clone(),
        vapid_key: vapid.to_owned(),
    }
}

pub async fn create_app(State(app): State<App>, params: Params) -> Result<Json<CredentialApplication>> {
    let new = apps::New {
        name: params.text("client_name")?.unwrap_or_default(),
        redirect_uris: params.list("redirect_uris")?.unwrap_or_default(),
        scopes: match params.get("scopes") {
            Some(Value::Array(_)) => params.list("scopes")?.unwrap_or_default().join(" "),
            _ => params.text("scopes")?.unwrap_or_default(),
        },
        website: params.text("website")?,
    };
    let (client, secret) = apps::create(&app, new).await?;
    Ok(Json(CredentialApplication {
        application: entity(&client, &app.settings().await?.vapid_public),
        client_id: client.client_id,
        client_secret: secret,
        client_secret_expires_at: 0,
    }))
}

pub async fn verify_app(State(app): State<App>, caller: Caller) -> Result<Json<Application>> {
    let id = caller.session()?.app_id.ok_or(Error::NotFound)?;
    let client = apps::get(&app, id).await?.ok_or(Error::NotFound)?;
    Ok(Json(entity(&client, &app.settings().await?.vapid_public)))
}

/// Client id and secret: HTTP Basic, else from the body.
async fn client(app: &App, headers: &HeaderMap, params: &Params) -> Result<Client> {
    let basic = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).and_then(|value| {
        let (kind, text) = value.split_once(' ')?;
        let pair = kind.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(text.trim()).ok())??;
        let pair = String::from_utf8(pair).ok()?;
        let (id, secret) = pair.split_once(':')?;
        let plain = |text: &str| percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned();
        Some((plain(id), plain(secret)))
    });
    let (id, secret) = match basic {
        Some(pair) => pair,
        None => (params.text("client_id")?.unwrap_or_default(), params.text("client_secret")?.unwrap_or_default()),
    };
    apps::authenticate(app, id.trim(), secret.trim()).await
}

fn missing() -> Error {
    Error::OAuth {
        status: 400,
        code: "invalid_request",
        description: "The request is missing a required parameter, includes an unsupported parameter value, or is otherwise malformed.",
    }
}

pub async fn token(State(app): State<App>, address: Address, headers: HeaderMap, params: Params) -> Result<Response> {
    let kind = params.text("grant_type")?.unwrap_or_default();
    let text = |key: &str| params.text(key)?.ok_or_else(missing);
    let grant = match kind.as_str() {
        "authorization_code" => Grant::Code {
            code: text("code")?,
            redirect_uri: text("redirect_uri")?,
            verifier: params.text("code_verifier")?,
        },
        "client_credentials" => Grant::Client { scope: params.text("scope")? },
        "password" if app.config.oauth.password_grant => Grant::Password {
            login: text("username")?,
            password: text("password")?,
            scope: params.text("scope")?,
            address: address.key(),
        },
        "" => return Err(missing()),
        _ => {
            return Err(Error::OAuth {
                status: 400,
                code: "unsupported_grant_type",
                description: "The authorization grant type is not supported by the authorization server.",
            });
        }
    };
    let client = client(&app, &headers, &params).await?;
    // In its own task: a code that is used up must not lose its token to a client that hangs up.
    let made =
        tokio::spawn(async move { token::grant(&app, &client, grant).await }).await.map_err(Error::internal)??;
    Ok(([(header::PRAGMA, HeaderValue::from_static("no-cache"))], Json(made)).into_response())
}

pub async fn revoke(State(app): State<App>, headers: HeaderMap, params: Params) -> Result<Empty> {
    // Whoever cannot say whose token it is may not end it.
    let client = client(&app, &headers, &params).await.map_err(|error| match error {
        Error::OAuth { .. } => token::NOT_YOURS,
        other => other,
    })?;
    let given = params.text("token")?.filter(|token| !token.trim().is_empty()).ok_or(token::NOT_YOURS)?;
    token::revoke(&app, &client, given.trim()).await?;
    Ok(Empty)
}

pub async fn userinfo(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<UserInfo>> {
    let id = caller.id()?;
    let (name, display, avatar) = store::profile(&mut app.db.read().await?, id).await?;
    let picture = match avatar {
        Some(path) => crate::media::view::file_url(&base, &path),
        None => format!("{base}/avatars/original/missing.png"),
    };
    Ok(Json(UserInfo {
        iss: format!("{}/", app.origin),
        sub: format!("{}/users/{name}", app.origin),
        profile: format!("{base}/@{name}"),
        name: if display.is_empty() { name.clone() } else { display },
        preferred_username: name,
        picture,
    }))
}

pub async fn metadata(base: Base) -> Json<Value> {
    Json(json!({
        "issuer": format!("{base}/"),
        "service_documentation": "https://docs.joinmastodon.org/",
        "authorization_endpoint": format!("{base}/oauth/authorize"),
        "token_endpoint": format!("{base}/oauth/token"),
        "app_registration_endpoint": format!("{base}/api/v1/apps"),
        "revocation_endpoint": format!("{base}/oauth/revoke"),
        "userinfo_endpoint": format!("{base}/oauth/userinfo"),
        "scopes_supported": scope::all_names(),
        "response_types_supported": ["code"],
        "response_modes_supported": ["query", "fragment", "form_post"],
        "grant_types_supported": ["authorization_code", "client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "code_challenge_methods_supported": ["S256"],
    }))
}
