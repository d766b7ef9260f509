//! `POST /api/v1/reports`.

use super::create::{self, New};
use super::view;
use crate::app::App;
use crate::error::Result;
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Json, Params};
use axum::extract::State;
use howdah_entities::Report;

pub async fn create(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Report>> {
    params.required("account_id")?;
    let new = New {
        account_id: caller.id()?,
        target_id: params.id("account_id").unwrap_or(0),
        category: params.text("category")?.filter(|c| !c.is_empty()).unwrap_or_else(|| "other".into()),
        comment: params.text("comment")?.unwrap_or_default(),
        forward: params.is("forward")?,
        status_ids: params.ids("status_ids")?,
        rule_ids: params.ids("rule_ids")?,
        collection_ids: params.ids("collection_ids")?,
    };
    if app.config.limits.enabled {
        app.limiter.take(Kind::Report, &new.account_id.to_string(), app.clock.now())?;
    }
    let id = create::create(&app, new).await?;
    view::one(&app, &base, id).await.map(Json)
}
