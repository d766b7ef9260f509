//! `/api/v1/endorsements`, `/api/v1/accounts/{id}/endorse` and what belongs to them.

use super::{endorse as verb, store};
use crate::accounts::{find, view};
use crate::app::App;
use crate::error::{Error, Result};
use crate::relationships;
use crate::web::page::Page;
use crate::web::{Base, Caller, Json, Paged, Params, link};
use axum::extract::{Path, State};
use axum::http::Uri;
use howdah_entities::Relationship;
use serde_json::value::RawValue;
use std::sync::Arc;

type Accounts = Paged<Json<Vec<Arc<RawValue>>>>;

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::NotFound)
}

pub async fn endorse(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Json<Relationship>> {
    let (me, id) = (caller.id()?, number(&id)?);
    verb::endorse(&app, me, id).await?;
    Ok(Json(relationships::view::one(&app, me, id).await?))
}

pub async fn unendorse(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Json<Relationship>> {
    let (me, id) = (caller.id()?, number(&id)?);
    verb::unendorse(&app, me, id).await?;
    Ok(Json(relationships::view::one(&app, me, id).await?))
}

pub async fn index(State(app): State<App>, caller: Caller, base: Base, uri: Uri, params: Params) -> Result<Accounts> {
    let me = caller.id()?;
    list(&app, &base, &uri, &params, me, me).await
}

pub async fn of_account(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Path(id): Path<String>,
    params: Params,
) -> Result<Accounts> {
    let (viewer, id) = (caller.account_id().unwrap_or(0), number(&id)?);
    if find::store::present(&mut app.db.read().await?, &[id], viewer).await?.is_empty() {
        return Err(Error::NotFound);
    }
    list(&app, &base, &uri, &params, id, viewer).await
}

async fn list(app: &App, base: &Base, uri: &Uri, params: &Params, of: i64, viewer: i64) -> Result<Accounts> {
    let page = Page::read(params, 40)?;
    let rows = store::endorsed(&mut app.db.read().await?, of, viewer, &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let ids: Vec<i64> = rows.iter().map(|(_, account)| *account).collect();
    let body = Json(view::list(app, base, &ids).await?);
    Ok(Paged { body, link: link(base, uri, &page, cursors, rows.len()) })
}
