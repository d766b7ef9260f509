use super::{Job, Lane};
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;

crate::statements! {
    ADD = "INSERT INTO jobs (id, kind, payload, run_at, unique_key, created_at, lane)
        VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING";
    NEXT = "SELECT min(run_at) FROM jobs WHERE lane = $2 AND (claimed_until IS NULL OR claimed_until <= $1)";
    CLAIM = sqlite "UPDATE jobs SET claimed_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM jobs
            WHERE lane = $3 AND run_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY run_at, id LIMIT 1)
            RETURNING id, payload, attempts"
        postgres "UPDATE jobs SET claimed_until = $2, attempts = attempts + 1 WHERE id = (SELECT id FROM jobs
            WHERE lane = $3 AND run_at <= $1 AND (claimed_until IS NULL OR claimed_until <= $1) ORDER BY run_at, id LIMIT 1
            FOR UPDATE SKIP LOCKED)
            RETURNING id, payload, attempts";
    DONE = "DELETE FROM jobs WHERE id = $1";
    AGAIN = "UPDATE jobs SET run_at = $2, attempts = $3, last_error = $4, claimed_until = NULL WHERE id = $1";
    STANDING = "SELECT count(*) FILTER (WHERE run_at <= $1), count(*) FILTER (WHERE attempts >= $2) FROM jobs";
}

/// A job in somebody's hands.
pub(super) struct Claimed {
    pub id: i64,
    pub payload: String,
    pub attempts: i64,
}

pub(super) async fn add(tx: &mut Tx, id: i64, job: &Job, run_at: i64, key: Option<&str>, now: i64) -> Result<()> {
    tx.run(ADD, args![id, job.name(), &serde_json::to_string(job)?, run_at, key, now, job.lane().as_str()]).await?;
    Ok(())
}

/// When the next job is due that nobody works at.
pub(super) async fn next(reader: &mut Reader, lane: Lane, now: i64) -> Result<Option<i64>> {
    reader.one(NEXT, args![now, lane.as_str()]).await
}

/// Takes one job that is due. It is this process's until `until`; then another may believe it dead.
pub(super) async fn claim(tx: &mut Tx, lane: Lane, now: i64, until: i64) -> Result<Option<Claimed>> {
    let row: Option<(i64, String, i64)> = tx.maybe(CLAIM, args![now, until, lane.as_str()]).await?;
    Ok(row.map(|(id, payload, attempts)| Claimed { id, payload, attempts }))
}

pub(super) async fn done(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(DONE, args![id]).await?;
    Ok(())
}

pub(super) async fn again(tx: &mut Tx, id: i64, run_at: i64, attempts: i64, error: Option<&str>) -> Result<()> {
    tx.run(AGAIN, args![id, run_at, attempts, error]).await?;
    Ok(())
}

/// How the queue stands, for /metrics.
pub struct Standing {
    pub due: i64,
    pub failed: i64,
}

pub async fn standing(reader: &mut Reader, now: i64) -> Result<Standing> {
    let (due, failed) = reader.one(STANDING, args![now, super::worker::ATTEMPTS]).await?;
    Ok(Standing { due, failed })
}
