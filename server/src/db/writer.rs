//! Write transactions. On SQLite there is one writer; transactions that wait for it are committed together (group
//! commit: one fsync for many), each as a savepoint of its own, and none is acknowledged before that commit.

use super::conn::{failure, postgres_all, postgres_run, sqlite_all, sqlite_run};
use super::{Arg, FromRow, Sql};
use crate::error::{Error, Result};
use sqlx::{Connection as _, Executor as _, Postgres, SqliteConnection};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

/// So many transactions share one commit at the most.
const GROUP: usize = 64;
/// How long a finished member waits for the next one before it commits the group itself.
const LINGER: Duration = Duration::from_millis(5);

pub(super) struct Writer {
    conn: SqliteConnection,
    /// BEGIN was sent and not yet ended.
    open: bool,
    /// A member was dropped half-way: its savepoint must be undone first.
    dirty: bool,
    /// Finished members that wait for the commit.
    pending: Vec<oneshot::Sender<Result<(), String>>>,
    generation: Arc<AtomicU64>,
}

#[derive(Clone)]
pub struct WriterQueue {
    writer: Arc<Mutex<Writer>>,
    waiting: Arc<AtomicUsize>,
    /// How often something was written.
    generation: Arc<AtomicU64>,
}

/// Counts a waiter down also when its future is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

const BEGIN: Sql = Sql::same("BEGIN IMMEDIATE");
const COMMIT: Sql = Sql::same("COMMIT");
const SAVEPOINT: Sql = Sql::same("SAVEPOINT member");
const RELEASE: Sql = Sql::same("RELEASE member");
const UNDO: Sql = Sql::same("ROLLBACK TO member");

impl Writer {
    async fn run(&mut self, sql: Sql) -> Result<()> {
        self.conn.execute(sql.sqlite).await.map_err(|e| failure(sql, e))?;
        Ok(())
    }

    async fn undo_member(&mut self) -> Result<()> {
        self.dirty = false;
        self.run(UNDO).await?;
        self.run(RELEASE).await
    }

    /// Makes everything finished durable and tells its owners.
    async fn commit_group(&mut self) {
        if self.dirty
            && let Err(error) = self.undo_member().await
        {
            tracing::error!(%error, "a half-finished change could not be undone");
        }
        if !self.open {
            return;
        }
        let outcome = self.run(COMMIT).await.map_err(|e| e.to_string());
        self.open = false;
        self.generation.fetch_add(1, Ordering::AcqRel);
        if outcome.is_err() {
            let _ = self.conn.execute("ROLLBACK").await;
        }
        for owner in self.pending.drain(..) {
            let _ = owner.send(outcome.clone());
        }
    }
}

impl WriterQueue {
    pub(super) fn new(conn: SqliteConnection) -> Self {
        let generation = Arc::new(AtomicU64::new(0));
        let writer = Writer { conn, open: false, dirty: false, pending: Vec::new(), generation: generation.clone() };
        Self { writer: Arc::new(Mutex::new(writer)), waiting: Arc::default(), generation }
    }

    pub(super) fn generation(&self) -> &AtomicU64 {
        &self.generation
    }

    pub(super) async fn begin(&self) -> Result<SqliteTx> {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let waiting = Waiting(&self.waiting);
        let mut writer = self.writer.clone().lock_owned().await;
        drop(waiting);
        if writer.dirty {
            writer.undo_member().await?;
        }
        if !writer.open {
            writer.run(BEGIN).await?;
            writer.open = true;
        }
        // From here on a dropped future must be undone by whoever comes next.
        let mut tx = SqliteTx { writer: Some(writer), queue: self.clone() };
        tx.conn().run(SAVEPOINT).await?;
        Ok(tx)
    }

    pub(super) async fn close(&self) {
        let mut writer = self.writer.lock().await;
        writer.commit_group().await;
        // Everything into the one file, unless somebody else is still reading: nobody waits for that, it only keeps the
        // file whole by itself for those who copy it.
        for sql in ["PRAGMA busy_timeout = 0", "PRAGMA wal_checkpoint(TRUNCATE)"] {
            if let Err(error) = writer.conn.execute(sql).await {
                tracing::debug!(%error, "the write-ahead log stays");
            }
        }
    }

