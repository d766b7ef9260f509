use super::Report;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::web::page::Page;

macro_rules! rows {
    () => {
        "SELECT r.id, r.account_id, r.target_id, r.category, r.comment, r.forwarded, r.status_ids, r.rule_ids, r.assigned_to,
        r.action_taken_at, r.action_taken_by, r.created_at, r.updated_at, a.username, a.domain
        FROM reports r JOIN accounts a ON a.id = r.target_id "
    };
}

/// `$3` whether resolved ones, `$4` who reported, `$5` who was reported; 0 asks for nothing.
macro_rules! filtered {
    () => {
        "WHERE r.id < $1 AND r.id > $2 AND (r.action_taken_at IS NOT NULL) = $3 AND ($4 = 0 OR r.account_id = $4)
        AND ($5 = 0 OR r.target_id = $5) "
    };
}

crate::statements! {
    LIST = [rows!(), filtered!(), "ORDER BY r.id DESC LIMIT $6 + 0"];
    LIST_UP = [rows!(), filtered!(), "ORDER BY r.id LIMIT $6 + 0"];
    ONE = [rows!(), "WHERE r.id = $1"];
    OPEN_ABOUT = [rows!(), "WHERE r.target_id = $1 AND r.action_taken_at IS NULL ORDER BY r.id"];
    CLASSIFY = "UPDATE reports SET category = $2, rule_ids = $3, updated_at = $4 WHERE id = $1";
    ASSIGN = "UPDATE reports SET assigned_to = $2, updated_at = $3 WHERE id = $1";
    SETTLE = "UPDATE reports SET action_taken_at = $2, action_taken_by = $3, updated_at = $4 WHERE id = $1";
    RULES = "SELECT id FROM rules WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL ORDER BY id";
}

/// What the list can be narrowed by.
#[derive(Debug, Default)]
pub(super) struct Filter {
    pub resolved: bool,
    pub account: i64,
    pub target: i64,
}

pub(super) async fn list(reader: &mut Reader, page: &Page, filter: &Filter) -> Result<Vec<Report>> {
    let sql = if page.ascending() { LIST_UP } else { LIST };
    let args = args![page.below(), page.above(), filter.resolved, filter.account, filter.target, page.limit];
    Ok(page.order(reader.all(sql, args).await?))
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Report> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn find(tx: &mut Tx, id: i64) -> Result<Report> {
    tx.one(ONE, args![id]).await
}

pub(super) async fn open_about(tx: &mut Tx, target: i64) -> Result<Vec<Report>> {
    tx.all(OPEN_ABOUT, args![target]).await
}

pub(super) async fn classify(tx: &mut Tx, id: i64, category: &str, rules: &str, now: i64) -> Result<()> {
    tx.run(CLASSIFY, args![id, category, rules, now]).await?;
    Ok(())
}

pub(super) async fn assign(tx: &mut Tx, id: i64, to: Option<i64>, now: i64) -> Result<()> {
    tx.run(ASSIGN, args![id, to, now]).await?;
    Ok(())
}

pub(super) async fn settle(tx: &mut Tx, id: i64, at: Option<i64>, by: Option<i64>, now: i64) -> Result<()> {
    tx.run(SETTLE, args![id, at, by, now]).await?;
    Ok(())
}

pub(super) async fn rules(tx: &mut Tx, ids: &[i64]) -> Result<Vec<i64>> {
    tx.all(RULES, args![ids]).await
}
