//! Bringing a database to this version's schema. The scripts of both engines carry the same names; a landed one is
//! never edited. The SQLite file is copied before a change and put back when the change fails.

use super::{Db, Engine, Sql};
use crate::args;
use crate::error::{Error, Result};
use std::path::Path;

pub struct Migration {
    pub name: &'static str,
    pub sqlite: &'static str,
    pub postgres: &'static str,
}

macro_rules! migrations {
    ($($name:literal),+ $(,)?) => {
        &[$(Migration {
            name: $name,
            sqlite: include_str!(concat!("../../../migrations/sqlite/", $name, ".sql")),
            postgres: include_str!(concat!("../../../migrations/postgres/", $name, ".sql")),
        }),+]
    };
}

pub const MIGRATIONS: &[Migration] = migrations![
    "0001_init",
    "0002_profile_tabs",
    "0004_lists_and_tags",
    "0005_confirmations",
    "0006_conversations",
    "0010_polls",
    "0011_status_edits",
    "0012_scheduled_statuses",
    "0015_cards",
    "0020_filters",
    "0021_notification_policy",
    "0022_announcements",
    "0025_search",
    "0030_warnings_and_rules",
    "0031_blocks_activity_terms",
    "0035_cases",
    "0036_appeals",
    "0040_push",
    "0041_letters",
    "0042_security",
    "0045_collections",
    "0046_belongings",
];

/// Older copies than these are removed.
const KEEP: usize = 3;

crate::statements! {
    CREATE_LOG = "CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY NOT NULL, applied_at BIGINT NOT NULL)";
    APPLIED = "SELECT name FROM migrations ORDER BY name";
    RECORD = "INSERT INTO migrations (name, applied_at) VALUES ($1, $2)";
}

/// What stands between this database and this version.
#[derive(Debug, PartialEq, Eq)]
pub enum Standing {
    Current,
    Behind,
    /// Nothing was ever made here.
    Empty,
    /// Written by a newer version: not to be touched.
    Newer,
}

pub async fn standing(db: &Db) -> Result<Standing> {
    let applied = applied(db).await?;
    if applied.is_empty() {
        return Ok(Standing::Empty);
    }
    if applied.iter().any(|name| MIGRATIONS.iter().all(|m| m.name != name)) {
        return Ok(Standing::Newer);
    }
    Ok(if applied.len() < MIGRATIONS.len() { Standing::Behind } else { Standing::Current })
}

/// The names of this version's scripts.
pub fn names() -> Vec<&'static str> {
    MIGRATIONS.iter().map(|migration| migration.name).collect()
}

async fn applied(db: &Db) -> Result<Vec<String>> {
    let mut tx = db.write().await?;
    tx.run(CREATE_LOG, &[]).await?;
    let names = tx.all(APPLIED, &[]).await?;
    tx.commit().await?;
    Ok(names)
}

/// Applies what is missing. `file` is the SQLite file and `copies` where a copy is kept first.
pub async fn run(db: &Db, now: i64, file: Option<&Path>, copies: Option<&Path>) -> Result<()> {
    let applied = applied(db).await?;
    let missing: Vec<_> = MIGRATIONS.iter().filter(|m| !applied.iter().any(|name| name == m.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let copy = match (file, copies, applied.is_empty()) {
        (Some(_), Some(copies), false) => Some(keep_copy(db, copies, now).await?),
        _ => None,
    };
    for migration in missing {
        tracing::info!(name = migration.name, "migrating the database");
        if let Err(error) = apply(db, migration, now).await {
            let kept = copy.as_ref().map(|c| format!("; the copy made before is {}", c.display())).unwrap_or_default();
            return Err(Error::Database(format!("migration {} failed: {error}{kept}", migration.name)));
        }
    }
    Ok(())
}

/// Makes the schema of an older version in an empty database, so that its rows can be read in.
pub async fn run_only(db: &Db, now: i64, names: &[String]) -> Result<()> {
    applied(db).await?;
    for migration in MIGRATIONS.iter().filter(|m| names.iter().any(|name| name == m.name)) {
        apply(db, migration, now).await?;
    }
    Ok(())
}

/// Each script runs in one transaction: it is applied whole or not at all.
async fn apply(db: &Db, migration: &Migration, now: i64) -> Result<()> {
    match db {
        Db::Sqlite { write, .. } => write.migrate(migration.sqlite).await?,
        Db::Postgres(pool, _) => {
            let mut tx = pool.begin().await.map_err(|e| Error::Database(e.to_string()))?;
            sqlx::raw_sql(migration.postgres).execute(&mut *tx).await.map_err(|e| Error::Database(e.to_string()))?;
            tx.commit().await.map_err(|e| Error::Database(e.to_string()))?;
        }
    }
    let mut tx = db.write().await?;
    tx.run(RECORD, args![migration.name, now]).await?;
    tx.commit().await
}

async fn keep_copy(db: &Db, copies: &Path, now: i64) -> Result<std::path::PathBuf> {
    std::fs::create_dir_all(copies)?;
    let copy = copies.join(format!("before-migration-{now}.sqlite"));
    db.copy_to(&copy).await?;
    let mut kept: Vec<_> = std::fs::read_dir(copies)?
        .filter_map(|entry| entry.ok().map(|e| e.path()))
        .filter(|path| path.file_name().is_some_and(|n| n.to_string_lossy().starts_with("before-migration-")))
        .collect();
    kept.sort();
    while kept.len() > KEEP {
        std::fs::remove_file(kept.remove(0))?;
    }
    Ok(copy)
}

/// Reads the database through, end to end.
pub async fn check(db: &Db) -> Result<()> {
    if db.engine() == Engine::Sqlite {
        let mut reader = db.read().await?;
        let answer: String = reader.one(Sql::same("PRAGMA integrity_check"), &[]).await?;
        if answer != "ok" {
            return Err(Error::Database(answer));
        }
    }
    Ok(())
}
