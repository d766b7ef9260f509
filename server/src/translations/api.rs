//! `POST /api/v1/statuses/:id/translate` and `GET /api/v1/instance/translation_languages`.

use super::translate as verb;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Json, Params};
use axum::extract::{Path, State};
use howdah_entities::Translation;
use std::collections::BTreeMap;
use std::sync::Arc;

pub async fn translate(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<Arc<Translation>>> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let given = params.text("lang")?.filter(|lang| !lang.is_empty());
    let own = caller.user().map(|session| session.locale.clone()).unwrap_or_else(|_| "en".into());
    let wish = given.unwrap_or(own);
    Ok(Json(verb::translate(&app, &base, caller.account_id(), id, &wish).await?))
}

/// From where to where; a text of unknown language stands under `und`. Empty where there is no service.
pub async fn languages(State(app): State<App>) -> Result<Json<BTreeMap<String, Vec<String>>>> {
    let languages = verb::languages(&app).await?;
    let named = |from: &String| if from.is_empty() { "und".to_owned() } else { from.clone() };
    let shown = languages.iter().flat_map(|known| known.iter()).map(|(from, to)| (named(from), to.clone())).collect();
    Ok(Json(shown))
}
