//! `/api/v1/statuses/:id/quotes…` and `/api/v1/statuses/:id/interaction_policy`.

use super::revoke as act;
use super::store::{self, Bounds};
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::web::{Base, Caller, Page, Paged, Params, RawJson, link};
use axum::extract::{Path, State};
use axum::http::Uri;

fn id(text: &str) -> Result<i64> {
    text.parse().map_err(|_| Error::NotFound)
}

/// Runs a verb to its end even when the client hangs up.
async fn whole<T: Send + 'static>(verb: impl Future<Output = Result<T>> + Send + 'static) -> Result<T> {
    tokio::spawn(verb).await.map_err(Error::internal)?
}

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
    uri: Uri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let (me, page) = (caller.id()?, Page::read(&params, 20)?);
    let mut reader = app.db.read().await?;
    let status = statuses::store::find_visible(&mut reader, id(&text)?, Some(me)).await?;
    let bounds = Bounds { below: page.below(), above: page.above(), limit: page.limit, up: page.ascending() };
    let lines = page.order(store::quotes(&mut reader, status.id, me, bounds).await?);
    let cursors = lines.first().zip(lines.last()).map(|(first, last)| (first.status.id, last.status.id));
    let body = RawJson(statuses::view::render_page(&app, &base, Some(me), &lines, reader).await?);
    Ok(Paged { body, link: link(&base, &uri, &page, cursors, lines.len()) })
}

/// Answers with the status that quoted.
pub async fn revoke(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path((quoted, quoting)): Path<(String, String)>,
) -> Result<RawJson> {
    let (me, quoted, quoting) = (caller.id()?, id(&quoted)?, id(&quoting)?);
    let verb = {
        let app = app.clone();
        async move { act::revoke(&app, me, quoted, quoting).await }
    };
    whole(verb).await?;
    statuses::view::render_one(&app, &base, Some(me), quoting).await.map(RawJson)
}

pub async fn interaction_policy(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
    params: Params,
) -> Result<RawJson> {
    let (me, id) = (caller.id()?, id(&text)?);
    let wish = params.text("quote_approval_policy")?.filter(|text| !text.is_empty());
    let verb = {
        let app = app.clone();
        async move { act::set_policy(&app, me, id, wish.as_deref()).await }
    };
    whole(verb).await?;
    statuses::view::render_one(&app, &base, Some(me), id).await.map(RawJson)
}
