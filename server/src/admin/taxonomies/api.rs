//! `/api/v1/admin/trends…` and `/api/v1/admin/tags`.

use super::review::{self, TagChange};
use super::{store, view};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::trends::api::Part;
use crate::trends::store as trends;
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params, link};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::AdminTag;
use serde_json::{Map, Value};

pub async fn index(State(app): State<App>, base: Base, uri: Uri, params: Params) -> Result<Paged<Json<Vec<AdminTag>>>> {
    let page = Page::read(&params, 100)?;
    let ids = store::tags(&mut app.db.read().await?, &page).await?;
    let link = link(&base, &uri, &page, ids.first().copied().zip(ids.last().copied()), ids.len());
    Ok(Paged { body: Json(view::tags(&app, &base, &ids).await?), link })
}

pub async fn show(State(app): State<App>, base: Base, Id(id): Id) -> Result<Json<AdminTag>> {
    view::tag(&app, &base, id).await.map(Json)
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<AdminTag>> {
    let change = TagChange {
        display_name: params.text("display_name")?,
        usable: params.flag("usable")?,
        listable: params.flag("listable")?,
        trendable: params.flag("trendable")?,
    };
    review::tag(&app, &Actor::of(caller.user()?), "update", id, change).await?;
    view::tag(&app, &base, id).await.map(Json)
}

pub async fn tags(State(app): State<App>, base: Base, uri: Uri, params: Params) -> Result<Paged<Json<Vec<AdminTag>>>> {
    let part = Part::read(&params, 10)?;
    let ids = trends::tags(&mut app.db.read().await?, &part.wanted(true, true)).await?;
    let link = part.link(&base, &uri, ids.len());
    Ok(Paged { body: Json(view::tags(&app, &base, &ids).await?), link })
}

pub async fn statuses(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Map<String, Value>>>>> {
    let (me, part) = (caller.id()?, Part::read(&params, 20)?);
    let lines = trends::statuses(&mut app.db.read().await?, me, &part.wanted(true, true)).await?;
    let ids: Vec<i64> = lines.iter().map(|line| line.status.id).collect();
    let link = part.link(&base, &uri, ids.len());
    Ok(Paged { body: Json(view::statuses(&app, &base, me, &ids).await?), link })
}

async fn decide_tag(app: App, caller: Caller, base: Base, id: i64, trendable: bool) -> Result<Json<AdminTag>> {
    let change = TagChange { trendable: Some(trendable), ..TagChange::default() };
    review::tag(&app, &Actor::of(caller.user()?), review::verb(trendable), id, change).await?;
    view::tag(&app, &base, id).await.map(Json)
}

pub async fn approve_tag(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<AdminTag>> {
    decide_tag(app, caller, base, id, true).await
}

pub async fn reject_tag(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<AdminTag>> {
    decide_tag(app, caller, base, id, false).await
}

async fn decide_status(
    app: App,
    caller: Caller,
    base: Base,
    id: i64,
    trendable: bool,
) -> Result<Json<Map<String, Value>>> {
    let me = caller.id()?;
    // Only what this member of staff may see is decided about.
    if view::statuses(&app, &base, me, &[id]).await?.is_empty() {
        return Err(Error::NotFound);
    }
    review::status(&app, &Actor::of(caller.user()?), id, trendable).await?;
    view::statuses(&app, &base, me, &[id]).await?.pop().map(Json).ok_or(Error::NotFound)
}

pub async fn approve_status(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
) -> Result<Json<Map<String, Value>>> {
    decide_status(app, caller, base, id, true).await
}

pub async fn reject_status(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
) -> Result<Json<Map<String, Value>>> {
    decide_status(app, caller, base, id, false).await
}
