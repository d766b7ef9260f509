//! Home feeds: what is written to them, and that nothing is written at once that is very long.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::DAY;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::json;

const ROWS: Sql = Sql::same("SELECT count(*) FROM home_feed WHERE account_id = $1");
const STANDING: Sql = Sql::same("SELECT count(*) FROM statuses WHERE reblog_of_id = $1 AND deleted_at IS NULL");
const FAVOURITES: Sql = Sql::same("SELECT count(*) FROM favourites WHERE status_id = $1");

async fn count(town: &Town, sql: Sql, id: i64) -> i64 {
    town.app.db.read().await.unwrap().one(sql, args![id]).await.unwrap()
}

async fn say(who: &Actor, text: &str, language: &str) -> i64 {
    let body = json!({ "status": text, "language": language });
    who.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().parse().unwrap()
}

async fn home(who: &Actor) -> Vec<String> {
    let rows = who.get("/api/v1/timelines/home").await.rows();
    rows.iter().map(|row| row["content"].as_str().unwrap().replace("<p>", "").replace("</p>", "")).collect()
}

both_engines! {
    async fn a_follower_reads_the_languages_that_were_asked_for(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let follow = format!("/api/v1/accounts/{}/follow", bob.id);
        say(&bob, "before", "en").await;
        say(&bob, "davor", "de").await;
        alice.post(&follow).json(json!({ "languages": ["de", "fr"] })).await.ok();
        say(&bob, "after", "en").await;
        say(&bob, "danach", "de").await;
        assert_eq!(home(&alice).await, ["danach", "davor"]);
        alice.post(&follow).json(json!({ "languages": ["en"] })).await.ok();
        assert_eq!(home(&alice).await, ["after", "before"]);
        alice.post(&follow).json(json!({ "languages": [] })).await.ok();
        assert_eq!(home(&alice).await, ["danach", "after", "davor", "before"]);
    }

    async fn the_absent_find_their_feed_when_they_return(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        say(&bob, "one", "en").await;
        assert_eq!(home(&alice).await, ["one"]);
        town.app.run_jobs().await.unwrap();
        town.advance(31 * DAY);
        // Bob was here meanwhile.
        say(&bob, "two", "en").await;
        town.app.run_jobs().await.unwrap();
        assert_eq!(count(&town, ROWS, alice.id).await, 0, "nobody reads it");
        assert_eq!(count(&town, ROWS, bob.id).await, 2, "his is kept");
        say(&bob, "three", "en").await;
        say(&carol, "not for alice", "en").await;
        assert_eq!(count(&town, ROWS, alice.id).await, 0);
        assert_eq!(home(&alice).await, ["three", "two", "one"]);
        say(&bob, "four", "en").await;
        assert_eq!(home(&alice).await, ["four", "three", "two", "one"]);
    }

    async fn a_famous_status_goes_in_several_steps(town: Town) {
        let bob = town.user("bob").await;
        let id = say(&bob, "Everybody likes this", "en").await;
        for n in 0..203 {
            let fan = town.user(&format!("fan{n}")).await;
            fan.post(format!("/api/v1/statuses/{id}/reblog")).await.ok();
            fan.post(format!("/api/v1/statuses/{id}/favourite")).await.ok();
        }
        bob.delete(format!("/api/v1/statuses/{id}")).await.ok();
        assert_eq!(count(&town, STANDING, id).await, 3, "no transaction is longer than it must be");
        let fan = town.user("fan202").await;
        assert!(home(&fan).await.is_empty(), "what still stands is not shown");
        town.app.run_jobs().await.unwrap();
        assert_eq!((count(&town, STANDING, id).await, count(&town, FAVOURITES, id).await), (0, 0));
    }
}
