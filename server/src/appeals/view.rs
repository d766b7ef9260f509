//! Rows -> appeals, for the staff and for the member.

use super::store::Warning;
use super::{Appeal, file};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::{DAY, iso};
use crate::web::Base;
use serde_json::{Value, json};

pub(super) async fn page(app: &App, base: &Base, appeals: &[Appeal]) -> Result<Vec<Value>> {
    let mut ids: Vec<i64> =
        appeals.iter().flat_map(|appeal| [Some(appeal.account_id), appeal.decided_by]).flatten().collect();
    ids.sort_unstable();
    ids.dedup();
    let people = accounts::view::load(app, base, &ids).await?;
    Ok(appeals
        .iter()
        .map(|appeal| {
            json!({
                "id": appeal.id.to_string(),
                "text": appeal.text,
                "state": appeal.state,
                "answer": appeal.answer,
                "account": people.get(&appeal.account_id),
                "warning": {
                    "id": appeal.warning_id.to_string(),
                    "action": appeal.action,
                    "text": appeal.warning_text,
                    "created_at": iso(appeal.warned_at),
                },
                "act_id": appeal.act_id.map(|id| id.to_string()),
                "decided_at": appeal.decided_at.map(iso),
                "decided_by": appeal.decided_by.and_then(|id| people.get(&id)),
                "created_at": iso(appeal.created_at),
            })
        })
        .collect())
}

pub(super) fn own(app: &App, warning: &Warning) -> Value {
    let until = warning.created_at + file::DAYS * DAY;
    let open = warning.appeal.is_none() && warning.overruled_at.is_none() && app.clock.now() <= until;
    json!({
        "id": warning.id.to_string(),
        "action": warning.action,
        "text": warning.text,
        "status_ids": warning.status_ids.iter().map(i64::to_string).collect::<Vec<_>>(),
        "created_at": iso(warning.created_at),
        "overruled_at": warning.overruled_at.map(iso),
        "can_appeal": open,
        "appeal_until": iso(until),
        "appeal": warning.appeal.map(|id| json!({
            "id": id.to_string(),
            "text": warning.appeal_text,
            "state": warning.state,
            "answer": warning.answer,
        })),
    })
}
