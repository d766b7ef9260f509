//! A database's rows as lines of JSON, and back: how a community moves from one engine to the other. Both engines turn
//! rows to JSON and JSON to rows themselves; only bytes need a common form, which is PostgreSQL's `\x6869`.

use super::conn::{postgres_all, sqlite_all};
use super::{Db, FromRow, Sql};
use crate::error::{Error, Result};
use futures_util::TryStreamExt as _;
use sqlx::{AssertSqlSafe, Connection as _, Row as _, SqliteConnection};
use std::io::{BufRead, Write};

/// Rows per statement when reading back.
const CHUNK: usize = 500;

/// What has no place in a backup: the log of migrations is written by migrating, the outbox is news of yesterday.
const LEFT_OUT: [&str; 2] = ["migrations", "bus_outbox"];

/// The index of words, which each database keeps in its own way (on SQLite in several tables): it is built anew.
const INDEX: &str = "status_search";

fn broken(error: sqlx::Error) -> Error {
    Error::Database(error.to_string())
}

/// The tables' names, in the order of their making.
pub async fn tables(db: &Db) -> Result<Vec<String>> {
    let names: Vec<String> = match db {
        Db::Sqlite { read, .. } => {
            let sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND substr(name, 1, 7) <> 'sqlite_' ORDER BY rowid";
            sqlx::query_scalar(sql).fetch_all(read).await
        }
        Db::Postgres(pool, _) => {
            let sql = "SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = current_schema()::regnamespace ORDER BY c.oid";
            sqlx::query_scalar(sql).fetch_all(pool).await
        }
    }
    .map_err(broken)?;
    Ok(names.into_iter().filter(|name| !LEFT_OUT.contains(&name.as_str()) && !name.starts_with(INDEX)).collect())
}

/// One consistent view of all tables.
pub enum Export {
    Sqlite(Box<sqlx::pool::PoolConnection<sqlx::Sqlite>>),
    Postgres(sqlx::Transaction<'static, sqlx::Postgres>),
}

impl Export {
    pub async fn begin(db: &Db) -> Result<Self> {
        match db {
            Db::Sqlite { read, .. } => {
                let mut conn = read.acquire().await.map_err(broken)?;
                sqlx::query("BEGIN").execute(&mut *conn).await.map_err(broken)?;
                Ok(Self::Sqlite(Box::new(conn)))
            }
            Db::Postgres(pool, _) => {
                let mut tx = pool.begin().await.map_err(broken)?;
                let level = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
                sqlx::query(level).execute(&mut *tx).await.map_err(broken)?;
                Ok(Self::Postgres(tx))
            }
        }
    }

    /// One row, as of the same moment as the tables.
    pub async fn one<T: FromRow>(&mut self, sql: Sql) -> Result<T> {
        let rows = match self {
            Self::Sqlite(conn) => sqlite_all(conn, sql, &[]).await?,
            Self::Postgres(tx) => postgres_all(tx, sql, &[]).await?,
        };
        rows.into_iter().next().ok_or(Error::NotFound)
    }

    /// Writes a table, one row a line.
    pub async fn table(&mut self, table: &str, out: &mut impl Write) -> Result<()> {
        match self {
            Self::Sqlite(conn) => {
                let columns = columns(conn, table).await?;
                let pairs: Vec<String> = columns
                    .iter()
                    .map(|(name, kind)| match kind.as_str() {
                        "BLOB" => {
                            format!("'{name}', CASE WHEN {name} IS NOT NULL THEN '\\x' || lower(hex({name})) END")
                        }
                        _ => format!("'{name}', {name}"),
                    })
                    .collect();
                let sql = format!("SELECT json_object({}) FROM {table}", pairs.join(", "));
                let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut ***conn);
                while let Some(row) = rows.try_next().await.map_err(broken)? {
                    writeln!(out, "{}", row.try_get::<&str, _>(0).map_err(broken)?)?;
                }
            }
            Self::Postgres(tx) => {
                let sql = format!("SELECT row_to_json(t)::text FROM {table} t");
                let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **tx);
                while let Some(row) = rows.try_next().await.map_err(broken)? {
                    writeln!(out, "{}", row.try_get::<&str, _>(0).map_err(broken)?)?;
                }
            }
        }
        Ok(())
    }
}

async fn columns(conn: &mut SqliteConnection, table: &str) -> Result<Vec<(String, String)>> {
    sqlx::query_as("SELECT name, type FROM pragma_table_info($1)").bind(table).fetch_all(conn).await.map_err(broken)
}

