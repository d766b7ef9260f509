//! `/api/v1/lists` and `/api/v1/accounts/{id}/lists`.

use super::change::{self, Wanted};
use super::members;
use super::store::{self, Row};
use crate::accounts::view::{self, PagedAccounts};
use crate::app::App;
use crate::error::Result;
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Params};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::List;

fn entity(row: Row) -> List {
    List { id: row.id.to_string(), title: row.title, replies_policy: row.replies_policy, exclusive: row.exclusive }
}

async fn one(app: &App, me: i64, id: i64) -> Result<Json<List>> {
    Ok(Json(entity(store::one(&mut app.db.read().await?, me, id).await?)))
}

fn wanted(params: &Params) -> Result<Wanted> {
    Ok(Wanted {
        title: params.text("title")?,
        replies_policy: params.text("replies_policy")?.filter(|policy| !policy.is_empty()),
        exclusive: params.flag("exclusive")?,
    })
}

pub async fn index(State(app): State<App>, caller: Caller) -> Result<Json<Vec<List>>> {
    let rows = store::all(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(rows.into_iter().map(entity).collect()))
}

pub async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<List>> {
    one(&app, caller.id()?, id).await
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<List>> {
    let me = caller.id()?;
    let id = change::create(&app, me, &wanted(&params)?).await?;
    one(&app, me, id).await
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<List>> {
    let me = caller.id()?;
    change::update(&app, me, id, &wanted(&params)?).await?;
    one(&app, me, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete(&app, caller.id()?, id).await?;
    Ok(Empty)
}

/// `limit=0` asks for all at once.
pub async fn accounts(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<PagedAccounts> {
    let mut page = Page::read(&params, 40)?;
    if params.int("limit")? == Some(0) {
        page.limit = i64::MAX;
    }
    let mut reader = app.db.read().await?;
    let list = store::one(&mut reader, caller.id()?, id).await?;
    let rows = store::members(&mut reader, list.id, &page).await?;
    drop(reader);
    view::paged(&app, &base, &uri, &page, &rows).await
}

pub async fn add_accounts(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Empty> {
    members::add(&app, caller.id()?, id, &params.ids("account_ids")?).await?;
    Ok(Empty)
}

pub async fn remove_accounts(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Empty> {
    members::remove(&app, caller.id()?, id, &params.ids("account_ids")?).await?;
    Ok(Empty)
}

/// The caller's lists that hold this account.
pub async fn of_account(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<List>>> {
    let me = caller.id()?;
    let mut reader = app.db.read().await?;
    store::account(&mut reader, id).await?;
    let rows = store::holding(&mut reader, me, id).await?;
    Ok(Json(rows.into_iter().map(entity).collect()))
}
