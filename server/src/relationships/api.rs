//! `/api/v1/accounts/{id}/follow` and its like, `/api/v1/accounts/relationships`, follow requests, blocks, mutes.

use super::follow::Options;
use super::{block, follow, mute, requests, store, unfollow, view};
use crate::accounts;
use crate::accounts::view::PagedAccounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::limits::Kind;
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Paged, Params, link};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::Relationship;
use serde_json::{Map, Value, json};

/// So many relationships are told at once.
const BATCH: usize = 200;

pub async fn relationships(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Vec<Relationship>>> {
    let mut ids = params.ids("id")?;
    ids.truncate(BATCH);
    Ok(Json(view::load(&app, caller.id()?, &ids, params.is("with_suspended")?).await?))
}

pub async fn follow(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Relationship>> {
    let me = caller.id()?;
    let languages = params.list("languages")?;
    let wrong =
        |tag: &String| tag.is_empty() || tag.len() > 12 || !tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if languages.iter().flatten().any(wrong) {
        return Err(Error::validation("Languages contains a language that is not known"));
    }
    let options = Options { reblogs: params.flag("reblogs")?, notify: params.flag("notify")?, languages };
    if app.config.limits.enabled {
        app.limiter.take(Kind::Follow, &me.to_string(), app.clock.now())?;
    }
    follow::follow(&app, me, id, &options).await?;
    Ok(Json(view::one(&app, me, id).await?))
}

/// What needs nothing but the two accounts.
macro_rules! acts {
    ($($name:ident = $verb:path;)+) => {$(
        pub async fn $name(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Relationship>> {
            let me = caller.id()?;
            $verb(&app, me, id).await?;
            Ok(Json(view::one(&app, me, id).await?))
        }
    )+};
}
acts! {
    unfollow = unfollow::unfollow;
    remove_from_followers = unfollow::remove_follower;
    block = block::block;
    unblock = block::unblock;
    unmute = mute::unmute;
    authorize = requests::authorize;
    reject = requests::reject;
}

pub async fn mute(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Relationship>> {
    let me = caller.id()?;
    let notifications = params.flag("notifications")?.unwrap_or(true);
    mute::mute(&app, me, id, notifications, params.int("duration")?.unwrap_or(0)).await?;
    Ok(Json(view::one(&app, me, id).await?))
}

pub async fn note(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Relationship>> {
    let me = caller.id()?;
    mute::note(&app, me, id, params.text("comment")?.unwrap_or_default().trim()).await?;
    Ok(Json(view::one(&app, me, id).await?))
}

pub async fn domain_blocks(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<String>>>> {
    let page = Page::read(&params, 100)?;
    let rows = store::domains(&mut app.db.read().await?, caller.id()?, &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(rows.into_iter().map(|(_, domain)| domain).collect()), link })
}

pub async fn block_domain(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    block::block_domain(&app, caller.id()?, &params.required("domain")?).await?;
    Ok(Empty)
}

pub async fn unblock_domain(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    block::unblock_domain(&app, caller.id()?, &params.required("domain")?).await?;
    Ok(Empty)
}

/// What blocking the domain would end.
pub async fn preview_domain(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let domain = block::fold_domain(&params.required("domain")?)?;
    let (following, followers) = store::count_domain(&mut app.db.read().await?, caller.id()?, &domain).await?;
    Ok(Json(json!({ "following_count": following, "followers_count": followers })))
}

pub async fn follow_requests(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<PagedAccounts> {
    let page = Page::read(&params, 40)?;
    let rows = store::requests(&mut app.db.read().await?, caller.id()?, &page).await?;
    accounts::view::paged(&app, &base, &uri, &page, &rows).await
}

pub async fn blocks(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<PagedAccounts> {
    let page = Page::read(&params, 40)?;
    let rows = store::blocks(&mut app.db.read().await?, caller.id()?, &page).await?;
    accounts::view::paged(&app, &base, &uri, &page, &rows).await
}

/// Accounts with `mute_expires_at`.
pub async fn mutes(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Map<String, Value>>>>> {
    let page = Page::read(&params, 40)?;
    let rows = store::mutes(&mut app.db.read().await?, caller.id()?, app.clock.now(), &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let ids: Vec<i64> = rows.iter().map(|(_, account, _)| *account).collect();
    let found = accounts::view::load(&app, &base, &ids).await?;
    let mut muted = Vec::with_capacity(rows.len());
    for (_, account, until) in &rows {
        let Some(raw) = found.get(account) else { continue };
        let mut entity: Map<String, Value> = serde_json::from_str(raw.get())?;
        entity.insert("mute_expires_at".into(), until.map_or(Value::Null, |at| iso(at).into()));
        muted.push(entity);
    }
    Ok(Paged { body: Json(muted), link: link(&base, &uri, &page, cursors, rows.len()) })
}
