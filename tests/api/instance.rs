//! What stands around the instance documents: emojis that may be picked, peers by name, and what is there for old clients.

use howdah_server::args;
use howdah_server::bus::Event;
use howdah_server::db::Sql;
use howdah_tests::both_engines;
use serde_json::json;

const EMOJIS: Sql = Sql::same(
    "INSERT INTO custom_emojis (id, shortcode, domain, file, static_file, category, visible_in_picker, disabled, created_at, updated_at)
    VALUES (1, 'tea', NULL, 't.png', 't.png', 'Drinks', $1, $2, 0, 0), (2, 'cake', NULL, 'c.png', 'c.png', NULL, $1, $2, 0, 0),
        (3, 'hidden', NULL, 'h.png', 'h.png', NULL, $2, $2, 0, 0), (4, 'broken', NULL, 'b.png', 'b.png', NULL, $1, $1, 0, 0),
        (5, 'far', 'far.example', 'f.png', 'f.png', NULL, $1, $2, 0, 0)",
);
const PEER: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, created_at) VALUES ($1, $2, $2, $3, $2, 0)",
);
const BLOCK: Sql = Sql::same(
    "INSERT INTO domain_blocks (id, domain, severity, created_at) VALUES (1, 'far.bad.example', 'suspend', 0)",
);

both_engines! {
    async fn emojis_are_listed_that_may_be_picked(town: Town) {
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(EMOJIS, args![true, false]).await.unwrap();
        town.app.commit(tx, &[Event::Emojis]).await.unwrap();
        let rows = town.anon().get("/api/v1/custom_emojis").await.rows();
        let codes: Vec<_> = rows.iter().map(|one| (one["shortcode"].as_str().unwrap(), one["category"].as_str())).collect();
        assert_eq!(codes, [("cake", None), ("tea", Some("Drinks"))]);
        let alice = town.user("alice").await;
        let post = alice.post("/api/v1/statuses").json(json!({ "status": ":hidden: :broken: :far:" })).await.ok();
        assert_eq!(post["emojis"].as_array().unwrap().len(), 1, "what is hidden from the picker can be written");
        assert_eq!(post["emojis"][0]["shortcode"], "hidden");
    }

    async fn peers_are_found_by_the_beginning_of_their_name(town: Town) {
        let mut tx = town.app.db.write().await.unwrap();
        let mut id = 0;
        for (domain, people) in [("far.example", 1), ("far.away.example", 2), ("near.example", 1), ("far.bad.example", 3)] {
            for n in 0..people {
                id += 1;
                tx.run(PEER, args![id, &format!("p{n}x{id}"), domain]).await.unwrap();
            }
        }
        tx.run(BLOCK, &[]).await.unwrap();
        town.app.commit(tx, &[]).await.unwrap();
        let find = async |q: &str| town.anon().get(format!("/api/v1/peers/search?q={q}")).await.ok();
        assert_eq!(find("FAR").await, json!(["far.away.example", "far.example"]));
        assert_eq!(find("example").await, json!([]));
        assert_eq!(find("").await, json!([]));
        assert_eq!(find("%25").await, json!([]));
    }

    async fn old_and_foreign_features_answer_as_upstream(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        assert_eq!(alice.get(format!("/api/v1/accounts/{}/identity_proofs", bob.id)).await.ok(), json!([]));
        assert_eq!(alice.get("/api/v1/accounts/7/identity_proofs").await.error(404), "Record not found");
        let none = alice.get("/api/v1/donation_campaigns").await;
        assert_eq!((none.status.as_u16(), none.text().as_str()), (204, ""));
    }
}
