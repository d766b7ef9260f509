//! Rows -> Report.

use super::{Report as Row, store};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::base::Base;
use howdah_entities::Report;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// The report of this id, if its target still exists.
pub async fn one(app: &App, base: &Base, id: i64) -> Result<Report> {
    let row = load(app, &[id]).await?.pop().ok_or(Error::NotFound)?;
    let accounts = accounts::view::briefed(app, base, &[row.target]).await?;
    entity(row, &accounts).ok_or(Error::NotFound)
}

/// Rows with their targets, for a page that renders all its people together.
pub async fn load(app: &App, ids: &[i64]) -> Result<Vec<Row>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    store::some(&mut app.db.read().await?, ids).await
}

pub fn entity(row: Row, accounts: &HashMap<i64, Arc<RawValue>>) -> Option<Report> {
    Some(Report {
        id: row.id.to_string(),
        action_taken: row.action_taken_at.is_some(),
        action_taken_at: row.action_taken_at.map(iso),
        category: row.category,
        comment: row.comment,
        forwarded: row.forwarded,
        created_at: iso(row.created_at),
        status_ids: list(&row.status_ids),
        collection_ids: list(&row.collection_ids),
        rule_ids: list(&row.rule_ids),
        target_account: accounts.get(&row.target.id)?.clone(),
    })
}

fn list(json: &str) -> Option<Vec<String>> {
    let ids: Vec<i64> = serde_json::from_str(json).ok()?;
    Some(ids.into_iter().map(|id| id.to_string()).collect())
}
