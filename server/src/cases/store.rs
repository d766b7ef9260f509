use super::{Case, Kind};
use crate::args;
use crate::db::{FromRow, Reader, Row, Sql, Tx};
use crate::error::Result;

macro_rules! rows {
    () => {
        "SELECT c.id, c.kind, c.target_type, c.target_id, c.label, c.account_id, c.domain, c.size, c.assigned_to, c.outcome,
        c.opened_at, c.updated_at, c.closed_at, c.closed_by,
        CASE WHEN c.target_type = 'status' THEN
            (SELECT substr(s.text, 1, 200) FROM statuses s WHERE s.id = c.target_id AND s.deleted_at IS NULL)
        WHEN c.kind = 'appeal' THEN (SELECT substr(p.text, 1, 200) FROM appeals p WHERE p.id = c.target_id)
        WHEN c.kind = 'sign_up' THEN (SELECT substr(u.sign_up_reason, 1, 200) FROM users u WHERE u.account_id = c.target_id)
        WHEN c.kind = 'report' THEN
            (SELECT substr(r.comment, 1, 200) FROM reports r WHERE r.case_id = c.id ORDER BY r.id DESC LIMIT 1)
        END,
        (SELECT string_agg(CAST(x.rule_id AS TEXT), ',') FROM case_rules x WHERE x.case_id = c.id)
        FROM cases c "
    };
}

/// `$1` and `$2` the bounds, `$3` the kinds as bits, `$4` one assignee or 0, `$5` those of nobody, `$6` origin: nothing,
/// `local`, `remote` or a domain, `$7` a rule or 0, `$8` an account or 0.
macro_rules! filtered {
    () => {
        " AND c.id < $1 AND c.id > $2
        AND $3 & CASE c.kind WHEN 'report' THEN 1 WHEN 'sign_up' THEN 2 WHEN 'held' THEN 4 WHEN 'appeal' THEN 8 ELSE 16 END <> 0
        AND ($4 = 0 OR c.assigned_to = $4) AND (NOT $5 OR c.assigned_to IS NULL)
        AND ($6 = '' OR ($6 = 'local' AND c.domain IS NULL) OR ($6 = 'remote' AND c.domain IS NOT NULL) OR c.domain = $6)
        AND ($7 = 0 OR EXISTS (SELECT 1 FROM case_rules y WHERE y.rule_id = $7 AND y.case_id = c.id))
        AND ($8 = 0 OR c.account_id = $8) "
    };
}

