//! For tests: whether the engine understands a statement.

use super::conn::failure;
use super::{Db, Sql};
use crate::error::{Error, Result};
use sqlx::{Executor as _, SqlSafeStr as _};

impl Db {
    /// Has the engine compile the statement, without running it.
    pub async fn prepare(&self, sql: Sql) -> Result<()> {
        let gone = |e: sqlx::Error| Error::Database(e.to_string());
        match self {
            Self::Sqlite { read, .. } => {
                let mut conn = read.acquire().await.map_err(gone)?;
                conn.prepare(sql.sqlite.into_sql_str()).await.map(drop).map_err(|e| failure(sql, e))
            }
            Self::Postgres(pool, _) => {
                let mut conn = pool.acquire().await.map_err(gone)?;
                let text = typed_lists(sql.postgres);
                conn.prepare(sqlx::AssertSqlSafe(text).into_sql_str()).await.map(drop).map_err(|e| failure(sql, e))
            }
        }
    }
}

/// A list is bound as an array; without its value PostgreSQL cannot tell our `json_each` from its own.
fn typed_lists(text: &str) -> String {
    let mut parts = text.split("json_each($");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("json_each($");
        out.push_str(&part.replacen(')', "::bigint[])", 1));
    }
    out
}
