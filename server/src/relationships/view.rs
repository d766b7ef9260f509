//! Rows -> Relationship.

use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use howdah_entities::Relationship;

/// How `me` stands to each of `ids`, in their order; unknown ids are left out, suspended ones unless asked for.
pub async fn load(app: &App, me: i64, ids: &[i64], with_suspended: bool) -> Result<Vec<Relationship>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let mut rows = store::between(&mut app.db.read().await?, me, app.clock.now(), ids, with_suspended).await?;
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows.into_iter().map(entity).collect())
}

/// What every act on one account answers.
pub async fn one(app: &App, me: i64, id: i64) -> Result<Relationship> {
    load(app, me, &[id], true).await?.pop().ok_or(Error::NotFound)
}

fn entity(row: store::Between) -> Relationship {
    Relationship {
        id: row.id.to_string(),
        following: row.following,
        showing_reblogs: row.show_reblogs.unwrap_or(false),
        notifying: row.notify.unwrap_or(false),
        languages: row.languages.and_then(|list| serde_json::from_str(&list).ok()),
        followed_by: row.followed_by,
        blocking: row.blocking,
        blocked_by: row.blocked_by,
        muting: row.muting,
        muting_notifications: row.hide_notifications.unwrap_or(false),
        muting_expires_at: row.mute_expires_at.map(iso),
        requested: row.requested && !row.following,
        requested_by: row.requested_by,
        domain_blocking: row.domain_blocking,
        endorsed: row.endorsed,
        note: row.note.unwrap_or_default(),
    }
}
