use super::Invite;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    BY_CODE = "SELECT id, code, label, created_by, max_uses, uses, expires_at, revoked_at, created_at FROM invites WHERE code = $1";
    BY_ID = "SELECT id, code, label, created_by, max_uses, uses, expires_at, revoked_at, created_at FROM invites WHERE id = $1";
    LIST = "SELECT id, code, label, created_by, max_uses, uses, expires_at, revoked_at, created_at FROM invites
        WHERE $1 OR created_by = $2 ORDER BY id DESC LIMIT 200";
    ADD = "INSERT INTO invites (id, code, label, created_by, max_uses, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    REVOKE = "UPDATE invites SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL";
}

pub(super) async fn by_code(reader: &mut Reader, code: &str) -> Result<Option<Invite>> {
    reader.maybe(BY_CODE, args![code]).await
}

pub(super) async fn by_id(reader: &mut Reader, id: i64) -> Result<Invite> {
    reader.one(BY_ID, args![id]).await
}

/// Everybody's, or those that one member made.
pub(super) async fn list(reader: &mut Reader, everybodys: bool, me: i64) -> Result<Vec<Invite>> {
    reader.all(LIST, args![everybodys, me]).await
}

pub(super) async fn add(tx: &mut Tx, new: &Invite) -> Result<()> {
    tx.run(ADD, args![new.id, &new.code, &new.label, new.created_by, new.max_uses, new.expires_at, new.created_at])
        .await?;
    Ok(())
}

pub(super) async fn revoke(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(REVOKE, args![id, now]).await?;
    Ok(())
}
