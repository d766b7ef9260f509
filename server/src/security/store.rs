use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    PASSWORD_HASH = "SELECT password_hash FROM users WHERE account_id = $1";
    SESSIONS = "SELECT id, user_agent, ip, created_at, last_seen_at, expires_at FROM sessions
        WHERE account_id = $1 AND expires_at > $2 ORDER BY id DESC LIMIT 200";
    END_SESSION = "DELETE FROM sessions WHERE account_id = $1 AND id = $2";
    END_SESSIONS = "DELETE FROM sessions WHERE account_id = $1";
    APPS = "SELECT t.id, a.name, a.website, t.scopes, t.created_at, t.last_used_at FROM tokens t JOIN apps a ON a.id = t.app_id
        WHERE t.account_id = $1 AND t.revoked_at IS NULL ORDER BY coalesce(t.last_used_at, t.created_at) DESC, t.id DESC LIMIT 500";
    END_TOKEN = "UPDATE tokens SET revoked_at = $3 WHERE account_id = $1 AND id = $2 AND revoked_at IS NULL";
    SIGN_INS = "SELECT ok, method, ip, user_agent, created_at FROM sign_ins WHERE account_id = $1 ORDER BY id DESC LIMIT 100";
    NOTE = "INSERT INTO sign_ins (id, account_id, ok, method, ip, user_agent, device, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    IS_NEW = "SELECT (EXISTS (SELECT 1 FROM sign_ins WHERE account_id = $1 AND ok)
            OR EXISTS (SELECT 1 FROM users WHERE account_id = $1 AND created_at < $5))
        AND NOT EXISTS (SELECT 1 FROM sign_ins WHERE account_id = $1 AND ok AND (device = $2 OR (user_agent = $3 AND ip = $4)))";
    EMAIL = "SELECT email, pending_email FROM users WHERE account_id = $1";
    WANT_EMAIL = "UPDATE users SET pending_email = $2 WHERE account_id = $1";
    SET_EMAIL = "UPDATE users SET email = $2, email_folded = $3, pending_email = NULL WHERE account_id = $1";
    BEGIN = "INSERT INTO two_factors (account_id, secret, created_at) VALUES ($1, $2, $3)
        ON CONFLICT (account_id) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at WHERE two_factors.confirmed_at IS NULL";
    NAME = "SELECT username FROM accounts WHERE id = $1";
    UNCONFIRMED = "SELECT secret FROM two_factors WHERE account_id = $1 AND confirmed_at IS NULL";
    CONFIRM = "UPDATE two_factors SET confirmed_at = $2, last_step = $3 WHERE account_id = $1";
    SECRET = "SELECT secret FROM two_factors WHERE account_id = $1 AND confirmed_at IS NOT NULL";
    USE_STEP = "UPDATE two_factors SET last_step = $2 WHERE account_id = $1 AND last_step < $2";
    END = "DELETE FROM two_factors WHERE account_id = $1";
    FORGET_CODES = "DELETE FROM recovery_codes WHERE account_id = $1";
    ADD_CODE = "INSERT INTO recovery_codes (hash, account_id, created_at) VALUES ($1, $2, $3)";
    USE_CODE = "DELETE FROM recovery_codes WHERE hash = $1 AND account_id = $2";
    CODES_LEFT = "SELECT count(*) FROM recovery_codes WHERE account_id = $1";
    STANDING = "SELECT EXISTS (SELECT 1 FROM two_factors WHERE account_id = $1 AND confirmed_at IS NOT NULL),
        (SELECT count(*) FROM recovery_codes WHERE account_id = $1)";
    ADD_STEP = "INSERT INTO sign_in_steps (hash, account_id, expires_at) VALUES ($1, $2, $3)";
    STEP = "SELECT account_id FROM sign_in_steps WHERE hash = $1 AND expires_at > $2";
    END_STEPS = "DELETE FROM sign_in_steps WHERE account_id = $1";
}

pub(super) async fn password_hash(reader: &mut Reader, account: i64) -> Result<String> {
    reader.one(PASSWORD_HASH, args![account]).await
}

/// A browser that is signed in.
pub(super) struct Session {
    pub id: i64,
    pub agent: String,
    pub ip: Option<String>,
    pub created_at: i64,
    pub last_seen_at: i64,
    pub expires_at: i64,
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            agent: c.take()?,
            ip: c.take()?,
            created_at: c.take()?,
            last_seen_at: c.take()?,
            expires_at: c.take()?,
        })
    }
}

pub(super) async fn sessions(reader: &mut Reader, account: i64, now: i64) -> Result<Vec<Session>> {
    reader.all(SESSIONS, args![account, now]).await
}

pub(super) async fn end_session(tx: &mut Tx, account: i64, id: i64) -> Result<u64> {
    tx.run(END_SESSION, args![account, id]).await
}

pub(super) async fn end_sessions(tx: &mut Tx, account: i64) -> Result<()> {
    tx.run(END_SESSIONS, args![account]).await?;
    Ok(())
}

/// An app with a token.
pub(super) struct AppToken {
    pub id: i64,
    pub name: String,
    pub website: Option<String>,
    pub scopes: String,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

impl FromRow for AppToken {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            name: c.take()?,
            website: c.take()?,
            scopes: c.take()?,
            created_at: c.take()?,
            last_used_at: c.take()?,
        })
    }
}

