use super::Client;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    ADD_APP = "INSERT INTO apps (id, name, website, redirect_uris, scopes, client_id, client_secret, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (client_id) DO NOTHING";
    APP_BY_CLIENT = "SELECT id, name, website, redirect_uris, scopes, client_id, client_secret FROM apps WHERE client_id = $1";
    APP_BY_ID = "SELECT id, name, website, redirect_uris, scopes, client_id, client_secret FROM apps WHERE id = $1";
    ADD_TOKEN = "INSERT INTO tokens (id, hash, app_id, account_id, scopes, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    ADD_CODE = "INSERT INTO auth_codes (hash, app_id, account_id, redirect_uri, scopes, challenge, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    FORGET_CODES = "DELETE FROM auth_codes WHERE expires_at < $1";
    TAKE_CODE = "UPDATE auth_codes SET used_at = $2 WHERE hash = $1 AND used_at IS NULL AND expires_at > $2";
    CODE = "SELECT app_id, account_id, redirect_uri, scopes, challenge FROM auth_codes WHERE hash = $1";
    OWNER_OF_TOKEN = "SELECT id, app_id FROM tokens WHERE hash = $1 AND revoked_at IS NULL";
    REVOKE = "UPDATE tokens SET revoked_at = $2 WHERE id = $1";
    LOGIN = "SELECT a.id, u.password_hash, u.confirmed_at, u.approved, u.disabled, a.suspended_at
        FROM accounts a JOIN users u ON u.account_id = a.id
        WHERE a.username_folded = $1 AND coalesce(a.domain, '') = '' AND a.deleted_at IS NULL
        UNION ALL SELECT a.id, u.password_hash, u.confirmed_at, u.approved, u.disabled, a.suspended_at
        FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.email_folded = $2 AND a.deleted_at IS NULL";
    ADD_SESSION = "INSERT INTO sessions (id, hash, account_id, user_agent, ip, created_at, last_seen_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6, $7)";
    SESSION = "SELECT a.id, a.username, a.display_name, a.avatar_static, u.locale, u.confirmed_at, u.approved, u.disabled, a.suspended_at
        FROM sessions s JOIN accounts a ON a.id = s.account_id JOIN users u ON u.account_id = a.id
        WHERE s.hash = $1 AND s.expires_at > $2 AND a.deleted_at IS NULL";
    END_SESSION = "DELETE FROM sessions WHERE hash = $1";
    FORGET_SESSIONS = "DELETE FROM sessions WHERE account_id = $1 AND expires_at < $2";
    PROFILE = "SELECT username, display_name, avatar FROM accounts WHERE id = $1";
}

pub(super) async fn add_app(tx: &mut Tx, client: &Client, now: i64) -> Result<()> {
    let Client { id, name, website, redirect_uris, scopes, client_id, secret_hash } = client;
    tx.run(ADD_APP, args![*id, name, website, redirect_uris, scopes, client_id, secret_hash, now]).await?;
    Ok(())
}

pub(super) async fn app_by_client(reader: &mut Reader, client_id: &str) -> Result<Option<Client>> {
    reader.maybe(APP_BY_CLIENT, args![client_id]).await
}

pub(super) async fn app_by_id(reader: &mut Reader, id: i64) -> Result<Option<Client>> {
    reader.maybe(APP_BY_ID, args![id]).await
}

pub(super) struct NewToken<'a> {
    pub id: i64,
    pub hash: [u8; 32],
    pub app_id: i64,
    pub account_id: Option<i64>,
    pub scopes: &'a str,
    pub now: i64,
}

pub(super) async fn add_token(tx: &mut Tx, new: &NewToken<'_>) -> Result<()> {
    tx.run(ADD_TOKEN, args![new.id, &new.hash[..], Some(new.app_id), new.account_id, new.scopes, new.now]).await?;
    Ok(())
}

/// What a code stands for.
#[derive(Debug)]
pub(super) struct Code {
    pub app_id: i64,
    pub account_id: i64,
    pub redirect_uri: String,
    pub scopes: String,
    pub challenge: Option<String>,
}

impl FromRow for Code {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            app_id: c.take()?,
            account_id: c.take()?,
            redirect_uri: c.take()?,
            scopes: c.take()?,
            challenge: c.take()?,
        })
    }
}

