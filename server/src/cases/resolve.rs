//! Closing a case with what was decided. What waits (a sign-up, a held post, an appeal) needs a decision; reports may
//! be closed after whatever was done, or because there is nothing to see.

use super::assign::still_open;
use super::{Case, Kind, store};
use crate::admin::{self, Act, Actor, accounts};
use crate::app::App;
use crate::appeals;
use crate::error::{Error, Result};
use serde_json::json;

pub struct Decision {
    pub outcome: Option<String>,
    pub reason: String,
}

const OUTCOME_LENGTH: usize = 50;

pub async fn resolve(app: &App, actor: &Actor, id: i64, decision: &Decision) -> Result<()> {
    let case = store::one(&mut app.db.read().await?, id).await?;
    actor.needs(case.kind.permission())?;
    let outcome = decision.outcome.as_deref().unwrap_or("");
    if outcome.chars().count() > OUTCOME_LENGTH {
        return Err(Error::validation(format!("Outcome is too long (maximum is {OUTCOME_LENGTH} characters)")));
    }
    match (case.kind, outcome) {
        (Kind::Report, outcome) => {
            close(app, actor, id, if outcome.is_empty() { "resolved" } else { outcome }, decision).await
        }
        (Kind::SignUp, "approve") => sign_up(app, actor, &case, accounts::Kind::Approve, &decision.reason).await,
        (Kind::SignUp, "reject") => sign_up(app, actor, &case, accounts::Kind::Reject, &decision.reason).await,
        (Kind::Appeal, "accept" | "reject") => {
            appeals::decide::decide(app, actor, case.target_id, outcome == "accept", &decision.reason).await
        }
        (kind, _) => Err(needs_decision(kind)),
    }
}

/// The decisions that a kind of case knows.
pub fn decisions(kind: Kind) -> &'static [&'static str] {
    match kind {
        Kind::Report => &["resolved", "nothing_to_see"],
        Kind::SignUp | Kind::Trend => &["approve", "reject"],
        Kind::Held => &["release", "reject"],
        Kind::Appeal => &["accept", "reject"],
    }
}

fn needs_decision(kind: Kind) -> Error {
    let known = decisions(kind);
    Error::Told {
        status: 422,
        message: format!("This case needs a decision: outcome is {}", known.join(" or ")),
        more: json!({ "code": "needs_decision", "outcomes": known }),
    }
}

async fn sign_up(app: &App, actor: &Actor, case: &Case, kind: accounts::Kind, reason: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    let case = store::one_to_change(&mut tx, case.id).await?;
    still_open(&mut tx, &case).await?;
    let done = accounts::act::act_in(app, &mut tx, actor, kind, case.target_id, reason, Some(case.id)).await?;
    app.commit(tx, &done.events).await
}

async fn close(app: &App, actor: &Actor, id: i64, outcome: &str, decision: &Decision) -> Result<()> {
    let mut tx = app.db.write().await?;
    let case = store::one_to_change(&mut tx, id).await?;
    still_open(&mut tx, &case).await?;
    let now = app.clock.now();
    store::close_reports(&mut tx, id, actor.id, now).await?;
    store::close(&mut tx, id, actor.id, outcome, now).await?;
    let entry = Act {
        kind: "resolve",
        target_type: "case",
        target_id: id,
        target_label: &case.label,
        reason: &decision.reason,
        before: json!({ "open": true }),
        after: json!({ "open": false, "outcome": outcome }),
        case_id: Some(id),
    };
    admin::record(app, &mut tx, actor, &entry).await?;
    app.commit(tx, &[]).await
}
