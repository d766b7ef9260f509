//! Which state of the database is current, so that what was made from it can be known to be true still. On SQLite this
//! process does all the writing but the command line's, and counts. On PostgreSQL other servers write, too: there the
//! snapshot says it, which names every transaction that is finished. Asking costs a round trip, so those who ask at the
//! same time ask once.

use super::Db;
use super::conn::{failure, postgres_all};
use crate::error::Result;
use sqlx::PgPool;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tokio::sync::Mutex;

/// Equal generations mean that nothing was written in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Generation {
    count: u64,
    snapshot: Option<Arc<str>>,
}

crate::statements! {
    SNAPSHOT = sqlite "SELECT ''" postgres "SELECT CAST(pg_current_snapshot() AS TEXT)";
}

/// What PostgreSQL was asked last.
#[derive(Default)]
pub struct Snapshots {
    count: AtomicU64,
    asked: AtomicU64,
    last: Mutex<(u64, Option<Arc<str>>)>,
}

impl Snapshots {
    /// The snapshot at a moment after this call began.
    async fn current(&self, pool: &PgPool) -> Result<Arc<str>> {
        let mine = self.asked.fetch_add(1, Ordering::AcqRel) + 1;
        let mut last = self.last.lock().await;
        if let (answered, Some(snapshot)) = &*last
            && *answered >= mine
        {
            return Ok(snapshot.clone());
        }
        // Whoever has asked by now is answered by this statement, which has not begun yet.
        let answered = self.asked.load(Ordering::Acquire);
        let mut conn = pool.acquire().await.map_err(|e| failure(SNAPSHOT, e))?;
        let rows: Vec<String> = postgres_all(&mut conn, SNAPSHOT, &[]).await?;
        let snapshot: Arc<str> = rows.into_iter().next().unwrap_or_default().into();
        *last = (answered, Some(snapshot.clone()));
        Ok(snapshot)
    }
}

impl Db {
    /// Moves on with every change, before it is acknowledged. Ask before reading.
    pub async fn generation(&self) -> Result<Generation> {
        match self {
            Self::Sqlite { write, .. } => {
                Ok(Generation { count: write.generation().load(Ordering::Acquire), snapshot: None })
            }
            Self::Postgres(pool, snapshots) => {
                let count = snapshots.count.load(Ordering::Acquire);
                Ok(Generation { count, snapshot: Some(snapshots.current(pool).await?) })
            }
        }
    }

    /// Somebody else wrote, or a cache forgot something: the generation moves on.
    pub fn changed(&self) {
        let count = match self {
            Self::Sqlite { write, .. } => write.generation(),
            Self::Postgres(_, snapshots) => &snapshots.count,
        };
        count.fetch_add(1, Ordering::AcqRel);
    }
}
