//! /api/v1/accounts, reading.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::both_engines;

const PENDING: Sql = Sql::same("UPDATE users SET approved = $2 WHERE account_id = $1");
const WORDS: Sql = Sql::same("UPDATE accounts SET search_text = $2 WHERE id = $1");

both_engines! {
    async fn accounts_are_found_by_id_and_handle(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("Bob").await);
        let anon = town.anon();
        assert_eq!(anon.get(format!("/api/v1/accounts/{}", bob.id)).await.ok()["username"], "Bob");
        anon.get("/api/v1/accounts/7").await.error(404);
        anon.get("/api/v1/accounts/bob").await.error(404);
        for acct in ["bob", "@BOB", "bob@town.test"] {
            assert_eq!(anon.get(format!("/api/v1/accounts/lookup?acct={acct}")).await.ok()["username"], "Bob");
        }
        anon.get("/api/v1/accounts/lookup?acct=bob@far.example").await.error(404);
        let many = anon.get(format!("/api/v1/accounts?id[]={}&id[]=7&id[]={}", bob.id, alice.id)).await.rows();
        assert_eq!(many.iter().map(|a| a["acct"].as_str().unwrap()).collect::<Vec<_>>(), ["Bob", "alice"]);
    }

    async fn those_who_wait_are_seen_by_themselves_only(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(PENDING, args![bob.id, false]).await.unwrap();
        tx.commit().await.unwrap();
        alice.get(format!("/api/v1/accounts/{}", bob.id)).await.error(404);
        alice.get("/api/v1/accounts/lookup?acct=bob").await.error(404);
        assert!(alice.get("/api/v1/accounts/search?q=bob").await.rows().is_empty());
    }

    async fn searches_know_beginnings_and_friends(town: Town) {
        let alice = town.user("alice").await;
        let mut ids = Vec::new();
        for name in ["anna", "annabel", "joanna", "hanno"] {
            ids.push(town.user(name).await.id);
        }
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(WORDS, args![ids[3], "hanno anna's father 100%_"]).await.unwrap();
        tx.commit().await.unwrap();
        let names = async |query: &str| -> Vec<String> {
            let rows = alice.get(format!("/api/v1/accounts/search?q={query}")).await.rows();
            rows.iter().map(|row| row["username"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("ann").await, ["anna", "annabel", "hanno"]);
        alice.post(format!("/api/v1/accounts/{}/follow", ids[1])).await.ok();
        assert_eq!(names("ann").await, ["annabel", "anna", "hanno"]);
        assert_eq!(names("ANNA").await, ["anna", "annabel", "hanno"], "the exact name stands first");
        assert_eq!(names("ann&following=true").await, ["annabel"]);
        assert_eq!(names("ann&limit=1&offset=1").await, ["anna"]);
        assert_eq!(names("father").await, ["hanno"]);
        assert_eq!(names("%25").await, Vec::<String>::new(), "no pattern is read into the words");
        assert_eq!(names("").await, Vec::<String>::new());
        alice.get("/api/v1/accounts/search?q=a&limit=-1").await.error(400);
    }
}
