//! `/api/v1/admin/domain_blocks` and `/api/v1/instance/domain_blocks`.

use super::paged;
use crate::admin::Actor;
use crate::admin::blocks::canonical::hex;
use crate::admin::blocks::domains::{self, DomainBlock, Outcome, Wish};
use crate::admin::blocks::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::{Base, Caller, Empty, Id, Json, Page, Paged, Params};
use axum::extract::State;
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use howdah_entities::{AdminDomainBlock, DomainBlock as PublicDomainBlock};
use serde_json::json;

fn digest(app: &App, domain: &str) -> String {
    // A secret is stored the same way: as its SHA-256.
    hex(&app.hash_secret(domain))
}

fn entity(app: &App, row: DomainBlock) -> AdminDomainBlock {
    AdminDomainBlock {
        id: row.id.to_string(),
        digest: digest(app, &row.domain),
        domain: row.domain,
        created_at: iso(row.created_at),
        severity: row.severity.name().to_owned(),
        reject_media: row.reject_media,
        reject_reports: row.reject_reports,
        private_comment: row.private_comment,
        public_comment: row.public_comment,
        obfuscate: row.obfuscate,
    }
}

fn wish(params: &Params) -> Result<Wish> {
    Ok(Wish {
        severity: params.text("severity")?,
        reject_media: params.flag("reject_media")?,
        reject_reports: params.flag("reject_reports")?,
        obfuscate: params.flag("obfuscate")?,
        private_comment: params.text("private_comment")?,
        public_comment: params.text("public_comment")?,
    })
}

pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminDomainBlock>>>> {
    let page = Page::read(&params, 100)?;
    let rows = store::domain_blocks(&mut app.db.read().await?, &page).await?;
    Ok(paged(&base, &uri, &page, rows, |row| row.id, |row| entity(&app, row)))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<AdminDomainBlock>> {
    let row = store::domain_block(&mut app.db.read().await?, id).await?;
    Ok(Json(entity(&app, row)))
}

/// A block that says as much already is named in the answer, as Mastodon does.
pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Response> {
    let domain = params.text("domain")?.unwrap_or_default();
    match domains::block(&app, &Actor::of(caller.user()?), &domain, wish(&params)?).await? {
        Outcome::Made(row) => Ok(Json(entity(&app, row)).into_response()),
        Outcome::Stands(row) => {
            let error = format!("You have already imposed stricter limits on {}.", row.domain);
            let body = json!({ "error": error, "existing_domain_block": entity(&app, row) });
            let mut response = Json(body).into_response();
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
    }
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    params: Params,
) -> Result<Json<AdminDomainBlock>> {
    let row = domains::change(&app, &Actor::of(caller.user()?), id, wish(&params)?).await?;
    Ok(Json(entity(&app, row)))
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    domains::unblock(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}

/// What everybody may know of the blocked servers, unless the house keeps that to its members or to itself.
pub async fn public(State(app): State<App>, caller: Caller) -> Result<Json<Vec<PublicDomainBlock>>> {
    let settings = app.settings().await?;
    match settings.show_domain_blocks.as_str() {
        "disabled" => return Err(Error::NotFound),
        "users" => drop(caller.user()?),
        _ => {}
    }
    let rows = store::public_domain_blocks(&mut app.db.read().await?).await?;
    let one = |row: DomainBlock| PublicDomainBlock {
        domain: row.public_domain(),
        digest: digest(&app, &row.domain),
        severity: row.severity.name().to_owned(),
        comment: settings.show_domain_blocks_rationale.then(|| row.public_comment.unwrap_or_default()),
    };
    Ok(Json(rows.into_iter().map(one).collect()))
}
