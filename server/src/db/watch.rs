//! Noticing that another connection or process changed the database.

use super::conn::{failure, sqlite_all};
use super::{Db, Sql};
use crate::error::{Error, Result};
use sqlx::pool::PoolConnection;
use sqlx::postgres::PgListener;
use sqlx::{PgPool, Sqlite};

const DATA_VERSION: Sql = Sql::same("PRAGMA data_version");

/// Tells on SQLite whether anything was committed since the last question.
pub struct Watch {
    conn: PoolConnection<Sqlite>,
    seen: i64,
}

impl Watch {
    pub async fn changed(&mut self) -> Result<bool> {
        let now = sqlite_all::<i64>(&mut self.conn, DATA_VERSION, &[]).await?.first().copied().unwrap_or(0);
        let changed = now != self.seen;
        self.seen = now;
        Ok(changed)
    }
}

/// PostgreSQL's notifications.
pub struct Listener(PgListener);

impl Listener {
    /// The next payload.
    pub async fn next(&mut self) -> Result<String> {
        let notification = self.0.recv().await.map_err(|e| failure(Sql::same("LISTEN"), e))?;
        Ok(notification.payload().to_owned())
    }
}

impl Db {
    pub async fn watch(&self) -> Result<Watch> {
        match self {
            Self::Sqlite { read, .. } => {
                let conn = read.acquire().await.map_err(|e| Error::Database(e.to_string()))?;
                Ok(Watch { conn, seen: 0 })
            }
            Self::Postgres(..) => Err(Error::Internal("watch is for SQLite".into())),
        }
    }

    pub async fn listen(&self, channel: &str) -> Result<Listener> {
        let Self::Postgres(pool, _) = self else { return Err(Error::Internal("listen is for PostgreSQL".into())) };
        let connect = async |pool: &PgPool| {
            let mut listener = PgListener::connect_with(pool).await?;
            listener.listen(channel).await?;
            Ok(listener)
        };
        connect(pool).await.map(Listener).map_err(|e: sqlx::Error| Error::Database(e.to_string()))
    }
}