pub(super) async fn apps(reader: &mut Reader, account: i64) -> Result<Vec<AppToken>> {
    reader.all(APPS, args![account]).await
}

pub(super) async fn end_token(tx: &mut Tx, account: i64, id: i64, now: i64) -> Result<u64> {
    tx.run(END_TOKEN, args![account, id, now]).await
}

/// Somebody signed in, or tried.
pub(super) struct SignIn<'a> {
    pub id: i64,
    pub account: i64,
    pub ok: bool,
    pub method: &'a str,
    pub ip: &'a str,
    pub agent: &'a str,
    pub device: Option<[u8; 32]>,
    pub at: i64,
}

/// (success, method, address, browser, when), newest first.
pub(super) async fn sign_ins(reader: &mut Reader, account: i64) -> Result<Vec<(bool, String, String, String, i64)>> {
    reader.all(SIGN_INS, args![account]).await
}

pub(super) async fn note(tx: &mut Tx, new: &SignIn<'_>) -> Result<()> {
    let device = crate::db::Arg::Bytes(new.device.as_ref().map(|hash| &hash[..]));
    let args = [
        new.id.into(),
        new.account.into(),
        new.ok.into(),
        new.method.into(),
        new.ip.into(),
        new.agent.into(),
        device,
        new.at.into(),
    ];
    tx.run(NOTE, &args).await?;
    Ok(())
}

/// Whether this browser was never here, with a member who is no newcomer (made before `before`).
pub(super) async fn is_new(tx: &mut Tx, new: &SignIn<'_>, before: i64) -> Result<bool> {
    let device = crate::db::Arg::Bytes(new.device.as_ref().map(|hash| &hash[..]));
    tx.one(IS_NEW, &[new.account.into(), device, new.agent.into(), new.ip.into(), before.into()]).await
}

/// The address, and one that waits to be confirmed.
pub(super) async fn addresses(reader: &mut Reader, account: i64) -> Result<(Option<String>, Option<String>)> {
    reader.one(EMAIL, args![account]).await
}

pub(super) async fn want_email(tx: &mut Tx, account: i64, email: &str) -> Result<()> {
    tx.run(WANT_EMAIL, args![account, email]).await?;
    Ok(())
}

pub(super) async fn set_email(tx: &mut Tx, account: i64, email: &str, folded: &str) -> Result<()> {
    tx.run(SET_EMAIL, args![account, email, folded]).await?;
    Ok(())
}

/// The member's name; None when a second step is on already.
pub(super) async fn begin(tx: &mut Tx, account: i64, secret: &str, now: i64) -> Result<Option<String>> {
    if tx.run(BEGIN, args![account, secret, now]).await? == 0 {
        return Ok(None);
    }
    tx.maybe(NAME, args![account]).await
}

pub(super) async fn unconfirmed(tx: &mut Tx, account: i64) -> Result<Option<String>> {
    tx.maybe(UNCONFIRMED, args![account]).await
}

pub(super) async fn confirm(tx: &mut Tx, account: i64, step: i64, now: i64) -> Result<()> {
    tx.run(CONFIRM, args![account, now, step]).await?;
    Ok(())
}

pub(super) async fn secret(tx: &mut Tx, account: i64) -> Result<Option<String>> {
    tx.maybe(SECRET, args![account]).await
}

pub(super) async fn is_on(tx: &mut Tx, account: i64) -> Result<bool> {
    Ok(secret(tx, account).await?.is_some())
}

/// Whether no later code was used already.
pub(super) async fn use_step(tx: &mut Tx, account: i64, step: i64) -> Result<bool> {
    Ok(tx.run(USE_STEP, args![account, step]).await? > 0)
}

pub(super) async fn renew_codes(tx: &mut Tx, account: i64, hashes: &[[u8; 32]], now: i64) -> Result<()> {
    tx.run(FORGET_CODES, args![account]).await?;
    for hash in hashes {
        tx.run(ADD_CODE, args![&hash[..], account, now]).await?;
    }
    Ok(())
}

/// How many are left; None when this is none.
pub(super) async fn use_code(tx: &mut Tx, account: i64, hash: &[u8; 32]) -> Result<Option<i64>> {
    if tx.run(USE_CODE, args![&hash[..], account]).await? == 0 {
        return Ok(None);
    }
    tx.maybe(CODES_LEFT, args![account]).await
}

pub(super) async fn end(tx: &mut Tx, account: i64) -> Result<()> {
    tx.run(FORGET_CODES, args![account]).await?;
    tx.run(END, args![account]).await?;
    tx.run(END_STEPS, args![account]).await?;
    Ok(())
}

/// Whether a second step is on, and how many codes for emergencies are left.
pub(super) async fn standing(reader: &mut Reader, account: i64) -> Result<(bool, i64)> {
    reader.one(STANDING, args![account]).await
}

pub(super) async fn add_step(tx: &mut Tx, hash: &[u8; 32], account: i64, expires: i64) -> Result<()> {
    tx.run(ADD_STEP, args![&hash[..], account, expires]).await?;
    Ok(())
}

/// Whose sign-in waits for its second step.
pub(super) async fn step(tx: &mut Tx, hash: &[u8; 32], now: i64) -> Result<Option<i64>> {
    tx.maybe(STEP, args![&hash[..], now]).await
}

pub(super) async fn end_steps(tx: &mut Tx, account: i64) -> Result<()> {
    tx.run(END_STEPS, args![account]).await?;
    Ok(())
}
