//! What staff do with a report. The `_in` verbs work in a transaction of the caller's, for acts that settle reports by
//! the way.

use super::{Report, store};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::cases;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::reports::create::CATEGORIES;
use crate::web::permission;
use serde_json::Value;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    AssignToSelf,
    Unassign,
    Resolve,
    Reopen,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::AssignToSelf => "assign_to_self",
            Self::Unassign => "unassign",
            Self::Resolve => "resolve",
            Self::Reopen => "reopen",
        }
    }
}

/// Doing what is done already changes nothing and is no error.
pub async fn act(app: &App, actor: &Actor, kind: Kind, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    let report = store::find(&mut tx, id).await?;
    act_in(app, &mut tx, actor, kind, &report).await?;
    app.commit(tx, &[]).await
}

pub async fn act_in(app: &App, tx: &mut Tx, actor: &Actor, kind: Kind, report: &Report) -> Result<()> {
    actor.needs(permission::MANAGE_REPORTS)?;
    let now = app.clock.now();
    match kind {
        Kind::AssignToSelf if report.assigned_to != actor.id => store::assign(tx, report.id, actor.id, now).await?,
        Kind::Unassign if report.assigned_to.is_some() => store::assign(tx, report.id, None, now).await?,
        Kind::Resolve if report.action_taken_at.is_none() => {
            store::settle(tx, report.id, Some(now), actor.id, now).await?;
            cases::open::report_closed(app, tx, report.id, actor.id).await?;
        }
        Kind::Reopen if report.action_taken_at.is_some() => {
            store::settle(tx, report.id, None, None, now).await?;
            cases::open::report_reopened(app, tx, report.id).await?;
        }
        _ => return Ok(()),
    }
    log(app, tx, actor, kind.name(), report).await
}

/// The report of this id, in the caller's transaction.
pub async fn find_in(tx: &mut Tx, id: i64) -> Result<Report> {
    store::find(tx, id).await
}

/// What is still open about somebody.
pub async fn open_about(tx: &mut Tx, target: i64) -> Result<Vec<Report>> {
    store::open_about(tx, target).await
}

/// What is wished for is changed; the rest stays. Rules belong to violations only.
pub async fn classify(
    app: &App,
    actor: &Actor,
    id: i64,
    category: Option<String>,
    rules: Option<Vec<i64>>,
) -> Result<()> {
    actor.needs(permission::MANAGE_REPORTS)?;
    let mut tx = app.db.write().await?;
    let report = store::find(&mut tx, id).await?;
    let category = match (category, &rules) {
        (Some(category), _) => category,
        // Naming rules is saying what was violated.
        (None, Some(rules)) if !rules.is_empty() => "violation".into(),
        (None, _) => report.category.clone(),
    };
    if !CATEGORIES.contains(&category.as_str()) {
        return Err(Error::validation("Category is not included in the list"));
    }
    let rules = match rules {
        Some(rules) if !rules.is_empty() => {
            if category != "violation" {
                return Err(Error::validation("Rules must be blank"));
            }
            let known = store::rules(&mut tx, &rules).await?;
            if known.len() < rules.len() {
                return Err(Error::validation("Rules does not reference valid rules"));
            }
            known
        }
        None if category == "violation" => report.rule_ids.clone(),
        _ => vec![],
    };
    store::classify(&mut tx, id, &category, &serde_json::to_string(&rules)?, app.clock.now()).await?;
    log(app, &mut tx, actor, "update_report", &report).await?;
    app.commit(tx, &[]).await
}

async fn log(app: &App, tx: &mut Tx, actor: &Actor, kind: &str, before: &Report) -> Result<()> {
    let after: Value = store::find(tx, before.id).await?.json();
    let act = Act {
        kind,
        target_type: "report",
        target_id: before.id,
        target_label: &before.handle,
        reason: "",
        before: before.json(),
        after,
        case_id: Some(before.id),
    };
    admin::record(app, tx, actor, &act).await.map(drop)
}
