use crate::args;
use crate::db::{Cells, FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::notifications::policy::{Facts, Policy, Rule};

macro_rules! policy {
    () => {
        "p.for_not_following, p.for_not_followers, p.for_new_accounts, p.for_private_mentions, p.for_limited_accounts"
    };
}

/// The messages that wait in the request `r`: counted up to a hundred, as nobody counts further.
macro_rules! waiting {
    () => {
        "SELECT 1 FROM notifications n WHERE n.account_id = r.account_id AND n.from_account_id = r.from_account_id
        AND n.filtered AND n.kind IN ('mention', 'quote')"
    };
}

crate::statements! {
    // The bits are the permissions to moderate.
    FACTS = ["SELECT ", policy!(), ", EXISTS (SELECT 1 FROM follows w WHERE w.account_id = $1 AND w.target_id = $2),
        (SELECT b.created_at FROM follows b WHERE b.account_id = $2 AND b.target_id = $1), f.created_at, f.silenced_at IS NOT NULL,
        EXISTS (SELECT 1 FROM notification_permissions m WHERE m.account_id = $1 AND m.from_account_id = $2),
        coalesce(f.domain IS NULL AND r.highlighted AND r.rank > coalesce(o.rank, -1) AND r.permissions & 1839037 <> 0, FALSE)
        FROM accounts f LEFT JOIN users u ON u.account_id = f.id LEFT JOIN roles r ON r.id = u.role_id
        LEFT JOIN users v ON v.account_id = $1 LEFT JOIN roles o ON o.id = v.role_id
        LEFT JOIN notification_policies p ON p.account_id = $1 WHERE f.id = $2"];
    // A private mention that answers no private word of the recipient to the sender, however far up.
    UNSOLICITED = "WITH RECURSIVE up (id, parent, depth) AS (
            SELECT s.id, s.in_reply_to_id, CAST(0 AS BIGINT) FROM statuses s WHERE s.id = $3
            UNION ALL SELECT s.id, s.in_reply_to_id, up.depth + 1 FROM up JOIN statuses s ON s.id = up.parent WHERE up.depth < 100)
        SELECT s.visibility = 3 AND NOT EXISTS (SELECT 1 FROM up JOIN statuses t ON t.id = up.id
            JOIN mentions m ON m.status_id = t.id AND m.account_id = $2 AND NOT m.silent
            WHERE t.account_id = $1 AND t.visibility = 3)
        FROM statuses s WHERE s.id = $3";
    REQUEST = "INSERT INTO notification_requests (id, account_id, from_account_id, last_status_id, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $5) ON CONFLICT (account_id, from_account_id)
        DO UPDATE SET last_status_id = excluded.last_status_id, updated_at = excluded.updated_at";
    POLICY = ["SELECT ", policy!(), " FROM notification_policies p WHERE p.account_id = $1"];
    SAVE = "INSERT INTO notification_policies (account_id, for_not_following, for_not_followers, for_new_accounts, for_private_mentions,
            for_limited_accounts, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (account_id) DO UPDATE SET for_not_following = excluded.for_not_following,
            for_not_followers = excluded.for_not_followers, for_new_accounts = excluded.for_new_accounts,
            for_private_mentions = excluded.for_private_mentions, for_limited_accounts = excluded.for_limited_accounts,
            updated_at = excluded.updated_at";
    SUMMARY = ["SELECT count(*), CAST(coalesce(sum(found.waiting), 0) AS BIGINT) FROM (
        SELECT (SELECT count(*) FROM (", waiting!(), " LIMIT 100) AS w) AS waiting
        FROM notification_requests r JOIN accounts f ON f.id = r.from_account_id
        WHERE r.account_id = $1 AND f.suspended_at IS NULL AND f.deleted_at IS NULL AND EXISTS (", waiting!(), ") LIMIT 100) AS found"];
    LIST = ["SELECT r.id, r.from_account_id, r.last_status_id, r.created_at, r.updated_at, (SELECT count(*) FROM (", waiting!(), " LIMIT 100) AS w)
        FROM notification_requests r JOIN accounts f ON f.id = r.from_account_id
        WHERE r.account_id = $1 AND r.id < $2 AND r.id > $3 AND f.suspended_at IS NULL AND f.deleted_at IS NULL
        AND EXISTS (", waiting!(), ") ORDER BY r.id DESC LIMIT $4 + 0"];
    LIST_UP = ["SELECT r.id, r.from_account_id, r.last_status_id, r.created_at, r.updated_at, (SELECT count(*) FROM (", waiting!(), " LIMIT 100) AS w)
        FROM notification_requests r JOIN accounts f ON f.id = r.from_account_id
        WHERE r.account_id = $1 AND r.id < $2 AND r.id > $3 AND f.suspended_at IS NULL AND f.deleted_at IS NULL
        AND EXISTS (", waiting!(), ") ORDER BY r.id LIMIT $4 + 0"];
    ONE = ["SELECT r.id, r.from_account_id, r.last_status_id, r.created_at, r.updated_at, (SELECT count(*) FROM (", waiting!(), " LIMIT 100) AS w)
        FROM notification_requests r WHERE r.account_id = $1 AND r.id = $2"];
    SENDERS = "SELECT id, from_account_id FROM notification_requests WHERE account_id = $1 AND id IN (SELECT value FROM json_each($2)) ORDER BY id";
    PERMIT = "INSERT INTO notification_permissions (account_id, from_account_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    END = "DELETE FROM notification_requests WHERE account_id = $1 AND from_account_id = $2";
    PRIVATE = "SELECT s.id, s.conversation_id FROM notifications n JOIN statuses s ON s.id = n.status_id
        WHERE n.account_id = $1 AND n.from_account_id = $2 AND n.filtered AND n.kind = 'mention' AND s.visibility = 3 AND s.deleted_at IS NULL
        AND s.conversation_id IS NOT NULL AND n.id IN (SELECT x.id FROM notifications x WHERE x.account_id = $1 AND x.from_account_id = $2
            AND x.filtered ORDER BY x.id LIMIT $3 + 0) ORDER BY n.id";
    MENTIONED = "SELECT account_id FROM mentions WHERE status_id = $1 AND NOT silent";
    LET_IN = "UPDATE notifications SET filtered = FALSE WHERE id IN (SELECT x.id FROM notifications x WHERE x.account_id = $1
        AND x.from_account_id = $2 AND x.filtered ORDER BY x.id LIMIT $3 + 0)";
    THROW_OUT = "DELETE FROM notifications WHERE id IN (SELECT x.id FROM notifications x WHERE x.account_id = $1
        AND x.from_account_id = $2 AND x.filtered ORDER BY x.id LIMIT $3 + 0)";
    MERGING = "SELECT EXISTS (SELECT 1 FROM jobs WHERE unique_key >= $1 AND unique_key < $2)";
}

fn read_policy(c: &mut Cells<'_>) -> Result<Policy> {
    let mut rule = || -> Result<Option<Rule>> { Ok(c.take::<Option<String>>()?.as_deref().and_then(Rule::parse)) };
    let default = Policy::default();
    Ok(Policy {
        not_following: rule()?.unwrap_or(default.not_following),
        not_followers: rule()?.unwrap_or(default.not_followers),
        new_accounts: rule()?.unwrap_or(default.new_accounts),
        private_mentions: rule()?.unwrap_or(default.private_mentions),
        limited_accounts: rule()?.unwrap_or(default.limited_accounts),
    })
}

impl FromRow for Policy {
    fn from_row(row: &Row) -> Result<Self> {
        read_policy(&mut row.cells())
    }
}

impl FromRow for Facts {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            policy: read_policy(&mut c)?,
            followed: c.take()?,
            follower_since: c.take()?,
            created_at: c.take()?,
            limited: c.take()?,
            permitted: c.take()?,
            staff: c.take()?,
        })
    }
}

