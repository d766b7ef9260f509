//! Rows -> Notification.

use super::severed;
use super::store::{self, Told};
use crate::accounts;
use crate::accounts::view::Brief;
use crate::admin::warnings;
use crate::app::App;
use crate::collections;
use crate::error::{Error, Result};
use crate::reports;
use crate::statuses;
use crate::statuses::view::page::Line;
use crate::time::iso;
use crate::web::base::Base;
use howdah_entities::{AccountWarning, Collection, Notification, RelationshipSeveranceEvent, Report};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// What the rows of a page speak of.
pub(super) struct Matter {
    pub accounts: HashMap<i64, Arc<RawValue>>,
    pub statuses: HashMap<i64, Arc<RawValue>>,
    pub reports: HashMap<i64, Report>,
    pub events: HashMap<i64, RelationshipSeveranceEvent>,
    pub collections: HashMap<i64, Collection>,
    pub warnings: HashMap<i64, AccountWarning>,
}

/// Everybody on the page is fetched together, so that the statuses find their authors rendered.
pub(super) async fn matter(app: &App, base: &Base, me: i64, rows: &[Told]) -> Result<Matter> {
    let authors = rows.iter().filter_map(|row| row.line).flat_map(|line| {
        [Some(line.status.account), line.reblog.map(|original| original.account)].into_iter().flatten()
    });
    let (warned, reported): (Vec<&Told>, Vec<&Told>) = rows.iter().partition(|row| row.kind == "moderation_warning");
    let warned: Vec<i64> = warned.into_iter().filter_map(|row| row.report_id).collect();
    let mut about: Vec<i64> = reported.into_iter().filter_map(|row| row.report_id).collect();
    about.dedup();
    let about = reports::view::load(app, &about).await?;
    let reported = about.iter().map(|report| report.target);
    let people: Vec<Brief> = rows.iter().map(|row| row.from).chain(authors).chain(reported).collect();
    let mut lines: Vec<Line> = Vec::with_capacity(rows.len());
    for line in rows.iter().filter_map(|row| row.line) {
        if lines.iter().all(|known| known.status.id != line.status.id) {
            lines.push(line);
        }
    }
    let severed = rows.iter().filter(|row| row.kind == "severed_relationships").filter_map(|row| row.report_id);
    let events = severed::by_id(app, &severed.collect::<Vec<_>>()).await?;
    let accounts = accounts::view::briefed(app, base, &people).await?;
    let mut spoken_of: Vec<i64> = rows.iter().filter_map(|row| row.collection_id).collect();
    spoken_of.sort_unstable();
    spoken_of.dedup();
    let spoken_of = collections::view::load(app, base, Some(me), &spoken_of).await?;
    Ok(Matter {
        statuses: statuses::view::render_these(app, base, Some(me), &lines).await?,
        reports: about
            .into_iter()
            .filter_map(|report| Some((report.id, reports::view::entity(report, &accounts)?)))
            .collect(),
        events,
        collections: spoken_of.into_iter().filter_map(|one| Some((one.id.parse().ok()?, one))).collect(),
        warnings: warnings::view::by_id(app, &warned, &accounts).await?,
        accounts,
    })
}

pub(super) fn group_key(row: &Told) -> String {
    row.group_key.clone().unwrap_or_else(|| format!("ungrouped-{}", row.id))
}

/// The rows as entities; a row whose sender or status went away meanwhile is left out.
pub(super) async fn render(app: &App, base: &Base, me: i64, rows: &[Told]) -> Result<Vec<Notification>> {
    let matter = matter(app, base, me, rows).await?;
    Ok(rows.iter().filter_map(|row| entity(row, &matter)).collect())
}

fn entity(row: &Told, matter: &Matter) -> Option<Notification> {
    let status = match row.status_id {
        Some(id) => Some(matter.statuses.get(&id)?.clone()),
        None => None,
    };
    Some(Notification {
        id: row.id.to_string(),
        kind: row.kind.clone(),
        group_key: group_key(row),
        created_at: iso(row.created_at),
        account: matter.accounts.get(&row.from_account_id)?.clone(),
        status,
        report: row.report_id.and_then(|id| matter.reports.get(&id).cloned()),
        event: row.report_id.and_then(|id| matter.events.get(&id).cloned()),
        collection: match row.collection_id {
            Some(id) => Some(matter.collections.get(&id)?.clone()),
            None => None,
        },
        moderation_warning: row.report_id.and_then(|id| matter.warnings.get(&id).cloned()),
        fallback: None,
    })
}

/// One notification of this person, if it may (still) be shown.
pub async fn one(app: &App, base: &Base, me: i64, id: i64) -> Result<Notification> {
    let rows = store::some(&mut app.db.read().await?, me, &[id], app.clock.now()).await?;
    render(app, base, me, &rows).await?.pop().ok_or(Error::NotFound)
}
