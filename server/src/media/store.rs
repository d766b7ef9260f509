use super::Media;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    OF_STATUSES = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE status_id IN (SELECT value FROM json_each($1)) AND position >= 0 ORDER BY status_id, position";
    EVER_OF = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE status_id = $1";
    SHOWN = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE status_id = $1 AND position >= 0 ORDER BY position";
    USABLE = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE id IN (SELECT value FROM json_each($1)) AND account_id = $2 AND (status_id IS NULL OR status_id = $3)
        AND (scheduled_status_id IS NULL OR scheduled_status_id = $4)";
    RESERVE = "UPDATE media SET scheduled_status_id = $1 WHERE id IN (SELECT value FROM json_each($3)) AND account_id = $2
        AND status_id IS NULL AND scheduled_status_id IS NULL";
    RESERVED = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE scheduled_status_id IN (SELECT value FROM json_each($1))";
    // Away from the status, but not from its history.
    TAKE_AWAY = "UPDATE media SET position = -1, updated_at = $3 WHERE status_id = $1 AND id NOT IN (SELECT value FROM json_each($2))";
    PLACE = "UPDATE media SET status_id = $1, position = $2, updated_at = $3 WHERE id = $4 AND (status_id IS NULL OR status_id = $1)";
    ATTACH = "UPDATE media SET status_id = $1, position = $2, updated_at = $3 WHERE id = $4 AND account_id = $5 AND status_id IS NULL
        AND scheduled_status_id IS NULL";
    OWN = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE id = $1 AND account_id = $2";
    ADD = "INSERT INTO media (id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description,
        size, custom_thumbnail, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $15)";
    DESCRIBE = "UPDATE media SET description = $2, meta = $3, thumbnail = $4, custom_thumbnail = (custom_thumbnail OR $5), updated_at = $6
        WHERE id = $1";
    WAITING = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE id = $1 AND state < 2";
    FINISH = "UPDATE media SET state = $2, file = $3, mime = $4, size = $5, meta = $6, updated_at = $7 WHERE id = $1";
    FORGOTTEN = "SELECT id, account_id, status_id, kind, state, file, thumbnail, remote_url, mime, meta, blurhash, description
        FROM media WHERE status_id IS NULL AND scheduled_status_id IS NULL AND created_at < $1 ORDER BY created_at LIMIT $2 + 0";
    ALL_FILES = "SELECT file FROM media WHERE file IS NOT NULL UNION SELECT thumbnail FROM media WHERE thumbnail IS NOT NULL
        UNION SELECT avatar FROM accounts WHERE avatar IS NOT NULL AND domain IS NULL
        UNION SELECT header FROM accounts WHERE header IS NOT NULL AND domain IS NULL
        UNION SELECT image FROM cards WHERE image IS NOT NULL";
    DELETE = "DELETE FROM media WHERE id IN (SELECT value FROM json_each($1)) AND status_id IS NULL AND scheduled_status_id IS NULL";
}

/// What the statuses show, in their order.
pub async fn of_statuses(reader: &mut Reader, statuses: &[i64]) -> Result<Vec<Media>> {
    reader.all(OF_STATUSES, args![statuses]).await
}

/// What a status shows, within a transaction.
pub async fn shown(tx: &mut Tx, status: i64) -> Result<Vec<Media>> {
    tx.all(SHOWN, args![status]).await
}

/// Also what only older versions of the status showed.
pub async fn ever_of(reader: &mut Reader, status: i64) -> Result<Vec<Media>> {
    reader.all(EVER_OF, args![status]).await
}

/// Those of `ids` that this account uploaded and that nothing uses, except perhaps this status or this scheduled one.
pub async fn usable(
    reader: &mut Reader,
    account: i64,
    ids: &[i64],
    (status, scheduled): (Option<i64>, Option<i64>),
) -> Result<Vec<Media>> {
    reader.all(USABLE, args![ids, account, status.unwrap_or(0), scheduled.unwrap_or(0)]).await
}

/// Keeps uploads for a status that waits; tells whether all of them were still free.
pub async fn reserve(tx: &mut Tx, scheduled: i64, account: i64, ids: &[i64]) -> Result<bool> {
    Ok(tx.run(RESERVE, args![scheduled, account, ids]).await? == ids.len() as u64)
}

/// What waits with these scheduled statuses.
pub async fn reserved(reader: &mut Reader, scheduled: &[i64]) -> Result<Vec<Media>> {
    reader.all(RESERVED, args![scheduled]).await
}

/// From now on the status shows these, in this order; tells whether all of them were still free.
pub async fn arrange(tx: &mut Tx, status: i64, ids: &[i64], now: i64) -> Result<bool> {
    tx.run(TAKE_AWAY, args![status, ids, now]).await?;
    for (position, id) in ids.iter().enumerate() {
        if tx.run(PLACE, args![status, position as i64, now, *id]).await? == 0 {
            return Ok(false);
        }
    }
    Ok(true)
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

/// An upload of this account, used or not.
pub async fn find(reader: &mut Reader, account: i64, id: i64) -> Result<Media> {
    reader.one(OWN, args![id, account]).await
}

pub async fn own(tx: &mut Tx, account: i64, id: i64) -> Result<Media> {
    tx.one(OWN, args![id, account]).await
}

pub async fn add(tx: &mut Tx, media: &Media, size: i64, custom_thumbnail: bool, now: i64) -> Result<()> {
    tx.run(
        ADD,
        args![
            media.id,
            media.account_id,
            media.status_id,
            &media.kind,
            media.state,
            &media.file,
            &media.thumbnail,
            &media.remote_url,
            &media.mime,
            &media.meta,
            &media.blurhash,
            &media.description,
            size,
            custom_thumbnail,
            now
        ],
    )
    .await?;
    Ok(())
}

pub async fn describe(tx: &mut Tx, media: &Media, new_thumbnail: bool, now: i64) -> Result<()> {
    let args = args![media.id, &media.description, &media.meta, &media.thumbnail, new_thumbnail, now];
    tx.run(DESCRIBE, args).await?;
    Ok(())
}

/// An upload that is not what it will be.
pub(super) async fn waiting(reader: &mut Reader, id: i64) -> Result<Option<Media>> {
    reader.maybe(WAITING, args![id]).await
}

pub(super) async fn waiting_in(tx: &mut Tx, id: i64) -> Result<Option<Media>> {
    tx.maybe(WAITING, args![id]).await
}

pub(super) async fn finish(tx: &mut Tx, media: &Media, size: i64, now: i64) -> Result<()> {
    tx.run(FINISH, args![media.id, media.state, &media.file, &media.mime, size, &media.meta, now]).await?;
    Ok(())
}

/// Uploads that were never used.
pub async fn forgotten(tx: &mut Tx, before: i64, limit: i64) -> Result<Vec<Media>> {
    tx.all(FORGOTTEN, args![before, limit]).await
}

/// Only those that nothing uses; tells how many.
pub async fn delete(tx: &mut Tx, ids: &[i64]) -> Result<u64> {
    tx.run(DELETE, args![ids]).await
}

/// Every path below the media folder that a row names.
pub async fn all_files(reader: &mut Reader) -> Result<Vec<String>> {
    reader.all(ALL_FILES, &[]).await
}
