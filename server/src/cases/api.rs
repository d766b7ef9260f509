//! `/api/howdah/v1/queue` and `/api/howdah/v1/cases`.

use super::assign::Whom;
use super::context::{self, Eyes};
use super::resolve::Decision;
use super::store::{self, Filter};
use super::{Kind, assign as take, note, resolve as decide, view};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::auth::Session;
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params, onward};
use axum::extract::State;
use axum::http::Uri;
use serde_json::{Map, Value};

/// The kinds that this person may decide, as bits.
fn theirs(session: &Session) -> i64 {
    Kind::ALL.into_iter().filter(|kind| session.may(kind.permission())).map(Kind::bit).sum()
}

fn filter(session: &Session, params: &Params) -> Result<Filter> {
    let mut filter = Filter { kinds: theirs(session), ..Filter::default() };
    if let Some(names) = params.list("kind")?.filter(|names| names.iter().any(|name| !name.is_empty())) {
        let mut wanted = 0;
        for name in names.iter().flat_map(|names| names.split(',')).filter(|name| !name.is_empty()) {
            let kind = Kind::parse(name).ok_or_else(|| Error::validation("Kind is not included in the list"))?;
            wanted |= kind.bit();
        }
        filter.kinds &= wanted;
    }
    filter.oldest_first = match params.text("order")?.as_deref() {
        None | Some("" | "newest") => false,
        Some("oldest") => true,
        Some(_) => return Err(Error::validation("Order is not included in the list")),
    };
    match params.text("assignee")?.as_deref() {
        None | Some("") => {}
        Some("me") => filter.assignee = session.account_id.unwrap_or(0),
        Some("none" | "nobody") => filter.nobodys = true,
        // What is no id is nobody's id.
        Some(id) => filter.assignee = id.parse().unwrap_or(-1),
    }
    filter.origin = params.text("origin")?.unwrap_or_default().trim().to_lowercase();
    filter.rule = params.id("rule").or_else(|| params.id("rule_id")).map_or(0, |id| if id == 0 { -1 } else { id });
    filter.account = params.id("account_id").map_or(0, |id| if id == 0 { -1 } else { id });
    filter.closed = match params.text("state")?.as_deref() {
        None | Some("" | "open") => false,
        Some("closed") => true,
        Some(_) => return Err(Error::validation("State is not included in the list")),
    };
    let page = Page::bounded(params, 40, 100)?;
    (filter.after, filter.limit) = (page.max_id, page.limit);
    Ok(filter)
}

pub async fn queue(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Value>>>> {
    let filter = filter(caller.user()?, &params)?;
    let cases = store::list(&mut app.db.read().await?, &filter).await?;
    let last = cases.last().filter(|_| cases.len() as i64 >= filter.limit).map(|case| case.id);
    let link = last.map(|last| onward(&base, &uri, last));
    Ok(Paged { body: Json(view::page(&app, &base, &cases).await?), link })
}

/// How many wait, by kind: for badges.
pub async fn counts(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let session = caller.user()?;
    let found = store::counts(&mut app.db.read().await?).await?;
    let mut out = Map::new();
    for kind in Kind::ALL.into_iter().filter(|kind| session.may(kind.permission())) {
        let count = found.iter().find(|(name, _)| name == kind.name()).map_or(0, |(_, count)| *count);
        out.insert(kind.name().to_owned(), count.into());
    }
    Ok(Json(out.into()))
}

async fn whole(app: &App, caller: &Caller, base: &Base, id: i64) -> Result<Json<Value>> {
    let session = caller.user()?;
    let case = store::one(&mut app.db.read().await?, id).await?;
    if !session.may(case.kind.permission()) {
        return Err(Error::forbidden());
    }
    let eyes = Eyes { account: caller.id()?, permissions: session.permissions };
    Ok(Json(context::load(app, base, &eyes, case).await?))
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Value>> {
    whole(&app, &caller, &base, id).await
}

/// Without `account_id` one takes the case oneself; an empty one lets it go.
pub async fn assign(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    let me = caller.id()?;
    let whom = match params.text("account_id")?.as_deref() {
        None if params.has("account_id") => Whom::Nobody,
        None => Whom::Me,
        Some("" | "none" | "nobody") => Whom::Nobody,
        Some("me") => Whom::Me,
        Some(other) => match other.parse().map_err(|_| Error::NotFound)? {
            other if other == me => Whom::Me,
            other => Whom::Other(other),
        },
    };
    take::assign(&app, &Actor::of(caller.user()?), id, whom, params.is("force")?).await?;
    whole(&app, &caller, &base, id).await
}

pub async fn notes(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    let text = params.text("text")?.or(params.text("comment")?).or(params.text("note")?).unwrap_or_default();
    note::add(&app, &Actor::of(caller.user()?), id, &text).await?;
    whole(&app, &caller, &base, id).await
}

pub async fn resolve(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    let outcome = params.text("outcome")?.or(params.text("decision")?).filter(|outcome| !outcome.is_empty());
    let reason = params.text("reason")?.or(params.text("comment")?).unwrap_or_default();
    let decision = Decision { outcome, reason };
    decide::resolve(&app, &Actor::of(caller.user()?), id, &decision).await?;
    whole(&app, &caller, &base, id).await
}
