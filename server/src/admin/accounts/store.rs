use super::Seen;
use super::act::Kind;
use super::list::Filter;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::web::page::Page;
use serde_json::{Value, json};

macro_rules! rows {
    () => {
        "SELECT a.id, a.username, a.domain, a.created_at, u.account_id IS NOT NULL, u.email, u.sign_up_ip, u.locale, u.sign_up_reason,
        u.confirmed_at, u.approved, u.disabled, a.sensitized_at, a.silenced_at, a.suspended_at,
        r.id, r.name, r.color, r.permissions, r.highlighted, r.collection_limit, i.created_by, u.app_id,
        (SELECT string_agg(ips.ip || ' ' || CAST(ips.seen AS TEXT), ';') FROM (SELECT used.ip, max(used.seen) AS seen FROM (
            SELECT e.ip, e.last_seen_at AS seen FROM sessions e WHERE e.account_id = a.id AND e.ip IS NOT NULL
            UNION ALL SELECT t.last_used_ip, coalesce(t.last_used_at, t.created_at) FROM tokens t
            WHERE t.account_id = a.id AND t.last_used_ip IS NOT NULL
            UNION ALL SELECT v.sign_up_ip, v.created_at FROM users v WHERE v.account_id = a.id AND v.sign_up_ip IS NOT NULL
        ) AS used GROUP BY used.ip) AS ips),
        a.id, a.rev, a.followers_count, a.following_count, a.statuses_count, a.last_status_at
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id LEFT JOIN roles r ON r.id = u.role_id
        LEFT JOIN invites i ON i.id = u.invite_id "
    };
}

/// `$3` origin, `$4` status, `$5` to `$7` beginnings of user name, display name and address, `$8` and `$14` those who used
/// an IP, `$9` domain, `$10` and `$11` roles, `$12` inviter, `$13` staff only. Empty or 0 asks for nothing.
macro_rules! filtered {
    () => {
        "WHERE a.id < $1 AND a.id > $2 AND a.deleted_at IS NULL
        AND ($3 = '' OR ($3 = 'local' AND a.domain IS NULL) OR ($3 = 'remote' AND a.domain IS NOT NULL))
        AND ($4 = '' OR ($4 = 'active' AND a.suspended_at IS NULL AND (u.account_id IS NULL OR (u.approved AND NOT u.disabled)))
            OR ($4 = 'pending' AND NOT u.approved) OR ($4 = 'disabled' AND u.disabled) OR ($4 = 'silenced' AND a.silenced_at IS NOT NULL)
            OR ($4 = 'suspended' AND a.suspended_at IS NOT NULL) OR ($4 = 'sensitized' AND a.sensitized_at IS NOT NULL))
        AND substr(a.username_folded, 1, length($5)) = $5
        AND substr(lower(a.display_name), 1, length($6)) = $6
        AND substr(coalesce(u.email_folded, ''), 1, length($7)) = $7
        AND (NOT $8 OR a.id IN (SELECT value FROM json_each($14)))
        AND ($9 = '' OR a.domain = $9)
        AND (NOT $10 OR u.role_id IN (SELECT value FROM json_each($11)))
        AND ($12 = 0 OR i.created_by = $12)
        AND (NOT $13 OR r.permissions & 17 <> 0) "
    };
}

crate::statements! {
    STATE = "SELECT a.username, a.domain, u.account_id IS NOT NULL, coalesce(r.rank, -1), u.approved, u.disabled,
        a.sensitized_at, a.silenced_at, a.suspended_at
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id LEFT JOIN roles r ON r.id = u.role_id
        WHERE a.id = $1 AND a.deleted_at IS NULL";
    APPROVE = "UPDATE users SET approved = $2, confirmed_at = coalesce(confirmed_at, $3) WHERE account_id = $1";
    REMOVE = "DELETE FROM accounts WHERE id = $1";
    DISABLE = "UPDATE users SET disabled = $2 WHERE account_id = $1";
    SENSITIZE = "UPDATE accounts SET sensitized_at = $2, rev = rev + 1 WHERE id = $1";
    SILENCE = "UPDATE accounts SET silenced_at = $2, rev = rev + 1 WHERE id = $1";
    SUSPEND = "UPDATE accounts SET suspended_at = $2, rev = rev + 1 WHERE id = $1";
    LIST = [rows!(), filtered!(), "ORDER BY a.id DESC LIMIT $15 + 0"];
    LIST_UP = [rows!(), filtered!(), "ORDER BY a.id LIMIT $15 + 0"];
    ONE = [rows!(), "WHERE a.id = $1 AND a.deleted_at IS NULL"];
    SOME = [rows!(), "WHERE a.id IN (SELECT value FROM json_each($1))"];
    ADDRESSES = "SELECT account_id, ip FROM sessions WHERE ip IS NOT NULL
        UNION SELECT account_id, last_used_ip FROM tokens WHERE last_used_ip IS NOT NULL AND account_id IS NOT NULL
        UNION SELECT account_id, sign_up_ip FROM users WHERE sign_up_ip IS NOT NULL";
}

