//! Running statements on a connection of either engine, with one place for counting and slow-query logging.

use super::pack::unpack;
use super::{Arg, FromFields, FromRow, Row, Sql};
use crate::error::{Error, Result};
use futures_util::TryStreamExt as _;
use sqlx::pool::PoolConnection;
use sqlx::{Postgres, Sqlite};
use std::cell::Cell;
use std::future::Future;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

const SLOW: Duration = Duration::from_millis(250);

tokio::task_local! {
    static COUNTER: Cell<u32>;
}

/// Runs a future and tells how many statements it issued (in its own task).
pub async fn counted<F: Future>(work: F) -> (F::Output, u32) {
    COUNTER
        .scope(Cell::new(0), async {
            let output = work.await;
            (output, COUNTER.with(Cell::get))
        })
        .await
}

static RUN: AtomicU64 = AtomicU64::new(0);

/// How many statements this process has run.
pub fn statements_run() -> u64 {
    RUN.load(Ordering::Relaxed)
}

fn count(sql: Sql) {
    RUN.fetch_add(1, Ordering::Relaxed);
    let _ = COUNTER.try_with(|c| c.set(c.get() + 1));
    tracing::trace!(target: "howdah::sql", text = sql.sqlite);
}

/// A connection for reading. On SQLite it is opened query-only.
pub enum Reader {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Reader {
    pub async fn all<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<Vec<T>> {
        match self {
            Self::Sqlite(c) => sqlite_all(c, sql, args).await,
            Self::Postgres(c) => postgres_all(c, sql, args).await,
        }
    }

    /// The first row. Whatever follows is not looked for.
    pub async fn maybe<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<Option<T>> {
        count(sql);
        let started = tokio::time::Instant::now();
        let row = match self {
            Self::Sqlite(c) => bind_sqlite(sql, args)?.fetch_optional(&mut **c).await.map(|row| row.map(Row::Sqlite)),
            Self::Postgres(c) => {
                bind_postgres(sql, args).fetch_optional(&mut **c).await.map(|row| row.map(Row::Postgres))
            }
        };
        let row = row.map_err(|e| failure(sql, e))?;
        slow(sql, started);
        row.map(|row| T::from_row(&row)).transpose()
    }

    /// The rows of a statement that packs them into one text.
    pub async fn packed<T: FromFields>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<Vec<T>> {
        unpack(self.one(sql, args).await?)
    }

    /// The one row that must be there; its absence is `NotFound`.
    pub async fn one<T: FromRow>(&mut self, sql: Sql, args: &[Arg<'_>]) -> Result<T> {
        self.maybe(sql, args).await?.ok_or(Error::NotFound)
    }
}

fn bind_sqlite<'q>(
    sql: Sql,
    args: &'q [Arg<'q>],
) -> Result<sqlx::query::Query<'q, Sqlite, sqlx::sqlite::SqliteArguments>> {
    let mut query = sqlx::query(sql.sqlite);
    for arg in args {
        query = match arg {
            Arg::Int(v) => query.bind(*v),
            Arg::Bool(v) => query.bind(*v),
            Arg::Real(v) => query.bind(*v),
            Arg::Text(v) => query.bind(*v),
            Arg::Bytes(v) => query.bind(*v),
            Arg::Ids(v) => query.bind(json_list(v)),
        };
    }
    Ok(query)
}

fn json_list(ids: &[i64]) -> String {
    let mut text = String::with_capacity(2 + ids.len() * 20);
    text.push('[');
    let mut number = itoa::Buffer::new();
    for (i, id) in ids.iter().enumerate() {
        if i > 0 {
            text.push(',');
        }
        text.push_str(number.format(*id));
    }
    text.push(']');
    text
}

fn bind_postgres<'q>(sql: Sql, args: &'q [Arg<'q>]) -> sqlx::query::Query<'q, Postgres, sqlx::postgres::PgArguments> {
    let mut query = sqlx::query(sql.postgres);
    for arg in args {
        query = match arg {
            Arg::Int(v) => query.bind(*v),
            Arg::Bool(v) => query.bind(*v),
            Arg::Real(v) => query.bind(*v),
            Arg::Text(v) => query.bind(*v),
            Arg::Bytes(v) => query.bind(*v),
            Arg::Ids(v) => query.bind(*v),
        };
    }
    query
}

pub(super) async fn sqlite_all<T: FromRow>(
    conn: &mut sqlx::SqliteConnection,
    sql: Sql,
    args: &[Arg<'_>],
) -> Result<Vec<T>> {
    count(sql);
    let started = tokio::time::Instant::now();
    let mut rows = bind_sqlite(sql, args)?.fetch(conn);
    let mut out = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(|e| failure(sql, e))? {
        out.push(T::from_row(&Row::Sqlite(row))?);
    }
    slow(sql, started);
    Ok(out)
}

pub(super) async fn postgres_all<T: FromRow>(
    conn: &mut sqlx::PgConnection,
    sql: Sql,
    args: &[Arg<'_>],
) -> Result<Vec<T>> {
    count(sql);
    let started = tokio::time::Instant::now();
    let mut rows = bind_postgres(sql, args).fetch(conn);
    let mut out = Vec::new();
    while let Some(row) = rows.try_next().await.map_err(|e| failure(sql, e))? {
        out.push(T::from_row(&Row::Postgres(row))?);
    }
    slow(sql, started);
    Ok(out)
}

pub(super) async fn sqlite_run(conn: &mut sqlx::SqliteConnection, sql: Sql, args: &[Arg<'_>]) -> Result<u64> {
    count(sql);
    let started = tokio::time::Instant::now();
    let done = bind_sqlite(sql, args)?.execute(conn).await.map_err(|e| failure(sql, e))?;
    slow(sql, started);
    Ok(done.rows_affected())
}

pub(super) async fn postgres_run(conn: &mut sqlx::PgConnection, sql: Sql, args: &[Arg<'_>]) -> Result<u64> {
    count(sql);
    let started = tokio::time::Instant::now();
    let done = bind_postgres(sql, args).execute(conn).await.map_err(|e| failure(sql, e))?;
    slow(sql, started);
    Ok(done.rows_affected())
}

fn slow(sql: Sql, started: tokio::time::Instant) {
    let took = started.elapsed();
    if took > SLOW {
        tracing::warn!(target: "howdah::sql", ms = took.as_millis() as u64, text = sql.sqlite, "slow statement");
    }
}

/// Our error for the driver's: unique violations by name, everything else as a database failure with its statement.
pub(super) fn failure(sql: Sql, error: sqlx::Error) -> Error {
    if let sqlx::Error::Database(cause) = &error {
        if cause.is_unique_violation() {
            // PostgreSQL names the constraint; SQLite names the columns or the index in its message.
            let name = cause.constraint().map_or_else(|| cause.message().to_owned(), str::to_owned);
            return Error::Conflict(name);
        }
        if cause.is_foreign_key_violation() {
            return Error::NotFound;
        }
        return Error::Database(format!("{} in: {}", cause.message(), sql.sqlite));
    }
    Error::Database(format!("{error} in: {}", sql.sqlite))
}