crate::statements! {
    OPEN_NEWEST = [rows!(), "WHERE c.closed_at IS NULL", filtered!(), "ORDER BY c.id DESC LIMIT $9 + 0"];
    OPEN_OLDEST = [rows!(), "WHERE c.closed_at IS NULL", filtered!(), "ORDER BY c.id LIMIT $9 + 0"];
    CLOSED_NEWEST = [rows!(), "WHERE c.closed_at IS NOT NULL", filtered!(), "ORDER BY c.id DESC LIMIT $9 + 0"];
    CLOSED_OLDEST = [rows!(), "WHERE c.closed_at IS NOT NULL", filtered!(), "ORDER BY c.id LIMIT $9 + 0"];
    ONE = [rows!(), "WHERE c.id = $1"];
    COUNTS = "SELECT kind, count(*) FROM cases WHERE closed_at IS NULL GROUP BY kind";
    OPEN = "INSERT INTO cases (id, kind, target_type, target_id, label, account_id, domain, opened_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
        ON CONFLICT (kind, target_type, target_id) WHERE closed_at IS NULL
        DO UPDATE SET size = cases.size + 1, updated_at = excluded.updated_at RETURNING id";
    ADD_RULES = "INSERT INTO case_rules (case_id, rule_id) SELECT CAST($1 AS BIGINT), value FROM json_each($2) WHERE TRUE ON CONFLICT DO NOTHING";
    REPORTED = "UPDATE reports SET case_id = $2 WHERE id = $1";
    WHO = "SELECT username, domain FROM accounts WHERE id = $1";
    ASSIGN = "UPDATE cases SET assigned_to = $2, updated_at = $3 WHERE id = $1 AND closed_at IS NULL";
    CLOSE = "UPDATE cases SET closed_at = $2, closed_by = $3, outcome = $4, updated_at = $2 WHERE id = $1 AND closed_at IS NULL";
    CLOSE_TARGET = "UPDATE cases SET closed_at = $4, closed_by = $5, outcome = $6, updated_at = $4
        WHERE kind = $1 AND target_type = $2 AND target_id = $3 AND closed_at IS NULL";
    CLOSE_REPORTS = "UPDATE reports SET action_taken_at = $2, action_taken_by = $3, updated_at = $2, assigned_to = coalesce(assigned_to, $3)
        WHERE case_id = $1 AND action_taken_at IS NULL";
    CLOSE_IF_DONE = "UPDATE cases SET closed_at = $2, closed_by = $3, outcome = 'resolved', updated_at = $2
        WHERE id = (SELECT o.case_id FROM reports o WHERE o.id = $1) AND closed_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM reports r WHERE r.case_id = cases.id AND r.action_taken_at IS NULL)";
    REOPEN = "UPDATE cases SET closed_at = NULL, closed_by = NULL, outcome = NULL, updated_at = $2
        WHERE id = (SELECT r.case_id FROM reports r WHERE r.id = $1) AND closed_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM cases o
            WHERE o.kind = cases.kind AND o.target_type = cases.target_type AND o.target_id = cases.target_id AND o.closed_at IS NULL)";
    REPORTS = "SELECT id, account_id, category, comment, status_ids, rule_ids, created_at, action_taken_at FROM reports
        WHERE case_id = $1 ORDER BY id DESC LIMIT 100";
    RULES = "SELECT id, text FROM rules WHERE id IN (SELECT value FROM json_each($1))";
    NOTES = "SELECT id, case_id, author_id, text, created_at FROM staff_notes
        WHERE case_id = $1 OR account_id = $2 ORDER BY id LIMIT 200";
    ADD_NOTE = "INSERT INTO staff_notes (id, case_id, account_id, author_id, text, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    POSTS_BEFORE = "SELECT id FROM statuses WHERE account_id = $1 AND deleted_at IS NULL AND held_at IS NULL AND reblog_of_id IS NULL
        AND visibility < 2 ORDER BY id DESC LIMIT 20";
    STATES = "SELECT id, removed_at IS NOT NULL, held_at IS NOT NULL, deleted_at IS NOT NULL, edited_at FROM statuses
        WHERE id IN (SELECT value FROM json_each($1))";
    FACTS = "SELECT a.created_at, a.domain, a.silenced_at, a.suspended_at, a.sensitized_at, u.disabled, u.approved, u.confirmed_at,
        u.email, u.sign_up_reason, u.sign_up_ip, u.locale, u.last_active_at, i.label, i.created_by, r.name,
        (SELECT count(*) FROM reports t WHERE t.target_id = a.id), (SELECT count(*) FROM reports t WHERE t.account_id = a.id)
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id LEFT JOIN invites i ON i.id = u.invite_id
        LEFT JOIN roles r ON r.id = u.role_id WHERE a.id = $1 AND a.deleted_at IS NULL";
    HANDLE = "SELECT username || coalesce('@' || domain, '') FROM accounts WHERE id = $1";
    MAY = "SELECT r.permissions FROM users u JOIN roles r ON r.id = u.role_id WHERE u.account_id = $1 AND u.approved AND NOT u.disabled";
}

/// What the queue is narrowed by.
#[derive(Debug, Default)]
pub struct Filter {
    /// Bits of kinds.
    pub kinds: i64,
    pub assignee: i64,
    pub nobodys: bool,
    pub origin: String,
    pub rule: i64,
    pub account: i64,
    pub closed: bool,
    pub oldest_first: bool,
    /// The id of the last case of the page before.
    pub after: Option<i64>,
    pub limit: i64,
}

