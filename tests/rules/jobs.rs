//! Jobs: done once, tried again later, and what the periodic ones forget.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::{DAY, HOUR, MINUTE};
use howdah_tests::{Town, both_engines};

const COUNT: Sql = Sql::same("SELECT count(*) FROM jobs");
const BROKEN: Sql = Sql::same(
    "INSERT INTO jobs (id, kind, payload, run_at, created_at) VALUES ($1, 'unknown', '{\"kind\":\"from_the_future\"}', 0, 0)",
);
const ATTEMPTS: Sql = Sql::same("SELECT attempts FROM jobs WHERE id = $1");
const MUTE: Sql =
    Sql::same("INSERT INTO mutes (id, account_id, target_id, expires_at, created_at) VALUES ($1, $2, $3, $4, $1)");
const MUTES: Sql = Sql::same("SELECT count(*) FROM mutes");
const ADDRESS: Sql = Sql::same("UPDATE users SET sign_up_ip = '192.0.2.1' WHERE account_id = $1");
const ADDRESSES: Sql = Sql::same("SELECT count(*) FROM users WHERE sign_up_ip IS NOT NULL");
const LAST_ACTIVE: Sql = Sql::same("SELECT last_active_at FROM users WHERE account_id = $1");
const KEY: Sql =
    Sql::same("INSERT INTO idempotency_keys (account_id, key, status_id, created_at) VALUES ($1, 'k', 1, $2)");
const KEYS: Sql = Sql::same("SELECT count(*) FROM idempotency_keys");

async fn count(town: &Town, sql: Sql) -> i64 {
    town.app.db.read().await.unwrap().one(sql, &[]).await.unwrap()
}

both_engines! {
    async fn periodic_jobs_have_one_row_however_many_processes(town: Town) {
        let other = town.another(|_| {}).await;
        town.app.run_jobs().await.unwrap();
        other.app.run_jobs().await.unwrap();
        let rows = count(&town, COUNT).await;
        assert!(rows > 0);
        town.advance(2 * DAY);
        let (one, two) = tokio::join!(town.app.run_jobs(), other.app.run_jobs());
        assert_eq!(one.unwrap() + two.unwrap(), rows as usize, "each was done once");
        assert_eq!(count(&town, COUNT).await, rows);
    }

    async fn a_job_that_fails_comes_again_later(town: Town) {
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(BROKEN, args![1]).await.unwrap();
        tx.commit().await.unwrap();
        let attempts = async || -> i64 { town.app.db.read().await.unwrap().one(ATTEMPTS, args![1]).await.unwrap() };
        town.app.run_jobs().await.unwrap();
        town.app.run_jobs().await.unwrap();
        assert_eq!(attempts().await, 1);
        town.advance(MINUTE);
        town.app.run_jobs().await.unwrap();
        assert_eq!(attempts().await, 2);
    }

    async fn what_is_over_is_forgotten(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let now = town.clock.now();
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(MUTE, args![1, alice.id, bob.id, now + HOUR]).await.unwrap();
        tx.run(MUTE, args![2, bob.id, alice.id, None::<i64>]).await.unwrap();
        tx.run(ADDRESS, args![alice.id]).await.unwrap();
        tx.run(KEY, args![alice.id, now]).await.unwrap();
        tx.commit().await.unwrap();
        town.app.run_jobs().await.unwrap();
        town.advance(2 * HOUR);
        town.app.run_jobs().await.unwrap();
        assert_eq!(count(&town, MUTES).await, 1, "the mute without end stays");
        assert_eq!(count(&town, KEYS).await, 0);
        assert_eq!(count(&town, ADDRESSES).await, 1);
        town.advance(31 * DAY);
        town.app.run_jobs().await.unwrap();
        assert_eq!(count(&town, ADDRESSES).await, 0, "addresses are kept for 30 days at most");
    }

    async fn who_was_here_is_noted(town: Town) {
        let alice = town.user("alice").await;
        alice.get("/api/v1/preferences").await.ok();
        town.app.run_jobs().await.unwrap();
        let seen: Option<i64> = town.app.db.read().await.unwrap().one(LAST_ACTIVE, args![alice.id]).await.unwrap();
        assert_eq!(seen, Some(town.clock.now()));
    }
}
