//! `/api/v1/admin/ip_blocks`.

use super::paged;
use crate::admin::Actor;
use crate::admin::blocks::ips::{self, IpBlock, Wish};
use crate::admin::blocks::store;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::{Base, Caller, Empty, Id, Json, Page, Paged, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::AdminIpBlock;

fn entity(row: IpBlock) -> AdminIpBlock {
    AdminIpBlock {
        id: row.id.to_string(),
        ip: row.ip,
        severity: row.severity,
        comment: row.comment,
        created_at: iso(row.created_at),
        expires_at: row.expires_at.map(iso),
    }
}

fn wish(params: &Params) -> Result<Wish> {
    Ok(Wish {
        ip: params.text("ip")?,
        severity: params.text("severity")?,
        comment: params.text("comment")?,
        expires_in: if params.has("expires_in") { Some(params.int("expires_in")?) } else { None },
    })
}

pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminIpBlock>>>> {
    let page = Page::read(&params, 100)?;
    let rows = store::ip_blocks(&mut app.db.read().await?, &page).await?;
    Ok(paged(&base, &uri, &page, rows, |row| row.id, entity))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<AdminIpBlock>> {
    store::ip_block(&mut app.db.read().await?, id).await.map(|row| Json(entity(row)))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<AdminIpBlock>> {
    ips::block(&app, &Actor::of(caller.user()?), wish(&params)?).await.map(|row| Json(entity(row)))
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<AdminIpBlock>> {
    ips::change(&app, &Actor::of(caller.user()?), id, wish(&params)?).await.map(|row| Json(entity(row)))
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    ips::unblock(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
