use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    LIST = "SELECT id, title, text, rule_id, act_kind, created_at, updated_at FROM warning_presets ORDER BY title, id LIMIT 500";
    ONE = "SELECT id, title, text, rule_id, act_kind, created_at, updated_at FROM warning_presets WHERE id = $1";
    ADD = "INSERT INTO warning_presets (id, title, text, rule_id, act_kind, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $6, $6)";
    CHANGE = "UPDATE warning_presets SET title = $2, text = $3, rule_id = $4, act_kind = $5, updated_at = $6 WHERE id = $1";
    DELETE = "DELETE FROM warning_presets WHERE id = $1";
    RULE = "SELECT id FROM rules WHERE id = $1 AND deleted_at IS NULL";
}

pub(super) struct Canned {
    pub id: i64,
    pub title: String,
    pub text: String,
    pub rule_id: Option<i64>,
    pub kind: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
}

impl FromRow for Canned {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            title: c.take()?,
            text: c.take()?,
            rule_id: c.take()?,
            kind: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
        })
    }
}

pub(super) async fn list(reader: &mut Reader) -> Result<Vec<Canned>> {
    reader.all(LIST, &[]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Canned> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn is_rule(reader: &mut Reader, id: i64) -> Result<bool> {
    Ok(reader.maybe::<i64>(RULE, args![id]).await?.is_some())
}

pub(super) async fn add(tx: &mut Tx, new: &Canned) -> Result<()> {
    tx.run(ADD, args![new.id, &new.title, &new.text, new.rule_id, &new.kind, new.created_at]).await?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, new: &Canned) -> Result<()> {
    tx.run(CHANGE, args![new.id, &new.title, &new.text, new.rule_id, &new.kind, new.updated_at]).await?;
    Ok(())
}

/// Tells whether there was one.
pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.run(DELETE, args![id]).await? > 0)
}
