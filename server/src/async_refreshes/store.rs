use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::{Error, Result};

crate::statements! {
    START = "INSERT INTO async_refreshes (id, account_id, key, running, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT (key) DO UPDATE SET running = excluded.running, updated_at = excluded.updated_at,
            result_count = CASE WHEN async_refreshes.running THEN async_refreshes.result_count END";
    BY_KEY = "SELECT id, running, result_count FROM async_refreshes WHERE key = $1";
    REPORT = "UPDATE async_refreshes SET result_count = $2, updated_at = $3 WHERE id = $1";
    FINISH = "UPDATE async_refreshes SET running = $2, result_count = $3, updated_at = $4 WHERE key = $1";
    ONE = "SELECT id, running, result_count FROM async_refreshes WHERE id = $1 AND (account_id IS NULL OR account_id = $2)";
    FORGET = "DELETE FROM async_refreshes WHERE id IN (SELECT id FROM async_refreshes WHERE updated_at <= $1 LIMIT $2 + 0)";
}

#[derive(Debug, Clone)]
pub struct Refresh {
    pub id: i64,
    pub running: bool,
    pub result_count: Option<i64>,
}

impl FromRow for Refresh {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, running: c.take()?, result_count: c.take()? })
    }
}

/// Keys of one person's work carry the person.
fn key(key: &str, account: Option<i64>) -> String {
    account.map_or_else(|| key.to_owned(), |account| format!("{key}:{account}"))
}

pub(super) async fn start(tx: &mut Tx, id: i64, name: &str, account: Option<i64>, now: i64) -> Result<Refresh> {
    let key = key(name, account);
    tx.run(START, args![id, account, &key, true, now]).await?;
    tx.one(BY_KEY, args![&key]).await
}

pub(super) async fn report(tx: &mut Tx, id: i64, results: i64, now: i64) -> Result<()> {
    tx.run(REPORT, args![id, results, now]).await?;
    Ok(())
}

/// The work is done; how much it brought.
pub async fn finish(tx: &mut Tx, name: &str, account: Option<i64>, results: i64, now: i64) -> Result<()> {
    tx.run(FINISH, args![&key(name, account), false, results, now]).await?;
    Ok(())
}

/// The work's refresh, if it was ever begun.
pub async fn standing(reader: &mut Reader, name: &str, account: Option<i64>) -> Result<Option<Refresh>> {
    reader.maybe(BY_KEY, args![&key(name, account)]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64, account: i64) -> Result<Refresh> {
    // Mastodon's sentence here.
    reader.maybe(ONE, args![id, account]).await?.ok_or(Error::NotFoundBecause("Not Found"))
}

/// Forgets refreshes that were not heard of since.
pub async fn forget(tx: &mut Tx, before: i64, limit: i64) -> Result<u64> {
    tx.run(FORGET, args![before, limit]).await
}
