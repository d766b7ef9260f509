//! Rows -> Admin::Tag, and statuses with whether they wait for a review.

use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::tags;
use crate::web::Base;
use howdah_entities::AdminTag;
use serde_json::{Map, Value};
use std::collections::HashMap;

/// In the order of `ids`.
pub(super) async fn tags(app: &App, base: &Base, ids: &[i64]) -> Result<Vec<AdminTag>> {
    let trusting = app.settings().await?.trendable_by_default;
    let rows = store::known(&mut app.db.read().await?, ids).await?;
    let mut known: HashMap<String, store::TagRow> = rows.into_iter().map(|row| (row.id.to_string(), row)).collect();
    let shown = tags::view::load(app, base, None, ids).await?;
    Ok(shown
        .into_iter()
        .filter_map(|tag| {
            let row = known.remove(&tag.id)?;
            Some(AdminTag {
                tag,
                trendable: row.trendable.unwrap_or(trusting),
                usable: row.usable,
                requires_review: row.reviewed_at.is_none(),
                listable: row.listable,
            })
        })
        .collect())
}

pub(super) async fn tag(app: &App, base: &Base, id: i64) -> Result<AdminTag> {
    tags(app, base, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// Statuses as this member of staff sees them.
pub(super) async fn statuses(app: &App, base: &Base, me: i64, ids: &[i64]) -> Result<Vec<Map<String, Value>>> {
    let reviewed = store::reviewed(&mut app.db.read().await?, ids).await?;
    let mut out = Vec::with_capacity(ids.len());
    for status in statuses::view::render(app, base, Some(me), ids).await? {
        let mut status: Map<String, Value> = serde_json::from_str(status.get())?;
        let id = status.get("id").and_then(Value::as_str).and_then(|id| id.parse().ok()).unwrap_or(0);
        status.insert("requires_review".into(), (!reviewed.contains(&id)).into());
        out.push(status);
    }
    Ok(out)
}
