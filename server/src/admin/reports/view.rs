//! Rows -> Admin::Report.

use super::Report;
use crate::admin::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::AdminReport;

/// A page as a whole: its people in one go, and the posts also where they are not for everybody's eyes.
pub(super) async fn render(app: &App, base: &Base, viewer: i64, rows: Vec<Report>) -> Result<Vec<AdminReport>> {
    let mut people: Vec<i64> = Vec::new();
    let mut posts: Vec<i64> = Vec::new();
    for row in &rows {
        let of_row = [Some(row.account_id), Some(row.target_id), row.assigned_to, row.action_taken_by];
        people.extend(of_row.into_iter().flatten());
        posts.extend(&row.status_ids);
    }
    for ids in [&mut people, &mut posts] {
        ids.sort_unstable();
        ids.dedup();
    }
    let people = accounts::view::by_id(app, base, &people).await?;
    let posts = statuses::view::for_staff(app, base, viewer, &posts).await?;
    let rules = match rows.iter().any(|row| !row.rule_ids.is_empty()) {
        true => app.settings().await?.rules.clone(),
        false => vec![],
    };
    let one = |row: Report| {
        Some(AdminReport {
            id: row.id.to_string(),
            action_taken: row.action_taken_at.is_some(),
            action_taken_at: row.action_taken_at.map(iso),
            category: row.category,
            comment: row.comment,
            forwarded: row.forwarded,
            created_at: iso(row.created_at),
            updated_at: iso(row.updated_at),
            account: people.get(&row.account_id)?.clone(),
            target_account: people.get(&row.target_id)?.clone(),
            assigned_account: row.assigned_to.and_then(|id| people.get(&id).cloned()),
            action_taken_by_account: row.action_taken_by.and_then(|id| people.get(&id).cloned()),
            statuses: row.status_ids.iter().filter_map(|id| posts.get(id).cloned()).collect(),
            rules: rules.iter().filter(|rule| row.rule_ids.contains(&rule.id)).map(|r| r.entity()).collect(),
        })
    };
    Ok(rows.into_iter().filter_map(one).collect())
}

pub(super) async fn one(app: &App, base: &Base, viewer: i64, row: Report) -> Result<AdminReport> {
    render(app, base, viewer, vec![row]).await?.pop().ok_or(Error::NotFound)
}