/// A request, with how many messages wait in it.
#[derive(Debug, Clone)]
pub(in crate::notifications) struct Request {
    pub id: i64,
    pub from: i64,
    pub last_status: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub waiting: i64,
}

impl FromRow for Request {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            from: c.take()?,
            last_status: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            waiting: c.take()?,
        })
    }
}

pub(in crate::notifications) async fn facts(tx: &mut Tx, to: i64, from: i64) -> Result<Option<Facts>> {
    tx.maybe(FACTS, args![to, from]).await
}

pub(in crate::notifications) async fn unsolicited(tx: &mut Tx, to: i64, from: i64, status: i64) -> Result<bool> {
    Ok(tx.maybe(UNSOLICITED, args![to, from, status]).await?.unwrap_or(false))
}

pub(in crate::notifications) async fn request(
    tx: &mut Tx,
    id: i64,
    to: i64,
    from: i64,
    status: i64,
    now: i64,
) -> Result<()> {
    tx.run(REQUEST, args![id, to, from, status, now]).await?;
    Ok(())
}

pub(in crate::notifications) async fn policy(reader: &mut Reader, me: i64) -> Result<Policy> {
    Ok(reader.maybe(POLICY, args![me]).await?.unwrap_or_default())
}

pub(in crate::notifications) async fn policy_in(tx: &mut Tx, me: i64) -> Result<Policy> {
    Ok(tx.maybe(POLICY, args![me]).await?.unwrap_or_default())
}

