use super::create::{New, fold_email};
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    TAKEN = "SELECT EXISTS (SELECT 1 FROM accounts WHERE username_folded = $1 AND coalesce(domain, '') = ''),
        EXISTS (SELECT 1 FROM users WHERE email_folded = $2)";
    USE_INVITE = "UPDATE invites SET uses = uses + 1 WHERE id = $1 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > $2) AND (max_uses IS NULL OR uses < max_uses)";
    CREATE_ACCOUNT = "INSERT INTO accounts (id, username, username_folded, search_text, created_at) VALUES ($1, $2, $3, $3, $4)";
    CREATE_USER = "INSERT INTO users (account_id, email, email_folded, password_hash, role_id, confirmed_at, approved, locale,
        sign_up_reason, sign_up_ip, invite_id, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
}

/// Whether the user name and the address belong to somebody.
pub(super) async fn taken(reader: &mut Reader, username: &str, email: Option<&str>) -> Result<(bool, bool)> {
    reader.one(TAKEN, args![&username.to_ascii_lowercase(), email]).await
}

/// Counts one use, unless the invite is used up, expired or revoked.
pub(super) async fn use_invite(tx: &mut Tx, invite: i64, now: i64) -> Result<bool> {
    Ok(tx.run(USE_INVITE, args![invite, now]).await? > 0)
}

pub(super) async fn create(tx: &mut Tx, id: i64, new: &New, hash: &str, now: i64) -> Result<()> {
    let folded = new.username.to_ascii_lowercase();
    tx.run(CREATE_ACCOUNT, args![id, &new.username, &folded, now]).await?;
    let email = new.email.as_deref().map(str::trim);
    let email_folded = new.email.as_deref().map(fold_email);
    let confirmed = new.confirmed.then_some(now);
    tx.run(
        CREATE_USER,
        args![
            id,
            email,
            &email_folded,
            hash,
            new.role_id,
            confirmed,
            new.approved,
            &new.locale,
            &new.reason,
            &new.sign_up_ip,
            new.invite_id,
            now
        ],
    )
    .await?;
    Ok(())
}
