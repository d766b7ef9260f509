//! `/api/v1/annual_reports`.

use super::generate::{self, State as Stand};
use super::{store, view};
use crate::app::App;
use crate::async_refreshes::api::Announced;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Empty, Json};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use howdah_entities::WrappedAnnualReports;
use serde_json::{Value, json};

/// What is no year has no report; 0 neither.
fn year(text: &str) -> i64 {
    text.parse().ok().filter(|year| (1..=9_000).contains(year)).unwrap_or(0)
}

pub async fn index(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<WrappedAnnualReports>> {
    let me = caller.id()?;
    let kept = store::all(&mut app.db.read().await?, me).await?;
    view::wrap(&app, &base, me, kept).await.map(Json)
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
) -> Result<Json<WrappedAnnualReports>> {
    let me = caller.id()?;
    let kept = store::one(&mut app.db.read().await?, me, year(&text)).await?;
    view::wrap(&app, &base, me, vec![kept]).await.map(Json)
}

pub async fn state(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Announced<Json<Value>>> {
    let (name, refresh) = match generate::state(&app, caller.id()?, year(&text)).await? {
        Stand::Available => ("available", None),
        Stand::Generating(refresh) => ("generating", Some(refresh)),
        Stand::Eligible => ("eligible", None),
        Stand::Ineligible => ("ineligible", None),
    };
    Ok(Announced { body: Json(json!({ "state": name })), refresh })
}

pub async fn generate(
    State(app): State<App>,
    caller: Caller,
    Path(text): Path<String>,
) -> Result<Announced<(StatusCode, Empty)>> {
    let refresh = generate::begin(&app, caller.id()?, year(&text)).await?;
    let status = if refresh.is_some() { StatusCode::ACCEPTED } else { StatusCode::OK };
    Ok(Announced { body: (status, Empty), refresh })
}

pub async fn read(State(app): State<App>, caller: Caller, Path(text): Path<String>) -> Result<Empty> {
    let mut tx = app.db.write().await?;
    if !store::view(&mut tx, caller.id()?, year(&text), app.clock.now()).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await?;
    Ok(Empty)
}
