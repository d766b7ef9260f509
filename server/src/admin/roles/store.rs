use super::Role;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

macro_rules! rows {
    () => {
        "SELECT r.id, r.name, r.color, r.rank, r.permissions, r.highlighted, r.collection_limit,
        (SELECT count(*) FROM users u WHERE u.role_id = r.id) FROM roles r "
    };
}

crate::statements! {
    ALL = [rows!(), "ORDER BY r.rank DESC, r.id"];
    ONE = [rows!(), "WHERE r.id = $1"];
    ADD = "INSERT INTO roles (id, name, color, rank, permissions, highlighted, collection_limit, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)";
    CHANGE = "UPDATE roles SET name = $2, color = $3, rank = $4, permissions = $5, highlighted = $6, collection_limit = $7, updated_at = $8
        WHERE id = $1";
    REMOVE = "DELETE FROM roles WHERE id = $1";
    LEAVE = "UPDATE users SET role_id = 1 WHERE role_id = $1";
    /// The badge is part of what is rendered of an account.
    RENDER_AGAIN = "UPDATE accounts SET rev = rev + 1 WHERE id IN (SELECT account_id FROM users WHERE role_id = $1)";
    MEMBER = "SELECT u.role_id, r.rank, a.username, u.approved AND NOT u.disabled AND a.suspended_at IS NULL
        FROM users u JOIN accounts a ON a.id = u.account_id JOIN roles r ON r.id = u.role_id
        WHERE u.account_id = $1 AND a.deleted_at IS NULL";
    ASSIGN = "UPDATE users SET role_id = $2 WHERE account_id = $1";
    RENDER_ONE_AGAIN = "UPDATE accounts SET rev = rev + 1 WHERE id = $1";
}

/// Highest first.
pub(super) async fn all(reader: &mut Reader) -> Result<Vec<Role>> {
    reader.all(ALL, &[]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Role> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn find(tx: &mut Tx, id: i64) -> Result<Role> {
    tx.one(ONE, args![id]).await
}

pub(super) async fn add(tx: &mut Tx, role: &Role, now: i64) -> Result<()> {
    let args = args![
        role.id,
        &role.name,
        &role.color,
        role.rank,
        role.permissions,
        role.highlighted,
        role.collection_limit,
        now
    ];
    tx.run(ADD, args).await?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, role: &Role, now: i64) -> Result<()> {
    let args = args![
        role.id,
        &role.name,
        &role.color,
        role.rank,
        role.permissions,
        role.highlighted,
        role.collection_limit,
        now
    ];
    tx.run(CHANGE, args).await?;
    Ok(())
}

/// Its members fall back to everybody's role.
pub(super) async fn remove(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(LEAVE, args![id]).await?;
    tx.run(REMOVE, args![id]).await?;
    Ok(())
}

pub(super) async fn render_again(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(RENDER_AGAIN, args![id]).await?;
    Ok(())
}

/// A member as they stand.
pub(super) struct Member {
    pub role_id: i64,
    pub rank: i64,
    pub name: String,
    /// Signs in and acts.
    pub able: bool,
}

impl FromRow for Member {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { role_id: c.take()?, rank: c.take()?, name: c.take()?, able: c.take()? })
    }
}

pub(super) async fn member(tx: &mut Tx, id: i64) -> Result<Member> {
    tx.one(MEMBER, args![id]).await
}

pub(super) async fn assign(tx: &mut Tx, account: i64, role: i64) -> Result<()> {
    tx.run(ASSIGN, args![account, role]).await?;
    tx.run(RENDER_ONE_AGAIN, args![account]).await?;
    Ok(())
}
