use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::web::page::Page;

macro_rules! endorsed {
    () => {
        "SELECT e.id, e.target_id FROM endorsements e JOIN accounts a ON a.id = e.target_id JOIN accounts o ON o.id = e.account_id
        WHERE e.account_id = $1 AND e.id < $3 AND e.id > $4 AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND o.suspended_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id IN (e.account_id, e.target_id) AND b.target_id = $2)"
    };
}

crate::statements! {
    ACCOUNT = "SELECT id FROM accounts WHERE id = $1 AND deleted_at IS NULL";
    FOLLOWS = "SELECT EXISTS (SELECT 1 FROM follows WHERE account_id = $1 AND target_id = $2)";
    ENDORSE = "INSERT INTO endorsements (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    UNENDORSE = "DELETE FROM endorsements WHERE account_id = $1 AND target_id = $2";
    ENDORSED = [endorsed!(), " ORDER BY e.id DESC LIMIT $5 + 0"];
    ENDORSED_UP = [endorsed!(), " ORDER BY e.id LIMIT $5 + 0"];
}

pub(super) async fn account(tx: &mut Tx, id: i64) -> Result<i64> {
    tx.one(ACCOUNT, args![id]).await
}

pub(super) async fn follows(tx: &mut Tx, me: i64, id: i64) -> Result<bool> {
    tx.one(FOLLOWS, args![me, id]).await
}

pub(super) async fn endorse(tx: &mut Tx, id: i64, me: i64, target: i64, now: i64) -> Result<()> {
    tx.run(ENDORSE, args![id, me, target, now]).await?;
    Ok(())
}

pub(crate) async fn unendorse(tx: &mut Tx, me: i64, target: i64) -> Result<()> {
    tx.run(UNENDORSE, args![me, target]).await?;
    Ok(())
}

/// (cursor, account), newest first.
pub(super) async fn endorsed(reader: &mut Reader, of: i64, viewer: i64, page: &Page) -> Result<Vec<(i64, i64)>> {
    let sql = if page.ascending() { ENDORSED_UP } else { ENDORSED };
    Ok(page.order(reader.all(sql, args![of, viewer, page.below(), page.above(), page.limit]).await?))
}
