//! An act with everything that goes with it: the word to the person, and what becomes of the reports.

use super::{Kind, act_in};
use crate::admin::reports::change::{self, Kind as Settle};
use crate::admin::{Actor, warnings};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::permission;

#[derive(Debug, Clone, Copy)]
pub struct Action<'a> {
    pub kind: Kind,
    pub target: i64,
    pub report: Option<i64>,
    pub preset: Option<i64>,
    pub text: &'a str,
    /// Whether the person is told.
    pub tell: bool,
}

const TEXT_MAX: usize = 5000;

/// All or nothing. A word alone settles the report that it is about; anything more settles all that are open about the
/// person.
pub async fn take(app: &App, actor: &Actor, action: &Action<'_>) -> Result<()> {
    let mut tx = app.db.write().await?;
    let mut text = action.text.trim().to_owned();
    if let Some(preset) = action.preset {
        let kept = warnings::preset(&mut tx, preset).await?;
        text = if text.is_empty() { kept } else { format!("{kept}\n\n{text}") };
    }
    if text.chars().count() > TEXT_MAX {
        return Err(Error::validation(format!("Text is too long (maximum is {TEXT_MAX} characters)")));
    }
    let report = match action.report {
        Some(id) => Some(change::find_in(&mut tx, id).await?),
        None => None,
    };
    if report.as_ref().is_some_and(|report| report.target_id != action.target) {
        return Err(Error::NotFound);
    }
    let warning = warnings::New {
        account_id: action.target,
        action: action.kind.name(),
        text: &text,
        status_ids: report.as_ref().map(|report| report.status_ids.as_slice()),
        report_id: action.report,
        act_id: None,
        tell: action.tell,
    };
    let (warning, mut events) = warnings::issue(app, &mut tx, actor, &warning).await?;
    let done = act_in(app, &mut tx, actor, action.kind, action.target, &text, action.report).await?;
    warnings::tie(&mut tx, warning, done.act_id).await?;
    events.extend(done.events);
    if actor.may(permission::MANAGE_REPORTS) {
        let settled = match (action.kind, report) {
            (Kind::Warn, report) => report.into_iter().collect(),
            _ => change::open_about(&mut tx, action.target).await?,
        };
        for report in &settled {
            change::act_in(app, &mut tx, actor, Settle::Resolve, report).await?;
        }
    }
    app.commit(tx, &events).await
}
