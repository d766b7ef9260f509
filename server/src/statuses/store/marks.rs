//! What members do to a status: favourites, bookmarks, reblogs, pins, muted conversations. Counters change only when a
//! row really came or went.

use crate::args;
use crate::db::Tx;
use crate::error::Result;

crate::statements! {
    FAVOURITE = "INSERT INTO favourites (id, account_id, status_id, created_at)
        SELECT $1, $2, s.id, $4 FROM statuses s WHERE s.id = $3 AND s.deleted_at IS NULL ON CONFLICT DO NOTHING";
    UNFAVOURITE = "DELETE FROM favourites WHERE account_id = $1 AND status_id = $2";
    MORE_FAVOURITES = "UPDATE statuses SET favourites_count = favourites_count + 1 WHERE id = $1";
    LESS_FAVOURITES = "UPDATE statuses SET favourites_count = favourites_count - 1 WHERE id = $1 AND favourites_count > 0";
    BOOKMARK = "INSERT INTO bookmarks (id, account_id, status_id, created_at)
        SELECT $1, $2, s.id, $4 FROM statuses s WHERE s.id = $3 AND s.deleted_at IS NULL ON CONFLICT DO NOTHING";
    UNBOOKMARK = "DELETE FROM bookmarks WHERE account_id = $1 AND status_id = $2";
    REBLOG = "INSERT INTO statuses (id, account_id, local, local_only, visibility, reblog_of_id, created_at)
        SELECT $1, $2, $3, s.local_only, $4, s.id, $6 FROM statuses s WHERE s.id = $5 AND s.deleted_at IS NULL ON CONFLICT DO NOTHING";
    MY_REBLOG = "SELECT id FROM statuses WHERE account_id = $1 AND reblog_of_id = $2 AND deleted_at IS NULL";
    MORE_REBLOGS = "UPDATE statuses SET reblogs_count = reblogs_count + 1 WHERE id = $1";
    FAN_OUT_REBLOG = "INSERT INTO home_feed (account_id, status_id)
        SELECT f.account_id, CAST($1 AS BIGINT) FROM follows f JOIN users u ON u.account_id = f.account_id
        WHERE f.target_id = $2 AND f.show_reblogs AND u.feed_built_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM list_accounts la JOIN lists l ON l.id = la.list_id
                WHERE la.account_id = $2 AND l.account_id = f.account_id AND l.exclusive)
            AND NOT EXISTS (SELECT 1 FROM home_feed h WHERE h.account_id = f.account_id AND h.status_id = $3)
            AND NOT EXISTS (SELECT 1 FROM statuses r JOIN home_feed h ON h.account_id = f.account_id AND h.status_id = r.id
                WHERE r.reblog_of_id = $3 AND r.deleted_at IS NULL)
        UNION ALL SELECT u.account_id, CAST($1 AS BIGINT) FROM users u WHERE u.account_id = $2
            AND NOT EXISTS (SELECT 1 FROM home_feed h WHERE h.account_id = u.account_id AND h.status_id = $3)
        ON CONFLICT DO NOTHING";
    FORGET_NEWS = "DELETE FROM notifications WHERE status_id = $1 AND from_account_id = $2 AND kind = $3";
    MUTE = "INSERT INTO conversation_mutes (account_id, conversation_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    UNMUTE = "DELETE FROM conversation_mutes WHERE account_id = $1 AND conversation_id = $2";
    PIN = "UPDATE statuses SET pinned_at = $3 WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL AND pinned_at IS NULL
        AND (SELECT count(*) FROM statuses p WHERE p.account_id = $2 AND p.pinned_at IS NOT NULL AND p.deleted_at IS NULL) < $4";
    UNPIN = "UPDATE statuses SET pinned_at = NULL WHERE id = $1 AND account_id = $2 AND pinned_at IS NOT NULL";
}

pub async fn favourite(tx: &mut Tx, row: i64, account: i64, status: i64, now: i64) -> Result<bool> {
    if tx.run(FAVOURITE, args![row, account, status, now]).await? == 0 {
        return Ok(false);
    }
    tx.run(MORE_FAVOURITES, args![status]).await?;
    Ok(true)
}

pub async fn unfavourite(tx: &mut Tx, account: i64, status: i64) -> Result<()> {
    if tx.run(UNFAVOURITE, args![account, status]).await? > 0 {
        tx.run(LESS_FAVOURITES, args![status]).await?;
        forget_news(tx, status, account, "favourite").await?;
    }
    Ok(())
}

pub async fn bookmark(tx: &mut Tx, row: i64, account: i64, status: i64, now: i64) -> Result<()> {
    tx.run(BOOKMARK, args![row, account, status, now]).await?;
    Ok(())
}

pub async fn unbookmark(tx: &mut Tx, account: i64, status: i64) -> Result<()> {
    tx.run(UNBOOKMARK, args![account, status]).await?;
    Ok(())
}

/// Writes the reblog with its counters; tells whether it is new.
pub async fn reblog(tx: &mut Tx, id: i64, account: i64, original: i64, visibility: i64, now: i64) -> Result<bool> {
    if tx.run(REBLOG, args![id, account, true, visibility, original, now]).await? == 0 {
        return Ok(false);
    }
    tx.run(MORE_REBLOGS, args![original]).await?;
    super::write::count_author(tx, account, now).await?;
    Ok(true)
}

pub async fn my_reblog(tx: &mut Tx, account: i64, original: i64) -> Result<Option<i64>> {
    tx.maybe(MY_REBLOG, args![account, original]).await
}

/// A reblog is new only to those who have neither the original nor another reblog of it in their feed.
pub async fn fan_out_reblog(tx: &mut Tx, id: i64, account: i64, original: i64) -> Result<()> {
    tx.run(FAN_OUT_REBLOG, args![id, account, original]).await?;
    Ok(())
}

/// What was told of an act that is undone.
pub async fn forget_news(tx: &mut Tx, status: i64, from: i64, kind: &str) -> Result<()> {
    tx.run(FORGET_NEWS, args![status, from, kind]).await?;
    Ok(())
}

pub async fn mute(tx: &mut Tx, account: i64, conversation: i64, now: i64) -> Result<()> {
    tx.run(MUTE, args![account, conversation, now]).await?;
    Ok(())
}

pub async fn unmute(tx: &mut Tx, account: i64, conversation: i64) -> Result<()> {
    tx.run(UNMUTE, args![account, conversation]).await?;
    Ok(())
}

/// Tells whether there was room.
pub async fn pin(tx: &mut Tx, status: i64, account: i64, now: i64, most: i64) -> Result<bool> {
    Ok(tx.run(PIN, args![status, account, now, most]).await? > 0)
}

pub async fn unpin(tx: &mut Tx, status: i64, account: i64) -> Result<()> {
    tx.run(UNPIN, args![status, account]).await?;
    Ok(())
}