/// Rows coming in. Rows may refer to rows that come later, so references are checked at the end.
pub enum Import {
    Sqlite(Box<SqliteConnection>),
    Postgres { tx: sqlx::Transaction<'static, sqlx::Postgres>, pool: sqlx::PgPool },
}

const FOREIGN_KEYS: &str = "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint
    WHERE contype = 'f' AND connamespace = current_schema()::regnamespace";

impl Import {
    /// `file` is the SQLite file of `db`.
    pub async fn begin(db: &Db, file: &std::path::Path) -> Result<Self> {
        match db {
            Db::Sqlite { .. } => {
                let options = sqlx::sqlite::SqliteConnectOptions::new()
                    .filename(file)
                    .foreign_keys(false)
                    .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
                let mut conn = SqliteConnection::connect_with(&options).await.map_err(broken)?;
                sqlx::query("BEGIN IMMEDIATE").execute(&mut conn).await.map_err(broken)?;
                let mut import = Self::Sqlite(Box::new(conn));
                import.empty(&tables(db).await?).await?;
                Ok(import)
            }
            Db::Postgres(pool, _) => {
                defer(pool, "DEFERRABLE INITIALLY DEFERRED").await?;
                let tx = pool.begin().await.map_err(broken)?;
                Ok(Self::Postgres { tx, pool: pool.clone() })
            }
        }
    }

    async fn empty(&mut self, tables: &[String]) -> Result<()> {
        let Self::Sqlite(conn) = self else { return Ok(()) };
        for table in tables {
            sqlx::query(AssertSqlSafe(format!("DELETE FROM {table}"))).execute(&mut **conn).await.map_err(broken)?;
        }
        Ok(())
    }

    /// Reads a table's lines. `table` must be one of `tables()`.
    pub async fn table(&mut self, table: &str, lines: impl BufRead) -> Result<()> {
        let sql = match self {
            Self::Sqlite(conn) => {
                let columns = columns(conn, table).await?;
                let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
                let values: Vec<String> = columns
                    .iter()
                    .map(|(name, kind)| match kind.as_str() {
                        "BLOB" => format!("unhex(substr(json_extract(value, '$.{name}'), 3))"),
                        _ => format!("json_extract(value, '$.{name}')"),
                    })
                    .collect();
                format!("INSERT INTO {table} ({}) SELECT {} FROM json_each($1)", names.join(", "), values.join(", "))
            }
            Self::Postgres { .. } => {
                format!("INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1::json)")
            }
        };
        let mut chunk: Vec<String> = Vec::with_capacity(CHUNK);
        for line in lines.lines() {
            chunk.push(line?);
            if chunk.len() == CHUNK {
                self.rows(&sql, &mut chunk).await?;
            }
        }
        self.rows(&sql, &mut chunk).await
    }

    async fn rows(&mut self, sql: &str, chunk: &mut Vec<String>) -> Result<()> {
        if chunk.is_empty() {
            return Ok(());
        }
        let list = format!("[{}]", chunk.join(","));
        chunk.clear();
        let sql = AssertSqlSafe(sql.to_owned());
        match self {
            Self::Sqlite(conn) => sqlx::query(sql).bind(list).execute(&mut **conn).await.map(|_| ()),
            Self::Postgres { tx, .. } => sqlx::query(sql).bind(list).execute(&mut **tx).await.map(|_| ()),
        }
        .map_err(broken)
    }

    /// Checks all references and keeps the rows.
    pub async fn finish(self) -> Result<()> {
        match self {
            Self::Sqlite(mut conn) => {
                let loose: Vec<(String,)> = sqlx::query_as("SELECT DISTINCT \"table\" FROM pragma_foreign_key_check")
                    .fetch_all(&mut *conn)
                    .await
                    .map_err(broken)?;
                if let Some((table,)) = loose.first() {
                    return Err(Error::Database(format!("rows of {table} refer to rows that are missing")));
                }
                sqlx::query("COMMIT").execute(&mut *conn).await.map_err(broken)?;
                conn.close().await.map_err(broken)
            }
            Self::Postgres { tx, pool } => {
                tx.commit().await.map_err(broken)?;
                defer(&pool, "NOT DEFERRABLE").await
            }
        }
    }
}

async fn defer(pool: &sqlx::PgPool, how: &str) -> Result<()> {
    let keys: Vec<(String, String)> = sqlx::query_as(FOREIGN_KEYS).fetch_all(pool).await.map_err(broken)?;
    for (table, key) in keys {
        let sql = format!("ALTER TABLE {table} ALTER CONSTRAINT {key} {how}");
        sqlx::query(AssertSqlSafe(sql)).execute(pool).await.map_err(broken)?;
    }
    Ok(())
}
