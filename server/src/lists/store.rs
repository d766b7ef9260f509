use super::feed::Entry;
use crate::args;
use crate::db::{FromRow, Reader, Row as Found, Tx};
use crate::error::Result;
use crate::web::page::Page;

/// Of the author's statuses, what a list shows of them. `s` is the status, `l` the list.
macro_rules! belongs {
    ($status:literal, $author:literal, $visibility:literal, $reply_to:literal, $is_reblog:literal) => {
        concat!(
            "(l.account_id = ",
            $author,
            " OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = l.account_id AND f.target_id = ",
            $author,
            " AND (NOT ",
            $is_reblog,
            " OR f.show_reblogs)))
            AND (",
            $visibility,
            " < 3 OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = ",
            $status,
            " AND m.account_id = l.account_id))
            AND (CAST(",
            $reply_to,
            " AS BIGINT) IS NULL OR ",
            $reply_to,
            " IN (",
            $author,
            ", l.account_id) OR (l.replies_policy <> 'none'
                AND EXISTS (SELECT 1 FROM follows g WHERE g.account_id = l.account_id AND g.target_id = ",
            $reply_to,
            ")
                AND (l.replies_policy = 'followed'
                    OR EXISTS (SELECT 1 FROM list_accounts o WHERE o.list_id = l.id AND o.account_id = ",
            $reply_to,
            "))))"
        )
    };
}

crate::statements! {
    ONE = "SELECT id, title, replies_policy, exclusive FROM lists WHERE account_id = $1 AND id = $2";
    ALL = "SELECT id, title, replies_policy, exclusive FROM lists WHERE account_id = $1 ORDER BY id";
    HOLDING = "SELECT l.id, l.title, l.replies_policy, l.exclusive FROM list_accounts m JOIN lists l ON l.id = m.list_id
        WHERE m.account_id = $2 AND l.account_id = $1 ORDER BY l.id";
    HOLDING_IDS = "SELECT l.id FROM list_accounts m JOIN lists l ON l.id = m.list_id WHERE m.account_id = $2 AND l.account_id = $1";
    ACCOUNT = "SELECT id FROM accounts WHERE id = $1 AND deleted_at IS NULL";
    ADD = "INSERT INTO lists (id, account_id, title, replies_policy, exclusive, created_at) SELECT $1, $2, $3, $4, $5, $6
        WHERE (SELECT count(*) FROM lists WHERE account_id = $2) < $7";
    CHANGE = "UPDATE lists SET title = $2, replies_policy = $3, exclusive = $4 WHERE id = $1";
    DELETE = "DELETE FROM lists WHERE id = $1";
    MEMBERS = "SELECT m.id, m.account_id FROM list_accounts m JOIN accounts a ON a.id = m.account_id
        WHERE m.list_id = $1 AND m.id < $2 AND m.id > $3 AND a.suspended_at IS NULL AND a.deleted_at IS NULL ORDER BY m.id DESC LIMIT $4 + 0";
    MEMBERS_UP = "SELECT m.id, m.account_id FROM list_accounts m JOIN accounts a ON a.id = m.account_id
        WHERE m.list_id = $1 AND m.id < $2 AND m.id > $3 AND a.suspended_at IS NULL AND a.deleted_at IS NULL ORDER BY m.id LIMIT $4 + 0";
    MEMBER_IDS = "SELECT account_id FROM list_accounts WHERE list_id = $1";
    ELIGIBLE = "SELECT a.id FROM accounts a WHERE a.id IN (SELECT value FROM json_each($2)) AND a.deleted_at IS NULL AND (a.id = $1
        OR EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = a.id)
        OR EXISTS (SELECT 1 FROM follow_requests r WHERE r.account_id = $1 AND r.target_id = a.id))";
    JOIN = "INSERT INTO list_accounts (id, list_id, account_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    LEAVE = "DELETE FROM list_accounts WHERE list_id = $1 AND account_id = $2";
    FEED_PUSH = ["INSERT INTO list_feed (list_id, status_id) SELECT l.id, CAST($1 AS BIGINT)
        FROM list_accounts la JOIN lists l ON l.id = la.list_id WHERE la.account_id = $2 AND ", belongs!("$1", "$2", "$3", "$4", "$5"),
        " ON CONFLICT DO NOTHING"];
    FEED_FILL = ["INSERT INTO list_feed (list_id, status_id) SELECT $1, found.id FROM (
            SELECT s.id FROM statuses s JOIN lists l ON l.id = $1
            WHERE s.account_id = $2 AND s.deleted_at IS NULL AND s.removed_at IS NULL AND ",
            belongs!("s.id", "$2", "s.visibility", "s.in_reply_to_account_id", "(s.reblog_of_id IS NOT NULL)"),
            " ORDER BY s.id DESC LIMIT 40) AS found WHERE true ON CONFLICT DO NOTHING"];
    FEED_DROP_MEMBER = "DELETE FROM list_feed WHERE list_id = $1 AND status_id IN
        (SELECT h.status_id FROM list_feed h JOIN statuses s ON s.id = h.status_id WHERE h.list_id = $1 AND s.account_id = $2)";
    FEED_DROP_LIST = "DELETE FROM list_feed WHERE list_id = $1";
    FEED_TRIM = "DELETE FROM list_feed WHERE list_id = $1 AND status_id <=
        (SELECT status_id FROM list_feed WHERE list_id = $1 ORDER BY status_id DESC LIMIT 1 OFFSET 800)";
    FEED_LONG = "SELECT list_id FROM list_feed GROUP BY list_id HAVING count(*) > 900";
    FEED_ORPHANS = "DELETE FROM list_feed WHERE list_id NOT IN (SELECT id FROM lists)";
}

pub struct Row {
    pub id: i64,
    pub title: String,
    pub replies_policy: String,
    pub exclusive: bool,
}

impl FromRow for Row {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, title: c.take()?, replies_policy: c.take()?, exclusive: c.take()? })
    }
}

/// Somebody else's list is none.
pub async fn one(reader: &mut Reader, owner: i64, id: i64) -> Result<Row> {
    reader.one(ONE, args![owner, id]).await
}

pub(super) async fn one_in(tx: &mut Tx, owner: i64, id: i64) -> Result<Row> {
    tx.one(ONE, args![owner, id]).await
}

pub(super) async fn all(reader: &mut Reader, owner: i64) -> Result<Vec<Row>> {
    reader.all(ALL, args![owner]).await
}

pub(super) async fn holding(reader: &mut Reader, owner: i64, account: i64) -> Result<Vec<Row>> {
    reader.all(HOLDING, args![owner, account]).await
}

pub(super) async fn holding_ids(tx: &mut Tx, owner: i64, account: i64) -> Result<Vec<i64>> {
    tx.all(HOLDING_IDS, args![owner, account]).await
}

pub(super) async fn account(reader: &mut Reader, id: i64) -> Result<i64> {
    reader.one(ACCOUNT, args![id]).await
}

/// False when the owner has `most` already.
pub(super) async fn add(
    tx: &mut Tx,
    id: i64,
    owner: i64,
    (title, policy, exclusive): (&str, &str, bool),
    now: i64,
    most: i64,
) -> Result<bool> {
    Ok(tx.run(ADD, args![id, owner, title, policy, exclusive, now, most]).await? > 0)
}

pub(super) async fn change(tx: &mut Tx, id: i64, title: &str, policy: &str, exclusive: bool) -> Result<()> {
    tx.run(CHANGE, args![id, title, policy, exclusive]).await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(DELETE, args![id]).await?;
    Ok(())
}

/// (cursor, account), newest first.
pub(super) async fn members(reader: &mut Reader, list: i64, page: &Page) -> Result<Vec<(i64, i64)>> {
    let sql = if page.ascending() { MEMBERS_UP } else { MEMBERS };
    Ok(page.order(reader.all(sql, args![list, page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn member_ids(tx: &mut Tx, list: i64) -> Result<Vec<i64>> {
    tx.all(MEMBER_IDS, args![list]).await
}

/// Those among the accounts whom this member may put into a list.
pub(super) async fn eligible(tx: &mut Tx, owner: i64, accounts: &[i64]) -> Result<Vec<i64>> {
    tx.all(ELIGIBLE, args![owner, accounts]).await
}

/// False when the account stands there already.
pub(super) async fn join(tx: &mut Tx, id: i64, list: i64, account: i64, now: i64) -> Result<bool> {
    Ok(tx.run(JOIN, args![id, list, account, now]).await? > 0)
}

pub(super) async fn leave(tx: &mut Tx, list: i64, account: i64) -> Result<()> {
    tx.run(LEAVE, args![list, account]).await?;
    Ok(())
}

pub(super) async fn feed_push(tx: &mut Tx, entry: &Entry) -> Result<()> {
    let args = args![entry.status, entry.author, entry.visibility, entry.reply_to, entry.is_reblog];
    tx.run(FEED_PUSH, args).await?;
    Ok(())
}

pub(super) async fn feed_fill(tx: &mut Tx, list: i64, account: i64) -> Result<()> {
    tx.run(FEED_FILL, args![list, account]).await?;
    Ok(())
}

pub(super) async fn feed_drop_member(tx: &mut Tx, list: i64, account: i64) -> Result<()> {
    tx.run(FEED_DROP_MEMBER, args![list, account]).await?;
    Ok(())
}

pub(super) async fn feed_drop_list(tx: &mut Tx, list: i64) -> Result<()> {
    tx.run(FEED_DROP_LIST, args![list]).await?;
    Ok(())
}

pub(super) async fn feed_trim(tx: &mut Tx, list: i64) -> Result<()> {
    tx.run(FEED_TRIM, args![list]).await?;
    Ok(())
}

pub(super) async fn feed_long(reader: &mut Reader) -> Result<Vec<i64>> {
    reader.all(FEED_LONG, &[]).await
}

pub(super) async fn feed_forget_orphans(tx: &mut Tx) -> Result<()> {
    tx.run(FEED_ORPHANS, &[]).await?;
    Ok(())
}
