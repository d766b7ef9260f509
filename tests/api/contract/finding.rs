//! Search, trends, refreshes and a person's year.

use super::{Asked, NOTHING};
use howdah_server::db::Sql;
use howdah_tests::Actor;
use serde_json::json;

const REFRESH: Sql =
    Sql::same("INSERT INTO async_refreshes (id, key, running, created_at, updated_at) VALUES (1, 'test', $1, 0, 0)");

const TREND: Sql = Sql::same("INSERT INTO trends (kind, target_id, score) VALUES ($1, $2, 1)");
const DISCOVERABLE: Sql = Sql::same("UPDATE accounts SET discoverable = $1");
const YEAR: Sql = Sql::same(
    "INSERT INTO annual_reports (id, account_id, year, data, schema_version, created_at) VALUES (1, $1, 2025,
        '{\"archetype\":\"oracle\",\"time_series\":[{\"month\":12,\"statuses\":9,\"followers\":1}],\"top_hashtags\":[{\"name\":\"tea\",\"count\":2}],\"top_statuses\":{\"by_reblogs\":null,\"by_favourites\":null,\"by_replies\":null}}', 2, 0)",
);

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

/// Hashtags and a status that stand in the table of trends.
pub async fn trends(asked: &mut Asked, olga: &Actor, alice: &Actor, status: &str) {
    let anon = asked.town.anon();
    let tag = asked.ask(alice, "GET /api/v1/tags/{name}", &["tea"], NOTHING, "Tag").await;
    let tag = tag["id"].as_str().unwrap_or_default().to_owned();
    let mut tx = asked.town.app.db.write().await.expect("a transaction");
    for (kind, id) in [("tag", &*tag), ("status", status)] {
        let id: i64 = id.parse().expect("an id");
        tx.run(TREND, howdah_server::args![kind, id]).await.expect("a row");
    }
    tx.run(DISCOVERABLE, howdah_server::args![true]).await.expect("a change");
    tx.commit().await.expect("a commit");
    for (kind, id) in [("tags", &*tag), ("statuses", status)] {
        let shape = if kind == "tags" { "Admin::Tag" } else { "Status" };
        let list =
            asked.ask(olga, &format!("GET /api/v1/admin/trends/{kind}"), &[], NOTHING, &format!("[{shape}]")).await;
        assert!(list.as_array().is_some_and(|list| list.len() == 1), "{kind}: {list}");
        for verb in ["reject", "approve"] {
            let line = format!("POST /api/v1/admin/trends/{kind}/{{id}}/{verb}");
            asked.ask(olga, &line, &[id], NOTHING, shape).await;
        }
    }
    for who in [&anon, alice] {
        for line in ["GET /api/v1/trends", "GET /api/v1/trends/tags"] {
            let list = asked.ask(who, line, &[], json!({ "limit": 5 }), "[Tag]").await;
            assert!(list.as_array().is_some_and(|list| list.len() == 1), "{line}: {list}");
        }
        let list = asked.ask(who, "GET /api/v1/trends/statuses", &[], NOTHING, "[Status]").await;
        assert!(list.as_array().is_some_and(|list| list.len() == 1), "{list}");
    }
    asked.ask(olga, "GET /api/v1/admin/tags", &[], json!({ "limit": 2 }), "[Admin::Tag]").await;
    asked.ask(olga, "GET /api/v1/admin/tags/{id}", &[&tag], NOTHING, "Admin::Tag").await;
    asked.ask(olga, "PUT /api/v1/admin/tags/{id}", &[&tag], json!({ "trendable": false }), "Admin::Tag").await;
}

/// A year that was made.
pub async fn year(asked: &mut Asked, alice: &Actor) {
    let mut tx = asked.town.app.db.write().await.expect("a transaction");
    tx.run(YEAR, howdah_server::args![alice.id]).await.expect("a row");
    tx.commit().await.expect("a commit");
    let kind = "WrappedAnnualReports";
    asked.ask(alice, "GET /api/v1/annual_reports", &[], NOTHING, kind).await;
    asked.ask(alice, "GET /api/v1/annual_reports/{year}", &["2025"], NOTHING, kind).await;
    asked.ask(alice, "GET /api/v1/annual_reports/{year}/state", &["2025"], NOTHING, "any").await;
    asked.ask(alice, "POST /api/v1/annual_reports/{year}/generate", &["2025"], NOTHING, "{}").await;
    asked.ask(alice, "POST /api/v1/annual_reports/{year}/read", &["2025"], NOTHING, "{}").await;
}
