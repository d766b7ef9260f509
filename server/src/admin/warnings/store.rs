use super::{New, Warning};
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    SOME = "SELECT id, account_id, action, text, status_ids, created_at FROM account_warnings WHERE id IN (SELECT value FROM json_each($1))";
    ADD = "INSERT INTO account_warnings (id, account_id, by_id, action, text, status_ids, report_id, act_id, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    TIE = "UPDATE account_warnings SET act_id = $2 WHERE id = $1";
    PRESET = "SELECT text FROM warning_presets WHERE id = $1";
    LETTER = "SELECT w.action, w.text, u.email, u.locale, a.username FROM account_warnings w JOIN users u ON u.account_id = w.account_id
        JOIN accounts a ON a.id = w.account_id WHERE w.id = $1 AND u.email IS NOT NULL";
}

pub(super) async fn some(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Warning>> {
    reader.all(SOME, args![ids]).await
}

pub(super) async fn add(
    tx: &mut Tx,
    id: i64,
    new: &New<'_>,
    by: Option<i64>,
    statuses: Option<&str>,
    now: i64,
) -> Result<()> {
    let args = args![id, new.account_id, by, new.action, new.text, statuses, new.report_id, new.act_id, now];
    tx.run(ADD, args).await?;
    Ok(())
}

pub(super) async fn tie(tx: &mut Tx, id: i64, act: i64) -> Result<()> {
    tx.run(TIE, args![id, act]).await?;
    Ok(())
}

pub(super) async fn preset(tx: &mut Tx, id: i64) -> Result<String> {
    tx.one(PRESET, args![id]).await
}

/// (action, text, address, locale, name), if there is somebody to write to.
pub(super) async fn letter(reader: &mut Reader, id: i64) -> Result<Option<(String, String, String, String, String)>> {
    reader.maybe(LETTER, args![id]).await
}
