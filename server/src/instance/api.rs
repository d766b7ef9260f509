//! `GET /health`, the instance documents, custom emojis and a member's preferences.

use super::community::{Change, Logo};
use super::{store, view};
use crate::accounts;
use crate::admin::Actor;
use crate::app::App;
use crate::emojis;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::statuses::format;
use crate::time::{DAY, date, iso};
use crate::web::{Base, Caller, Json, Params};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use howdah_entities::CustomEmoji;
use serde_json::{Value, json};
use std::collections::HashMap;

pub async fn health(State(app): State<App>) -> Json<Value> {
    Json(match &app.instance_token {
        Some(token) => json!({ "status": "OK", "instance": token }),
        None => json!({ "status": "OK" }),
    })
}

async fn document(
    app: &App,
    base: &Base,
    shape: impl FnOnce(&App, &Base, &view::Parts<'_>) -> Value,
) -> Result<Json<Value>> {
    let settings = app.settings().await?;
    let mut reader = app.db.read().await?;
    let counts = store::counts(&mut reader, app.clock.now() - 30 * DAY).await?;
    let contact = match settings.contact_account_id {
        Some(id) => Some(id),
        None => store::first_owner(&mut reader).await?,
    };
    drop(reader);
    let contact = match contact {
        Some(id) => accounts::view::load(app, base, &[id]).await?.remove(&id),
        None => None,
    };
    Ok(Json(shape(app, base, &view::Parts { settings: &settings, counts, contact })))
}

pub async fn v1(State(app): State<App>, base: Base) -> Result<Json<Value>> {
    document(&app, &base, view::v1).await
}

pub async fn v2(State(app): State<App>, base: Base) -> Result<Json<Value>> {
    document(&app, &base, view::v2).await
}

pub async fn community(State(app): State<App>, base: Base) -> Result<Json<Value>> {
    document(&app, &base, view::community).await
}

pub async fn change_community(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    mut params: Params,
) -> Result<Json<Value>> {
    let logo = match params.take_file("logo") {
        Some(upload) => Logo::Replace(upload),
        None if params.has("logo") => Logo::Remove,
        None => Logo::Keep,
    };
    let wish = Change {
        title: params.text("title")?,
        description: params.text("description")?,
        registrations: params.text("registrations")?,
        min_age: params.int("min_age")?,
        accent: params.text("accent")?,
        privacy_policy: params.text("privacy_policy")?,
        terms_of_service: params.text("terms_of_service")?,
        terms_effective_date: params.text("terms_effective_date")?,
        contact_email: params.text("contact_email")?,
        contact_username: params.text("contact_username")?,
        show_domain_blocks: params.text("show_domain_blocks")?,
        show_domain_blocks_rationale: params.flag("show_domain_blocks_rationale")?,
        logo,
    };
    let actor = Actor::of(caller.user()?);
    let verb = {
        let app = app.clone();
        async move { super::community::change(&app, &actor, wish).await }
    };
    tokio::spawn(verb).await.map_err(Error::internal)??;
    document(&app, &base, view::community).await
}

/// The languages that the server itself speaks.
pub async fn languages() -> Json<Value> {
    Json(json!([{ "code": "en", "name": "English" }, { "code": "de", "name": "Deutsch" }]))
}

pub async fn peers(State(app): State<App>) -> Result<Json<Vec<String>>> {
    Ok(Json(store::peers(&mut app.db.read().await?).await?))
}

/// Ten of them at most, whose name begins with `q`.
pub async fn search_peers(State(app): State<App>, params: Params) -> Result<Json<Vec<String>>> {
    let start = params.text("q")?.unwrap_or_default().trim().to_lowercase();
    if start.is_empty() {
        return Ok(Json(vec![]));
    }
    Ok(Json(store::search_peers(&mut app.db.read().await?, &start).await?))
}

/// Mastodon's own campaigns are shown nowhere else.
pub async fn donation_campaigns() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// Twelve weeks, newest first; every value is a string.
pub async fn activity(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    let now = app.clock.now();
    let mut reader = app.db.read().await?;
    let mut weeks = Vec::with_capacity(12);
    let counted = store::activity(&mut reader, now).await?;
    for (back, (statuses, logins, registrations)) in counted.into_iter().enumerate() {
        let start = store::week_start(now, back as i64);
        weeks.push(json!({
            "week": (start / 1000).to_string(),
            "statuses": statuses.to_string(),
            "logins": logins.to_string(),
            "registrations": registrations.to_string(),
        }));
    }
    Ok(Json(weeks))
}

fn html(text: &str) -> String {
    format::html(text, &HashMap::new())
}

/// What the house wrote, or what is true of every Howdah.
pub async fn privacy_policy(State(app): State<App>, headers: HeaderMap) -> Result<Json<Value>> {
    let settings = app.settings().await?;
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let ours = Locale::choose(None, accept).say("server_privacy_policy");
    let (text, at) = settings.privacy_policy.as_ref().map_or((ours, settings.founded_at), |(text, at)| (text, *at));
    Ok(Json(json!({ "updated_at": iso(at), "content": html(text) })))
}

pub async fn terms(State(app): State<App>) -> Result<Json<Value>> {
    terms_of(&app, None).await
}

/// Those that hold from this day on.
pub async fn terms_since(State(app): State<App>, Path(since): Path<String>) -> Result<Json<Value>> {
    terms_of(&app, Some(since)).await
}

async fn terms_of(app: &App, since: Option<String>) -> Result<Json<Value>> {
    let settings = app.settings().await?;
    let now = app.clock.now();
    let (terms, next) = settings.terms_of(since.as_deref(), now).ok_or(Error::NotFound)?;
    Ok(Json(json!({
        "effective_date": date(terms.effective_at),
        "effective": terms.effective_at <= now,
        "content": html(&terms.text),
        "succeeded_by": next.map(|next| date(next.effective_at)),
    })))
}

pub async fn extended_description(State(app): State<App>) -> Result<Json<Value>> {
    let settings = app.settings().await?;
    Ok(Json(
        json!({ "updated_at": iso(settings.description_at.max(settings.founded_at)), "content": html(&settings.description) }),
    ))
}

pub async fn custom_emojis(State(app): State<App>, base: Base) -> Result<Json<Vec<CustomEmoji>>> {
    Ok(Json(emojis::own(&app, &base).await?))
}

pub async fn preferences(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let own = store::preferences(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(json!({
        "posting:default:visibility": own.privacy,
        "posting:default:sensitive": own.sensitive,
        "posting:default:language": own.language,
        "posting:default:quote_policy": own.quote_policy,
        "reading:expand:media": own.expand_media,
        "reading:expand:spoilers": own.expand_spoilers,
        "reading:autoplay:gifs": own.autoplay_gifs,
    })))
}
