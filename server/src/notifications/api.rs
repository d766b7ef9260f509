//! `/api/v1/notifications` and the grouped `/api/v2/notifications`.

pub mod policy;

use super::fallback::{self, Known};
use super::store::{self, Told, Wish};
use super::{GROUPED, KINDS, bits, groups, view};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Json, Paged, Params, link};
use axum::extract::{Path, State};
use axum::http::Uri;
use howdah_entities::{GroupedNotificationsResults, Notification};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::sync::Arc;

/// So many rows are looked through for one page of groups.
const LOOK: i64 = 1000;

fn wish(params: &Params) -> Result<Wish> {
    // Who looks at one sender's wants to see what waits, too: that is how a request is read.
    let from = params.id("account_id");
    let only = params.list("types")?.filter(|list| !list.is_empty());
    let without = params.list("exclude_types")?.unwrap_or_default();
    let all = bits(KINDS);
    let kinds = only.map_or(all, |list| bits(list.iter().map(String::as_str)));
    Ok(Wish {
        kinds: kinds & !bits(without.iter().map(String::as_str)),
        from: from.unwrap_or(0),
        filtered: params.is("include_filtered")? || from.is_some(),
    })
}

/// Who names the types that they know gets sentences for the rest.
fn known(caller: &Caller, params: &Params) -> Result<Option<Known>> {
    let Some(types) = params.list("supported_types")? else { return Ok(None) };
    Ok(Some(Known { types, locale: Locale::parse(&caller.user()?.locale).unwrap_or_default() }))
}

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Notification>>>> {
    let (me, page) = (caller.id()?, Page::read(&params, 40)?);
    let rows = store::list(&mut app.db.read().await?, me, &page, &wish(&params)?, app.clock.now()).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(&base, &uri, &page, cursors, rows.len());
    let mut told = view::render(&app, &base, me, &rows).await?;
    fallback::add(known(&caller, &params)?.as_ref(), &mut told);
    Ok(Paged { body: Json(told), link })
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<Notification>> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let mut told = [view::one(&app, &base, caller.id()?, id).await?];
    fallback::add(known(&caller, &params)?.as_ref(), &mut told);
    let [told] = told;
    Ok(Json(told))
}

pub async fn dismiss(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Empty> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let mut tx = app.db.write().await?;
    if store::dismiss(&mut tx, caller.id()?, &[id]).await? == 0 {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await?;
    Ok(Empty)
}

pub async fn destroy_multiple(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    let ids = params.ids("ids")?;
    let mut tx = app.db.write().await?;
    store::dismiss(&mut tx, caller.id()?, &ids).await?;
    app.commit(tx, &[]).await?;
    Ok(Empty)
}

pub async fn clear(State(app): State<App>, caller: Caller) -> Result<Empty> {
    let me = caller.id()?;
    loop {
        let mut tx = app.db.write().await?;
        let gone = store::clear(&mut tx, me).await?;
        app.commit(tx, &[]).await?;
        if gone < 500 {
            return Ok(Empty);
        }
    }
}

/// What a client can show as groups. Types that are never told as one are none.
fn grouped_types(params: &Params) -> Result<Vec<String>> {
    let wanted = params.list("grouped_types")?.unwrap_or_else(|| GROUPED.map(str::to_owned).to_vec());
    Ok(wanted.into_iter().filter(|kind| GROUPED.contains(&kind.as_str())).collect())
}

pub async fn unread_count(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    unread(&app, &caller, &params, None).await
}

pub async fn unread_groups(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let grouped = bits(grouped_types(&params)?.iter().map(String::as_str));
    unread(&app, &caller, &params, Some(grouped)).await
}

async fn unread(app: &App, caller: &Caller, params: &Params, grouped: Option<i64>) -> Result<Json<Value>> {
    let (me, page) = (caller.id()?, Page::bounded(params, 100, 1000)?);
    let wish = wish(params)?;
    let mut reader = app.db.read().await?;
    let above = store::last_read(&mut reader, me).await?;
    let count = store::count(&mut reader, me, above, &wish, app.clock.now(), page.limit, grouped).await?;
    Ok(Json(json!({ "count": count })))
}

pub async fn grouped(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<GroupedNotificationsResults>>> {
    let (me, page) = (caller.id()?, Page::read(&params, 40)?);
    let partial = match params.text("expand_accounts")?.as_deref() {
        None | Some("" | "full") => false,
        Some("partial_avatars") => true,
        Some(_) => {
            return Err(Error::BadRequest(
                "Invalid value for 'expand_accounts': allowed values are 'full', 'partial_avatars'".into(),
            ));
        }
    };
    let grouped = grouped_types(&params)?;
    let look = Page { limit: LOOK, ..page };
    let mut rows = store::list(&mut app.db.read().await?, me, &look, &wish(&params)?, app.clock.now()).await?;
    let whole = rows.len() < LOOK as usize;
    if page.ascending() {
        // The page just above the bound: the oldest groups of what was found.
        let oldest_first: Vec<Told> = rows.iter().rev().cloned().collect();
        let used = groups::gather(&oldest_first, &grouped, page.limit as usize).1;
        rows.drain(..rows.len() - used);
    }
    let (found, used) = groups::gather(&rows, &grouped, page.limit as usize);
    let cursors = rows.first().zip(rows[..used].last()).map(|(first, last)| (first.id, last.id));
    // More follows when not every row was used, or when there may be rows beyond those looked through.
    let full = if used < rows.len() || !whole { page.limit as usize } else { found.len() };
    let matter = view::matter(&app, &base, me, &rows[..used]).await?;
    let mut results = groups::results(&found, &matter, partial)?;
    fallback::add_to_groups(known(&caller, &params)?.as_ref(), &mut results);
    Ok(Paged { body: Json(results), link: link(&base, &uri, &page, cursors, full) })
}

async fn members(app: &App, me: i64, key: &str) -> Result<Vec<Told>> {
    let mut reader = app.db.read().await?;
    let rows = match groups::alone(key) {
        Some(id) => store::some(&mut reader, me, &[id], app.clock.now()).await?,
        None => store::group(&mut reader, me, key, app.clock.now()).await?,
    };
    if rows.is_empty() { Err(Error::NotFound) } else { Ok(rows) }
}

pub async fn show_group(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(key): Path<String>,
    params: Params,
) -> Result<Json<GroupedNotificationsResults>> {
    let me = caller.id()?;
    let rows = members(&app, me, &key).await?;
    let matter = view::matter(&app, &base, me, &rows).await?;
    let mut results = groups::results(&[groups::whole(&key, rows)], &matter, false)?;
    fallback::add_to_groups(known(&caller, &params)?.as_ref(), &mut results);
    Ok(Json(results))
}

pub async fn accounts_of_group(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(key): Path<String>,
) -> Result<Json<Vec<Arc<RawValue>>>> {
    let rows = members(&app, caller.id()?, &key).await?;
    let mut ids: Vec<i64> = Vec::with_capacity(rows.len());
    for row in rows {
        if !ids.contains(&row.from_account_id) {
            ids.push(row.from_account_id);
        }
    }
    Ok(Json(accounts::view::list(&app, &base, &ids).await?))
}

pub async fn dismiss_group(State(app): State<App>, caller: Caller, Path(key): Path<String>) -> Result<Empty> {
    let me = caller.id()?;
    let mut tx = app.db.write().await?;
    match groups::alone(&key) {
        Some(id) => store::dismiss(&mut tx, me, &[id]).await?,
        None => store::dismiss_group(&mut tx, me, &key).await?,
    };
    app.commit(tx, &[]).await?;
    Ok(Empty)
}
