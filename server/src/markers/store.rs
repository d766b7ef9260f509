use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    OF = "SELECT timeline, last_read_id, version, updated_at FROM markers WHERE account_id = $1";
    SET = "INSERT INTO markers (account_id, timeline, last_read_id, version, updated_at) VALUES ($1, $2, $3, 1, $4)
        ON CONFLICT (account_id, timeline) DO UPDATE SET last_read_id = excluded.last_read_id,
        version = markers.version + 1, updated_at = excluded.updated_at";
}

/// (timeline, last read id, version, when).
pub(super) type Row = (String, i64, i64, i64);

pub(super) async fn of(reader: &mut Reader, account: i64) -> Result<Vec<Row>> {
    reader.all(OF, args![account]).await
}

pub(super) async fn set(tx: &mut Tx, account: i64, timeline: &str, last_read: i64, now: i64) -> Result<()> {
    tx.run(SET, args![account, timeline, last_read, now]).await?;
    Ok(())
}
