//! `/api/v1/markers`.

use super::{TIMELINES, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::{Caller, Json, Params};
use axum::extract::State;
use howdah_entities::Marker;
use std::collections::BTreeMap;

type Markers = BTreeMap<String, Marker>;

async fn load(app: &App, me: i64, timelines: &[&str]) -> Result<Json<Markers>> {
    let rows = store::of(&mut app.db.read().await?, me).await?;
    let entity = |(timeline, last_read, version, at): store::Row| {
        (timeline, Marker { last_read_id: last_read.to_string(), version, updated_at: iso(at) })
    };
    Ok(Json(rows.into_iter().filter(|row| timelines.contains(&row.0.as_str())).map(entity).collect()))
}

pub async fn show(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Markers>> {
    let asked = params.list("timeline")?.unwrap_or_default();
    let timelines: Vec<&str> = TIMELINES.into_iter().filter(|name| asked.iter().any(|a| a == name)).collect();
    load(&app, caller.id()?, &timelines).await
}

pub async fn save(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Markers>> {
    let (me, now) = (caller.id()?, app.clock.now());
    let mut read = Vec::new();
    for timeline in TIMELINES {
        if let Some(text) = params.below(timeline).text("last_read_id")? {
            let id: i64 = text.parse().map_err(|_| Error::validation("Last read is not a number"))?;
            read.push((timeline, id));
        }
    }
    if !read.is_empty() {
        let mut tx = app.db.write().await?;
        for (timeline, id) in &read {
            store::set(&mut tx, me, timeline, *id, now).await?;
        }
        app.commit(tx, &[]).await?;
    }
    let timelines: Vec<&str> = read.into_iter().map(|(timeline, _)| timeline).collect();
    load(&app, me, &timelines).await
}
