use super::Target;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::web::page::Page;

crate::statements! {
    TARGET = "SELECT a.id, a.domain, a.locked, a.moved_to_id, a.suspended_at,
        EXISTS (SELECT 1 FROM blocks b WHERE (b.account_id = $1 AND b.target_id = $2) OR (b.account_id = $2 AND b.target_id = $1)),
        EXISTS (SELECT 1 FROM accounts me WHERE me.id = $1 AND me.silenced_at IS NOT NULL)
        FROM accounts a WHERE a.id = $2 AND a.deleted_at IS NULL";
    BETWEEN = "SELECT a.id, f.id IS NOT NULL, coalesce(f.show_reblogs, r.show_reblogs), coalesce(f.notify, r.notify),
        coalesce(f.languages, r.languages), back.id IS NOT NULL, b.id IS NOT NULL, bb.id IS NOT NULL, m.id IS NOT NULL,
        m.hide_notifications, m.expires_at, r.id IS NOT NULL, rb.id IS NOT NULL, d.domain IS NOT NULL, e.id IS NOT NULL, n.comment
        FROM accounts a
        LEFT JOIN follows f ON f.account_id = $1 AND f.target_id = a.id
        LEFT JOIN follow_requests r ON r.account_id = $1 AND r.target_id = a.id
        LEFT JOIN follows back ON back.account_id = a.id AND back.target_id = $1
        LEFT JOIN follow_requests rb ON rb.account_id = a.id AND rb.target_id = $1
        LEFT JOIN blocks b ON b.account_id = $1 AND b.target_id = a.id
        LEFT JOIN blocks bb ON bb.account_id = a.id AND bb.target_id = $1
        LEFT JOIN mutes m ON m.account_id = $1 AND m.target_id = a.id AND (m.expires_at IS NULL OR m.expires_at > $2)
        LEFT JOIN account_domain_blocks d ON d.account_id = $1 AND d.domain = a.domain
        LEFT JOIN endorsements e ON e.account_id = $1 AND e.target_id = a.id
        LEFT JOIN account_notes n ON n.account_id = $1 AND n.target_id = a.id
        WHERE a.id IN (SELECT value FROM json_each($3)) AND a.deleted_at IS NULL AND (a.suspended_at IS NULL OR $4)";

    FOLLOW = "INSERT INTO follows (id, account_id, target_id, show_reblogs, notify, languages, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    REQUEST = "INSERT INTO follow_requests (id, account_id, target_id, show_reblogs, notify, languages, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    CHANGE_FOLLOW = "UPDATE follows SET show_reblogs = coalesce($3, show_reblogs), notify = coalesce($4, notify),
        languages = CASE WHEN $5 THEN $6 ELSE languages END WHERE account_id = $1 AND target_id = $2";
    CHANGE_REQUEST = "UPDATE follow_requests SET show_reblogs = coalesce($3, show_reblogs), notify = coalesce($4, notify),
        languages = CASE WHEN $5 THEN $6 ELSE languages END WHERE account_id = $1 AND target_id = $2";
    ACCEPT = "INSERT INTO follows (id, account_id, target_id, show_reblogs, notify, languages, uri, created_at)
        SELECT $1, account_id, target_id, show_reblogs, notify, languages, uri, $4 FROM follow_requests
        WHERE account_id = $2 AND target_id = $3 ON CONFLICT DO NOTHING";
    UNFOLLOW = "DELETE FROM follows WHERE account_id = $1 AND target_id = $2";
    WITHDRAW = "DELETE FROM follow_requests WHERE account_id = $1 AND target_id = $2";
    COUNT_FOLLOWER = "UPDATE accounts SET followers_count = followers_count + $2, rev = rev + 1 WHERE id = $1 AND followers_count + $2 >= 0";
    COUNT_FOLLOWING = "UPDATE accounts SET following_count = following_count + $2, rev = rev + 1 WHERE id = $1 AND following_count + $2 >= 0";

    BLOCK = "INSERT INTO blocks (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    UNBLOCK = "DELETE FROM blocks WHERE account_id = $1 AND target_id = $2";
    MUTE = "INSERT INTO mutes (id, account_id, target_id, hide_notifications, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id, target_id) DO UPDATE SET hide_notifications = excluded.hide_notifications, expires_at = excluded.expires_at";
    UNMUTE = "DELETE FROM mutes WHERE account_id = $1 AND target_id = $2";
    NOTE = "INSERT INTO account_notes (account_id, target_id, comment, updated_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, target_id) DO UPDATE SET comment = excluded.comment, updated_at = excluded.updated_at";
    NO_NOTE = "DELETE FROM account_notes WHERE account_id = $1 AND target_id = $2";
    FORGET_NOTIFICATIONS = "DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2";
    FORGET_FOLLOW = "DELETE FROM notifications WHERE account_id = $1 AND from_account_id = $2 AND kind IN ('follow', 'follow_request')";

    /// The time is the list's cursor: no two of a member's are the same.
    BLOCK_DOMAIN = "INSERT INTO account_domain_blocks (account_id, domain, created_at)
        SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CASE WHEN last.at >= $3 THEN last.at + 1 ELSE $3 END
        FROM (SELECT coalesce(max(created_at), 0) AS at FROM account_domain_blocks WHERE account_id = $1) AS last
        WHERE true ON CONFLICT DO NOTHING";
    UNBLOCK_DOMAIN = "DELETE FROM account_domain_blocks WHERE account_id = $1 AND domain = $2";
    /// Follows either way and requests to follow the member, as (follower, followed, whether it is a follow).
    TIES = "SELECT f.account_id, f.target_id, TRUE FROM follows f JOIN accounts a ON a.id = f.target_id WHERE f.account_id = $1 AND a.domain = $2
        UNION ALL SELECT f.account_id, f.target_id, TRUE FROM follows f JOIN accounts a ON a.id = f.account_id WHERE f.target_id = $1 AND a.domain = $2
        UNION ALL SELECT r.account_id, r.target_id, FALSE FROM follow_requests r JOIN accounts a ON a.id = r.account_id
            WHERE r.target_id = $1 AND a.domain = $2 LIMIT $3 + 0";
    BLOCKS_DOMAIN = "SELECT EXISTS (SELECT 1 FROM account_domain_blocks WHERE account_id = $1 AND domain = $2)";
    COUNT_DOMAIN = "SELECT (SELECT count(*) FROM follows f JOIN accounts a ON a.id = f.target_id WHERE f.account_id = $1 AND a.domain = $2),
        (SELECT count(*) FROM follows f JOIN accounts a ON a.id = f.account_id WHERE f.target_id = $1 AND a.domain = $2)";
    DOMAINS = "SELECT created_at, domain FROM account_domain_blocks WHERE account_id = $1 AND created_at < $2 AND created_at > $3
        ORDER BY created_at DESC LIMIT $4 + 0";
    DOMAINS_UP = "SELECT created_at, domain FROM account_domain_blocks WHERE account_id = $1 AND created_at < $2 AND created_at > $3
        ORDER BY created_at LIMIT $4 + 0";

    REQUESTS = "SELECT r.id, r.account_id FROM follow_requests r JOIN accounts a ON a.id = r.account_id
        WHERE r.target_id = $1 AND r.id < $2 AND r.id > $3 AND a.suspended_at IS NULL AND a.deleted_at IS NULL
        ORDER BY r.id DESC LIMIT $4 + 0";
    REQUESTS_UP = "SELECT r.id, r.account_id FROM follow_requests r JOIN accounts a ON a.id = r.account_id
        WHERE r.target_id = $1 AND r.id < $2 AND r.id > $3 AND a.suspended_at IS NULL AND a.deleted_at IS NULL
        ORDER BY r.id LIMIT $4 + 0";
    BLOCKS = "SELECT b.id, b.target_id FROM blocks b JOIN accounts a ON a.id = b.target_id
        WHERE b.account_id = $1 AND b.id < $2 AND b.id > $3 AND a.deleted_at IS NULL ORDER BY b.id DESC LIMIT $4 + 0";
    BLOCKS_UP = "SELECT b.id, b.target_id FROM blocks b JOIN accounts a ON a.id = b.target_id
        WHERE b.account_id = $1 AND b.id < $2 AND b.id > $3 AND a.deleted_at IS NULL ORDER BY b.id LIMIT $4 + 0";
    MUTES = "SELECT m.id, m.target_id, m.expires_at FROM mutes m JOIN accounts a ON a.id = m.target_id
        WHERE m.account_id = $1 AND m.id < $2 AND m.id > $3 AND (m.expires_at IS NULL OR m.expires_at > $4) AND a.deleted_at IS NULL
        ORDER BY m.id DESC LIMIT $5 + 0";
    MUTES_UP = "SELECT m.id, m.target_id, m.expires_at FROM mutes m JOIN accounts a ON a.id = m.target_id
        WHERE m.account_id = $1 AND m.id < $2 AND m.id > $3 AND (m.expires_at IS NULL OR m.expires_at > $4) AND a.deleted_at IS NULL
        ORDER BY m.id LIMIT $5 + 0";

    /// What the follower would have found in the feed: newest first, replies only to people they follow.
    FEED_FILL = "INSERT INTO home_feed (account_id, status_id)
        SELECT $1, found.id FROM (
            SELECT s.id FROM statuses s JOIN follows w ON w.account_id = $1 AND w.target_id = $2
            WHERE s.account_id = $2 AND s.deleted_at IS NULL AND s.removed_at IS NULL AND s.visibility < 3
            AND (s.reblog_of_id IS NULL OR w.show_reblogs)
            AND (w.languages IS NULL OR s.language IS NULL OR replace(w.languages, '\"' || s.language || '\"', '') <> w.languages)
            AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN ($1, $2)
                OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = s.in_reply_to_account_id))
            ORDER BY s.id DESC LIMIT 40) AS found
        WHERE true ON CONFLICT DO NOTHING";
    FEED_DROP_AUTHOR = "DELETE FROM home_feed WHERE account_id = $1 AND status_id IN
        (SELECT h.status_id FROM home_feed h JOIN statuses s ON s.id = h.status_id WHERE h.account_id = $1 AND s.account_id = $2)";
    FEED_DROP_BLOCKED = "DELETE FROM home_feed WHERE account_id = $1 AND status_id IN
        (SELECT h.status_id FROM home_feed h JOIN statuses s ON s.id = h.status_id LEFT JOIN statuses o ON o.id = s.reblog_of_id
        WHERE h.account_id = $1 AND (s.account_id = $2 OR o.account_id = $2))";
    FEED_TRIM = "DELETE FROM home_feed WHERE account_id = $1 AND status_id <=
        (SELECT status_id FROM home_feed WHERE account_id = $1 ORDER BY status_id DESC LIMIT 1 OFFSET 800)";
    FEED_LONG = "SELECT account_id FROM home_feed GROUP BY account_id HAVING count(*) > 900";
    /// The newest of everybody whom they follow, and their own: what the fan-out would have written.
    FEED_BUILD = "INSERT INTO home_feed (account_id, status_id)
        SELECT $1, found.id FROM (
            SELECT s.id FROM statuses s LEFT JOIN follows w ON w.account_id = $1 AND w.target_id = s.account_id
            WHERE s.id > $2 AND (w.id IS NOT NULL OR s.account_id = $1)
            AND s.deleted_at IS NULL AND s.removed_at IS NULL AND s.visibility < 3
            AND (s.reblog_of_id IS NULL OR w.show_reblogs OR s.account_id = $1)
            AND (w.languages IS NULL OR s.language IS NULL OR replace(w.languages, '\"' || s.language || '\"', '') <> w.languages)
            AND (s.in_reply_to_account_id IS NULL OR s.in_reply_to_account_id IN ($1, s.account_id)
                OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = s.in_reply_to_account_id))
            AND NOT EXISTS (SELECT 1 FROM list_accounts la JOIN lists l ON l.id = la.list_id
                WHERE la.account_id = s.account_id AND l.account_id = $1 AND l.exclusive)
            ORDER BY s.id DESC LIMIT 400) AS found
        WHERE true ON CONFLICT DO NOTHING";
    FEED_BUILT = "UPDATE users SET feed_built_at = $2 WHERE account_id = $1";
    FEED_DROP = "DELETE FROM home_feed WHERE account_id = $1";
    ABSENT = "SELECT account_id FROM users WHERE feed_built_at IS NOT NULL AND coalesce(last_active_at, created_at) < $1 LIMIT 500";
}