/// What an act changes, and what decides whether it may.
#[derive(Debug)]
pub(super) struct State {
    pub handle: String,
    /// A local person with a login.
    pub user: bool,
    /// -1 for those without a role.
    pub rank: i64,
    pub approved: bool,
    pub disabled: bool,
    pub sensitized_at: Option<i64>,
    pub silenced_at: Option<i64>,
    pub suspended_at: Option<i64>,
}

impl State {
    pub(super) fn json(&self) -> Value {
        json!({
            "approved": self.approved,
            "disabled": self.disabled,
            "sensitized_at": self.sensitized_at,
            "silenced_at": self.silenced_at,
            "suspended_at": self.suspended_at,
        })
    }
}

impl FromRow for State {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let (username, domain): (String, Option<String>) = (c.take()?, c.take()?);
        Ok(Self {
            handle: domain.map_or(username.clone(), |domain| format!("{username}@{domain}")),
            user: c.take()?,
            rank: c.take()?,
            approved: c.take::<Option<bool>>()?.unwrap_or(true),
            disabled: c.take::<Option<bool>>()?.unwrap_or(false),
            sensitized_at: c.take()?,
            silenced_at: c.take()?,
            suspended_at: c.take()?,
        })
    }
}

pub(super) async fn state(tx: &mut Tx, id: i64) -> Result<State> {
    tx.one(STATE, args![id]).await
}

pub(super) async fn change(tx: &mut Tx, kind: Kind, id: i64, now: i64) -> Result<()> {
    let never = None::<i64>;
    match kind {
        // Deleting has its own verb.
        Kind::Warn | Kind::Delete => 0,
        Kind::Approve => tx.run(APPROVE, args![id, true, now]).await?,
        Kind::Reject => tx.run(REMOVE, args![id]).await?,
        Kind::Disable => tx.run(DISABLE, args![id, true]).await?,
        Kind::Enable => tx.run(DISABLE, args![id, false]).await?,
        Kind::Sensitive => tx.run(SENSITIZE, args![id, now]).await?,
        Kind::Unsensitive => tx.run(SENSITIZE, args![id, never]).await?,
        Kind::Silence => tx.run(SILENCE, args![id, now]).await?,
        Kind::Unsilence => tx.run(SILENCE, args![id, never]).await?,
        Kind::Suspend => tx.run(SUSPEND, args![id, now]).await?,
        Kind::Unsuspend => tx.run(SUSPEND, args![id, never]).await?,
    };
    Ok(())
}

/// `used` are those who used the address that the filter asks for.
pub(super) async fn list(reader: &mut Reader, page: &Page, filter: &Filter, used: Option<&[i64]>) -> Result<Vec<Seen>> {
    let sql = if page.ascending() { LIST_UP } else { LIST };
    let args = args![
        page.below(),
        page.above(),
        &filter.origin,
        &filter.status,
        &filter.username,
        &filter.display_name,
        &filter.email,
        used.is_some(),
        &filter.domain,
        !filter.roles.is_empty(),
        &filter.roles,
        filter.invited_by,
        filter.staff,
        used.unwrap_or_default(),
        page.limit
    ];
    Ok(page.order(reader.all(sql, args).await?))
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Seen> {
    reader.one(ONE, args![id]).await
}

/// Also accounts that are gone: reports speak of them still.
pub(super) async fn some(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Seen>> {
    reader.all(SOME, args![ids]).await
}

/// Who used which address, as far as that is kept.
pub(super) async fn addresses(reader: &mut Reader) -> Result<Vec<(i64, String)>> {
    reader.all(ADDRESSES, &[]).await
}
