//! What is kept in memory is believed only as long as it is true, whichever process made the change.

use howdah_server::args;
use howdah_server::bus::Event;
use howdah_server::db::{Engine, Sql, counted};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::json;
use std::future::IntoFuture as _;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;

const REVOKE: Sql = Sql::same("UPDATE tokens SET revoked_at = 1 WHERE hash = $1");
const TOKEN: Sql = Sql::same("SELECT id FROM tokens WHERE hash = $1");
const DISABLE: Sql = Sql::same("UPDATE users SET disabled = $2 WHERE account_id = $1");
const TITLE: Sql = Sql::same("UPDATE settings SET value = 'Renamed' WHERE key = 'title'");
const WHO: &str = "/api/v1/accounts/verify_credentials";

async fn heard(events: &mut Receiver<Arc<Event>>, wanted: &Event) {
    let wait = async { while **events.recv().await.as_ref().expect("the bus runs") != *wanted {} };
    tokio::time::timeout(Duration::from_secs(5), wait).await.expect("the event is heard");
}

async fn revoke(town: &Town, actor: &Actor) -> Event {
    let hash = town.app.hash_secret(actor.token.as_deref().unwrap());
    let mut tx = town.app.db.write().await.unwrap();
    let event = Event::Token { id: tx.one(TOKEN, args![&hash[..]]).await.unwrap() };
    tx.run(REVOKE, args![&hash[..]]).await.unwrap();
    town.app.commit(tx, std::slice::from_ref(&event)).await.unwrap();
    event
}

both_engines! {
    async fn an_answer_stands_until_something_is_written(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = alice.post("/api/v1/statuses").json(json!({ "status": "Tea?" })).await.ok();
        let one = format!("/api/v1/statuses/{}", status["id"].as_str().unwrap());
        let asked = |who: &Actor, path: &str| counted(who.get(path).into_future());
        // PostgreSQL, where others write, is asked whether anything changed.
        let question = u32::from(town.app.db.engine() == Engine::Postgres);
        for path in ["/api/v1/timelines/public", one.as_str()] {
            // There only what is asked twice is worth the question, and other databases of the same server move its
            // snapshot, too: one of many tries is enough.
            bob.get(path).await.ok();
            let mut tries = Vec::new();
            while tries.len() < 200 && tries.last() != Some(&question) {
                let (again, statements) = asked(&bob, path).await;
                again.ok();
                tries.push(statements);
            }
            assert_eq!(tries.last(), Some(&question), "{path}: {tries:?}");
        }
        // What one does is seen at once by all who ask, and is nobody else's.
        bob.post(format!("{one}/favourite")).await.ok();
        for who in [&bob, &alice, &bob, &alice] {
            let seen = who.get(&one).await.ok();
            assert_eq!(seen["favourites_count"], 1);
            assert_eq!(seen["favourited"], who.id == bob.id);
        }
        // Another process sees it, and what it changes is seen here.
        let other = town.another(|_| {}).await;
        let mut events = town.app.events.subscribe();
        assert_eq!(alice.at(&other).get(&one).await.ok()["favourites_count"], 1);
        alice.at(&other).delete(&one).await.ok();
        while !matches!(**events.recv().await.as_ref().unwrap(), Event::StatusDeleted { .. }) {}
        bob.get(&one).await.error(404);
        // Some answers know the time.
        for _ in 0..2 {
            bob.get("/api/v1/timelines/public").await.ok();
        }
        town.clock.advance(1_000);
        assert!(asked(&bob, "/api/v1/timelines/public").await.1 > question);
    }

    async fn a_revoked_token_counts_nowhere(town: Town) {
        let other = town.another(|_| {}).await;
        let mut events = other.app.events.subscribe();
        let alice = town.user("alice").await;
        alice.get(WHO).await.ok();
        alice.at(&other).get(WHO).await.ok();
        let event = revoke(&town, &alice).await;
        // Here at once, there as soon as the news arrives.
        alice.get(WHO).await.error(401);
        heard(&mut events, &event).await;
        alice.at(&other).get(WHO).await.error(401);
    }

    async fn a_new_token_counts_at_once_in_every_process(town: Town) {
        let other = town.another(|_| {}).await;
        let stale = Actor { token: Some("not yet".into()), ..other.anon() };
        stale.get(WHO).await.error(401);
        let alice = town.user("alice").await;
        alice.at(&other).get(WHO).await.ok();
    }

    async fn a_disabled_member_is_out_at_once(town: Town) {
        let alice = town.user("alice").await;
        alice.get(WHO).await.ok();
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(DISABLE, args![alice.id, true]).await.unwrap();
        town.app.commit(tx, &[Event::User { account: alice.id }]).await.unwrap();
        assert_eq!(alice.get(WHO).await.error(403), "Your login is currently disabled");
    }

    async fn settings_are_read_again(town: Town) {
        let other = town.another(|_| {}).await;
        let mut events = other.app.events.subscribe();
        assert_eq!(other.anon().get("/api/v2/instance").await.ok()["title"], "Test town");
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(TITLE, &[]).await.unwrap();
        town.app.commit(tx, &[Event::Settings]).await.unwrap();
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["title"], "Renamed");
        heard(&mut events, &Event::Settings).await;
        assert_eq!(other.anon().get("/api/v2/instance").await.ok()["title"], "Renamed");
    }
}
