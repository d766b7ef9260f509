use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    WAITING = "SELECT u.email, u.locale, a.username FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND u.confirmed_at IS NULL AND u.email IS NOT NULL AND a.deleted_at IS NULL";
    ADD = "INSERT INTO confirmations (hash, account_id, email, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT c.account_id, u.approved FROM confirmations c JOIN users u ON u.account_id = c.account_id AND u.email = c.email
        WHERE c.hash = $1 AND c.created_at > $2";
    CONFIRM = "UPDATE users SET confirmed_at = coalesce(confirmed_at, $2) WHERE account_id = $1";
    FORGET = "DELETE FROM confirmations WHERE created_at <= $1";
    STRANDED = "SELECT account_id FROM users WHERE confirmed_at IS NULL LIMIT 500";
    CONFIRM_SOME = "UPDATE users SET confirmed_at = $2 WHERE account_id IN (SELECT value FROM json_each($1))";
    IS_CONFIRMED = "SELECT confirmed_at IS NOT NULL FROM users WHERE account_id = $1";
    READDRESS = "UPDATE users SET email = $2, email_folded = $3 WHERE account_id = $1";
}

/// Address, language and name of somebody who has to confirm; None when there is nothing (more) to confirm.
pub(super) async fn waiting(reader: &mut Reader, account: i64) -> Result<Option<(String, String, String)>> {
    reader.maybe(WAITING, args![account]).await
}

pub(super) async fn add(tx: &mut Tx, hash: &[u8; 32], account: i64, email: &str, now: i64) -> Result<()> {
    tx.run(ADD, args![&hash[..], account, email, now]).await?;
    Ok(())
}

/// Whose link this is, and whether they are let in already. A link to an address that was changed since is nobody's.
pub(super) async fn find(tx: &mut Tx, hash: &[u8; 32], after: i64) -> Result<Option<(i64, bool)>> {
    tx.maybe(FIND, args![&hash[..], after]).await
}

pub(super) async fn confirm(tx: &mut Tx, account: i64, now: i64) -> Result<()> {
    tx.run(CONFIRM, args![account, now]).await?;
    Ok(())
}

pub(super) async fn forget(tx: &mut Tx, before: i64) -> Result<()> {
    tx.run(FORGET, args![before]).await?;
    Ok(())
}

/// Confirms up to 500 of those who wait, and tells whom.
pub(super) async fn confirm_some(tx: &mut Tx, now: i64) -> Result<Vec<i64>> {
    let stranded: Vec<i64> = tx.all(STRANDED, &[]).await?;
    tx.run(CONFIRM_SOME, args![&stranded, now]).await?;
    Ok(stranded)
}

pub(super) async fn is_confirmed(reader: &mut Reader, account: i64) -> Result<bool> {
    reader.one(IS_CONFIRMED, args![account]).await
}

pub(super) async fn readdress(tx: &mut Tx, account: i64, email: &str, folded: &str) -> Result<()> {
    tx.run(READDRESS, args![account, email, folded]).await?;
    Ok(())
}
