use super::Media;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    OF_STATUSES = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE status_id IN (SELECT value FROM json_each($1)) ORDER BY status_id, position";
    UNATTACHED = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE id IN (SELECT value FROM json_each($1)) AND account_id = $2 AND status_id IS NULL";
    ATTACH = "UPDATE media SET status_id = $1, position = $2, updated_at = $3 WHERE id = $4 AND account_id = $5 AND status_id IS NULL";
}

/// What the statuses show, in their order.
pub async fn of_statuses(reader: &mut Reader, statuses: &[i64]) -> Result<Vec<Media>> {
    reader.all(OF_STATUSES, args![statuses]).await
}

/// Those of `ids` that this account uploaded and has not used yet.
pub async fn unattached(reader: &mut Reader, account: i64, ids: &[i64]) -> Result<Vec<Media>> {
    reader.all(UNATTACHED, args![ids, account]).await
}

/// Binds uploads to a new status; tells whether all of them were still free.
pub async fn attach(tx: &mut Tx, account: i64, status: i64, ids: &[i64], now: i64) -> Result<bool> {
    for (position, id) in ids.iter().enumerate() {
        if tx.run(ATTACH, args![status, position as i64, now, *id, account]).await? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
}
