//! `/api/v1/admin/email_domain_blocks`.

use super::paged;
use crate::admin::Actor;
use crate::admin::blocks::allows::Named;
use crate::admin::blocks::{emails, store};
use crate::app::App;
use crate::error::Result;
use crate::time::{SECOND, iso};
use crate::web::{Base, Caller, Empty, Id, Json, Page, Paged, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::{AdminEmailDomainBlock, TagDay};

fn entity(now: i64, row: Named, tries: &[(i64, i64, i64, i64)]) -> AdminEmailDomainBlock {
    let day = |(day, accounts, uses): (i64, i64, i64)| TagDay {
        day: (day / SECOND).to_string(),
        accounts: accounts.to_string(),
        uses: uses.to_string(),
    };
    AdminEmailDomainBlock {
        id: row.id.to_string(),
        history: emails::week(now, row.id, tries).into_iter().map(day).collect(),
        domain: row.domain,
        created_at: iso(row.created_at),
    }
}

pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminEmailDomainBlock>>>> {
    let page = Page::read(&params, 100)?;
    let mut reader = app.db.read().await?;
    let rows = store::email_blocks(&mut reader, &page).await?;
    let tries = store::tries(&mut reader, &rows.iter().map(|row| row.id).collect::<Vec<_>>()).await?;
    let now = app.clock.now();
    Ok(paged(&base, &uri, &page, rows, |row| row.id, |row| entity(now, row, &tries)))
}

pub async fn show(State(app): State<App>, Id(id): Id) -> Result<Json<AdminEmailDomainBlock>> {
    let mut reader = app.db.read().await?;
    let row = store::email_block(&mut reader, id).await?;
    let tries = store::tries(&mut reader, &[id]).await?;
    Ok(Json(entity(app.clock.now(), row, &tries)))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<AdminEmailDomainBlock>> {
    let domain = params.text("domain")?.unwrap_or_default();
    let row = emails::block(&app, &Actor::of(caller.user()?), &domain).await?;
    Ok(Json(entity(app.clock.now(), row, &[])))
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    emails::unblock(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
