//! `/api/v1/tags`, `/api/v1/followed_tags`, `/api/v1/featured_tags`.

use super::{feature, follow, name, store, view};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Paged, Params, link};
use axum::extract::{Path, State};
use axum::http::Uri;
use howdah_entities::{FeaturedTag, Tag};

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Path(text): Path<String>) -> Result<Json<Tag>> {
    let (folded, shown) = name(&text).ok_or(Error::NotFound)?;
    let found = store::id(&mut app.db.read().await?, &folded).await?;
    let viewer = caller.account_id();
    Ok(Json(match found {
        Some(id) => view::one(&app, &base, viewer, id).await?,
        None => view::unused(&app, &base, viewer, &folded, shown),
    }))
}

macro_rules! acts {
    ($($name:ident = $verb:path;)+) => {$(
        pub async fn $name(State(app): State<App>, caller: Caller, base: Base, Path(text): Path<String>) -> Result<Json<Tag>> {
            let me = caller.id()?;
            let id = $verb(&app, me, &text).await?;
            Ok(Json(view::one(&app, &base, Some(me), id).await?))
        }
    )+};
}
acts! {
    follow = follow::follow;
    unfollow = follow::unfollow;
    feature = feature::feature_tag;
    unfeature = feature::unfeature_tag;
}

pub async fn followed(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Tag>>>> {
    let (me, page) = (caller.id()?, Page::read(&params, 100)?);
    let rows = store::followed(&mut app.db.read().await?, me, &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let ids: Vec<i64> = rows.iter().map(|(_, tag)| *tag).collect();
    let body = Json(view::load(&app, &base, Some(me), &ids).await?);
    Ok(Paged { body, link: link(&base, &uri, &page, cursors, rows.len()) })
}

pub async fn featured(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Vec<FeaturedTag>>> {
    Ok(Json(view::featured(&app, &base, caller.id()?).await?))
}

/// What somebody shows on their profile; of the suspended nothing.
pub async fn featured_by(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
) -> Result<Json<Vec<FeaturedTag>>> {
    let viewer = caller.account_id().unwrap_or(0);
    if accounts::find::store::present(&mut app.db.read().await?, &[id], viewer).await?.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(Json(view::featured(&app, &base, id).await?))
}

pub async fn add_featured(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<FeaturedTag>> {
    let me = caller.id()?;
    let text = params.text("name")?.unwrap_or_default();
    if name(&text).is_none() {
        return Err(Error::validation("Hashtag is invalid"));
    }
    let featured = feature::feature(&app, me, &text).await?;
    if !featured.new {
        return Err(Error::validation("Hashtag has already been taken"));
    }
    let mut all = view::featured(&app, &base, me).await?;
    let at = all.iter().position(|tag| tag.id == featured.id.to_string()).ok_or(Error::NotFound)?;
    Ok(Json(all.swap_remove(at)))
}

pub async fn remove_featured(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    feature::unfeature(&app, caller.id()?, id).await?;
    Ok(Empty)
}

/// What one writes about most and does not show yet.
pub async fn suggestions(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Vec<Tag>>> {
    let me = caller.id()?;
    let ids = store::own_favourites(&mut app.db.read().await?, me).await?;
    Ok(Json(view::load(&app, &base, Some(me), &ids).await?))
}
