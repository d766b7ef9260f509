//! Rows -> the queue's entries.

use super::{Case, resolve};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::Base;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;

pub(super) type People = HashMap<i64, Arc<RawValue>>;

/// Everybody whom the rows name.
pub(super) async fn people(app: &App, base: &Base, cases: &[Case], more: &[i64]) -> Result<People> {
    let named = cases.iter().flat_map(|case| [case.account_id, case.assigned_to, case.closed_by]).flatten();
    let mut ids: Vec<i64> = named.chain(more.iter().copied()).collect();
    ids.sort_unstable();
    ids.dedup();
    accounts::view::load(app, base, &ids).await
}

pub(super) fn entry(case: &Case, people: &People) -> Value {
    let person = |id: Option<i64>| id.and_then(|id| people.get(&id));
    json!({
        "id": case.id.to_string(),
        "kind": case.kind.name(),
        "target_type": case.target_type,
        "target_id": case.target_id.to_string(),
        "label": case.label,
        "account": person(case.account_id),
        "origin": case.domain.as_deref().unwrap_or("local"),
        "excerpt": case.excerpt,
        "count": case.size,
        "rule_ids": case.rules.iter().map(i64::to_string).collect::<Vec<_>>(),
        "assigned_to": person(case.assigned_to),
        "outcomes": resolve::decisions(case.kind),
        "opened_at": iso(case.opened_at),
        "updated_at": iso(case.updated_at),
        "closed": case.closed_at.is_some(),
        "closed_at": case.closed_at.map(iso),
        "closed_by": person(case.closed_by),
        "outcome": case.outcome,
    })
}

pub(super) async fn page(app: &App, base: &Base, cases: &[Case]) -> Result<Vec<Value>> {
    let people = people(app, base, cases, &[]).await?;
    Ok(cases.iter().map(|case| entry(case, &people)).collect())
}
