//! Rows -> entries of the log.

use super::{Act, store, word};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::Base;
use serde_json::{Value, json};

/// The acts as JSON, with who did them.
pub async fn page(app: &App, base: &Base, acts: &[Act]) -> Result<Vec<Value>> {
    let mut ids: Vec<i64> = acts.iter().flat_map(|act| [act.actor_id, act.undone_by]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let people = accounts::view::load(app, base, &ids).await?;
    Ok(acts
        .iter()
        .map(|act| {
            json!({
                "id": act.id.to_string(),
                "kind": word(&act.kind),
                "target_type": act.target_type,
                "target_id": act.target_id.to_string(),
                "target_label": act.label,
                "account_id": act.account_id.map(|id| id.to_string()),
                "reason": act.reason,
                "before": act.before,
                "after": act.after,
                "case_id": act.case_id.map(|id| id.to_string()),
                "batch_id": act.batch_id.map(|id| id.to_string()),
                "auto_rule_id": act.auto_rule_id.map(|id| id.to_string()),
                "actor": act.actor_id.and_then(|id| people.get(&id)),
                "expires_at": act.expires_at.map(iso),
                "undone": act.undone_at.is_some(),
                "undone_at": act.undone_at.map(iso),
                "undone_by": act.undone_by.and_then(|id| people.get(&id)),
                "created_at": iso(act.created_at),
            })
        })
        .collect())
}

/// What was done before to this person and their posts, newest first.
pub async fn about(app: &App, base: &Base, account: i64) -> Result<Vec<Value>> {
    let acts = store::about(&mut app.db.read().await?, account).await?;
    page(app, base, &acts).await
}