pub(super) async fn target(reader: &mut Reader, me: i64, id: i64) -> Result<Target> {
    reader.one(TARGET, args![me, id]).await
}

pub(super) struct Between {
    pub id: i64,
    pub following: bool,
    pub show_reblogs: Option<bool>,
    pub notify: Option<bool>,
    pub languages: Option<String>,
    pub followed_by: bool,
    pub blocking: bool,
    pub blocked_by: bool,
    pub muting: bool,
    pub hide_notifications: Option<bool>,
    pub mute_expires_at: Option<i64>,
    pub requested: bool,
    pub requested_by: bool,
    pub domain_blocking: bool,
    pub endorsed: bool,
    pub note: Option<String>,
}

impl FromRow for Between {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            following: c.take()?,
            show_reblogs: c.take()?,
            notify: c.take()?,
            languages: c.take()?,
            followed_by: c.take()?,
            blocking: c.take()?,
            blocked_by: c.take()?,
            muting: c.take()?,
            hide_notifications: c.take()?,
            mute_expires_at: c.take()?,
            requested: c.take()?,
            requested_by: c.take()?,
            domain_blocking: c.take()?,
            endorsed: c.take()?,
            note: c.take()?,
        })
    }
}

pub(super) async fn between(
    reader: &mut Reader,
    me: i64,
    now: i64,
    ids: &[i64],
    with_suspended: bool,
) -> Result<Vec<Between>> {
    reader.all(BETWEEN, args![me, now, ids, with_suspended]).await
}

