use super::Appeal;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

macro_rules! rows {
    () => {
        "SELECT p.id, p.warning_id, p.account_id, p.text, p.state, p.answer, p.decided_at, p.decided_by, p.created_at,
        w.action, w.text, w.act_id, w.created_at FROM appeals p JOIN account_warnings w ON w.id = p.warning_id "
    };
}

crate::statements! {
    LIST = [rows!(), "WHERE p.id < $1 AND ($2 = '' OR p.state = $2) ORDER BY p.id DESC LIMIT $3 + 0"];
    ONE = [rows!(), "WHERE p.id = $1"];
    WARNING = "SELECT w.account_id, w.created_at, w.overruled_at, p.id FROM account_warnings w
        LEFT JOIN appeals p ON p.warning_id = w.id WHERE w.id = $1";
    WARNINGS = "SELECT w.id, w.action, w.text, w.status_ids, w.created_at, w.overruled_at, p.id, p.text, p.state, p.answer
        FROM account_warnings w LEFT JOIN appeals p ON p.warning_id = w.id WHERE w.account_id = $1 ORDER BY w.id DESC LIMIT 200";
    ADD = "INSERT INTO appeals (id, warning_id, account_id, text, created_at) VALUES ($1, $2, $3, $4, $5)";
    DECIDE = "UPDATE appeals SET state = $2, answer = $3, decided_at = $4, decided_by = $5 WHERE id = $1 AND state = 'pending'";
    HANDLE = "SELECT username FROM accounts WHERE id = $1";
}

pub(super) async fn list(reader: &mut Reader, below: i64, state: &str, limit: i64) -> Result<Vec<Appeal>> {
    reader.all(LIST, args![below, state, limit]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Appeal> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn one_to_change(tx: &mut Tx, id: i64) -> Result<Appeal> {
    tx.one(ONE, args![id]).await
}

/// (whose, when, overruled when, the appeal against it).
pub(super) async fn warning(tx: &mut Tx, id: i64) -> Result<(i64, i64, Option<i64>, Option<i64>)> {
    tx.one(WARNING, args![id]).await
}

/// One of a member's own warnings, and what became of the appeal.
pub(super) struct Warning {
    pub id: i64,
    pub action: String,
    pub text: String,
    pub status_ids: Vec<i64>,
    pub created_at: i64,
    pub overruled_at: Option<i64>,
    pub appeal: Option<i64>,
    pub appeal_text: Option<String>,
    pub state: Option<String>,
    pub answer: Option<String>,
}

impl FromRow for Warning {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            action: c.take()?,
            text: c.take()?,
            status_ids: c
                .take::<Option<String>>()?
                .and_then(|json| serde_json::from_str(&json).ok())
                .unwrap_or_default(),
            created_at: c.take()?,
            overruled_at: c.take()?,
            appeal: c.take()?,
            appeal_text: c.take()?,
            state: c.take()?,
            answer: c.take()?,
        })
    }
}

pub(super) async fn warnings(reader: &mut Reader, account: i64) -> Result<Vec<Warning>> {
    reader.all(WARNINGS, args![account]).await
}

pub(super) async fn add(tx: &mut Tx, id: i64, warning: i64, account: i64, text: &str, now: i64) -> Result<()> {
    tx.run(ADD, args![id, warning, account, text, now]).await?;
    Ok(())
}

/// Tells whether it was still to be decided.
pub(super) async fn decide(tx: &mut Tx, id: i64, state: &str, answer: &str, by: Option<i64>, now: i64) -> Result<bool> {
    Ok(tx.run(DECIDE, args![id, state, answer, now, by]).await? > 0)
}

pub(super) async fn handle(tx: &mut Tx, account: i64) -> Result<String> {
    Ok(tx.maybe(HANDLE, args![account]).await?.unwrap_or_default())
}
