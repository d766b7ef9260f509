use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    WAITING = "SELECT coalesce(u.pending_email, u.email), u.locale, a.username, u.pending_email IS NOT NULL
        FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = $1 AND a.deleted_at IS NULL
        AND (u.pending_email IS NOT NULL OR (u.confirmed_at IS NULL AND u.email IS NOT NULL))";
    ADD = "INSERT INTO confirmations (hash, account_id, email, created_at) VALUES ($1, $2, $3, $4)";
    FIND = "SELECT c.account_id, u.approved, c.email FROM confirmations c
        JOIN users u ON u.account_id = c.account_id AND (u.email = c.email OR u.pending_email = c.email)
        WHERE c.hash = $1 AND c.created_at > $2";
    MOVE = "UPDATE users SET email = $2, email_folded = $3, pending_email = NULL WHERE account_id = $1 AND pending_email = $2";
    CONFIRM = "UPDATE users SET confirmed_at = coalesce(confirmed_at, $2) WHERE account_id = $1";
    FORGET = "DELETE FROM confirmations WHERE created_at <= $1";
    STRANDED = "SELECT account_id FROM users WHERE confirmed_at IS NULL LIMIT 500";
    CONFIRM_SOME = "UPDATE users SET confirmed_at = $2 WHERE account_id IN (SELECT value FROM json_each($1))";
    IS_CONFIRMED = "SELECT confirmed_at IS NOT NULL FROM users WHERE account_id = $1";
    STANDING = "SELECT confirmed_at IS NOT NULL, app_id FROM users WHERE account_id = $1";
    READDRESS = "UPDATE users SET email = $2, email_folded = $3 WHERE account_id = $1";
}

/// Address, language and name of somebody who has to confirm, and whether it is to take the place of another; None when there is nothing (more) to confirm.
pub(super) async fn waiting(reader: &mut Reader, account: i64) -> Result<Option<(String, String, String, bool)>> {
    reader.maybe(WAITING, args![account]).await
}

pub(super) async fn add(tx: &mut Tx, hash: &[u8; 32], account: i64, email: &str, now: i64) -> Result<()> {
    tx.run(ADD, args![&hash[..], account, email, now]).await?;
    Ok(())
}

/// Whose link this is, and whether they are let in already. A link to an address that was changed since is nobody's.
pub(super) async fn find(tx: &mut Tx, hash: &[u8; 32], after: i64) -> Result<Option<(i64, bool, String)>> {
    tx.maybe(FIND, args![&hash[..], after]).await
}

/// Takes the new address into use, if this is one.
pub(super) async fn take_address(tx: &mut Tx, account: i64, email: &str, folded: &str) -> Result<()> {
    tx.run(MOVE, args![account, email, folded]).await?;
    Ok(())
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

/// Whether there is nothing left to confirm, and the app that signed the member up.
pub(super) async fn standing(reader: &mut Reader, account: i64) -> Result<(bool, Option<i64>)> {
    reader.one(STANDING, args![account]).await
}

pub(super) async fn readdress(tx: &mut Tx, account: i64, email: &str, folded: &str) -> Result<()> {
    tx.run(READDRESS, args![account, email, folded]).await?;
    Ok(())
}