/// What a follower asks for; what is not given keeps its value, or starts with Mastodon's.
#[derive(Debug, Clone, Default)]
pub struct Options {
    pub reblogs: Option<bool>,
    pub notify: Option<bool>,
    pub languages: Option<Vec<String>>,
}

impl Options {
    /// The list as stored: none means all languages.
    fn languages_json(&self) -> Option<String> {
        let list = self.languages.as_ref().filter(|list| !list.is_empty())?;
        serde_json::to_string(list).ok()
    }
}

/// The two tables of follows have the same columns.
#[derive(Clone, Copy)]
pub(super) enum Table {
    Follows,
    Requests,
}

pub(super) async fn change(tx: &mut Tx, table: Table, me: i64, target: i64, options: &Options) -> Result<bool> {
    let sql = match table {
        Table::Follows => CHANGE_FOLLOW,
        Table::Requests => CHANGE_REQUEST,
    };
    let given = options.languages.is_some();
    let languages = options.languages_json();
    Ok(tx.run(sql, args![me, target, options.reblogs, options.notify, given, &languages]).await? > 0)
}

pub(super) async fn add(
    tx: &mut Tx,
    table: Table,
    (id, now): (i64, i64),
    me: i64,
    target: i64,
    options: &Options,
) -> Result<bool> {
    let sql = match table {
        Table::Follows => FOLLOW,
        Table::Requests => REQUEST,
    };
    let (reblogs, notify) = (options.reblogs.unwrap_or(true), options.notify.unwrap_or(false));
    let languages = options.languages_json();
    Ok(tx.run(sql, args![id, me, target, reblogs, notify, &languages, now]).await? > 0)
}

