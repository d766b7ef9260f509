//! `/api/v1/statuses…`, `/api/v1/favourites` and `/api/v1/bookmarks`. Lists of timelines stand in `timelines`.

pub mod edit;

use super::create::New;
use super::store::lists::{self, Bounds, Did, Kept};
use super::view::page::Line;
use super::{bookmark as keep, context as thread, create as write, delete as end, favourite as like};
use super::{mute as hush, pin as top, reblog as share, store, view};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::polls;
use crate::quotes;
use crate::scheduled;
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Json, Page, Paged, Params, RawJson, link};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use serde::Serialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// As many as one request may ask for by id.
const MOST_IDS: usize = 20;

type List = Paged<Json<Vec<Box<RawValue>>>>;

fn id(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Runs a verb to its end even when the client hangs up.
async fn whole<T: Send + 'static>(verb: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(verb).await.map_err(Error::internal)?
}

/// One status as this viewer sees it.
async fn show(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<RawJson> {
    view::render_one(app, base, viewer, id).await.map(RawJson)
}

async fn show_value(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<Map<String, Value>> {
    Ok(serde_json::from_slice(&view::render_one(app, base, viewer, id).await?)?)
}

fn owned(shown: &[Arc<RawValue>]) -> Vec<Box<RawValue>> {
    shown.iter().map(|one| (**one).to_owned()).collect()
}

fn take(app: &App, kind: Kind, account: i64) -> Result<()> {
    if app.config.limits.enabled {
        app.limiter.take(kind, &account.to_string(), app.clock.now())?;
    }
    Ok(())
}

pub async fn create(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    headers: HeaderMap,
    params: Params,
) -> Result<RawJson> {
    let session = caller.user()?;
    let author = caller.id()?;
    let given = |key: &str| Ok::<_, Error>(params.text(key)?.filter(|text| !text.is_empty()));
    let new = New {
        author,
        app_id: session.app_id,
        text: params.text("status")?.unwrap_or_default(),
        spoiler_text: params.text("spoiler_text")?.unwrap_or_default(),
        media: params.ids("media_ids")?,
        poll: polls::api::draft(&params)?,
        in_reply_to: params.id("in_reply_to_id"),
        sensitive: params.flag("sensitive")?,
        visibility: given("visibility")?,
        language: given("language")?,
        local_only: params.flag("local_only")?,
        quoted: params.id("quoted_status_id"),
        quote_policy: given("quote_approval_policy")?,
        idempotency_key: headers
            .get("idempotency-key")
            .and_then(|key| key.to_str().ok())
            .filter(|key| !key.is_empty())
            .map(|key| key.chars().take(255).collect()),
        scheduled_at: scheduled::api::scheduled_at(&params)?,
        scheduled: None,
    };
    let waits = new.scheduled_at.is_some();
    take(&app, Kind::Post, author)?;
    let verb = {
        let app = app.clone();
        async move { write::create(&app, new).await }
    };
    let id = whole(verb).await?;
    if waits {
        return Ok(RawJson(serde_json::to_vec(&scheduled::api::entity(&app, &base, author, id).await?)?));
    }
    show(&app, &base, Some(author), id).await
}

pub async fn several(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<Box<RawValue>>>> {
    let mut ids = params.ids("id")?;
    ids.truncate(MOST_IDS);
    Ok(Json(owned(&view::render(&app, &base, caller.account_id(), &ids).await?)))
}

pub async fn one(State(app): State<App>, caller: Caller, base: Base, Path(text): Path<String>) -> Result<RawJson> {
    show(&app, &base, caller.account_id(), id(&text)?).await
}

#[derive(Serialize)]
pub struct Context {
    ancestors: Vec<Box<RawValue>>,
    descendants: Vec<Box<RawValue>>,
}

pub async fn context(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
) -> Result<Json<Context>> {
    let viewer = caller.account_id();
    let found = thread::context(&app, viewer, id(&text)?).await?;
    let ids = [&found.ancestors[..], &found.descendants[..]].concat();
    // One rendering for both halves. It leaves out what this viewer may not see, so the ids tell where to cut.
    let shown = view::render(&app, &base, viewer, &ids).await?;
    let mut halves = Context { ancestors: Vec::new(), descendants: Vec::new() };
    for status in &shown {
        let half =
            if found.ancestors.contains(&id_of(status)?) { &mut halves.ancestors } else { &mut halves.descendants };
        half.push((**status).to_owned());
    }
    Ok(Json(halves))
}

fn id_of(status: &RawValue) -> Result<i64> {
    #[derive(serde::Deserialize)]
    struct Known<'a> {
        id: &'a str,
    }
    let known: Known<'_> = serde_json::from_str(status.get())?;
    known.id.parse().map_err(Error::internal)
}

pub async fn source(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Json<Value>> {
    let status = store::find_original(&mut app.db.read().await?, id(&text)?, caller.account_id()).await?;
    Ok(Json(json!({ "id": status.id.to_string(), "text": status.text, "spoiler_text": status.spoiler_text })))
}

/// The entity as it was, with the text it was written as in place of its HTML, so that it can be written again.
pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
    params: Params,
) -> Result<Json<Map<String, Value>>> {
    let (me, id) = (caller.id()?, id(&text)?);
    let status = store::find_visible(&mut app.db.read().await?, id, Some(me)).await?;
    if status.account_id != me {
        return Err(Error::NotFound);
    }
    take(&app, Kind::Delete, me)?;
    let mut shown = show_value(&app, &base, Some(me), id).await?;
    shown.shift_remove("content");
    shown.insert("text".into(), status.text.into());
    whole_quote(&app, &base, me, id, &mut shown).await?;
    let delete_media = params.is("delete_media")?;
    whole(async move { end::delete(&app, me, id, delete_media).await }).await?;
    Ok(Json(shown))
}

/// Whoever writes a quote again must know what it quoted, whatever became of that.
async fn whole_quote(app: &App, base: &Base, me: i64, id: i64, shown: &mut Map<String, Value>) -> Result<()> {
    let Some(quote) = shown.get_mut("quote").filter(|quote| quote.is_object() && quote["quoted_status"].is_null())
    else {
        return Ok(());
    };
    let (quoted, _) = quotes::store::read_quote_of(&mut app.db.read().await?, id).await?;
    if let Some(quoted) = quoted {
        match show_value(app, base, Some(me), quoted).await {
            Ok(status) => quote["quoted_status"] = status.into(),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

macro_rules! acts {
    ($($name:ident = $verb:path;)+) => {$(
        pub async fn $name(State(app): State<App>, caller: Caller, base: Base, Path(text): Path<String>) -> Result<RawJson> {
            let (me, id) = (caller.id()?, id(&text)?);
            let verb = { let app = app.clone(); async move { $verb(&app, me, id).await } };
            whole(verb).await?;
            show(&app, &base, Some(me), id).await
        }
    )+};
}
acts! {
    favourite = like::favourite;
    unfavourite = like::unfavourite;
    bookmark = keep::bookmark;
    unbookmark = keep::unbookmark;
    mute = hush::mute;
    unmute = hush::unmute;
    pin = top::pin;
    unpin = top::unpin;
}

pub async fn reblog(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
    params: Params,
) -> Result<RawJson> {
    let (me, id) = (caller.id()?, id(&text)?);
    let visibility = params.text("visibility")?.filter(|text| !text.is_empty());
    take(&app, Kind::Post, me)?;
    let verb = {
        let app = app.clone();
        async move { share::reblog(&app, me, id, visibility.as_deref()).await }
    };
    let wrapper = whole(verb).await?;
    show(&app, &base, Some(me), wrapper).await
}

pub async fn unreblog(State(app): State<App>, caller: Caller, base: Base, Path(text): Path<String>) -> Result<RawJson> {
    let (me, id) = (caller.id()?, id(&text)?);
    take(&app, Kind::Delete, me)?;
    let verb = {
        let app = app.clone();
        async move { share::unreblog(&app, me, id).await }
    };
    let original = whole(verb).await?;
    show(&app, &base, Some(me), original).await
}

fn bounds(page: &Page) -> Bounds {
    Bounds { below: page.below(), above: page.above(), limit: page.limit, up: page.ascending() }
}

fn ends(rows: &[(i64, i64)]) -> Option<(i64, i64)> {
    Some((rows.first()?.0, rows.last()?.0))
}

async fn kept(app: &App, base: &Base, account: i64, uri: &Uri, params: &Params, which: Kept) -> Result<Paged<RawJson>> {
    let page = Page::read(params, 20)?;
    let mut reader = app.db.read().await?;
    let rows = page.order(lists::kept(&mut reader, which, account, bounds(&page)).await?);
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.cursor, last.cursor));
    let lines: Vec<Line> = rows.iter().map(|mark| mark.line).collect();
    let body = RawJson(view::render_page(app, base, Some(account), &lines, reader).await?);
    Ok(Paged { body, link: link(base, uri, &page, cursors, rows.len()) })
}

macro_rules! lists_of {
    ($($name:ident = $which:ident;)+) => {$(
        pub async fn $name(
            State(app): State<App>,
            caller: Caller,
            base: Base,
            uri: Uri,
            params: Params,
        ) -> Result<Paged<RawJson>> {
            kept(&app, &base, caller.id()?, &uri, &params, Kept::$which).await
        }
    )+};
}
lists_of! {
    favourites = Favourites;
    bookmarks = Bookmarks;
}

async fn done_by(
    (app, base, uri): (&App, &Base, &Uri),
    viewer: Option<i64>,
    text: &str,
    params: &Params,
    did: Did,
) -> Result<List> {
    let page = Page::read(params, 40)?;
    let mut reader = app.db.read().await?;
    let status = store::find_original(&mut reader, id(text)?, viewer).await?;
    let rows = page.order(lists::done_by(&mut reader, did, status.id, viewer, bounds(&page)).await?);
    drop(reader);
    let ids: Vec<i64> = rows.iter().map(|(_, account)| *account).collect();
    let known = accounts::view::load(app, base, &ids).await?;
    let shown = ids.iter().filter_map(|account| known.get(account)).map(|account| (**account).to_owned()).collect();
    Ok(Paged { body: Json(shown), link: link(base, uri, &page, ends(&rows), rows.len()) })
}

macro_rules! who_did {
    ($($name:ident = $did:ident;)+) => {$(
        pub async fn $name(
            State(app): State<App>,
            caller: Caller,
            base: Base,
            Path(text): Path<String>,
            uri: Uri,
            params: Params,
        ) -> Result<List> {
            done_by((&app, &base, &uri), caller.account_id(), &text, &params, Did::$did).await
        }
    )+};
}
who_did! {
    favourited_by = Favourite;
    reblogged_by = Reblog;
}
