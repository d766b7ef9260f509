//! `/api/v1/instance/rules`, and `/api/howdah/v1/rules` for those who write them.

use super::change::{self, Wish};
use super::{Rule, entities};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Caller, Empty, Id, Json, Params};
use axum::extract::State;
use howdah_entities::Rule as Entity;
use serde_json::{Value, json};

pub async fn index(State(app): State<App>) -> Result<Json<Vec<Entity>>> {
    Ok(Json(entities(&app.settings().await?.rules)))
}

fn own(place: usize, rule: &Rule) -> Value {
    json!({
        "id": rule.id.to_string(),
        "position": place,
        "text": rule.text,
        "hint": rule.hint,
        "translations": rule.translations,
    })
}

async fn listed(app: &App) -> Result<Vec<Value>> {
    let settings = app.settings().await?;
    Ok(settings.rules.iter().filter(|rule| !rule.deleted).enumerate().map(|(at, rule)| own(at, rule)).collect())
}

async fn one(app: &App, id: i64) -> Result<Json<Value>> {
    let id = id.to_string();
    listed(app).await?.into_iter().find(|rule| rule["id"] == id.as_str()).map(Json).ok_or(Error::NotFound)
}

pub async fn list(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    listed(&app).await.map(Json)
}

fn wish(params: &Params) -> Result<Wish> {
    let translations = match params.get("translations") {
        None => None,
        Some(value) => Some(
            serde_json::from_value(value.clone())
                .map_err(|_| Error::BadRequest("param has the wrong type: translations".into()))?,
        ),
    };
    Ok(Wish { text: params.text("text")?, hint: params.text("hint")?, translations, position: params.int("position")? })
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let id = change::add(&app, &Actor::of(caller.user()?), wish(&params)?).await?;
    one(&app, id).await
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Value>> {
    change::change(&app, &Actor::of(caller.user()?), id, wish(&params)?).await?;
    one(&app, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::remove(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
