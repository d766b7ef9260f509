use crate::args;
use crate::db::{FromRow, Reader, Row};
use crate::error::Result;

crate::statements! {
    FACTS = "SELECT s.account_id, coalesce(o.account_id, 0), s.visibility, s.local, s.local_only, s.has_media,
        s.reblog_of_id IS NOT NULL, s.in_reply_to_id IS NOT NULL AND s.in_reply_to_account_id <> s.account_id, a.silenced_at IS NOT NULL
        FROM statuses s JOIN accounts a ON a.id = s.account_id LEFT JOIN statuses o ON o.id = s.reblog_of_id
        WHERE s.id = $1 AND s.deleted_at IS NULL AND s.removed_at IS NULL AND a.suspended_at IS NULL AND a.deleted_at IS NULL";
    TAGS = "SELECT t.name FROM status_tags x JOIN tags t ON t.id = x.tag_id WHERE x.status_id = $1";
    IN_HOMES = "SELECT account_id, status_id FROM home_feed
        WHERE account_id IN (SELECT value FROM json_each($1)) AND status_id IN (SELECT value FROM json_each($2))";
    IN_LISTS = "SELECT list_id, status_id FROM list_feed
        WHERE list_id IN (SELECT value FROM json_each($1)) AND status_id IN (SELECT value FROM json_each($2))";
    FOLLOWERS = "SELECT account_id, target_id FROM follows
        WHERE account_id IN (SELECT value FROM json_each($1)) AND target_id IN (SELECT value FROM json_each($2))";
    QUARRELS = "SELECT account_id FROM blocks
            WHERE account_id IN (SELECT value FROM json_each($1)) AND target_id IN (SELECT value FROM json_each($2))
        UNION SELECT target_id FROM blocks
            WHERE target_id IN (SELECT value FROM json_each($1)) AND account_id IN (SELECT value FROM json_each($2))
        UNION SELECT account_id FROM mutes
            WHERE account_id IN (SELECT value FROM json_each($1)) AND target_id IN (SELECT value FROM json_each($2))
            AND (expires_at IS NULL OR expires_at > $3)
        UNION SELECT d.account_id FROM account_domain_blocks d JOIN accounts a ON a.domain = d.domain
            WHERE d.account_id IN (SELECT value FROM json_each($1)) AND a.id IN (SELECT value FROM json_each($2))";
}

/// What decides where a status appears.
pub(super) struct Facts {
    pub author: i64,
    /// Who wrote what is reblogged, or 0.
    pub original_author: i64,
    pub visibility: i64,
    pub local: bool,
    pub local_only: bool,
    pub has_media: bool,
    pub is_reblog: bool,
    pub answers_another: bool,
    pub silenced: bool,
}

impl FromRow for Facts {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            author: c.take()?,
            original_author: c.take()?,
            visibility: c.take()?,
            local: c.take()?,
            local_only: c.take()?,
            has_media: c.take()?,
            is_reblog: c.take()?,
            answers_another: c.take::<Option<bool>>()?.unwrap_or(false),
            silenced: c.take()?,
        })
    }
}

pub(super) async fn facts(reader: &mut Reader, id: i64) -> Result<Option<Facts>> {
    reader.maybe(FACTS, args![id]).await
}

pub(super) async fn tags(reader: &mut Reader, id: i64) -> Result<Vec<String>> {
    reader.all(TAGS, args![id]).await
}

/// (account, status): which of these homes hold which of these statuses.
pub(super) async fn in_homes(reader: &mut Reader, homes: &[i64], ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    reader.all(IN_HOMES, args![homes, ids]).await
}

/// (list, status): which of these lists hold which of these statuses.
pub(super) async fn in_lists(reader: &mut Reader, lists: &[i64], ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    if lists.is_empty() {
        return Ok(Vec::new());
    }
    reader.all(IN_LISTS, args![lists, ids]).await
}

/// (follower, author).
pub(super) async fn followers(reader: &mut Reader, homes: &[i64], authors: &[i64]) -> Result<Vec<(i64, i64)>> {
    reader.all(FOLLOWERS, args![homes, authors]).await
}

/// Those among the viewers who do not want to see these authors, or must not be seen by them.
pub(super) async fn quarrels(reader: &mut Reader, viewers: &[i64], authors: &[i64], now: i64) -> Result<Vec<i64>> {
    reader.all(QUARRELS, args![viewers, authors, now]).await
}
