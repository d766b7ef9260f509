use crate::args;
use crate::db::{FromRow, Reader, Row as Found, Tx};
use crate::error::Result;
use crate::web::page::Page;

crate::statements! {
    ADD = "INSERT INTO scheduled_statuses (id, account_id, scheduled_at, params, created_at) VALUES ($1, $2, $3, $4, $5)";
    COUNT = "SELECT count(*), count(*) FILTER (WHERE scheduled_at >= $3 AND scheduled_at < $4) FROM scheduled_statuses
        WHERE account_id = $1 AND id <> $2";
    MOVE = "UPDATE scheduled_statuses SET scheduled_at = $3 WHERE account_id = $1 AND id = $2";
    REMOVE = "DELETE FROM scheduled_statuses WHERE account_id = $1 AND id = $2";
    TAKE = "DELETE FROM scheduled_statuses WHERE id = $1 AND scheduled_at <= $2";
    DUE = "SELECT s.account_id, s.params, u.approved AND NOT u.disabled AND a.suspended_at IS NULL AND a.deleted_at IS NULL
        FROM scheduled_statuses s JOIN accounts a ON a.id = s.account_id JOIN users u ON u.account_id = s.account_id
        WHERE s.id = $1 AND s.scheduled_at <= $2";
    ONE = "SELECT id, scheduled_at, params FROM scheduled_statuses WHERE account_id = $1 AND id = $2";
    LIST = "SELECT id, scheduled_at, params FROM scheduled_statuses WHERE account_id = $1 AND id < $2 AND id > $3
        ORDER BY id DESC LIMIT $4 + 0";
    LIST_UP = "SELECT id, scheduled_at, params FROM scheduled_statuses WHERE account_id = $1 AND id < $2 AND id > $3
        ORDER BY id LIMIT $4 + 0";
}

/// What its author sees of it.
pub struct Row {
    pub id: i64,
    pub scheduled_at: i64,
    pub params: String,
}

impl FromRow for Row {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, scheduled_at: c.take()?, params: c.take()? })
    }
}

/// One whose time has come.
pub struct Due {
    pub account_id: i64,
    pub params: String,
    pub may_post: bool,
}

impl FromRow for Due {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { account_id: c.take()?, params: c.take()?, may_post: c.take()? })
    }
}

pub async fn add(tx: &mut Tx, id: i64, account: i64, at: i64, params: &str, now: i64) -> Result<()> {
    tx.run(ADD, args![id, account, at, params, now]).await?;
    Ok(())
}

/// How many wait, in total and from one moment to another.
pub async fn count(tx: &mut Tx, account: i64, but: Option<i64>, from: i64, to: i64) -> Result<(i64, i64)> {
    tx.one(COUNT, args![account, but.unwrap_or(0), from, to]).await
}

pub async fn move_to(tx: &mut Tx, account: i64, id: i64, at: i64) -> Result<bool> {
    Ok(tx.run(MOVE, args![account, id, at]).await? > 0)
}

pub async fn remove(tx: &mut Tx, account: i64, id: i64) -> Result<bool> {
    Ok(tx.run(REMOVE, args![account, id]).await? > 0)
}

/// Takes one that is due out of the list, with its files free; false when somebody else was first.
pub async fn take(tx: &mut Tx, id: i64, now: i64) -> Result<bool> {
    Ok(tx.run(TAKE, args![id, now]).await? > 0)
}

pub async fn due(reader: &mut Reader, id: i64, now: i64) -> Result<Option<Due>> {
    reader.maybe(DUE, args![id, now]).await
}

pub async fn one(reader: &mut Reader, account: i64, id: i64) -> Result<Row> {
    reader.one(ONE, args![account, id]).await
}

/// Newest first.
pub async fn list(reader: &mut Reader, account: i64, page: &Page) -> Result<Vec<Row>> {
    let sql = if page.ascending() { LIST_UP } else { LIST };
    Ok(page.order(reader.all(sql, args![account, page.below(), page.above(), page.limit]).await?))
}
