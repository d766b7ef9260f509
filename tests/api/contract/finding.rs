//! Search, trends, refreshes and a person's year.

use super::{Asked, NOTHING};
use howdah_server::db::Sql;
use howdah_tests::Actor;
use serde_json::json;

const REFRESH: Sql =
    Sql::same("INSERT INTO async_refreshes (id, key, running, created_at, updated_at) VALUES (1, 'test', $1, 0, 0)");

pub async fn search(asked: &mut Asked, alice: &Actor) {
    let line = "GET /api/v2/search";
    for text in ["tea", "#tea", "@bob", "from:me", "in:library has:media"] {
        asked.ask(alice, line, &[], json!({ "q": text, "limit": 5, "resolve": true }), "Search").await;
    }
    let found = asked.ask(alice, line, &[], json!({ "q": "tea" }), "Search").await;
    for kind in ["statuses", "hashtags"] {
        assert!(found[kind].as_array().is_some_and(|list| !list.is_empty()), "{kind} in {found}");
    }
    asked.ask(&asked.town.anon(), line, &[], json!({ "q": "bob" }), "Search").await;
    let mut tx = asked.town.app.db.write().await.expect("a transaction");
    tx.run(REFRESH, howdah_server::args![true]).await.expect("a row");
    tx.commit().await.expect("a commit");
    let line = "GET /api/v1_alpha/async_refreshes/{id}";
    let refresh = asked.ask(alice, line, &["1"], NOTHING, "any").await;
    assert_eq!(crate::shapes::faults("AsyncRefresh", &refresh["async_refresh"]), Vec::<String>::new());
}
