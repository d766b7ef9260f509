//! `/api/v2/filters`, and `/api/v1/filters` as older clients know it.

use super::change::{self, Wanted, WantedKeyword};
use super::first;
use super::store::{self, Kind, Row, Rule};
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::{Caller, Empty, Id, Json, Params};
use axum::extract::State;
use howdah_entities::{Filter, FilterKeyword, FilterStatus, FirstFilter};

fn keyword(rule: &Rule) -> Option<FilterKeyword> {
    let keyword = rule.keyword.clone()?;
    Some(FilterKeyword { id: rule.id.to_string(), keyword, whole_word: rule.whole_word })
}

fn status(rule: &Rule) -> Option<FilterStatus> {
    Some(FilterStatus { id: rule.id.to_string(), status_id: rule.status_id?.to_string() })
}

fn entity(row: &Row, rules: &[Rule]) -> Filter {
    let rules = || rules.iter().filter(|rule| rule.filter_id == row.id);
    Filter {
        id: row.id.to_string(),
        title: row.title.clone(),
        context: row.context(),
        expires_at: row.expires_at.map(iso),
        filter_action: row.action.clone(),
        keywords: Some(rules().filter_map(keyword).collect()),
        statuses: Some(rules().filter_map(status).collect()),
    }
}

/// `null` and empty text ask for a filter that does not end.
fn expires_in(params: &Params) -> Result<Option<Option<i64>>> {
    if params.has("expires_in") { params.int("expires_in").map(Some) } else { Ok(None) }
}

fn word(params: &Params, key: &str) -> Result<WantedKeyword> {
    Ok(WantedKeyword {
        id: params.id("id"),
        keyword: params.text(key)?,
        whole_word: params.flag("whole_word")?,
        destroy: params.is("_destroy")?,
    })
}

fn wanted(params: &Params) -> Result<Wanted> {
    let keywords = params.objects("keywords_attributes").unwrap_or_default();
    Ok(Wanted {
        title: params.text("title")?,
        context: params.list("context")?,
        action: params.text("filter_action")?.filter(|action| !action.is_empty()),
        expires_in: expires_in(params)?,
        keywords: keywords.iter().map(|one| word(one, "keyword")).collect::<Result<_>>()?,
    })
}

async fn one(app: &App, me: i64, id: i64) -> Result<Json<Filter>> {
    let (row, rules) = store::one(&mut app.db.read().await?, me, id).await?;
    Ok(Json(entity(&row, &rules)))
}

pub async fn index(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Filter>>> {
    let (rows, rules) = store::everything(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(rows.iter().map(|row| entity(row, &rules)).collect()))
}

pub async fn show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Filter>> {
    one(&app, caller.id()?, id).await
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Filter>> {
    let me = caller.id()?;
    let id = change::create(&app, me, &wanted(&params)?).await?;
    one(&app, me, id).await
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Filter>> {
    let me = caller.id()?;
    change::update(&app, me, id, &wanted(&params)?).await?;
    one(&app, me, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete(&app, caller.id()?, id).await?;
    Ok(Empty)
}

pub async fn keywords(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<FilterKeyword>>> {
    let (_, rules) = store::one(&mut app.db.read().await?, caller.id()?, id).await?;
    Ok(Json(rules.iter().filter_map(keyword).collect()))
}

async fn one_keyword(app: &App, me: i64, id: i64) -> Result<Json<FilterKeyword>> {
    let (_, rule) = store::rule(&mut app.db.read().await?, me, Kind::Keyword, id).await?;
    keyword(&rule).map(Json).ok_or(crate::error::Error::NotFound)
}

pub async fn add_keyword(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    params: Params,
) -> Result<Json<FilterKeyword>> {
    let me = caller.id()?;
    let made = change::add_keyword(&app, me, id, &word(&params, "keyword")?).await?;
    one_keyword(&app, me, made).await
}

pub async fn show_keyword(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<FilterKeyword>> {
    one_keyword(&app, caller.id()?, id).await
}

pub async fn change_keyword(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    params: Params,
) -> Result<Json<FilterKeyword>> {
    let me = caller.id()?;
    change::change_keyword(&app, me, id, &word(&params, "keyword")?).await?;
    one_keyword(&app, me, id).await
}

pub async fn delete_keyword(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete_rule(&app, caller.id()?, Kind::Keyword, id).await?;
    Ok(Empty)
}

pub async fn statuses(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Vec<FilterStatus>>> {
    let (_, rules) = store::one(&mut app.db.read().await?, caller.id()?, id).await?;
    Ok(Json(rules.iter().filter_map(status).collect()))
}

async fn one_status(app: &App, me: i64, id: i64) -> Result<Json<FilterStatus>> {
    let (_, rule) = store::rule(&mut app.db.read().await?, me, Kind::Status, id).await?;
    status(&rule).map(Json).ok_or(crate::error::Error::NotFound)
}

pub async fn add_status(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    params: Params,
) -> Result<Json<FilterStatus>> {
    let me = caller.id()?;
    let made = change::add_status(&app, me, id, params.id("status_id").unwrap_or(0)).await?;
    one_status(&app, me, made).await
}

pub async fn show_status(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<FilterStatus>> {
    one_status(&app, caller.id()?, id).await
}

pub async fn delete_status(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::delete_rule(&app, caller.id()?, Kind::Status, id).await?;
    Ok(Empty)
}

fn first_wanted(params: &Params) -> Result<(Wanted, WantedKeyword)> {
    let word = WantedKeyword { id: None, destroy: false, ..word(params, "phrase")? };
    let action = params.flag("irreversible")?.map(|drop| if drop { "hide" } else { "warn" }.to_owned());
    let wanted = Wanted {
        title: word.keyword.clone(),
        context: params.list("context")?,
        action,
        expires_in: expires_in(params)?,
        keywords: Vec::new(),
    };
    Ok((wanted, word))
}

async fn first_one(app: &App, me: i64, id: i64) -> Result<Json<FirstFilter>> {
    let (row, rule) = store::rule(&mut app.db.read().await?, me, Kind::Keyword, id).await?;
    Ok(Json(first::entity(&row, &rule)))
}

pub async fn first_index(State(app): State<App>, caller: Caller) -> Result<Json<Vec<FirstFilter>>> {
    let (rows, rules) = store::everything(&mut app.db.read().await?, caller.id()?).await?;
    let words = rules.iter().filter(|rule| rule.keyword.is_some());
    let found = words.filter_map(|rule| Some(first::entity(rows.iter().find(|row| row.id == rule.filter_id)?, rule)));
    Ok(Json(found.collect()))
}

pub async fn first_show(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<FirstFilter>> {
    first_one(&app, caller.id()?, id).await
}

pub async fn first_create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<FirstFilter>> {
    let me = caller.id()?;
    let (wanted, word) = first_wanted(&params)?;
    let id = first::create(&app, me, &wanted, &word).await?;
    first_one(&app, me, id).await
}

pub async fn first_update(
    State(app): State<App>,
    caller: Caller,
    Id(id): Id,
    params: Params,
) -> Result<Json<FirstFilter>> {
    let me = caller.id()?;
    let (wanted, word) = first_wanted(&params)?;
    first::update(&app, me, id, &wanted, &word).await?;
    first_one(&app, me, id).await
}