pub(super) async fn add_code(tx: &mut Tx, hash: &[u8; 32], code: &Code, now: i64, expires: i64) -> Result<()> {
    tx.run(FORGET_CODES, args![now]).await?;
    let Code { app_id, account_id, redirect_uri, scopes, challenge } = code;
    tx.run(ADD_CODE, args![&hash[..], *app_id, *account_id, redirect_uri, scopes, challenge, now, expires]).await?;
    Ok(())
}

/// Uses a code up; `None` when there is none, or no more.
pub(super) async fn take_code(tx: &mut Tx, hash: &[u8; 32], now: i64) -> Result<Option<Code>> {
    if tx.run(TAKE_CODE, args![&hash[..], now]).await? == 0 {
        return Ok(None);
    }
    tx.maybe(CODE, args![&hash[..]]).await
}

/// (token, app) of a token that is still good.
pub(super) async fn owner_of_token(reader: &mut Reader, hash: &[u8; 32]) -> Result<Option<(i64, Option<i64>)>> {
    reader.maybe(OWNER_OF_TOKEN, args![&hash[..]]).await
}

pub(super) async fn revoke(tx: &mut Tx, token: i64, now: i64) -> Result<()> {
    tx.run(REVOKE, args![token, now]).await?;
    Ok(())
}

/// What signing in must know of a member.
#[derive(Debug)]
pub(super) struct Login {
    pub account_id: i64,
    pub password_hash: String,
    pub state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State {
    pub confirmed: bool,
    pub approved: bool,
    pub disabled: bool,
}

impl FromRow for Login {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let (account_id, password_hash) = (c.take()?, c.take()?);
        let confirmed = c.take::<Option<i64>>()?.is_some();
        let (approved, disabled) = (c.take()?, c.take::<bool>()?);
        let suspended = c.take::<Option<i64>>()?.is_some();
        Ok(Self { account_id, password_hash, state: State { confirmed, approved, disabled: disabled || suspended } })
    }
}

pub(super) async fn login(reader: &mut Reader, name: &str, email: &str) -> Result<Option<Login>> {
    reader.maybe(LOGIN, args![name, email]).await
}

/// A browser that is signed in, and as whom.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub account_id: i64,
    pub username: String,
    pub display_name: String,
    pub avatar: Option<String>,
    pub locale: String,
    pub state: State,
}

impl FromRow for Visitor {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let (account_id, username, display_name, avatar, locale) =
            (c.take()?, c.take()?, c.take()?, c.take()?, c.take()?);
        let confirmed = c.take::<Option<i64>>()?.is_some();
        let (approved, disabled) = (c.take()?, c.take::<bool>()?);
        let suspended = c.take::<Option<i64>>()?.is_some();
        let state = State { confirmed, approved, disabled: disabled || suspended };
        Ok(Self { account_id, username, display_name, avatar, locale, state })
    }
}

pub(super) struct NewSession<'a> {
    pub id: i64,
    pub hash: [u8; 32],
    pub account_id: i64,
    pub agent: &'a str,
    pub ip: &'a str,
    pub now: i64,
    pub expires: i64,
}

pub(super) async fn add_session(tx: &mut Tx, new: &NewSession<'_>) -> Result<()> {
    tx.run(FORGET_SESSIONS, args![new.account_id, new.now]).await?;
    let NewSession { id, hash, account_id, agent, ip, now, expires } = new;
    tx.run(ADD_SESSION, args![*id, &hash[..], *account_id, *agent, Some(*ip), *now, *expires]).await?;
    Ok(())
}

pub(super) async fn session(reader: &mut Reader, hash: &[u8; 32], now: i64) -> Result<Option<Visitor>> {
    reader.maybe(SESSION, args![&hash[..], now]).await
}

pub(super) async fn end_session(tx: &mut Tx, hash: &[u8; 32]) -> Result<()> {
    tx.run(END_SESSION, args![&hash[..]]).await?;
    Ok(())
}

/// (user name, display name, avatar).
pub(super) async fn profile(reader: &mut Reader, account: i64) -> Result<(String, String, Option<String>)> {
    reader.one(PROFILE, args![account]).await
}
