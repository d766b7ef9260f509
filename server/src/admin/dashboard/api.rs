//! `/api/v1/admin/measures`, `/dimensions` and `/retention`.

use super::days::{Period, day};
use super::measures::{self, Wants};
use super::store::{self, About};
use super::{dimensions, retention};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::{DAY, midnight};
use crate::web::{Json, Params};
use axum::extract::State;
use howdah_entities::{AdminCohort, AdminDimension, AdminMeasure};

const MOST: i64 = 100;

/// The keys that were asked for, each once; unknown ones are passed over, as Mastodon does.
fn keys(params: &Params) -> Result<Vec<String>> {
    let mut keys = params.list("keys")?.unwrap_or_default();
    if keys.is_empty() {
        params.required("keys")?;
    }
    let mut seen = std::collections::HashSet::new();
    keys.retain(|key| seen.insert(key.clone()));
    Ok(keys)
}

/// What a key is about: `tag_uses[id]`, `instance_accounts[domain]`.
async fn about(app: &App, params: &Params, key: &str, wants: Wants) -> Result<About> {
    let missing = || Error::BadRequest(format!("param is missing or the value is empty: {key}"));
    let below = params.below(key);
    match wants {
        Wants::Nothing => Ok(About::All),
        Wants::Tag => {
            let id = below.id("id").ok_or_else(missing)?;
            store::tag(&mut app.db.read().await?, id).await.map(About::Tag)
        }
        Wants::Domain => {
            let domain = below.text("domain")?.filter(|domain| !domain.trim().is_empty()).ok_or_else(missing)?;
            Ok(About::Domain(domain.trim().to_lowercase()))
        }
    }
}

fn date(params: &Params, key: &'static str) -> Result<Option<i64>> {
    match params.text(key)?.filter(|text| !text.trim().is_empty()) {
        Some(text) => day(key, &text).map(Some),
        None => Ok(None),
    }
}

pub async fn measures(State(app): State<App>, params: Params) -> Result<Json<Vec<AdminMeasure>>> {
    let keys = keys(&params)?;
    let period =
        Period::new(day("start_at", &params.required("start_at")?)?, day("end_at", &params.required("end_at")?)?)?;
    let mut taken = Vec::with_capacity(keys.len());
    for measure in keys.iter().filter_map(|key| measures::find(key)) {
        let about = about(&app, &params, measure.key, measure.wants).await?;
        taken.push(measure.take(&app, period, &about).await?);
    }
    Ok(Json(taken))
}

pub async fn dimensions(State(app): State<App>, params: Params) -> Result<Json<Vec<AdminDimension>>> {
    let keys = keys(&params)?;
    let today = midnight(app.clock.now());
    let last = date(&params, "end_at")?.unwrap_or(today);
    let period = Period::new(date(&params, "start_at")?.unwrap_or(last - 29 * DAY), last)?;
    let limit = params.int("limit")?.unwrap_or(MOST);
    if limit < 0 {
        return Err(Error::BadRequest("limit must not be negative".into()));
    }
    let limit = limit.min(MOST);
    let mut taken = Vec::with_capacity(keys.len());
    for (key, wants) in keys.iter().filter_map(|key| dimensions::find(key)) {
        let about = about(&app, &params, key, wants).await?;
        taken.push(dimensions::take(&app, key, period, &about, limit).await?);
    }
    Ok(Json(taken))
}

/// Without all of its parameters there is nothing to tell, and Mastodon says so with an empty list.
pub async fn retention(State(app): State<App>, params: Params) -> Result<Json<Vec<AdminCohort>>> {
    let frequency = params.text("frequency")?.unwrap_or_default();
    match (date(&params, "start_at")?, date(&params, "end_at")?) {
        (Some(first), Some(last)) if !frequency.is_empty() => {
            retention::take(&app, Period::new(first, last)?, frequency == "month").await.map(Json)
        }
        _ => Ok(Json(vec![])),
    }
}
