//! `/api/v2/search`.

use super::{Asked, Place, Type, ask, index};
use crate::accounts;
use crate::app::App;
use crate::async_refreshes::api::Announced;
use crate::error::{Error, Result};
use crate::statuses;
use crate::tags;
use crate::web::base;
use crate::web::{Base, Caller, Json, Params};
use axum::extract::State;
use howdah_entities::Search;
use serde_json::value::RawValue;
use url::Url;

const LIMIT: i64 = 20;
const MOST: i64 = 40;

pub async fn search(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Announced<Json<Search>>> {
    let text = params.required("q")?;
    let text = text.trim();
    let viewer = caller.account_id();
    if viewer.is_none() {
        if params.text("offset")?.is_some_and(|offset| !offset.is_empty()) {
            return Err(Error::Unauthorized("Search queries pagination is not supported without authentication"));
        }
        if params.is("resolve")? {
            return Err(Error::Unauthorized(
                "Search queries that resolve remote resources are not supported without authentication",
            ));
        }
    }
    let (limit, offset) = (params.int("limit")?.unwrap_or(LIMIT), params.int("offset")?.unwrap_or(0));
    if limit < 0 || offset < 0 {
        return Err(Error::BadRequest("Pagination values for `offset` and `limit` must be positive".into()));
    }
    let kind = params.text("type")?.filter(|kind| !kind.is_empty());
    let known = match kind.as_deref() {
        Some("accounts") => Some(Type::Accounts),
        Some("hashtags") => Some(Type::Hashtags),
        Some("statuses") => Some(Type::Statuses),
        _ => None,
    };
    if limit == 0 || kind.is_some() && known.is_none() {
        return Ok(Announced {
            body: Json(Search { accounts: vec![], statuses: empty()?, hashtags: vec![] }),
            refresh: None,
        });
    }
    let asked = Asked {
        text,
        viewer,
        kind: known,
        following: viewer.is_some() && params.is("following")?,
        account: params.id("account_id"),
        reviewed: params.is("exclude_unreviewed")?,
        max_id: params.id("max_id"),
        min_id: params.id("min_id"),
        limit: limit.min(MOST),
        offset: if known.is_some() { offset } else { 0 },
    };
    let address = address(text);
    let path =
        address.as_ref().map(|url| percent_encoding::percent_decode_str(url.path()).decode_utf8_lossy().into_owned());
    let place = address.as_ref().zip(path.as_deref()).map(|(url, path)| {
        let host = url.authority().rsplit('@').next().filter(|host| !host.is_empty());
        if host.is_some_and(|host| base::find(&app, host).is_some()) {
            Place::Here(path)
        } else {
            Place::Elsewhere(text)
        }
    });
    let by_address = place.is_some();
    let found = ask(&app, &asked, place).await?;
    let statuses = match found.status {
        Some(id) => statuses::view::render(&app, &base, viewer, &[id])
            .await
            .and_then(|shown| Ok(serde_json::value::to_raw_value(&shown)?))?,
        None if found.statuses.is_empty() => empty()?,
        None => {
            let reader = app.db.read().await?;
            let page = statuses::view::render_page(&app, &base, viewer, &found.statuses, reader).await?;
            RawValue::from_string(String::from_utf8(page).map_err(Error::internal)?)?
        }
    };
    let body = Search {
        accounts: accounts::view::list(&app, &base, &found.accounts).await?,
        statuses,
        hashtags: tags::view::load(&app, &base, viewer, &found.hashtags).await?,
    };
    let indexed = viewer.is_some() && !by_address && known.is_none_or(|kind| kind == Type::Statuses);
    let refresh = if indexed { index::running(&app).await? } else { None };
    Ok(Announced { body: Json(body), refresh })
}

fn empty() -> Result<Box<RawValue>> {
    Ok(RawValue::from_string("[]".to_owned())?)
}

/// A text that is an address and nothing else.
fn address(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && !text.contains(char::is_whitespace)).then_some(url)
}