/// Turns a request into a follow.
pub(super) async fn accept(tx: &mut Tx, (id, now): (i64, i64), follower: i64, me: i64) -> Result<bool> {
    Ok(tx.run(ACCEPT, args![id, follower, me, now]).await? > 0)
}

pub(super) async fn unfollow(tx: &mut Tx, me: i64, target: i64) -> Result<bool> {
    Ok(tx.run(UNFOLLOW, args![me, target]).await? > 0)
}

pub(super) async fn withdraw(tx: &mut Tx, me: i64, target: i64) -> Result<bool> {
    Ok(tx.run(WITHDRAW, args![me, target]).await? > 0)
}

pub(super) async fn count(tx: &mut Tx, follower: i64, target: i64, by: i64) -> Result<()> {
    tx.run(COUNT_FOLLOWING, args![follower, by]).await?;
    tx.run(COUNT_FOLLOWER, args![target, by]).await?;
    Ok(())
}

pub(super) async fn block(tx: &mut Tx, (id, now): (i64, i64), me: i64, target: i64) -> Result<bool> {
    Ok(tx.run(BLOCK, args![id, me, target, now]).await? > 0)
}

pub(super) async fn unblock(tx: &mut Tx, me: i64, target: i64) -> Result<bool> {
    Ok(tx.run(UNBLOCK, args![me, target]).await? > 0)
}

pub(super) async fn mute(
    tx: &mut Tx,
    (id, now): (i64, i64),
    me: i64,
    target: i64,
    hide_notifications: bool,
    expires_at: Option<i64>,
) -> Result<()> {
    tx.run(MUTE, args![id, me, target, hide_notifications, expires_at, now]).await?;
    Ok(())
}

pub(super) async fn unmute(tx: &mut Tx, me: i64, target: i64) -> Result<bool> {
    Ok(tx.run(UNMUTE, args![me, target]).await? > 0)
}

pub(super) async fn note(tx: &mut Tx, me: i64, target: i64, comment: &str, now: i64) -> Result<()> {
    if comment.is_empty() {
        tx.run(NO_NOTE, args![me, target]).await?;
    } else {
        tx.run(NOTE, args![me, target, comment, now]).await?;
    }
    Ok(())
}

