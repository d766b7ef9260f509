//! `GET /health`, the instance documents, custom emojis and a member's preferences.

use super::community::{Change, Logo};
use super::{store, view};
use crate::accounts;
use crate::app::App;
use crate::emojis;
use crate::error::Result;
use crate::time::DAY;
use crate::web::{Base, Caller, Json, Params};
use axum::extract::State;
use howdah_entities::CustomEmoji;
use serde_json::{Value, json};

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
    let rules = store::rules(&mut reader).await?;
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
    Ok(Json(shape(app, base, &view::Parts { settings: &settings, rules: &rules, counts, contact })))
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

pub async fn change_community(State(app): State<App>, base: Base, mut params: Params) -> Result<Json<Value>> {
    let logo = match params.take_file("logo") {
        Some(upload) => Logo::Replace(upload),
        None if params.has("logo") => Logo::Remove,
        None => Logo::Keep,
    };
    let wish = Change {
        title: params.text("title")?,
        description: params.text("description")?,
        registrations: params.text("registrations")?,
        accent: params.text("accent")?,
        logo,
    };
    super::community::change(&app, wish).await?;
    document(&app, &base, view::community).await
}

/// The languages that the server itself speaks.
pub async fn languages() -> Json<Value> {
    Json(json!([{ "code": "en", "name": "English" }, { "code": "de", "name": "Deutsch" }]))
}

pub async fn rules(State(app): State<App>) -> Result<Json<Value>> {
    Ok(Json(view::rules(&store::rules(&mut app.db.read().await?).await?)))
}

pub async fn peers(State(app): State<App>) -> Result<Json<Vec<String>>> {
    Ok(Json(store::peers(&mut app.db.read().await?).await?))
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

pub async fn extended_description(State(app): State<App>) -> Result<Json<Value>> {
    let settings = app.settings().await?;
    let content = crate::statuses::format::html(&settings.description, &std::collections::HashMap::new());
    Ok(Json(json!({ "updated_at": crate::time::iso(settings.founded_at), "content": content })))
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
