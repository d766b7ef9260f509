//! `/api/v1/scheduled_statuses…`, and the `scheduled_at` of a new status.

use super::{plan, store, view};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time;
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Paged, Params, link};
use axum::extract::{OriginalUri, State};
use howdah_entities::ScheduledStatus;

/// The moment that `scheduled_at` names, if it is given.
pub fn scheduled_at(params: &Params) -> Result<Option<i64>> {
    match params.text("scheduled_at")?.filter(|text| !text.trim().is_empty()) {
        Some(text) => {
            time::parse_any(text.trim()).map(Some).ok_or_else(|| Error::Unprocessable("Record invalid".into()))
        }
        None => Ok(None),
    }
}

pub async fn entity(app: &App, base: &Base, me: i64, id: i64) -> Result<ScheduledStatus> {
    let mut reader = app.db.read().await?;
    let row = store::one(&mut reader, me, id).await?;
    view::load(base, vec![row], &mut reader).await?.pop().ok_or(Error::NotFound)
}

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Paged<Json<Vec<ScheduledStatus>>>> {
    let page = Page::read(&params, 20)?;
    let mut reader = app.db.read().await?;
    let rows = store::list(&mut reader, caller.id()?, &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(view::load(&base, rows, &mut reader).await?), link })
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<ScheduledStatus>> {
    entity(&app, &base, caller.id()?, id).await.map(Json)
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<ScheduledStatus>> {
    let me = caller.id()?;
    if let Some(at) = scheduled_at(&params)? {
        let app = app.clone();
        // A client that hangs up must not cut this in half.
        tokio::spawn(async move { plan::move_to(&app, me, id, at).await }).await.map_err(Error::internal)??;
    }
    entity(&app, &base, me, id).await.map(Json)
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    let me = caller.id()?;
    tokio::spawn(async move { plan::call_off(&app, me, id).await }).await.map_err(Error::internal)??;
    Ok(Empty)
}
