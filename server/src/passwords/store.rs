use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    FIND = "SELECT a.id FROM accounts a JOIN users u ON u.account_id = a.id
        WHERE a.username_folded = $1 AND coalesce(a.domain, '') = '' AND a.deleted_at IS NULL AND u.email IS NOT NULL
        UNION ALL SELECT a.id FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.email_folded = $2 AND a.deleted_at IS NULL";
    RECIPIENT = "SELECT u.email, u.locale, a.username FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND u.email IS NOT NULL AND a.deleted_at IS NULL";
    ADD = "INSERT INTO password_resets (hash, account_id, created_at, expires_at) VALUES ($1, $2, $3, $4)";
    OWNER = "SELECT account_id FROM password_resets WHERE hash = $1 AND expires_at > $2";
    TAKE = "DELETE FROM password_resets WHERE hash = $1 AND expires_at > $2 RETURNING account_id";
}

/// The member with this name or address, if letters reach them.
pub(super) async fn find(reader: &mut Reader, name: &str, email: &str) -> Result<Option<i64>> {
    reader.maybe(FIND, args![name, email]).await
}

/// Address, language and name.
pub(super) async fn recipient(reader: &mut Reader, account: i64) -> Result<Option<(String, String, String)>> {
    reader.maybe(RECIPIENT, args![account]).await
}

pub(super) async fn add(tx: &mut Tx, hash: &[u8; 32], account: i64, now: i64, expires: i64) -> Result<()> {
    tx.run(ADD, args![&hash[..], account, now, expires]).await?;
    Ok(())
}

/// Whose link this is, if it still works.
pub(super) async fn owner(reader: &mut Reader, hash: &[u8; 32], now: i64) -> Result<Option<i64>> {
    reader.maybe(OWNER, args![&hash[..], now]).await
}

/// Uses it up.
pub(super) async fn take(tx: &mut Tx, hash: &[u8; 32], now: i64) -> Result<Option<i64>> {
    tx.maybe(TAKE, args![&hash[..], now]).await
}