pub(super) async fn list(reader: &mut Reader, filter: &Filter) -> Result<Vec<Case>> {
    let sql: Sql = match (filter.closed, filter.oldest_first) {
        (false, false) => OPEN_NEWEST,
        (false, true) => OPEN_OLDEST,
        (true, false) => CLOSED_NEWEST,
        (true, true) => CLOSED_OLDEST,
    };
    let (below, above) = match (filter.after, filter.oldest_first) {
        (Some(id), true) => (i64::MAX, id),
        (Some(id), false) => (id, 0),
        (None, _) => (i64::MAX, 0),
    };
    let args = args![
        below,
        above,
        filter.kinds,
        filter.assignee,
        filter.nobodys,
        &filter.origin,
        filter.rule,
        filter.account,
        filter.limit
    ];
    reader.all(sql, args).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Case> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn one_to_change(tx: &mut Tx, id: i64) -> Result<Case> {
    tx.one(ONE, args![id]).await
}

/// (kind, how many wait).
pub(super) async fn counts(reader: &mut Reader) -> Result<Vec<(String, i64)>> {
    reader.all(COUNTS, &[]).await
}

pub(super) struct New<'a> {
    pub kind: Kind,
    pub target_type: &'a str,
    pub target_id: i64,
    pub account_id: i64,
}

/// The id of the open case about this, made when there is none.
pub(super) async fn open(tx: &mut Tx, id: i64, new: &New<'_>, now: i64) -> Result<i64> {
    let who: Option<(String, Option<String>)> = tx.maybe(WHO, args![new.account_id]).await?;
    let (username, domain) = who.unwrap_or_default();
    let label = domain.as_ref().map_or(username.clone(), |domain| format!("{username}@{domain}"));
    let args = args![id, new.kind.name(), new.target_type, new.target_id, &label, new.account_id, &domain, now];
    tx.one(OPEN, args).await
}

pub(super) async fn add_rules(tx: &mut Tx, case: i64, rules: &[i64]) -> Result<()> {
    if !rules.is_empty() {
        tx.run(ADD_RULES, args![case, rules]).await?;
    }
    Ok(())
}

pub(super) async fn reported(tx: &mut Tx, report: i64, case: i64) -> Result<()> {
    tx.run(REPORTED, args![report, case]).await?;
    Ok(())
}

pub(super) async fn assign(tx: &mut Tx, id: i64, to: Option<i64>, now: i64) -> Result<()> {
    tx.run(ASSIGN, args![id, to, now]).await?;
    Ok(())
}

/// Tells whether it was still open.
pub(super) async fn close(tx: &mut Tx, id: i64, by: Option<i64>, outcome: &str, now: i64) -> Result<bool> {
    Ok(tx.run(CLOSE, args![id, now, by, outcome]).await? > 0)
}

pub(super) async fn close_target(
    tx: &mut Tx,
    kind: Kind,
    target: (&str, i64),
    by: Option<i64>,
    outcome: &str,
    now: i64,
) -> Result<()> {
    tx.run(CLOSE_TARGET, args![kind.name(), target.0, target.1, now, by, outcome]).await?;
    Ok(())
}

pub(super) async fn close_reports(tx: &mut Tx, case: i64, by: Option<i64>, now: i64) -> Result<()> {
    tx.run(CLOSE_REPORTS, args![case, now, by]).await?;
    Ok(())
}

pub(super) async fn close_if_done(tx: &mut Tx, report: i64, by: Option<i64>, now: i64) -> Result<()> {
    tx.run(CLOSE_IF_DONE, args![report, now, by]).await?;
    Ok(())
}

pub(super) async fn reopen(tx: &mut Tx, report: i64, now: i64) -> Result<()> {
    tx.run(REOPEN, args![report, now]).await?;
    Ok(())
}

