//! The timelines of `/api/v1/timelines` and an account's statuses.

use super::{Origin, store};
use crate::app::App;
use crate::db::Reader;
use crate::error::{Error, Result};
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
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: Some(account) };
    let mut reader = app.db.read().await?;
    let lines = store::home(&mut reader, account, &asked.page).await?;
    answer(&app, &asked, &lines, reader).await
}

fn origin(params: &Params) -> Result<Origin> {
    Ok(Origin { local: params.is("local")?, remote: params.is("remote")?, only_media: params.is("only_media")? })
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

async fn ids(reader: &mut Reader, names: Option<Vec<String>>) -> Result<(Vec<i64>, bool)> {
    let mut found = Vec::new();
    let mut complete = true;
    for name in names.unwrap_or_default().iter().take(EXTRA_TAGS) {
        match store::tag_id(reader, &fold_tag(name)).await? {
            Some(id) => found.push(id),
            None => complete = false,
        }
    }
    Ok((found, complete))
}

pub async fn tag(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    OriginalUri(uri): OriginalUri,
    Path(name): Path<String>,
    params: Params,
) -> Result<Paged<RawJson>> {
    let asked = Asked { base, uri, page: Page::read(&params, LIMIT)?, viewer: caller.account_id() };
    let mut reader = app.db.read().await?;
    let (mut any, _) = ids(&mut reader, params.list("any")?).await?;
    any.extend(store::tag_id(&mut reader, &fold_tag(&name)).await?);
    let (all, complete) = ids(&mut reader, params.list("all")?).await?;
    let (none, _) = ids(&mut reader, params.list("none")?).await?;
    // A tag that nobody ever used cannot be among those of a status.
    let lines = if any.is_empty() || !complete {
        vec![]
    } else {
        let tags = store::Tags { any, all, none };
        store::tagged(&mut reader, asked.viewer, &asked.page, origin(&params)?, &tags).await?
    };
    answer(&app, &asked, &lines, reader).await
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
    let (blocked, suspended, deleted) =
        store::standing(&mut reader, account, asked.viewer).await?.ok_or(Error::NotFound)?;
    if deleted {
        return Err(Error::NotFound);
    }
    if blocked || suspended {
        return answer(&app, &asked, &[], reader).await;
    }
    if params.is("pinned")? {
        let lines = store::pinned(&mut reader, asked.viewer, account, asked.page.limit).await?;
        // Pinned ones are few and stand on one page.
        return Ok(Paged { link: None, ..answer(&app, &asked, &lines, reader).await? });
    }
    let tag = match params.text("tagged")? {
        Some(name) if !name.is_empty() => store::tag_id(&mut reader, &fold_tag(&name)).await?.unwrap_or(-1),
        _ => 0,
    };
    let wanted = store::Wanted {
        no_reblogs: params.is("exclude_reblogs")?,
        only_media: params.is("only_media")?,
        no_replies: params.is("exclude_replies")?,
        tag,
    };
    let lines = store::of_account(&mut reader, asked.viewer, account, &asked.page, &wanted).await?;
    answer(&app, &asked, &lines, reader).await
}
