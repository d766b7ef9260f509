//! A status goes. Its row stays as a tombstone, so that threads keep their shape and its address is never used again.

use crate::args;
use crate::db::{FromRow, Row, Tx};
use crate::error::Result;

crate::statements! {
    OWN = "SELECT id, visibility, local, reblog_of_id, in_reply_to_id FROM statuses
        WHERE id = $1 AND account_id = $2 AND deleted_at IS NULL AND removed_at IS NULL";
    TAG_NAMES = "SELECT t.name FROM status_tags st JOIN tags t ON t.id = st.tag_id WHERE st.status_id = $1 ORDER BY t.name";
    REBLOGS = "SELECT id, account_id FROM statuses WHERE reblog_of_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT 200";
    LESS_REBLOGGERS = "UPDATE accounts SET statuses_count = statuses_count - 1 WHERE statuses_count > 0
        AND id IN (SELECT value FROM json_each($1))";
    END_REBLOGS = "UPDATE statuses SET deleted_at = $2, rev = rev + 1 WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL";
    END = "UPDATE statuses SET deleted_at = $2, text = '', content = '', spoiler_text = '', pinned_at = NULL, poll_id = NULL, has_media = $3,
        rev = rev + 1 WHERE id = $1 AND deleted_at IS NULL";
    PURGE = "UPDATE statuses SET deleted_at = $2, text = '', content = '', spoiler_text = '', pinned_at = NULL, has_media = $3,
        rev = rev + 1 WHERE id = $1 AND deleted_at IS NULL AND removed_at IS NOT NULL";
    LESS_STATUSES = "UPDATE accounts SET statuses_count = statuses_count - 1 WHERE id = $1 AND statuses_count > 0";
    LESS_REPLIES = "UPDATE statuses SET replies_count = replies_count - 1 WHERE id = $1 AND replies_count > 0";
    LESS_REBLOGS = "UPDATE statuses SET reblogs_count = reblogs_count - 1 WHERE id = $1 AND reblogs_count > 0";
    NO_MENTIONS = "DELETE FROM mentions WHERE status_id = $1";
    NO_TAGS = "DELETE FROM status_tags WHERE status_id = $1";
    NO_VERSIONS = "DELETE FROM status_edits WHERE status_id = $1";
    NO_POLL = "DELETE FROM polls WHERE status_id = $1";
    NO_FAVOURITES = "DELETE FROM favourites WHERE id IN (SELECT id FROM favourites WHERE status_id = $1 LIMIT 200)";
    NO_BOOKMARKS = "DELETE FROM bookmarks WHERE id IN (SELECT id FROM bookmarks WHERE status_id = $1 LIMIT 200)";
    NO_NOTIFICATIONS = "DELETE FROM notifications WHERE id IN (SELECT id FROM notifications WHERE status_id = $1 LIMIT 200)";
    NO_KEYS = "DELETE FROM idempotency_keys WHERE account_id = $1 AND status_id = $2";
    // Counted from now, so that whoever rewrites the status finds its files again before the sweep of unused ones.
    DETACH_MEDIA = "UPDATE media SET status_id = NULL, created_at = $2, updated_at = $2 WHERE status_id = $1";
    FILES = "SELECT file, thumbnail FROM media WHERE status_id = $1";
    DELETE_MEDIA = "DELETE FROM media WHERE status_id = $1";
}

/// What must be known of a status to undo what it did elsewhere.
pub struct Ending {
    pub id: i64,
    pub visibility: i64,
    pub local: bool,
    pub reblog_of_id: Option<i64>,
    pub in_reply_to_id: Option<i64>,
}

impl FromRow for Ending {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            visibility: c.take()?,
            local: c.take()?,
            reblog_of_id: c.take()?,
            in_reply_to_id: c.take()?,
        })
    }
}

pub async fn own(tx: &mut Tx, id: i64, account: i64) -> Result<Ending> {
    tx.one(OWN, args![id, account]).await
}

pub async fn tag_names(tx: &mut Tx, id: i64) -> Result<Vec<String>> {
    tx.all(TAG_NAMES, args![id]).await
}

/// Of each kind of thing that hangs on a status so many go in one transaction; a famous one needs several.
const SOME: usize = 200;

/// What was taken away from around a status.
pub struct Swept {
    /// (id, account) of reblogs that ended.
    pub reblogs: Vec<(i64, i64)>,
    /// Whether there may be more of anything.
    pub more: bool,
}

/// Takes away some of what others did with a status.
pub async fn sweep(tx: &mut Tx, status: i64, now: i64) -> Result<Swept> {
    let reblogs: Vec<(i64, i64)> = tx.all(REBLOGS, args![status]).await?;
    let mut more = reblogs.len() == SOME;
    if !reblogs.is_empty() {
        let (ids, accounts): (Vec<i64>, Vec<i64>) = reblogs.iter().copied().unzip();
        tx.run(END_REBLOGS, args![&ids, now]).await?;
        tx.run(LESS_REBLOGGERS, args![&accounts]).await?;
    }
    for sql in [NO_FAVOURITES, NO_BOOKMARKS, NO_NOTIFICATIONS] {
        more |= tx.run(sql, args![status]).await? == SOME as u64;
    }
    Ok(Swept { reblogs, more })
}

/// Leaves the tombstone and takes back what was counted.
pub async fn end(tx: &mut Tx, account: i64, status: &Ending, now: i64) -> Result<()> {
    tx.run(END, args![status.id, now, false]).await?;
    // The mirror image of what writing counted; statuses before accounts, as everywhere, so that nobody waits in a ring.
    if let Some(parent) = status.in_reply_to_id
        && status.visibility < 2
    {
        tx.run(LESS_REPLIES, args![parent]).await?;
    }
    if let Some(original) = status.reblog_of_id {
        tx.run(LESS_REBLOGS, args![original]).await?;
        super::marks::forget_news(tx, original, account, "reblog").await?;
    }
    if status.visibility < 3 {
        tx.run(LESS_STATUSES, args![account]).await?;
    }
    tx.run(NO_MENTIONS, args![status.id]).await?;
    tx.run(NO_TAGS, args![status.id]).await?;
    tx.run(NO_POLL, args![status.id]).await?;
    tx.run(NO_VERSIONS, args![status.id]).await?;
    tx.run(NO_KEYS, args![account, status.id]).await?;
    Ok(())
}

/// Leaves the tombstone of what was hidden before.
pub async fn purge(tx: &mut Tx, status: i64, now: i64) -> Result<()> {
    tx.run(PURGE, args![status, now, false]).await?;
    tx.run(NO_MENTIONS, args![status]).await?;
    tx.run(NO_TAGS, args![status]).await?;
    Ok(())
}

pub async fn detach_media(tx: &mut Tx, status: i64, now: i64) -> Result<()> {
    tx.run(DETACH_MEDIA, args![status, now]).await?;
    Ok(())
}

/// Returns the files that nothing refers to any more.
pub async fn delete_media(tx: &mut Tx, status: i64) -> Result<Vec<String>> {
    let files: Vec<(Option<String>, Option<String>)> = tx.all(FILES, args![status]).await?;
    tx.run(DELETE_MEDIA, args![status]).await?;
    Ok(files.into_iter().flat_map(|(file, thumbnail)| [file, thumbnail]).flatten().collect())
}