/// Everything that `from` caused among the notifications of `account`.
pub(super) async fn forget_notifications(tx: &mut Tx, account: i64, from: i64) -> Result<()> {
    tx.run(FORGET_NOTIFICATIONS, args![account, from]).await?;
    Ok(())
}

/// A follow that is taken back is not reported any more.
pub(super) async fn forget_follow(tx: &mut Tx, account: i64, from: i64) -> Result<()> {
    tx.run(FORGET_FOLLOW, args![account, from]).await?;
    Ok(())
}

pub(super) async fn block_domain(tx: &mut Tx, me: i64, domain: &str, now: i64) -> Result<()> {
    tx.run(BLOCK_DOMAIN, args![me, domain, now]).await?;
    Ok(())
}

pub(super) async fn unblock_domain(tx: &mut Tx, me: i64, domain: &str) -> Result<()> {
    tx.run(UNBLOCK_DOMAIN, args![me, domain]).await?;
    Ok(())
}

/// Some of what ties the member to the people of a server.
pub(super) async fn ties(tx: &mut Tx, me: i64, domain: &str, most: i64) -> Result<Vec<(i64, i64, bool)>> {
    tx.all(TIES, args![me, domain, most]).await
}

pub(super) async fn blocks_domain(tx: &mut Tx, me: i64, domain: &str) -> Result<bool> {
    tx.one(BLOCKS_DOMAIN, args![me, domain]).await
}

/// (followed, followers) of the member on a server.
pub(super) async fn count_domain(reader: &mut Reader, me: i64, domain: &str) -> Result<(i64, i64)> {
    reader.one(COUNT_DOMAIN, args![me, domain]).await
}

pub(super) async fn domains(reader: &mut Reader, me: i64, page: &Page) -> Result<Vec<(i64, String)>> {
    let sql = if page.ascending() { DOMAINS_UP } else { DOMAINS };
    Ok(page.order(reader.all(sql, args![me, page.below(), page.above(), page.limit]).await?))
}

/// Who asks to follow: (cursor, account).
pub(super) async fn requests(reader: &mut Reader, me: i64, page: &Page) -> Result<Vec<(i64, i64)>> {
    let sql = if page.ascending() { REQUESTS_UP } else { REQUESTS };
    Ok(page.order(reader.all(sql, args![me, page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn blocks(reader: &mut Reader, me: i64, page: &Page) -> Result<Vec<(i64, i64)>> {
    let sql = if page.ascending() { BLOCKS_UP } else { BLOCKS };
    Ok(page.order(reader.all(sql, args![me, page.below(), page.above(), page.limit]).await?))
}

/// (cursor, account, until when).
pub(super) async fn mutes(reader: &mut Reader, me: i64, now: i64, page: &Page) -> Result<Vec<(i64, i64, Option<i64>)>> {
    let sql = if page.ascending() { MUTES_UP } else { MUTES };
    Ok(page.order(reader.all(sql, args![me, page.below(), page.above(), now, page.limit]).await?))
}

pub(super) async fn feed_fill(tx: &mut Tx, me: i64, author: i64) -> Result<()> {
    tx.run(FEED_FILL, args![me, author]).await?;
    Ok(())
}

pub(super) async fn feed_drop(tx: &mut Tx, me: i64, author: i64, also_reblogged: bool) -> Result<()> {
    tx.run(if also_reblogged { FEED_DROP_BLOCKED } else { FEED_DROP_AUTHOR }, args![me, author]).await?;
    Ok(())
}

pub(super) async fn feed_trim(tx: &mut Tx, me: i64) -> Result<u64> {
    tx.run(FEED_TRIM, args![me]).await
}

/// Writes a whole feed of what is newer than the status `above`.
pub(super) async fn feed_build(tx: &mut Tx, me: i64, above: i64, now: i64) -> Result<()> {
    tx.run(FEED_BUILD, args![me, above]).await?;
    tx.run(FEED_BUILT, args![me, now]).await?;
    Ok(())
}

/// Nothing is written to it any more until it is built again.
pub(super) async fn feed_end(tx: &mut Tx, me: i64) -> Result<()> {
    tx.run(FEED_BUILT, args![me, None::<i64>]).await?;
    tx.run(FEED_DROP, args![me]).await?;
    Ok(())
}

/// Members with a feed who were not here since.
pub(super) async fn absent(reader: &mut Reader, since: i64) -> Result<Vec<i64>> {
    reader.all(ABSENT, args![since]).await
}

pub(super) async fn feed_long(reader: &mut Reader) -> Result<Vec<i64>> {
    reader.all(FEED_LONG, &[]).await
}
