//! `/api/howdah/v1/canned`.

use super::store::{self, Canned};
use crate::acts::deed::Deed;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::{Empty, Id, Json, Params};
use axum::extract::State;
use serde_json::{Value, json};

const TITLE_LENGTH: usize = 100;
const TEXT_LENGTH: usize = 5_000;

fn view(one: &Canned) -> Value {
    json!({
        "id": one.id.to_string(),
        "title": one.title,
        "text": one.text,
        "rule_id": one.rule_id.map(|id| id.to_string()),
        "kind": one.kind,
        "created_at": iso(one.created_at),
        "updated_at": iso(one.updated_at),
    })
}

pub async fn index(State(app): State<App>) -> Result<Json<Vec<Value>>> {
    let rows = store::list(&mut app.db.read().await?).await?;
    Ok(Json(rows.iter().map(view).collect()))
}

/// What is sent is changed; the rest stays.
async fn read(app: &App, mut one: Canned, params: &Params) -> Result<Canned> {
    if let Some(title) = params.text("title")? {
        one.title = title.trim().to_owned();
    }
    if let Some(text) = params.text("text")? {
        one.text = text.trim().to_owned();
    }
    if params.has("rule_id") {
        one.rule_id = params.id("rule_id");
    }
    if params.has("kind") {
        one.kind = params.text("kind")?.filter(|kind| !kind.is_empty());
    }
    if one.text.is_empty() {
        return Err(Error::validation("Text can't be blank"));
    }
    for (what, text, most) in [("Title", &one.title, TITLE_LENGTH), ("Text", &one.text, TEXT_LENGTH)] {
        if text.chars().count() > most {
            return Err(Error::validation(format!("{what} is too long (maximum is {most} characters)")));
        }
    }
    if one.kind.as_deref().is_some_and(|kind| Deed::parse(kind).is_none()) {
        return Err(Error::validation("Kind is not included in the list"));
    }
    if let Some(rule) = one.rule_id
        && !store::is_rule(&mut app.db.read().await?, rule).await?
    {
        return Err(Error::validation("Rule does not exist"));
    }
    one.updated_at = app.clock.now();
    Ok(one)
}

pub async fn create(State(app): State<App>, params: Params) -> Result<Json<Value>> {
    let now = app.clock.now();
    let empty = Canned {
        id: app.ids.next(),
        title: String::new(),
        text: String::new(),
        rule_id: None,
        kind: None,
        created_at: now,
        updated_at: now,
    };
    let new = read(&app, empty, &params).await?;
    let mut tx = app.db.write().await?;
    store::add(&mut tx, &new).await?;
    app.commit(tx, &[]).await?;
    Ok(Json(view(&new)))
}

pub async fn change(State(app): State<App>, Id(id): Id, params: Params) -> Result<Json<Value>> {
    let known = store::one(&mut app.db.read().await?, id).await?;
    let new = read(&app, known, &params).await?;
    let mut tx = app.db.write().await?;
    store::change(&mut tx, &new).await?;
    app.commit(tx, &[]).await?;
    Ok(Json(view(&new)))
}

pub async fn delete(State(app): State<App>, Id(id): Id) -> Result<Empty> {
    let mut tx = app.db.write().await?;
    if !store::delete(&mut tx, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await?;
    Ok(Empty)
}
