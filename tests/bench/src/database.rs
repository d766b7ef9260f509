//! The two databases as the bench sees them: plain statements, and the limit for posting, which is a bare transaction
//! with the same fan-out.

use sqlx::postgres::{PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};
use sqlx::{AssertSqlSafe, ConnectOptions as _, Executor as _, Row as _};
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::Mutex;

use crate::Outcome;
use crate::client::CONNECTIONS;

#[derive(Clone)]
pub enum Database {
    Sqlite(Arc<Mutex<SqliteConnection>>),
    Postgres(PgPool),
}

/// Where a community's database is.
#[derive(Clone)]
pub enum Place {
    Sqlite(PathBuf),
    Postgres(String),
}

impl Place {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "SQLite",
            Self::Postgres(_) => "PostgreSQL",
        }
    }

    pub fn flag(&self, value: bool) -> &'static str {
        match (self, value) {
            (Self::Sqlite(_), true) => "1",
            (Self::Sqlite(_), false) => "0",
            (Self::Postgres(_), true) => "true",
            (Self::Postgres(_), false) => "false",
        }
    }

    /// Nothing is checked while the world is written and nothing is lost when that fails: it is thrown away. Indexes are
    /// built afterwards.
    pub fn before_writing(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "PRAGMA foreign_keys = OFF; PRAGMA synchronous = OFF; BEGIN",
            Self::Postgres(_) => {
                "CREATE TABLE put_aside AS SELECT i.indexrelid::regclass::text AS name, pg_get_indexdef(i.indexrelid) AS sql
                    FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid WHERE c.relnamespace = 'public'::regnamespace
                    AND NOT EXISTS (SELECT 1 FROM pg_constraint k WHERE k.conindid = i.indexrelid);
                DO $$ DECLARE r record; BEGIN
                    FOR r IN SELECT name FROM put_aside LOOP EXECUTE 'DROP INDEX ' || r.name; END LOOP;
                END $$"
            }
        }
    }

    pub fn after_writing(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => {
                "COMMIT; PRAGMA foreign_keys = ON; PRAGMA synchronous = FULL; PRAGMA optimize=0x10002;
                PRAGMA wal_checkpoint(TRUNCATE)"
            }
            Self::Postgres(_) => {
                "DO $$ DECLARE r record; BEGIN FOR r IN SELECT sql FROM put_aside LOOP EXECUTE r.sql; END LOOP; END $$;
                DROP TABLE put_aside"
            }
        }
    }

    pub async fn open(&self) -> Outcome<Database> {
        Ok(match self {
            Self::Sqlite(file) => Database::Sqlite(Arc::new(Mutex::new(sqlite(file).await?))),
            Self::Postgres(url) => Database::Postgres(
                PgPoolOptions::new().max_connections(12).test_before_acquire(false).connect(url).await?,
            ),
        })
    }
}

/// As durable as the server's own connection.
async fn sqlite(file: &Path) -> Outcome<SqliteConnection> {
    let options = SqliteConnectOptions::from_str(&format!("sqlite://{}", file.display()))?
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(20))
        .disable_statement_logging();
    Ok(options.connect().await?)
}

impl Database {
    pub async fn run(&self, sql: String) -> Outcome<()> {
        match self {
            Self::Sqlite(connection) => {
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut *connection.lock().await).await?;
            }
            Self::Postgres(pool) => {
                pool.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
            }
        }
        Ok(())
    }

    pub async fn number(&self, sql: &str) -> Outcome<i64> {
        let sql = AssertSqlSafe(sql.to_owned());
        Ok(match self {
            Self::Sqlite(connection) => sqlx::query(sql).fetch_one(&mut *connection.lock().await).await?.get(0),
            Self::Postgres(pool) => sqlx::query(sql).fetch_one(pool).await?.get(0),
        })
    }

    pub async fn close(self) {
        if let Self::Postgres(pool) = self {
            pool.close().await;
        }
    }

    /// One post as a bare transaction: the status, the counter, its place in every follower's feed.
    async fn insert(&self, place: &Place, id: i64, author: i64) -> Outcome<()> {
        let statements = [
            format!(
                "INSERT INTO statuses (id, account_id, local, visibility, text, content, created_at) \
                 VALUES ($1, $2, {}, 0, 'bare', '<p>bare</p>', 1)",
                place.flag(true)
            ),
            "UPDATE accounts SET statuses_count = statuses_count + $1 - $1 + 1 WHERE id = $2".to_owned(),
            "INSERT INTO home_feed (account_id, status_id) SELECT account_id, $1 FROM follows WHERE target_id = $2"
                .to_owned(),
        ];
        match self {
            Self::Sqlite(connection) => {
                let mut connection = connection.lock().await;
                connection.execute("BEGIN IMMEDIATE").await?;
                for sql in statements {
                    sqlx::query(AssertSqlSafe(sql)).bind(id).bind(author).execute(&mut *connection).await?;
                }
                connection.execute("COMMIT").await?;
            }
            Self::Postgres(pool) => {
                let mut transaction = pool.begin().await?;
                for sql in statements {
                    sqlx::query(AssertSqlSafe(sql)).bind(id).bind(author).execute(&mut *transaction).await?;
                }
                transaction.commit().await?;
            }
        }
        Ok(())
    }

    /// The limit for posting: as many writers as the client has connections. Transactions per second.
    pub async fn inserts(
        &self,
        place: &Place,
        authors: &Arc<Vec<i64>>,
        next: &Arc<AtomicI64>,
        time: Duration,
    ) -> Outcome<f64> {
        let start = Instant::now();
        let mut tasks = Vec::new();
        for number in 0..CONNECTIONS {
            let (database, place, authors, next) = (self.clone(), place.clone(), authors.clone(), next.clone());
            tasks.push(tokio::spawn(async move {
                let mut done = 0_usize;
                while start.elapsed() < time {
                    let author = authors[(number * 7919 + done) % authors.len()];
                    database
                        .insert(&place, next.fetch_add(1, Ordering::Relaxed), author)
                        .await
                        .map_err(|error| error.to_string())?;
                    done += 1;
                }
                Ok::<usize, String>(done)
            }));
        }
        let mut done = 0;
        for task in tasks {
            done += task.await??;
        }
        Ok(done as f64 / start.elapsed().as_secs_f64())
    }
}