pub(in crate::notifications) async fn save(tx: &mut Tx, me: i64, policy: &Policy, now: i64) -> Result<()> {
    let args = args![
        me,
        policy.not_following.name(),
        policy.not_followers.name(),
        policy.new_accounts.name(),
        policy.private_mentions.name(),
        policy.limited_accounts.name(),
        now
    ];
    tx.run(SAVE, args).await?;
    Ok(())
}

/// (requests, messages), the former up to a hundred.
pub(in crate::notifications) async fn summary(reader: &mut Reader, me: i64) -> Result<(i64, i64)> {
    reader.one(SUMMARY, args![me]).await
}

pub(in crate::notifications) async fn requests(
    reader: &mut Reader,
    me: i64,
    page: &crate::web::page::Page,
) -> Result<Vec<Request>> {
    let sql = if page.ascending() { LIST_UP } else { LIST };
    Ok(page.order(reader.all(sql, args![me, page.below(), page.above(), page.limit]).await?))
}

pub(in crate::notifications) async fn one(reader: &mut Reader, me: i64, id: i64) -> Result<Request> {
    reader.one(ONE, args![me, id]).await
}

/// (request, sender) of those among the ids that are this member's.
pub(in crate::notifications) async fn senders(reader: &mut Reader, me: i64, ids: &[i64]) -> Result<Vec<(i64, i64)>> {
    reader.all(SENDERS, args![me, ids]).await
}

pub(in crate::notifications) async fn permit(tx: &mut Tx, me: i64, from: i64, now: i64) -> Result<()> {
    tx.run(PERMIT, args![me, from, now]).await?;
    Ok(())
}

pub(in crate::notifications) async fn end(tx: &mut Tx, me: i64, from: i64) -> Result<()> {
    tx.run(END, args![me, from]).await?;
    Ok(())
}

/// (status, conversation) of the private mentions among the next filtered notifications, the oldest first.
pub(in crate::notifications) async fn private(tx: &mut Tx, me: i64, from: i64, most: i64) -> Result<Vec<(i64, i64)>> {
    tx.all(PRIVATE, args![me, from, most]).await
}

pub(in crate::notifications) async fn mentioned(tx: &mut Tx, status: i64) -> Result<Vec<i64>> {
    tx.all(MENTIONED, args![status]).await
}

/// The next filtered notifications come into the list. Tells how many.
pub(in crate::notifications) async fn let_in(tx: &mut Tx, me: i64, from: i64, most: i64) -> Result<u64> {
    tx.run(LET_IN, args![me, from, most]).await
}

/// The next filtered notifications go. Tells how many.
pub(in crate::notifications) async fn throw_out(tx: &mut Tx, me: i64, from: i64, most: i64) -> Result<u64> {
    tx.run(THROW_OUT, args![me, from, most]).await
}

/// Whether jobs with keys from `from` on and below `to` wait.
pub(in crate::notifications) async fn merging(reader: &mut Reader, from: &str, to: &str) -> Result<bool> {
    reader.one(MERGING, args![from, to]).await
}
