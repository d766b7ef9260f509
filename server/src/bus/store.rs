use super::Event;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    PUBLISH = sqlite "INSERT INTO bus_outbox (kind, payload, created_at) VALUES ('event', $1, $2)"
        postgres "WITH made AS (INSERT INTO bus_outbox (kind, payload, created_at) VALUES ('event', $1, $2) RETURNING id)
            SELECT pg_notify('howdah_bus', id::text) FROM made";
    NEWEST = "SELECT coalesce(max(id), 0) FROM bus_outbox";
    AFTER = "SELECT id, payload FROM bus_outbox WHERE id > $1 ORDER BY id LIMIT 500";
    BY_ID = "SELECT id, payload FROM bus_outbox WHERE id = $1";
    TRIM = "DELETE FROM bus_outbox WHERE created_at < $1";
}

pub(crate) async fn publish(tx: &mut Tx, now: i64, event: &Event) -> Result<()> {
    tx.run(PUBLISH, args![&serde_json::to_string(event)?, now]).await?;
    Ok(())
}

pub(super) async fn newest(reader: &mut Reader) -> Result<i64> {
    reader.one(NEWEST, &[]).await
}

pub(super) async fn after(reader: &mut Reader, id: i64) -> Result<Vec<(i64, String)>> {
    reader.all(AFTER, args![id]).await
}

pub(super) async fn by_id(reader: &mut Reader, id: i64) -> Result<Option<(i64, String)>> {
    reader.maybe(BY_ID, args![id]).await
}

pub(super) async fn trim(tx: &mut Tx, before: i64) -> Result<()> {
    tx.run(TRIM, args![before]).await?;
    Ok(())
}
