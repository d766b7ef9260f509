//! Both engines have the same tables, columns, NOT NULLs and indexes; only the names of types differ.

use howdah_server::db::{Db, Sql};
use howdah_tests::{Engine, Town, run};
use std::sync::{Arc, Mutex};

const COLUMNS: Sql = Sql {
    sqlite: "SELECT m.name, c.name, CASE WHEN c.\"notnull\" = 1 THEN 'NOT NULL' ELSE '' END,
        CASE WHEN m.sql LIKE '%' || c.name || ' INTEGER%CHECK (' || c.name || ' IN (0,1))%' THEN 'flag' ELSE lower(c.type) END
        FROM sqlite_master m JOIN pragma_table_info(m.name) c
        WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%' AND m.name <> 'migrations'
        AND m.name NOT LIKE 'status\\_search%' ESCAPE '\\' ORDER BY 1, 2",
    postgres: "SELECT table_name::text, column_name::text, CASE WHEN is_nullable = 'NO' THEN 'NOT NULL' ELSE '' END,
        CASE data_type WHEN 'bigint' THEN 'integer' WHEN 'boolean' THEN 'flag' WHEN 'bytea' THEN 'blob'
            WHEN 'double precision' THEN 'real' ELSE data_type::text END
        FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'migrations' AND table_name <> 'status_search'
        ORDER BY table_name COLLATE \"C\", column_name COLLATE \"C\"",
};

const INDEXES: Sql = Sql {
    sqlite: "SELECT tbl_name || '.' || name FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name <> 'status_search' ORDER BY 1",
    postgres: "SELECT tablename || '.' || indexname FROM pg_indexes
        WHERE schemaname = 'public' AND NOT indexname LIKE '%\\_pkey' AND tablename <> 'status_search' ORDER BY 1",
};

async fn columns(db: &Db) -> Vec<String> {
    let mut reader = db.read().await.expect("a reader");
    let rows: Vec<(String, String, String, String)> = reader.all(COLUMNS, &[]).await.expect("columns");
    let mut lines: Vec<String> = rows.into_iter().map(|(t, c, n, k)| format!("{t}.{c} {k} {n}")).collect();
    let indexes: Vec<String> = reader.all(INDEXES, &[]).await.expect("indexes");
    lines.extend(indexes.into_iter().map(|index| format!("index {index}")));
    lines.sort();
    lines
}

#[test]
fn both_engines_have_the_same_schema() {
    let seen: Arc<Mutex<Vec<Vec<String>>>> = Arc::default();
    for engine in [Engine::Sqlite, Engine::Postgres] {
        let seen = seen.clone();
        run(engine, move |town: Town| async move {
            let lines = columns(&town.app.db).await;
            assert!(lines.len() > 100, "the schema is read");
            seen.lock().expect("no panic before").push(lines);
        });
    }
    let seen = seen.lock().expect("no panic before");
    let [sqlite, postgres] = &seen[..] else { return };
    let only = |here: &[String], there: &[String]| -> Vec<String> {
        here.iter().filter(|line| !there.contains(line)).cloned().collect()
    };
    let (left, right) = (only(sqlite, postgres), only(postgres, sqlite));
    assert!(left.is_empty() && right.is_empty(), "\nonly on SQLite: {left:#?}\nonly on PostgreSQL: {right:#?}\n");
}
