//! `/api/v1/endorsements`, `/api/v1/accounts/{id}/endorse` and what belongs to them.

use super::{endorse as verb, store};
use crate::accounts::find;
use crate::accounts::view::{self, PagedAccounts};
use crate::app::App;
use crate::error::{Error, Result};
use crate::relationships;
use crate::web::page::Page;
use crate::web::{Base, Caller, Id, Json, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::Relationship;

pub async fn endorse(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    let me = caller.id()?;
    verb::endorse(&app, me, id).await?;
    Ok(Json(relationships::view::one(&app, me, id).await?))
}

pub async fn unendorse(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
    let me = caller.id()?;
    verb::unendorse(&app, me, id).await?;
    Ok(Json(relationships::view::one(&app, me, id).await?))
}

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<PagedAccounts> {
    let me = caller.id()?;
    list(&app, &base, &uri, &params, me, me).await
}

pub async fn of_account(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<PagedAccounts> {
    let viewer = caller.account_id().unwrap_or(0);
    if find::store::present(&mut app.db.read().await?, &[id], viewer).await?.is_empty() {
        return Err(Error::NotFound);
    }
    list(&app, &base, &uri, &params, id, viewer).await
}

async fn list(app: &App, base: &Base, uri: &Uri, params: &Params, of: i64, viewer: i64) -> Result<PagedAccounts> {
    let page = Page::read(params, 40)?;
    let rows = store::endorsed(&mut app.db.read().await?, of, viewer, &page).await?;
    view::paged(app, base, uri, &page, &rows).await
}
