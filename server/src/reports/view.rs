//! Rows -> Report.

use super::store;
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::base::Base;
use howdah_entities::Report;
use std::collections::HashMap;

/// The reports of these ids whose target still exists.
pub async fn load(app: &App, base: &Base, ids: &[i64]) -> Result<HashMap<i64, Report>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::some(&mut app.db.read().await?, ids).await?;
    let targets: Vec<i64> = rows.iter().map(|row| row.target_id).collect();
    let accounts = accounts::view::load(app, base, &targets).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let entity = Report {
                id: row.id.to_string(),
                action_taken: row.action_taken_at.is_some(),
                action_taken_at: row.action_taken_at.map(iso),
                category: row.category,
                comment: row.comment,
                forwarded: row.forwarded,
                created_at: iso(row.created_at),
                status_ids: list(&row.status_ids),
                collection_ids: Some(vec![]),
                rule_ids: list(&row.rule_ids),
                target_account: accounts.get(&row.target_id)?.clone(),
            };
            Some((row.id, entity))
        })
        .collect())
}

fn list(json: &str) -> Option<Vec<String>> {
    let ids: Vec<i64> = serde_json::from_str(json).ok()?;
    Some(ids.into_iter().map(|id| id.to_string()).collect())
}
