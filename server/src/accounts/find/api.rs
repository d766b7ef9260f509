//! `/api/v1/accounts` and below, reading.

use super::store::{self, Side};
use super::{Search, by_handle, search};
use crate::accounts::view;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::Page;
use crate::web::{Base, Caller, Id, Json, Params};
use axum::extract::State;
use axum::http::Uri;
use serde_json::Value;
use serde_json::value::RawValue;
use std::sync::Arc;

type Accounts = Vec<Arc<RawValue>>;

/// So many accounts are told at once.
const BATCH: usize = 80;

async fn one(app: &App, base: &Base, caller: &Caller, id: i64) -> Result<Json<Arc<RawValue>>> {
    view::list_for(app, base, &[id], caller.account_id().is_some()).await?.pop().map(Json).ok_or(Error::NotFound)
}

pub async fn index(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Accounts>> {
    let mut ids = params.ids("id")?;
    ids.truncate(BATCH);
    let viewer = caller.account_id().unwrap_or(0);
    let present = store::present(&mut app.db.read().await?, &ids, viewer).await?;
    ids.retain(|id| present.contains(id));
    Ok(Json(view::list_for(&app, &base, &ids, caller.account_id().is_some()).await?))
}

/// Mastodon has none since 3.5, and older clients still ask.
pub async fn identity_proofs(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<Value>>> {
    let viewer = caller.account_id().unwrap_or(0);
    let known = store::present(&mut app.db.read().await?, &[id], viewer).await?;
    if known.is_empty() { Err(Error::NotFound) } else { Ok(Json(vec![])) }
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Arc<RawValue>>> {
    let viewer = caller.account_id().unwrap_or(0);
    if store::present(&mut app.db.read().await?, &[id], viewer).await?.is_empty() {
        return Err(Error::NotFound);
    }
    one(&app, &base, &caller, id).await
}

pub async fn lookup(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Arc<RawValue>>> {
    let acct = params.text("acct")?.unwrap_or_default();
    let id = by_handle(&app, &acct).await?;
    one(&app, &base, &caller, id).await
}

pub async fn search_accounts(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Accounts>> {
    let page = Page::read(&params, 40)?;
    let offset = params.int("offset")?.unwrap_or(0);
    if offset < 0 {
        return Err(Error::BadRequest("offset must not be negative".into()));
    }
    let query = params.text("q")?.unwrap_or_default();
    let wanted =
        Search { query: &query, viewer: caller.id()?, following: params.is("following")?, limit: page.limit, offset };
    let ids = search(&app, &wanted).await?;
    Ok(Json(view::list(&app, &base, &ids).await?))
}

pub async fn followers(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<view::PagedAccounts> {
    follows(&app, &caller, &base, &uri, id, &params, Side::Followers).await
}

pub async fn following(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<view::PagedAccounts> {
    follows(&app, &caller, &base, &uri, id, &params, Side::Following).await
}

async fn follows(
    app: &App,
    caller: &Caller,
    base: &Base,
    uri: &Uri,
    id: i64,
    params: &Params,
    side: Side,
) -> Result<view::PagedAccounts> {
    let page = Page::read(params, 40)?;
    let viewer = caller.account_id().unwrap_or(0);
    let mut reader = app.db.read().await?;
    let hidden = store::hides(&mut reader, id).await?.ok_or(Error::NotFound)? && viewer != id;
    let rows = if hidden { vec![] } else { store::follows(&mut reader, side, id, viewer, &page).await? };
    // A reader is not held while a cache is filled.
    drop(reader);
    view::paged(app, base, uri, &page, &rows).await
}
