//! `/api/howdah/v1/acts`.

use super::act::{self, Target, Wish};
use super::deed::Deed;
use super::store::{self, Filter};
use super::{Act, csv, mastodons, preview, undo as back, view};
use crate::accounts;
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params, Table, link};
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};
use std::collections::HashMap;

/// As many rows as one table for other programs holds.
const TABLE: i64 = 10_000;

fn filter(params: &Params, page: &Page) -> Result<Filter> {
    let asked = |key: &str| params.id(key).map_or(0, |id| if id == 0 { -1 } else { id });
    let kind = params.text("kind")?.unwrap_or_default();
    Ok(Filter {
        below: page.below(),
        above: page.above(),
        kind: mastodons(kind.trim()).to_owned(),
        actor: asked("actor_id"),
        account: asked("account_id"),
        target_type: params.text("target_type")?.unwrap_or_default(),
        case: asked("case_id"),
        words: params.text("q")?.or(params.text("search")?).unwrap_or_default().trim().to_lowercase(),
        auto_rule: asked("auto_rule_id"),
        standing: params.is("standing")?,
        limit: page.limit,
    })
}

/// The log, newest first; as CSV with `format=csv` or `Accept: text/csv`.
pub async fn index(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    headers: HeaderMap,
    params: Params,
) -> Result<Response> {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let as_table = match params.text("format")?.as_deref() {
        Some("csv") => true,
        None | Some("" | "json") => accepts.starts_with("text/csv"),
        Some(_) => return Err(Error::validation("Format is not included in the list")),
    };
    if as_table {
        let page = Page { limit: TABLE, ..Page::bounded(&params, TABLE, TABLE)? };
        let rows = store::list(&mut app.db.read().await?, &filter(&params, &page)?).await?;
        return Ok(Table { name: "acts.csv", text: table(&app, &base, &rows).await? }.into_response());
    }
    let page = Page::bounded(&params, 40, 200)?;
    let rows = store::list(&mut app.db.read().await?, &filter(&params, &page)?).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(view::page(&app, &base, &rows).await?), link }.into_response())
}

async fn table(app: &App, base: &Base, rows: &[Act]) -> Result<String> {
    let mut ids: Vec<i64> = rows.iter().filter_map(|act| act.actor_id).collect();
    ids.sort_unstable();
    ids.dedup();
    let people = accounts::view::load(app, base, &ids).await?;
    let name = |id: i64| -> String {
        let known = people.get(&id).and_then(|one| serde_json::from_str::<Value>(one.get()).ok());
        known.and_then(|one| one["acct"].as_str().map(str::to_owned)).unwrap_or_else(|| id.to_string())
    };
    Ok(csv::table(rows, name))
}

fn wish(params: &Params) -> Result<Wish> {
    let kind = params.required("kind")?;
    let deed = Deed::parse(&kind).ok_or_else(|| Error::validation("Kind is not included in the list"))?;
    let target = match params.required("target_type")?.as_str() {
        "account" => Target::Account,
        "status" => Target::Status,
        _ => return Err(Error::validation("Target type is not included in the list")),
    };
    let mut ids = Vec::new();
    for key in ["target_id", "target_ids", "ids"] {
        ids.extend(params.ids(key)?);
    }
    ids.dedup();
    let text = params.text("text")?.filter(|text| !text.trim().is_empty());
    Ok(Wish {
        deed,
        target,
        ids,
        reason: params.text("reason")?.unwrap_or_default().trim().to_owned(),
        text,
        expires_in: params.int("expires_in")?,
        case: params.id("case_id"),
        tell: params.flag("tell")?.unwrap_or(true),
    })
}

/// One act, or with `ids` many: each answers for itself. With `preview` only the consequences.
pub async fn create(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Value>> {
    let (wish, actor) = (wish(&params)?, Actor::of(caller.user()?));
    if params.is("preview")? {
        let seen = preview::preview(&app, &actor, &wish).await?;
        return Ok(Json(json!({
            "preview": true,
            "kind": wish.deed.name(),
            "follows_lost": seen.follows_lost,
            "posts_removed": seen.posts_removed,
            "people_concerned": seen.people_concerned,
            "message": seen.message,
        })));
    }
    let many = ["ids", "target_ids"].iter().any(|key| params.has(key)) || wish.ids.len() > 1;
    let verb = {
        let app = app.clone();
        async move { act::act(&app, &actor, &wish).await }
    };
    // Done to its end even when the client hangs up.
    let outcomes = tokio::spawn(verb).await.map_err(Error::internal)??;
    let done: Vec<i64> = outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok().copied()).collect();
    let mut shown: HashMap<i64, Value> = HashMap::new();
    for (id, entry) in done.iter().zip(entries(&app, &base, &done).await?) {
        shown.insert(*id, entry);
    }
    if !many {
        return Ok(Json(done.first().and_then(|id| shown.remove(id)).unwrap_or_default()));
    }
    let list = outcomes.into_iter().map(|(target, outcome)| match outcome {
        Ok(act) => shown.remove(&act).unwrap_or_default(),
        Err(error) => json!({ "id": null, "target_id": target.to_string(), "error": error.to_string() }),
    });
    Ok(Json(list.collect()))
}

/// These acts, in this order.
async fn entries(app: &App, base: &Base, ids: &[i64]) -> Result<Vec<Value>> {
    let rows = store::some(&mut app.db.read().await?, ids).await?;
    let mut by_id: HashMap<i64, Act> = rows.into_iter().map(|act| (act.id, act)).collect();
    let rows: Vec<Act> = ids.iter().filter_map(|id| by_id.remove(id)).collect();
    view::page(app, base, &rows).await
}

/// With `batch` also everything that was done together with it.
pub async fn undo(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Value>> {
    let (actor, batch) = (Actor::of(caller.user()?), params.is("batch")?);
    let verb = {
        let app = app.clone();
        async move { back::undo(&app, &actor, id, batch).await }
    };
    let ids = tokio::spawn(verb).await.map_err(Error::internal)??;
    let mut all = entries(&app, &base, &ids).await?;
    let at = ids.iter().position(|undone| *undone == id).unwrap_or(0);
    let mut one = if at < all.len() { all.swap_remove(at) } else { Value::Null };
    if let Some(one) = one.as_object_mut() {
        one.insert("undone_together".into(), ids.len().into());
    }
    Ok(Json(one))
}
