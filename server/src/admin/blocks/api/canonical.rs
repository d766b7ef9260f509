//! `/api/v1/admin/canonical_email_blocks`.

use super::paged;
use crate::admin::Actor;
use crate::admin::blocks::canonical::{self, Canonical};
use crate::admin::blocks::store;
use crate::app::App;
use crate::error::Result;
use crate::web::{Base, Caller, Empty, Id, Json, Page, Paged, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::AdminCanonicalEmailBlock;

fn entity(row: Canonical) -> AdminCanonicalEmailBlock {
    AdminCanonicalEmailBlock { id: row.id.to_string(), canonical_email_hash: row.hash }
}

pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminCanonicalEmailBlock>>>> {
    let page = Page::read(&params, 100)?;
    let rows = store::canonicals(&mut app.db.read().await?, &page).await?;
    Ok(paged(&base, &uri, &page, rows, |row| row.id, entity))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<AdminCanonicalEmailBlock>> {
    store::canonical(&mut app.db.read().await?, id).await.map(|row| Json(entity(row)))
}

/// Those that an address would run into.
pub async fn test(State(app): State<App>, params: Params) -> Result<Json<Vec<AdminCanonicalEmailBlock>>> {
    let hash = canonical::hash(&params.required("email")?);
    let rows = store::canonical_by_hash(&mut app.db.read().await?, &hash).await?;
    Ok(Json(rows.into_iter().map(entity).collect()))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<AdminCanonicalEmailBlock>> {
    let (email, hash) = (params.text("email")?, params.text("canonical_email_hash")?);
    let actor = Actor::of(caller.user()?);
    canonical::block(&app, &actor, email.as_deref(), hash.as_deref()).await.map(|row| Json(entity(row)))
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    canonical::unblock(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
