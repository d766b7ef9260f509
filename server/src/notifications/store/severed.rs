use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    COUNT = "INSERT INTO severed_relationships (id, account_id, kind, target_name, followers_count, following_count, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (id) DO UPDATE SET
            followers_count = severed_relationships.followers_count + excluded.followers_count,
            following_count = severed_relationships.following_count + excluded.following_count";
    SUM = "SELECT followers_count + following_count FROM severed_relationships WHERE id = $1";
    SOME = "SELECT id, kind, target_name, purged, followers_count, following_count, created_at FROM severed_relationships
        WHERE id IN (SELECT value FROM json_each($1))";
}

/// What ended, and why.
#[derive(Debug, Clone)]
pub struct Severed {
    pub id: i64,
    pub kind: String,
    pub target_name: String,
    pub purged: bool,
    pub followers: i64,
    pub following: i64,
    pub created_at: i64,
}

impl FromRow for Severed {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            kind: c.take()?,
            target_name: c.take()?,
            purged: c.take()?,
            followers: c.take()?,
            following: c.take()?,
            created_at: c.take()?,
        })
    }
}

pub(in crate::notifications) async fn count(tx: &mut Tx, account: i64, severed: &Severed) -> Result<()> {
    let Severed { id, kind, target_name, followers, following, created_at, .. } = severed;
    tx.run(COUNT, args![*id, account, kind, target_name, *followers, *following, *created_at]).await?;
    Ok(())
}

/// How many follows ended, either way.
pub(in crate::notifications) async fn sum(tx: &mut Tx, id: i64) -> Result<i64> {
    Ok(tx.maybe(SUM, args![id]).await?.unwrap_or(0))
}

pub(in crate::notifications) async fn some(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Severed>> {
    reader.all(SOME, args![ids]).await
}
