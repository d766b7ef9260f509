use super::Rule;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    ALL = "SELECT id, position, text, hint, translations, deleted_at FROM rules ORDER BY position, id";
    ADD = "INSERT INTO rules (id, position, text, hint, translations, created_at) VALUES ($1, $2, $3, $4, $5, $6)";
    CHANGE = "UPDATE rules SET text = $2, hint = $3, translations = $4 WHERE id = $1";
    PLACE = "UPDATE rules SET position = $2 WHERE id = $1";
    REMOVE = "UPDATE rules SET deleted_at = $2 WHERE id = $1";
}

/// Also those that are gone.
pub async fn all(reader: &mut Reader) -> Result<Vec<Rule>> {
    reader.all(ALL, &[]).await
}

pub(super) async fn in_force(tx: &mut Tx) -> Result<Vec<Rule>> {
    let rules: Vec<Rule> = tx.all(ALL, &[]).await?;
    Ok(rules.into_iter().filter(|rule| !rule.deleted).collect())
}

pub(super) async fn add(tx: &mut Tx, rule: &Rule, now: i64) -> Result<()> {
    let translations = serde_json::to_string(&rule.translations)?;
    tx.run(ADD, args![rule.id, rule.position, &rule.text, &rule.hint, &translations, now]).await?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, rule: &Rule) -> Result<()> {
    let translations = serde_json::to_string(&rule.translations)?;
    tx.run(CHANGE, args![rule.id, &rule.text, &rule.hint, &translations]).await?;
    Ok(())
}

pub(super) async fn place(tx: &mut Tx, id: i64, position: i64) -> Result<()> {
    tx.run(PLACE, args![id, position]).await?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(REMOVE, args![id, now]).await?;
    Ok(())
}
