//! `/api/howdah/v1/appeals`, and a member's own `/api/howdah/v1/warnings`.

use super::{decide as hear, file, store, view};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params, onward};
use axum::extract::State;
use axum::http::Uri;
use serde_json::Value;

pub async fn index(State(app): State<App>, base: Base, uri: Uri, params: Params) -> Result<Paged<Json<Vec<Value>>>> {
    let page = Page::bounded(&params, 40, 100)?;
    let state = match params.text("state")?.unwrap_or_default() {
        state if ["", "pending", "approved", "rejected"].contains(&state.as_str()) => state,
        _ => return Err(Error::validation("State is not included in the list")),
    };
    let rows = store::list(&mut app.db.read().await?, page.below(), &state, page.limit).await?;
    let last = rows.last().filter(|_| rows.len() as i64 >= page.limit).map(|appeal| appeal.id);
    let link = last.map(|last| onward(&base, &uri, last));
    Ok(Paged { body: Json(view::page(&app, &base, &rows).await?), link })
}

async fn one(app: &App, base: &Base, id: i64) -> Result<Json<Value>> {
    let appeal = store::one(&mut app.db.read().await?, id).await?;
    view::page(app, base, &[appeal]).await?.pop().map(Json).ok_or(Error::NotFound)
}

/// A member against an own warning.
pub async fn create(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Value>> {
    let warning = params
        .id("warning_id")
        .ok_or_else(|| Error::BadRequest("param is missing or the value is empty: warning_id".into()))?;
    let id = file::file(&app, caller.id()?, warning, &params.text("text")?.unwrap_or_default()).await?;
    one(&app, &base, id).await
}

/// What was decided about oneself.
pub async fn warnings(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    let rows = store::warnings(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(rows.iter().map(|warning| view::own(&app, warning)).collect()))
}

async fn decide(app: App, caller: Caller, base: Base, id: i64, accepted: bool, params: &Params) -> Result<Json<Value>> {
    let answer = params.text("reason")?.or(params.text("answer")?).unwrap_or_default();
    hear::decide(&app, &Actor::of(caller.user()?), id, accepted, &answer).await?;
    one(&app, &base, id).await
}

pub async fn accept(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    decide(app, caller, base, id, true, &params).await
}

pub async fn reject(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    decide(app, caller, base, id, false, &params).await
}
