//! Rows -> Notification.

use super::store::{self, Told};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::reports;
use crate::statuses;
use crate::time::iso;
use crate::web::base::Base;
use howdah_entities::{Notification, Report};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// What the rows of a page speak of.
pub(super) struct Matter {
    pub accounts: HashMap<i64, Arc<RawValue>>,
    pub statuses: HashMap<i64, Arc<RawValue>>,
    pub reports: HashMap<i64, Report>,
}

pub(super) async fn matter(app: &App, base: &Base, me: i64, rows: &[Told]) -> Result<Matter> {
    let distinct = |ids: Vec<i64>| {
        let mut ids = ids;
        ids.sort_unstable();
        ids.dedup();
        ids
    };
    let accounts = distinct(rows.iter().map(|row| row.from_account_id).collect());
    let wanted = distinct(rows.iter().filter_map(|row| row.status_id).collect());
    let reports = distinct(rows.iter().filter_map(|row| row.report_id).collect());
    let rendered = statuses::view::render(app, base, Some(me), &wanted).await?;
    Ok(Matter {
        accounts: accounts::view::load(app, base, &accounts).await?,
        statuses: rendered.into_iter().filter_map(|status| Some((id_of(&status)?, status))).collect(),
        reports: reports::view::load(app, base, &reports).await?,
    })
}

/// Every entity starts with its id.
fn id_of(entity: &RawValue) -> Option<i64> {
    entity.get().strip_prefix("{\"id\":\"")?.split_once('"')?.0.parse().ok()
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
    })
}

/// One notification of this person, if it may (still) be shown.
pub async fn one(app: &App, base: &Base, me: i64, id: i64) -> Result<Notification> {
    let rows = store::some(&mut app.db.read().await?, me, &[id], app.clock.now()).await?;
    render(app, base, me, &rows).await?.pop().ok_or(Error::NotFound)
}
