//! `/api/v1/admin/domain_allows`.

use super::paged;
use crate::admin::Actor;
use crate::admin::blocks::allows::{self, Named};
use crate::admin::blocks::store;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::AdminDomainAllow;

fn entity(row: Named) -> AdminDomainAllow {
    AdminDomainAllow { id: row.id.to_string(), domain: row.domain, created_at: iso(row.created_at) }
}

pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminDomainAllow>>>> {
    let page = Page::read(&params, 100)?;
    let rows = store::allows(&mut app.db.read().await?, &page).await?;
    Ok(paged(&base, &uri, &page, rows, |row| row.id, entity))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<AdminDomainAllow>> {
    store::allow(&mut app.db.read().await?, id).await.map(|row| Json(entity(row)))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<AdminDomainAllow>> {
    let domain = params.text("domain")?.unwrap_or_default();
    allows::allow(&app, &Actor::of(caller.user()?), &domain).await.map(|row| Json(entity(row)))
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<AdminDomainAllow>> {
    allows::disallow(&app, &Actor::of(caller.user()?), id).await.map(|row| Json(entity(row)))
}
