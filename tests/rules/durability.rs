//! What is committed stays, what is not leaves no trace, whoever gives up half-way.

use howdah_server::args;
use howdah_server::db::{Db, Sql};
use howdah_tests::{Town, both_engines};
use std::time::Duration;

const ADD: Sql = Sql::same("INSERT INTO settings (key, value) VALUES ($1, 'x')");
const COUNT: Sql = Sql::same("SELECT count(*) FROM settings WHERE value = 'x'");

/// Counted through a connection of its own: what another process would see.
async fn count(town: &Town) -> i64 {
    let db = match &town.app.config.database.url {
        Some(url) => Db::postgres(url).await.unwrap(),
        None => Db::sqlite(&town.app.folder.join("howdah.sqlite"), false).await.unwrap(),
    };
    let found = db.read().await.unwrap().one(COUNT, &[]).await.unwrap();
    db.close().await;
    found
}

async fn add(db: &Db, key: &str, commit: bool) {
    let mut tx = db.write().await.unwrap();
    tx.run(ADD, args![key]).await.unwrap();
    if commit {
        tx.commit().await.unwrap();
    }
}

both_engines! {
    async fn a_dropped_transaction_leaves_nothing(town: Town) {
        let db = &town.app.db;
        add(db, "dropped", false).await;
        add(db, "kept", true).await;
        assert_eq!(count(&town).await, 1);
    }

    async fn a_failed_statement_takes_only_its_own_transaction(town: Town) {
        let db = &town.app.db;
        add(db, "one", true).await;
        let mut tx = db.write().await.unwrap();
        tx.run(ADD, args!["two"]).await.unwrap();
        assert!(tx.run(ADD, args!["one"]).await.is_err());
        drop(tx);
        add(db, "three", true).await;
        assert_eq!(count(&town).await, 2);
    }

    async fn many_writers_are_all_durable(town: Town) {
        let tasks: Vec<_> = (0..100)
            .map(|n| {
                let db = town.app.db.clone();
                tokio::spawn(async move { add(&db, &format!("key {n}"), n % 10 != 0).await })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        assert_eq!(count(&town).await, 90, "each that was acknowledged, and none of the others");
    }

    async fn waiters_that_give_up_hold_nobody_up(town: Town) {
        let held = town.app.db.write().await.unwrap();
        let waiting: Vec<_> = (0..20)
            .map(|n| {
                let db = town.app.db.clone();
                tokio::spawn(async move {
                    let _ = tokio::time::timeout(Duration::from_millis(n), add(&db, &format!("late {n}"), false)).await;
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(30)).await;
        drop(held);
        for task in waiting {
            task.await.unwrap();
        }
        tokio::time::timeout(Duration::from_secs(5), add(&town.app.db, "last", true)).await.expect("the writer is free");
        assert_eq!(count(&town).await, 1);
    }
}
