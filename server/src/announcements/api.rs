//! `/api/v1/announcements`, and `/api/howdah/v1/announcements` for those who write them.

use super::change::{self, Wanted};
use super::store::{self, Row};
use super::{react as verbs, view};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::{iso, parse_any};
use crate::web::{Base, Caller, Empty, Id, Json, Params};
use axum::extract::{Path, State};
use howdah_entities::Announcement;
use serde_json::{Value, json};

/// With those that the member has dismissed, which are told as read; `with_dismissed=false` leaves them out.
pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<Announcement>>> {
    let me = caller.id()?;
    let mut reader = app.db.read().await?;
    let mut rows = store::shown(&mut reader, me, app.clock.now()).await?;
    if params.flag("with_dismissed")? == Some(false) {
        rows.retain(|row| !row.read);
    }
    view::load(&app, &base, Some(me), &rows, reader).await.map(Json)
}

pub async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    verbs::dismiss(&app, caller.id()?, id).await?;
    Ok(Empty)
}

fn number(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound)
}

pub async fn react(State(app): State<App>, caller: Caller, Path((id, name)): Path<(String, String)>) -> Result<Empty> {
    verbs::react(&app, caller.id()?, number(&id)?, &name).await?;
    Ok(Empty)
}

pub async fn unreact(
    State(app): State<App>,
    caller: Caller,
    Path((id, name)): Path<(String, String)>,
) -> Result<Empty> {
    verbs::unreact(&app, caller.id()?, number(&id)?, &name).await?;
    Ok(Empty)
}

/// As those see it who write it.
fn draft(row: &Row) -> Value {
    json!({
        "id": row.id.to_string(),
        "text": row.text,
        "published": row.published,
        "all_day": row.all_day,
        "scheduled_at": row.scheduled_at.map(iso),
        "starts_at": row.starts_at.map(iso),
        "ends_at": row.ends_at.map(iso),
        "published_at": row.published_at.map(iso),
        "created_at": iso(row.created_at),
        "updated_at": iso(row.updated_at),
    })
}

fn time(params: &Params, key: &'static str, name: &str) -> Result<Option<Option<i64>>> {
    if !params.has(key) {
        return Ok(None);
    }
    match params.text(key)?.filter(|text| !text.trim().is_empty()) {
        None => Ok(Some(None)),
        Some(text) => match parse_any(text.trim()) {
            Some(at) => Ok(Some(Some(at))),
            None => Err(Error::validation(format!("{name} is invalid"))),
        },
    }
}

fn wanted(params: &Params) -> Result<Wanted> {
    Ok(Wanted {
        text: params.text("text")?,
        all_day: params.flag("all_day")?,
        published: params.flag("published")?,
        scheduled_at: time(params, "scheduled_at", "Scheduled at")?,
        starts_at: time(params, "starts_at", "Starts at")?,
        ends_at: time(params, "ends_at", "Ends at")?,
    })
}

async fn one(app: &App, id: i64) -> Result<Json<Value>> {
    Ok(Json(draft(&store::one(&mut app.db.read().await?, id).await?)))
}

pub async fn drafts(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    let rows = store::all(&mut app.db.read().await?).await?;
    Ok(Json(rows.iter().map(draft).collect()))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let id = change::create(&app, &Actor::of(caller.user()?), wanted(&params)?).await?;
    one(&app, id).await
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Value>> {
    change::update(&app, &Actor::of(caller.user()?), id, wanted(&params)?).await?;
    one(&app, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
