use crate::args;
use crate::db::{Sql, Tx};
use crate::error::Result;

crate::statements! {
    CODES = "DELETE FROM auth_codes WHERE hash IN (SELECT hash FROM auth_codes WHERE expires_at <= $1 LIMIT $2 + 0)";
    SESSIONS = "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE expires_at <= $1 LIMIT $2 + 0)";
    STEPS = "DELETE FROM sign_in_steps WHERE hash IN (SELECT hash FROM sign_in_steps WHERE expires_at <= $1 LIMIT $2 + 0)";
    SIGN_INS = "DELETE FROM sign_ins WHERE id IN (SELECT id FROM sign_ins WHERE created_at <= $1 LIMIT $2 + 0)";
    RESETS = "DELETE FROM password_resets WHERE hash IN (SELECT hash FROM password_resets WHERE expires_at <= $1 LIMIT $2 + 0)";
    KEYS = "DELETE FROM idempotency_keys WHERE (account_id, key) IN
        (SELECT account_id, key FROM idempotency_keys WHERE created_at <= $1 LIMIT $2 + 0)";
    SIGN_UP_ADDRESSES = "UPDATE users SET sign_up_ip = NULL WHERE account_id IN
        (SELECT account_id FROM users WHERE sign_up_ip IS NOT NULL AND created_at <= $1 LIMIT $2 + 0)";
    TOKEN_ADDRESSES = "UPDATE tokens SET last_used_ip = NULL WHERE id IN
        (SELECT id FROM tokens WHERE last_used_ip IS NOT NULL AND coalesce(last_used_at, created_at) <= $1 LIMIT $2 + 0)";
    SESSION_ADDRESSES = "UPDATE sessions SET ip = NULL, user_agent = '' WHERE id IN
        (SELECT id FROM sessions WHERE (ip IS NOT NULL OR user_agent <> '') AND created_at <= $1 LIMIT $2 + 0)";
    END_MUTES = "DELETE FROM mutes WHERE id IN
        (SELECT id FROM mutes WHERE expires_at IS NOT NULL AND expires_at <= $1 LIMIT $2 + 0) RETURNING account_id";
    SEEN_TOKEN = "UPDATE tokens SET last_used_at = $2 WHERE id = $1";
    SEEN_ON_DAY = "INSERT INTO daily_activity (day, account_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    OLD_DAYS = "DELETE FROM daily_activity WHERE (day, account_id) IN (SELECT day, account_id FROM daily_activity WHERE day <= $1 LIMIT $2 + 0)";
    SEEN_USER = "UPDATE users SET last_active_at = $2 WHERE account_id = $1 AND coalesce(last_active_at, 0) < $2";
}

pub(super) async fn sweep(tx: &mut Tx, broom: Sql, before: i64, limit: i64) -> Result<u64> {
    tx.run(broom, args![before, limit]).await
}

/// Whose mutes ended.
pub(super) async fn end_mutes(tx: &mut Tx, now: i64, limit: i64) -> Result<Vec<i64>> {
    tx.all(END_MUTES, args![now, limit]).await
}

pub(super) async fn seen(tx: &mut Tx, token: i64, account: i64, at: i64) -> Result<()> {
    tx.run(SEEN_TOKEN, args![token, at]).await?;
    if account != 0 {
        tx.run(SEEN_USER, args![account, at]).await?;
        tx.run(SEEN_ON_DAY, args![crate::time::midnight(at), account]).await?;
    }
    Ok(())
}
