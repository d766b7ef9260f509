//! /api/howdah/v1/queue: everything that waits for the staff, in one list.

use howdah_server::args;
use howdah_server::db::{Sql, counted};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};
use std::future::IntoFuture as _;

const MANY: Sql = Sql {
    sqlite: "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
        INSERT INTO cases (id, kind, target_type, target_id, label, account_id, opened_at, updated_at)
        SELECT i, CASE i % 2 WHEN 0 THEN 'report' ELSE 'held' END, 'account', 100000 + i, 'x', $1, 0, 0 FROM n",
    postgres: "INSERT INTO cases (id, kind, target_type, target_id, label, account_id, opened_at, updated_at)
        SELECT i, CASE i % 2 WHEN 0 THEN 'report' ELSE 'held' END, 'account', 100000 + i, 'x', CAST($1 AS BIGINT), 0, 0
        FROM generate_series(1, CAST($2 AS BIGINT)) AS n (i)",
};
const ORIGIN: Sql = Sql::same("UPDATE cases SET domain = 'far.example' WHERE target_id = $1");
const APPROVAL: Sql = Sql::same("UPDATE settings SET value = 'approval' WHERE key = 'registrations'");

pub async fn report(who: &Actor, whom: &Actor, more: Value) -> String {
    let mut body = json!({ "account_id": whom.id.to_string(), "comment": "Look at this" });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    who.post("/api/v1/reports").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

/// Somebody who asks to be let in.
pub async fn applicant(town: &Town, name: &str) -> Value {
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(APPROVAL, &[]).await.unwrap();
    town.app.commit(tx, &[howdah_server::bus::Event::Settings]).await.unwrap();
    let wish = json!({ "username": name, "password": "long enough 1", "agreement": true, "locale": "en", "reason": "I bake." });
    town.app_token("read write").await.post("/api/howdah/v1/sign_up").json(wish).await.ok()
}

async fn labels(who: &Actor, query: &str) -> Vec<String> {
    let rows = who.get(format!("/api/howdah/v1/queue{query}")).await.rows();
    rows.iter().map(|row| row["label"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn one_case_for_each_target_newest_or_oldest_first(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let mira = town.staff("mira", "moderator").await;
        report(&alice, &bob, json!({})).await;
        report(&carol, &bob, json!({ "comment": "Me too" })).await;
        report(&alice, &carol, json!({})).await;
        applicant(&town, "paula").await;
        assert_eq!(labels(&mira, "").await, ["paula", "carol", "bob"]);
        assert_eq!(labels(&mira, "?order=oldest").await, ["bob", "carol", "paula"]);
        assert_eq!(labels(&mira, "?kind=report").await, ["carol", "bob"]);
        assert_eq!(labels(&mira, "?kind[]=sign_up&kind[]=held").await, ["paula"]);
        let rows = mira.get("/api/howdah/v1/queue?order=oldest").await.rows();
        assert_eq!((&rows[0]["count"], &rows[0]["excerpt"]), (&json!(2), &json!("Me too")));
        assert_eq!((&rows[0]["account"]["acct"], &rows[2]["excerpt"]), (&json!("bob"), &json!("I bake.")));
        assert_eq!(rows[0]["origin"], "local");
        mira.get("/api/howdah/v1/queue?kind=other").await.error(422);
        mira.get("/api/howdah/v1/queue?order=best").await.error(422);
        let counts = mira.get("/api/howdah/v1/queue/counts").await.ok();
        assert_eq!((&counts["report"], &counts["sign_up"], &counts["held"]), (&json!(2), &json!(1), &json!(0)));
        alice.with("admin:read").await.get("/api/howdah/v1/queue").await.error(403);
    }

    async fn the_queue_is_narrowed_and_leafed_through(town: Town) {
        let (alice, mira, max) =
            (town.user("alice").await, town.staff("mira", "moderator").await, town.staff("max", "moderator").await);
        for name in ["ann", "ben", "cat", "dan"] {
            let whom = town.user(name).await;
            report(&alice, &whom, json!({})).await;
        }
        let rows = mira.get("/api/howdah/v1/queue").await.rows();
        let case = rows[1]["id"].as_str().unwrap();
        max.post(format!("/api/howdah/v1/cases/{case}/assign")).await.ok();
        assert_eq!(labels(&mira, &format!("?assignee={}", max.id)).await, ["cat"]);
        assert_eq!(labels(&max, "?assignee=me").await, ["cat"]);
        assert_eq!(labels(&mira, "?assignee=me").await, Vec::<String>::new());
        assert_eq!(labels(&mira, "?assignee=none").await, ["dan", "ben", "ann"]);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(ORIGIN, args![rows[0]["target_id"].as_str().unwrap().parse::<i64>().unwrap()]).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(labels(&mira, "?origin=far.example").await, ["dan"]);
        assert_eq!(labels(&mira, "?origin=remote").await, ["dan"]);
        assert_eq!(labels(&mira, "?origin=local").await, ["cat", "ben", "ann"]);
        for (order, wanted) in [("newest", ["dan", "cat", "ben", "ann"]), ("oldest", ["ann", "ben", "cat", "dan"])] {
            let mut seen = Vec::new();
            let mut next = Some(format!("/api/howdah/v1/queue?order={order}&limit=2"));
            while let Some(path) = next {
                let page = mira.get(&path).await;
                seen.extend(page.rows().iter().map(|row| row["label"].as_str().unwrap().to_owned()));
                next = page.link("next");
            }
            assert_eq!(seen, wanted, "{order}");
        }
    }

    async fn ten_thousand_cases_cost_eight_statements(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(MANY, args![alice.id, 10_000]).await.unwrap();
        tx.commit().await.unwrap();
        for query in ["", "?order=oldest", "?kind=held&assignee=none&origin=local", "?assignee=me", "?rule=7"] {
            let cold = town.another(|_| {}).await;
            let call = mira.at(&cold).get(format!("/api/howdah/v1/queue{query}")).into_future();
            let (answer, statements) = counted(call).await;
            let rows = answer.rows().len();
            assert!(rows == 40 || query.contains("me") || query.contains("rule"), "{query}: {rows}");
            assert!(statements <= 8, "{query}: {statements} statements");
        }
    }
}
