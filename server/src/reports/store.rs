use super::Report;
use super::create::New;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    SOME = "SELECT r.id, r.category, r.comment, r.forwarded, r.status_ids, r.rule_ids, r.collection_ids, r.action_taken_at, r.created_at,
        a.id, a.rev, a.followers_count, a.following_count, a.statuses_count, a.last_status_at
        FROM reports r JOIN accounts a ON a.id = r.target_id WHERE r.id IN (SELECT value FROM json_each($1))";
    TARGET = "SELECT id FROM accounts WHERE id = $1 AND deleted_at IS NULL";
    THEIRS = "SELECT id FROM statuses WHERE id IN (SELECT value FROM json_each($1)) AND account_id = $2 AND deleted_at IS NULL ORDER BY id";
    RULES = "SELECT id FROM rules WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL ORDER BY id";
    ADD = "INSERT INTO reports (id, account_id, target_id, category, comment, forwarded, status_ids, rule_ids, created_at, updated_at, collection_ids)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, $10)";
}

/// Each with its target.
pub(super) async fn some(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Report>> {
    reader.all(SOME, args![ids]).await
}

pub(super) async fn target(reader: &mut Reader, id: i64) -> Result<i64> {
    reader.one(TARGET, args![id]).await
}

/// Those of the statuses that the reported account wrote.
pub(super) async fn theirs(reader: &mut Reader, statuses: &[i64], account: i64) -> Result<Vec<i64>> {
    reader.all(THEIRS, args![statuses, account]).await
}

pub(super) async fn rules(reader: &mut Reader, ids: &[i64]) -> Result<Vec<i64>> {
    reader.all(RULES, args![ids]).await
}

/// `lists`: the statuses, rules and collections, each as JSON.
pub(super) async fn add(tx: &mut Tx, id: i64, new: &New, lists: [&str; 3], now: i64) -> Result<()> {
    let [statuses, rules, collections] = lists;
    let args = args![
        id,
        new.account_id,
        new.target_id,
        &new.category,
        &new.comment,
        new.forward,
        statuses,
        rules,
        now,
        collections
    ];
    tx.run(ADD, args).await?;
    Ok(())
}
