//! `/api/v1/collections`, `/api/v1/accounts/{id}/collections` and `in_collections`, and the same below `v1_alpha`.

use super::change::{self, Wanted};
use super::{items, store, view};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::{Page, offset_link};
use crate::web::{Base, Caller, Empty, Id, Json, Paged, Params};
use axum::extract::{Path, State};
use axum::http::Uri;
use howdah_entities::{CollectionItem, CollectionWithAccounts, Collections, WrappedCollection, WrappedCollectionItem};

fn wanted(params: &Params) -> Result<Wanted> {
    let gone_if_blank = |key: &str| -> Result<Option<Option<String>>> {
        if !params.has(key) {
            return Ok(None);
        }
        Ok(Some(params.text(key)?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())))
    };
    Ok(Wanted {
        name: params.text("name")?,
        description: params.text("description")?,
        language: gone_if_blank("language")?,
        tag_name: gone_if_blank("tag_name")?,
        sensitive: params.flag("sensitive")?,
        discoverable: params.flag("discoverable")?,
    })
}

async fn one(app: &App, base: &Base, me: i64, id: i64) -> Result<Json<WrappedCollection>> {
    Ok(Json(WrappedCollection { collection: view::one(app, base, Some(me), id).await? }))
}

pub async fn create(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<WrappedCollection>> {
    let me = caller.id()?;
    let id = change::create(&app, me, wanted(&params)?, &params.ids("account_ids")?).await?;
    one(&app, &base, me, id).await
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
) -> Result<Json<CollectionWithAccounts>> {
    let viewer = caller.account_id();
    let (_, blocked) = store::owner(&mut app.db.read().await?, id, viewer.unwrap_or(0)).await?;
    if blocked {
        return Err(Error::forbidden());
    }
    view::with_accounts(&app, &base, viewer, id).await.map(Json)
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<WrappedCollection>> {
    let me = caller.id()?;
    change::update(&app, me, id, wanted(&params)?).await?;
    one(&app, &base, me, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete(&app, caller.id()?, id).await?;
    Ok(Empty)
}

fn ids((collection, item): (String, String)) -> Result<(i64, i64)> {
    let id = |text: String| text.parse().map_err(|_| Error::NotFound);
    Ok((id(collection)?, id(item)?))
}

pub async fn add_item(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<WrappedCollectionItem>> {
    let me = caller.id()?;
    store::owner(&mut app.db.read().await?, id, me).await?;
    let Some(account) = params.id("account_id") else {
        return Err(Error::Unprocessable("`account_id` parameter is missing".into()));
    };
    let item = items::add(&app, me, id, account).await?.to_string();
    let collection = view::one(&app, &base, Some(me), id).await?;
    let collection_item: Option<CollectionItem> = collection.items.into_iter().find(|one| one.id == item);
    Ok(Json(WrappedCollectionItem { collection_item: collection_item.ok_or(Error::NotFound)? }))
}

pub async fn remove_item(State(app): State<App>, caller: Caller, Path(path): Path<(String, String)>) -> Result<Empty> {
    let (id, item) = ids(path)?;
    items::remove(&app, caller.id()?, id, item).await?;
    Ok(Empty)
}

pub async fn revoke_item(State(app): State<App>, caller: Caller, Path(path): Path<(String, String)>) -> Result<Empty> {
    let (id, item) = ids(path)?;
    items::revoke(&app, caller.id()?, id, item).await?;
    Ok(Empty)
}

/// Which part of a list is wanted, by counting.
fn bounds(params: &Params) -> Result<(i64, i64)> {
    let offset = params.int("offset")?.unwrap_or(0);
    if offset < 0 {
        return Err(Error::BadRequest("offset must not be negative".into()));
    }
    Ok((Page::read(params, 40)?.limit, offset))
}

type List = Paged<Json<Collections>>;

/// `found` holds one more than the page when there is more.
async fn page(
    app: &App,
    base: &Base,
    uri: &Uri,
    viewer: Option<i64>,
    (limit, offset): (i64, i64),
    mut found: Vec<i64>,
) -> Result<List> {
    let more = found.len() as i64 > limit;
    found.truncate(limit as usize);
    let collections = view::load(app, base, viewer, &found).await?;
    Ok(Paged { body: Json(Collections { collections }), link: offset_link(base, uri, limit, offset, more) })
}

pub async fn of_account(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<List> {
    let (limit, offset) = bounds(&params)?;
    let viewer = caller.account_id();
    let mut reader = app.db.read().await?;
    let closed = store::closed(&mut reader, id, viewer.unwrap_or(0)).await?;
    let found = match closed {
        true => vec![],
        false => store::of_account(&mut reader, id, viewer.unwrap_or(0), limit + 1, offset).await?,
    };
    drop(reader);
    page(&app, &base, &uri, viewer, (limit, offset), found).await
}

/// Where one stands oneself. Of others nobody is told.
pub async fn featuring(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    Id(id): Id,
    params: Params,
) -> Result<List> {
    let (limit, offset) = bounds(&params)?;
    let me = caller.id()?;
    let mut reader = app.db.read().await?;
    store::closed(&mut reader, id, me).await?;
    if id != me {
        return Err(Error::forbidden());
    }
    let found = store::featuring(&mut reader, me, limit + 1, offset).await?;
    drop(reader);
    page(&app, &base, &uri, Some(me), (limit, offset), found).await
}
