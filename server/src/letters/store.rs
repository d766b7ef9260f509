use crate::args;
use crate::db::Tx;
use crate::error::Result;

crate::statements! {
    RECIPIENT = "SELECT u.email, u.locale, a.username FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND u.email IS NOT NULL AND a.deleted_at IS NULL";
}

/// Address, language and name of a member who has an address.
pub(super) async fn recipient(tx: &mut Tx, account: i64) -> Result<Option<(String, String, String)>> {
    tx.maybe(RECIPIENT, args![account]).await
}