pub(super) async fn add_note(tx: &mut Tx, id: i64, case: &Case, author: i64, text: &str, now: i64) -> Result<()> {
    tx.run(ADD_NOTE, args![id, case.id, case.account_id, author, text, now]).await?;
    Ok(())
}

/// How people call somebody, also when they are gone.
pub(super) async fn name(tx: &mut Tx, account: i64) -> Result<String> {
    Ok(tx.maybe(HANDLE, args![account]).await?.unwrap_or_else(|| "Somebody".into()))
}

/// The permissions of somebody who could take a case.
pub(super) async fn permissions(reader: &mut Reader, account: i64) -> Result<Option<i64>> {
    reader.maybe(MAY, args![account]).await
}

/// A report as the case shows it.
pub(super) struct Report {
    pub id: i64,
    pub account_id: i64,
    pub category: String,
    pub comment: String,
    pub status_ids: Vec<i64>,
    pub rule_ids: Vec<i64>,
    pub created_at: i64,
    pub action_taken_at: Option<i64>,
}

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let ids = |json: String| serde_json::from_str(&json).unwrap_or_default();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            category: c.take()?,
            comment: c.take()?,
            status_ids: ids(c.take()?),
            rule_ids: ids(c.take()?),
            created_at: c.take()?,
            action_taken_at: c.take()?,
        })
    }
}

pub(super) async fn reports(reader: &mut Reader, case: i64) -> Result<Vec<Report>> {
    reader.all(REPORTS, args![case]).await
}

/// (id, text) of the community's rules.
pub(super) async fn rules(reader: &mut Reader, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    reader.all(RULES, args![ids]).await
}

/// (id, case, author, text, when) of a case, and of others about the same person.
pub(super) async fn notes(
    reader: &mut Reader,
    case: &Case,
) -> Result<Vec<(i64, Option<i64>, Option<i64>, String, i64)>> {
    reader.all(NOTES, args![case.id, case.account_id.unwrap_or(0)]).await
}

/// What the person wrote for everybody, newest first.
pub(super) async fn posts_before(reader: &mut Reader, account: i64) -> Result<Vec<i64>> {
    reader.all(POSTS_BEFORE, args![account]).await
}

/// (id, removed, held, deleted by the author, edited when).
pub(super) async fn states(reader: &mut Reader, ids: &[i64]) -> Result<Vec<(i64, bool, bool, bool, Option<i64>)>> {
    reader.all(STATES, args![ids]).await
}

/// What the staff should know of the person.
pub(super) struct Facts {
    pub created_at: i64,
    pub domain: Option<String>,
    pub silenced_at: Option<i64>,
    pub suspended_at: Option<i64>,
    pub sensitized_at: Option<i64>,
    pub disabled: bool,
    pub approved: bool,
    pub confirmed: bool,
    pub email: Option<String>,
    pub reason: Option<String>,
    pub ip: Option<String>,
    pub locale: Option<String>,
    pub last_active_at: Option<i64>,
    pub invite: Option<String>,
    pub invited_by: Option<i64>,
    pub role: Option<String>,
    pub reports_of: i64,
    pub reports_by: i64,
}

impl FromRow for Facts {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            created_at: c.take()?,
            domain: c.take()?,
            silenced_at: c.take()?,
            suspended_at: c.take()?,
            sensitized_at: c.take()?,
            disabled: c.take::<Option<bool>>()?.unwrap_or(false),
            approved: c.take::<Option<bool>>()?.unwrap_or(true),
            confirmed: c.take::<Option<i64>>()?.is_some(),
            email: c.take()?,
            reason: c.take()?,
            ip: c.take()?,
            locale: c.take()?,
            last_active_at: c.take()?,
            invite: c.take()?,
            invited_by: c.take()?,
            role: c.take()?,
            reports_of: c.take()?,
            reports_by: c.take()?,
        })
    }
}

/// None: the account is gone.
pub(super) async fn facts(reader: &mut Reader, account: i64) -> Result<Option<Facts>> {
    reader.maybe(FACTS, args![account]).await
}
