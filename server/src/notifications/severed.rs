//! Telling somebody which of their follows ended because of a block of a whole server, or because a moderator suspended
//! somebody. Whoever ends the follows counts them here, in as many steps as it takes, and tells at the end.

use super::store::severed as store;
use super::{New, notify};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::time::iso;
use howdah_entities::RelationshipSeveranceEvent;
use std::collections::HashMap;

pub use store::Severed;

/// Adds to what ended; the first call for an id makes the row.
pub async fn count(tx: &mut Tx, account: i64, severed: &Severed) -> Result<()> {
    store::count(tx, account, severed).await
}

/// The notification, if anything ended.
pub async fn tell(app: &App, tx: &mut Tx, account: i64, id: i64) -> Result<Option<Event>> {
    if store::sum(tx, id).await? == 0 {
        return Ok(None);
    }
    // It comes from no other person: Mastodon names the recipient.
    let new = New {
        account_id: account,
        kind: "severed_relationships",
        from_account_id: account,
        status_id: None,
        report_id: Some(id),
    };
    notify(app, tx, &new).await
}

pub(super) async fn by_id(app: &App, ids: &[i64]) -> Result<HashMap<i64, RelationshipSeveranceEvent>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::some(&mut app.db.read().await?, ids).await?;
    let entity = |row: Severed| RelationshipSeveranceEvent {
        id: row.id.to_string(),
        kind: row.kind,
        purged: row.purged,
        target_name: row.target_name,
        followers_count: row.followers,
        following_count: row.following,
        created_at: iso(row.created_at),
    };
    Ok(rows.into_iter().map(|row| (row.id, entity(row))).collect())
}