    /// Runs statements that cannot stand in a transaction (VACUUM INTO, checkpoints).
    pub(super) async fn outside(&self, sql: Sql, args: &[Arg<'_>]) -> Result<()> {
        let mut writer = self.writer.lock().await;
        writer.commit_group().await;
        sqlite_run(&mut writer.conn, sql, args).await?;
        Ok(())
    }

    /// The bare connection, for migrations.
    pub(super) async fn migrate(&self, script: &'static str) -> Result<()> {
        let mut writer = self.writer.lock().await;
        writer.commit_group().await;
        let mut tx = writer.conn.begin().await.map_err(|e| failure(BEGIN, e))?;
        sqlx::raw_sql(script).execute(&mut *tx).await.map_err(|e| failure(Sql::same("migration"), e))?;
        tx.commit().await.map_err(|e| failure(COMMIT, e))
    }
}

pub struct SqliteTx {
    writer: Option<OwnedMutexGuard<Writer>>,
    queue: WriterQueue,
}

impl SqliteTx {
    fn conn(&mut self) -> &mut Writer {
        self.writer.as_mut().expect("a transaction holds the writer until it ends")
    }

    async fn commit(mut self) -> Result<()> {
        self.conn().run(RELEASE).await?;
        let mut writer = self.writer.take().expect("a transaction holds the writer until it ends");
        let (done, committed) = oneshot::channel();
        writer.pending.push(done);
        let others = self.queue.waiting.load(Ordering::SeqCst);
        if others == 0 || writer.pending.len() >= GROUP {
            writer.commit_group().await;
        }
        drop(writer);
        let mut committed = committed;
        let outcome = match tokio::time::timeout(LINGER, &mut committed).await {
            Ok(outcome) => outcome,
            Err(_) => {
                // Nobody took over (a waiter gave up): commit what is finished, ours included.
                self.queue.writer.lock().await.commit_group().await;
                committed.await
            }
        };
        match outcome {
            Ok(Ok(())) => Ok(()),
            Ok(Err(cause)) => Err(Error::Database(cause)),
            Err(_) => Err(Error::Database("the writer went away".into())),
        }
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let Some(mut writer) = self.writer.take() else { return };
        writer.dirty = true;
        // Finished members may be waiting for this one: see to their commit.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move { writer.commit_group().await });
        }
    }
}

pub(super) enum Conn {
    Sqlite(SqliteTx),
    Postgres(sqlx::Transaction<'static, Postgres>),
}

/// A write transaction: dropped without `commit` it leaves no trace.
pub struct Tx {
    conn: Conn,
    /// Set by who wrote a job: `App::commit` wakes the worker then, and only then.
    pub wakes_worker: bool,
}

impl From<Conn> for Tx {
    fn from(conn: Conn) -> Self {
        Self { conn, wakes_worker: false }
    }
}

impl Tx {
    pub async fn all<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<Vec<T>> {
        match &mut self.conn {
            Conn::Sqlite(tx) => sqlite_all(&mut tx.conn().conn, sql, args).await,
            Conn::Postgres(tx) => postgres_all(tx, sql, args).await,
        }
    }

    pub async fn maybe<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<Option<T>> {
        Ok(self.all(sql, args).await?.into_iter().next())
    }

    pub async fn one<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<T> {
        self.maybe(sql, args).await?.ok_or(Error::NotFound)
    }

    /// Runs a statement and tells how many rows it changed.
    pub async fn run(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<u64> {
        match &mut self.conn {
            Conn::Sqlite(tx) => sqlite_run(&mut tx.conn().conn, sql, args).await,
            Conn::Postgres(tx) => postgres_run(tx, sql, args).await,
        }
    }

    /// Returns once the change is durable.
    pub async fn commit(self) -> Result<()> {
        match self.conn {
            Conn::Sqlite(tx) => tx.commit().await,
            Conn::Postgres(tx) => tx.commit().await.map_err(|e| failure(COMMIT, e)),
        }
    }
}
