//! The made-up community: the same number makes the same people, who say the same.

use howdah_server::db::Sql;
use howdah_server::demo::{Plan, live};
use howdah_tests::{Engine, run};

const PEOPLE: Sql = Sql::same("SELECT username, display_name FROM accounts ORDER BY id");
const POSTS: Sql = Sql::same(
    "SELECT a.username, s.text FROM statuses s JOIN accounts a ON a.id = s.account_id ORDER BY s.created_at, s.id",
);
const MARKS: Sql = Sql::same(
    "SELECT (SELECT count(*) FROM favourites), (SELECT count(*) FROM follows), (SELECT count(*) FROM media),
    (SELECT count(*) FROM reports), (SELECT count(*) FROM users WHERE NOT approved)",
);

type Life = (Vec<(String, String)>, Vec<(String, String)>, (i64, i64, i64, i64, i64));

/// A community of its own, lived through.
fn life(seed: u64) -> Life {
    let (send, lived) = std::sync::mpsc::channel();
    run(Engine::Sqlite, async move |town| {
        let founder = live(&town.app, Plan { members: 8, days: 2, seed }).await.unwrap();
        let mut reader = town.app.db.read().await.unwrap();
        let people: Vec<(String, String)> = reader.all(PEOPLE, &[]).await.unwrap();
        assert!(people.iter().any(|(name, _)| *name == founder.username));
        send.send((people, reader.all(POSTS, &[]).await.unwrap(), reader.one(MARKS, &[]).await.unwrap())).unwrap();
    });
    lived.recv().unwrap()
}

#[test]
fn the_same_seed_makes_the_same_community() {
    let first = life(7);
    assert!(first.1.len() >= 20, "they have something to say");
    let (favourites, follows, _, reports, knocking) = first.2;
    assert!(favourites > 0 && follows > 0 && reports > 0 && knocking > 0, "{:?}", first.2);
    assert_eq!(first, life(7));
    assert_ne!(first, life(8));
}
