//! A database per test, copied from a template that was migrated and seeded once: on SQLite a file kept in memory, on
//! PostgreSQL a template database that is shared by all runs of the same schema.

use howdah_server::db::{Db, migrate};
use howdah_server::instance::{self, Registrations};
use sqlx::{AssertSqlSafe, Connection as _, Executor as _, PgConnection};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// When the town was founded, and what its clock says: 2026-01-01 12:00.
pub const FOUNDED: i64 = 1_767_268_800_000;

/// A fresh database. The second part is what to hand to `drop_database`.
pub enum Fresh {
    Sqlite,
    Postgres { url: String, name: String },
}

/// The PostgreSQL server for tests, if there is one.
#[expect(clippy::disallowed_methods, reason = "tests are told by their caller where PostgreSQL is")]
pub fn postgres_server() -> Option<String> {
    std::env::var("HOWDAH_TEST_POSTGRES").ok().filter(|url| !url.is_empty())
}

async fn found(db: &Db) {
    migrate::run(db, FOUNDED, None, None).await.expect("the migrations run");
    let mut tx = db.write().await.expect("a transaction");
    instance::seed(&mut tx, FOUNDED, "0011223344556677", "Test town", Registrations::Open).await.expect("seeds");
    tx.commit().await.expect("the seed is committed");
}

/// Runs on a thread and runtime of its own: the result outlives the test that came first.
fn once<T: Send>(work: impl Future<Output = T> + Send) -> T {
    std::thread::scope(|scope| {
        let thread = scope.spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(work)
        });
        thread.join().expect("the template is made")
    })
}

/// Writes a founded community's database to `file`.
pub fn sqlite(file: &Path) {
    static TEMPLATE: OnceLock<Vec<u8>> = OnceLock::new();
    let template = TEMPLATE.get_or_init(|| {
        once(async {
            let made = file.with_extension("template");
            let copy = file.with_extension("copy");
            let db = Db::sqlite(&made, true).await.expect("a database");
            found(&db).await;
            db.copy_to(&copy).await.expect("a copy");
            db.close().await;
            std::fs::read(&copy).expect("the copy")
        })
    });
    std::fs::write(file, template).expect("the test's own database");
}

fn beside(server: &str, name: &str) -> String {
    let mut url = url::Url::parse(server).expect("HOWDAH_TEST_POSTGRES is a URL");
    url.set_path(name);
    url.into()
}

async fn admin(server: &str) -> PgConnection {
    PgConnection::connect(server).await.expect("PostgreSQL answers")
}

async fn tell(server: &mut PgConnection, text: String) -> Result<(), sqlx::Error> {
    server.execute(sqlx::raw_sql(AssertSqlSafe(text))).await.map(drop)
}

/// Creates a database on the PostgreSQL server.
pub async fn postgres(server: &str) -> Fresh {
    static TEMPLATE: OnceLock<String> = OnceLock::new();
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let template = TEMPLATE.get_or_init(|| once(postgres_template(server)));
    let name = format!("howdah_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
    let mut admin = admin(server).await;
    // A leftover of an earlier process with the same number.
    tell(&mut admin, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await.expect("dropping");
    tell(&mut admin, format!("CREATE DATABASE {name} TEMPLATE {template}")).await.expect("a database");
    Fresh::Postgres { url: beside(server, &name), name }
}

async fn postgres_template(server: &str) -> String {
    let mut hasher = DefaultHasher::new();
    for migration in migrate::MIGRATIONS {
        migration.postgres.hash(&mut hasher);
    }
    let name = format!("howdah_template_{:x}", hasher.finish());
    let mut admin = admin(server).await;
    // Test binaries run side by side: one makes the template, the others wait.
    tell(&mut admin, "SELECT pg_advisory_lock(4706)".into()).await.expect("the lock");
    let there: Option<(String,)> = sqlx::query_as("SELECT datname::text FROM pg_database WHERE datname = $1")
        .bind(&name)
        .fetch_optional(&mut admin)
        .await
        .expect("the list of databases");
    if there.is_none() {
        // Renamed when it is whole, so that a run that was cut off leaves no half template behind.
        let draft = format!("{name}_draft");
        tell(&mut admin, format!("DROP DATABASE IF EXISTS {draft} WITH (FORCE)")).await.expect("dropping");
        tell(&mut admin, format!("CREATE DATABASE {draft}")).await.expect("a database");
        let db = Db::postgres(&beside(server, &draft)).await.expect("the draft");
        found(&db).await;
        db.close().await;
        tell(&mut admin, format!("ALTER DATABASE {draft} RENAME TO {name}")).await.expect("renaming");
    }
    admin.close().await.expect("a polite end");
    name
}

pub async fn drop_database(name: &str) {
    let Some(server) = postgres_server() else { return };
    let _ = tell(&mut admin(&server).await, format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await;
}
