//! The timelines of `/api/v1/timelines` and an account's statuses.

use super::{Origin, store};
use crate::app::App;
use crate::cards;
use crate::db::Reader;
use crate::error::{Error, Result};
use crate::lists;
use crate::relationships::feed::welcome_back;
use crate::statuses::format::fold_tag;
use crate::statuses::view::page::Line;
use crate::statuses::view::render_page;
use crate::web::{Base, Caller, Page, Paged, Params, RawJson, link};
use axum::extract::{OriginalUri, Path, State};
use axum::http::Uri;

const LIMIT: i64 = 20;

struct Asked {
    base: Base,
    uri: Uri,
    page: Page,
    viewer: Option<i64>,
}

/// A page with its Link header, made from the ids of its first and last line.
async fn answer(app: &App, asked: &Asked, lines: &[Line], reader: Reader) -> Result<Paged<RawJson>> {
    let cursors = lines.first().zip(lines.last()).map(|(first, last)| (first.status.id, last.status.id));
    let body = RawJson(render_page(app, &asked.base, asked.viewer, lines, reader).await?);
    Ok(Paged { body, link: link(&asked.base, &asked.uri, &asked.page, cursors, lines.len()) })
}

pub async fn home(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let account = caller.id()?;
    if !caller.user()?.feed_built {
        welcome_back(&app, account).await?;
    }
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: Some(account) };
    let mut reader = app.db.read().await?;
    let lines = store::home(&mut reader, account, &asked.page).await?;
    answer(&app, &asked, &lines, reader).await
}

/// Private statuses, written or received. Older clients show them so, newer ones ask for conversations.
pub async fn direct(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let account = caller.id()?;
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: Some(account) };
    let mut reader = app.db.read().await?;
    let lines = store::direct(&mut reader, account, &asked.page).await?;
    answer(&app, &asked, &lines, reader).await
}

/// Public statuses that link to a page, of people who want to be found.
pub async fn link_to(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let url = params.text("url")?.unwrap_or_default();
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: caller.account_id() };
    let mut reader = app.db.read().await?;
    let known = cards::store::find(&mut reader, &url).await?.ok_or(Error::NotFound)?;
    let lines = store::linking(&mut reader, asked.viewer, &asked.page, known.card.id).await?;
    answer(&app, &asked, &lines, reader).await
}

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    params: Params,
) -> Result<Paged<RawJson>> {
    let account = caller.id()?;
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: Some(account) };
    let mut reader = app.db.read().await?;
    let list = lists::store::one(&mut reader, account, id.parse().map_err(|_| Error::NotFound)?).await?;
    let lines = store::list(&mut reader, account, list.id, &asked.page).await?;
    answer(&app, &asked, &lines, reader).await
}

/// Both at once are all there are.
fn origin(params: &Params) -> Result<Origin> {
    let (local, remote) = (params.is("local")?, params.is("remote")?);
    Ok(Origin { local: local && !remote, remote: remote && !local, only_media: params.is("only_media")? })
}

pub async fn public(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: caller.account_id() };
    let mut reader = app.db.read().await?;
    let lines = store::public(&mut reader, asked.viewer, &asked.page, origin(&params)?).await?;
    answer(&app, &asked, &lines, reader).await
}

/// Mastodon takes four tags per parameter.
const EXTRA_TAGS: usize = 4;

pub async fn tag(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    params: Params,
) -> Result<Paged<RawJson>> {
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: caller.account_id() };
    let folded = |key| -> Result<Vec<String>> {
        let names = params.list(key)?.unwrap_or_default();
        let mut names: Vec<String> = names.iter().take(EXTRA_TAGS).map(|name| fold_tag(name)).collect();
        names.sort();
        names.dedup();
        Ok(names)
    };
    let mut tags = store::Tags { any: folded("any")?, all: folded("all")?, none: folded("none")? };
    tags.any.push(fold_tag(&name));
    let mut reader = app.db.read().await?;
    let lines = store::tagged(&mut reader, asked.viewer, &asked.page, origin(&params)?, &tags).await?;
    answer(&app, &asked, &lines, reader).await
}

/// An empty page may mean that there is no such account. Suspended ones and those that block the viewer show nothing.
async fn known(reader: &mut Reader, account: i64, lines: &[Line]) -> Result<()> {
    if lines.is_empty() && !store::exists(reader, account).await? {
        return Err(Error::NotFound);
    }
    Ok(())
}

pub async fn of_account(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    Path(id): Path<String>,
    params: Params,
) -> Result<Paged<RawJson>> {
    let account = id.parse().map_err(|_| Error::NotFound)?;
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: caller.account_id() };
    let mut reader = app.db.read().await?;
    if params.is("pinned")? {
        let lines = store::pinned(&mut reader, asked.viewer, account, asked.page.limit).await?;
        known(&mut reader, account, &lines).await?;
        // Pinned ones are few and stand on one page.
        return Ok(Paged { link: None, ..answer(&app, &asked, &lines, reader).await? });
    }
    let tag = match params.text("tagged")? {
        Some(name) if !name.is_empty() => {
            let name = fold_tag(&name);
            store::tag_ids(&mut reader, &[&name]).await?.get(&name).copied().unwrap_or(-1)
        }
        _ => 0,
    };
    let wanted = store::Wanted {
        no_reblogs: params.is("exclude_reblogs")?,
        only_media: params.is("only_media")?,
        no_replies: params.is("exclude_replies")?,
        tag,
    };
    let lines = store::of_account(&mut reader, asked.viewer, account, &asked.page, &wanted).await?;
    known(&mut reader, account, &lines).await?;
    answer(&app, &asked, &lines, reader).await
}
