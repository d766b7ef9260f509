//! Opening a database, and handing out readers and transactions.

use super::generation::Snapshots;
use super::writer::{Conn, WriterQueue};
use super::{Arg, Reader, Sql, Tx};
use crate::error::{Error, Result};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions as _, PgPool, SqlitePool};
use std::path::Path;
use std::str::FromStr as _;
use std::sync::Arc;
use std::time::Duration;

/// Two readers halve the speed of a page; more than four gain nothing on two cores.
const READERS: u32 = 4;
const PG_CONNECTIONS: u32 = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    Sqlite,
    Postgres,
}

#[derive(Clone)]
pub enum Db {
    Sqlite { read: SqlitePool, write: WriterQueue },
    Postgres(PgPool, Arc<Snapshots>),
}

impl Db {
    /// Opens the SQLite file, creating it when `create` is set.
    pub async fn sqlite(file: &Path, create: bool) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(create)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(10))
            .journal_mode(SqliteJournalMode::Wal)
            // What is acknowledged survives a power cut, not only a crash.
            .synchronous(SqliteSynchronous::Full)
            .statement_cache_capacity(512)
            .pragma("cache_size", "-8000")
            .pragma("temp_store", "memory")
            .disable_statement_logging();
        let conn = options.connect().await.map_err(unreachable)?;
        let write = WriterQueue::new(conn);
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .min_connections(0)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_lazy_with(options.create_if_missing(false).pragma("query_only", "on"));
        Ok(Self::Sqlite { read, write })
    }

    pub async fn postgres(url: &str) -> Result<Self> {
        let options = PgConnectOptions::from_str(url)
            .map_err(|e| Error::Database(format!("the database address is not readable: {e}")))?
            .application_name("howdah")
            .statement_cache_capacity(512);
        let pool = PgPoolOptions::new()
            .max_connections(PG_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(unreachable)?;
        Ok(Self::Postgres(pool, Arc::default()))
    }

    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite { .. } => Engine::Sqlite,
            Self::Postgres(..) => Engine::Postgres,
        }
    }

    /// A connection that cannot write.
    pub async fn read(&self) -> Result<Reader> {
        match self {
            Self::Sqlite { read, .. } => Ok(Reader::Sqlite(read.acquire().await.map_err(unreachable)?)),
            Self::Postgres(pool, _) => Ok(Reader::Postgres(pool.acquire().await.map_err(unreachable)?)),
        }
    }

    /// A transaction. Await nothing but SQL while you hold it.
    pub async fn write(&self) -> Result<Tx> {
        match self {
            Self::Sqlite { write, .. } => Ok(Conn::Sqlite(write.begin().await?).into()),
            Self::Postgres(pool, _) => Ok(Conn::Postgres(pool.begin().await.map_err(unreachable)?).into()),
        }
    }

    /// From here on commits do not wait for the disk: for a database that is worth nothing before it is finished.
    /// `hurried(false)` brings all of it to the disk. PostgreSQL always waits.
    pub async fn hurried(&self, on: bool) -> Result<()> {
        let Self::Sqlite { write, .. } = self else { return Ok(()) };
        if on {
            return write.outside(Sql::same("PRAGMA synchronous = OFF"), &[]).await;
        }
        write.outside(Sql::same("PRAGMA synchronous = FULL"), &[]).await?;
        write.outside(Sql::same("PRAGMA wal_checkpoint(TRUNCATE)"), &[]).await
    }

    /// A consistent copy of the database in one file. SQLite only; PostgreSQL has tools of its own.
    pub async fn copy_to(&self, file: &Path) -> Result<()> {
        match self {
            Self::Sqlite { write, .. } => {
                let file = file.to_string_lossy();
                write.outside(Sql::same("VACUUM INTO $1"), &[Arg::Text(Some(&file))]).await
            }
            Self::Postgres(..) => Err(Error::Internal("copy_to is for SQLite".into())),
        }
    }

    /// Ends politely: nothing finished is left uncommitted.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                write.close().await;
                read.close().await;
            }
            Self::Postgres(pool, _) => pool.close().await,
        }
    }
}

fn unreachable(error: sqlx::Error) -> Error {
    Error::Database(error.to_string())
}
