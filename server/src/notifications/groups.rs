//! Notifications that are told as one: rows, newest first, gathered by their key.

use super::store::Told;
use super::view::{self, Matter};
use crate::error::Result;
use crate::time::iso;
use howdah_entities::{GroupedNotificationsResults, NotificationGroup, PartialAccountWithAvatar};
use serde_json::value::RawValue;
use std::sync::Arc;

/// So many people of a group are shown.
const SAMPLE: usize = 8;

pub(super) struct Group {
    pub key: String,
    /// Newest first.
    pub rows: Vec<Told>,
}

/// Gathers rows into at most `limit` groups; only types in `grouped` are gathered. Tells also how many rows it used.
pub(super) fn gather(rows: &[Told], grouped: &[String], limit: usize) -> (Vec<Group>, usize) {
    let mut groups: Vec<Group> = Vec::new();
    for (used, row) in rows.iter().enumerate() {
        let key = match &row.group_key {
            Some(key) if grouped.contains(&row.kind) => key.clone(),
            _ => format!("ungrouped-{}", row.id),
        };
        if let Some(group) = groups.iter_mut().find(|group| group.key == key) {
            group.rows.push(row.clone());
        } else if groups.len() == limit {
            return (groups, used);
        } else {
            groups.push(Group { key, rows: vec![row.clone()] });
        }
    }
    (groups, rows.len())
}

/// `partial`: people beyond the first of each group come in short form.
pub(super) fn results(groups: &[Group], matter: &Matter, partial: bool) -> Result<GroupedNotificationsResults> {
    let (mut full, mut short, mut statuses) = (Vec::new(), Vec::new(), Vec::new());
    let mut notification_groups = Vec::with_capacity(groups.len());
    for group in groups {
        let Some(newest) = group.rows.first() else { continue };
        let status = newest.status_id.and_then(|id| matter.statuses.get(&id));
        if newest.status_id.is_some() && status.is_none() {
            continue;
        }
        let collection = newest.collection_id.and_then(|id| matter.collections.get(&id).cloned());
        if newest.collection_id.is_some() && collection.is_none() {
            continue;
        }
        if let Some(id) = newest.status_id.filter(|id| !statuses.contains(id)) {
            statuses.push(id);
        }
        let mut people: Vec<i64> = Vec::new();
        for row in &group.rows {
            if people.len() < SAMPLE && !people.contains(&row.from_account_id) {
                people.push(row.from_account_id);
            }
        }
        for (at, id) in people.iter().enumerate() {
            let list = if partial && at > 0 { &mut short } else { &mut full };
            if !list.contains(id) {
                list.push(*id);
            }
        }
        let oldest = group.rows.last().unwrap_or(newest);
        notification_groups.push(NotificationGroup {
            group_key: group.key.clone(),
            notifications_count: group.rows.len() as i64,
            kind: newest.kind.clone(),
            most_recent_notification_id: newest.id,
            page_min_id: oldest.id.to_string(),
            page_max_id: newest.id.to_string(),
            latest_page_notification_at: iso(newest.created_at),
            sample_account_ids: people.iter().map(i64::to_string).collect(),
            status_id: newest.status_id.map(|id| id.to_string()),
            report: newest.report_id.and_then(|id| matter.reports.get(&id).cloned()),
            event: newest.report_id.and_then(|id| matter.events.get(&id).cloned()),
            collection,
            moderation_warning: newest.report_id.and_then(|id| matter.warnings.get(&id).cloned()),
            fallback: None,
        });
    }
    short.retain(|id| !full.contains(id));
    let found =
        |ids: &[i64]| -> Vec<Arc<RawValue>> { ids.iter().filter_map(|id| matter.accounts.get(id).cloned()).collect() };
    let partial_accounts = match partial {
        true => Some(
            found(&short)
                .iter()
                .map(|raw| serde_json::from_str::<PartialAccountWithAvatar>(raw.get()))
                .collect::<Result<_, _>>()?,
        ),
        false => None,
    };
    Ok(GroupedNotificationsResults {
        accounts: found(&full),
        partial_accounts,
        statuses: statuses.iter().filter_map(|id| matter.statuses.get(id).cloned()).collect(),
        notification_groups,
    })
}

/// The id in the key of something that stands alone.
pub(super) fn alone(key: &str) -> Option<i64> {
    key.strip_prefix("ungrouped-")?.parse().ok()
}

/// One group as a whole.
pub(super) fn whole(key: &str, rows: Vec<Told>) -> Group {
    debug_assert!(rows.iter().all(|row| view::group_key(row) == key || alone(key) == Some(row.id)));
    Group { key: key.to_owned(), rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::accounts::view::Brief;

    fn row(id: i64, kind: &str, key: Option<&str>) -> Told {
        let from = Brief { id, rev: 0, followers: 0, following: 0, statuses: 0, last_status_at: None };
        Told {
            id,
            line: None,
            from,
            kind: kind.into(),
            from_account_id: id,
            status_id: None,
            report_id: None,
            collection_id: None,
            group_key: key.map(str::to_owned),
            created_at: 0,
        }
    }

    #[test]
    fn a_page_ends_before_the_group_too_many() {
        let rows = [
            row(9, "follow", Some("f")),
            row(8, "mention", None),
            row(7, "follow", Some("f")),
            row(6, "mention", None),
            row(5, "follow", Some("f")),
        ];
        let grouped = ["follow".to_owned()];
        let (groups, used) = gather(&rows, &grouped, 2);
        assert_eq!((groups.len(), used), (2, 3));
        assert_eq!(groups[0].rows.len(), 2);
        let (groups, used) = gather(&rows, &[], 10);
        assert_eq!((groups.len(), used), (5, 5));
    }
}
