//! One page costs at most eight statements, with cold caches and authentication included, however long it is.

use howdah_server::db::counted;
use howdah_tests::both_engines;
use serde_json::json;
use std::future::IntoFuture as _;

const MOST: u32 = 8;

both_engines! {
    async fn a_page_costs_at_most_eight_statements(town: Town) {
        // One of them is staff: that page of notifications also holds reports and sign-ups.
        let (alice, bob) = (town.staff("alice", "owner").await, town.user("bob").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        let mut last = String::new();
        for n in 0..12 {
            let mut body = json!({ "status": format!("Hello @alice, number {n} of #many") });
            if n % 3 == 1 {
                body["in_reply_to_id"] = json!(last);
            }
            if n % 4 == 3 {
                body["poll"] = json!({ "options": ["yes :tea:", "no"], "expires_in": 300 });
            }
            if n % 4 == 2 {
                body["visibility"] = json!("private");
            }
            last = bob.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().to_owned();
            alice.post(format!("/api/v1/statuses/{last}/favourite")).await.ok();
        }
        let id = bob.id;
        let carol = town.user("carol").await;
        let report = json!({ "account_id": id.to_string(), "status_ids": [last], "comment": "Too many." });
        carol.post("/api/v1/reports").json(report).await.ok();
        bob.put(format!("/api/v1/statuses/{last}")).json(json!({ "status": "Another" })).await.ok();
        let poll = bob.get(format!("/api/v1/accounts/{id}/statuses")).await.rows().iter().find_map(|one| one["poll"]["id"].as_str().map(str::to_owned)).unwrap();
        let waiting = json!({ "status": "Later", "scheduled_at": "2026-06-01T12:00:00Z" });
        alice.post("/api/v1/statuses").json(waiting).await.ok();
        let pages = [
            "/api/v1/timelines/home".to_owned(),
            "/api/v1/timelines/public".into(),
            "/api/v1/timelines/public?local=true&only_media=false".into(),
            "/api/v1/timelines/tag/many".into(),
            "/api/v1/timelines/tag/many?any[]=some&any[]=most&all[]=many&none[]=few&none[]=no".into(),
            format!("/api/v1/accounts/{id}"),
            format!("/api/v1/accounts/{id}/statuses"),
            format!("/api/v1/accounts/{id}/statuses?pinned=true"),
            format!("/api/v1/accounts/{id}/followers"),
            format!("/api/v1/accounts/{id}/following"),
            format!("/api/v1/accounts/relationships?id[]={id}"),
            "/api/v1/accounts/verify_credentials".into(),
            format!("/api/v1/statuses/{last}"),
            format!("/api/v1/statuses/{last}/context"),
            format!("/api/v1/statuses/{last}/history"),
            format!("/api/v1/polls/{poll}"),
            "/api/v1/scheduled_statuses".into(),
            format!("/api/v1/statuses/{last}/favourited_by"),
            "/api/v1/favourites".into(),
            "/api/v1/bookmarks".into(),
            "/api/v1/notifications".into(),
            "/api/v2/notifications".into(),
            "/api/v1/markers?timeline[]=home".into(),
            "/api/v1/preferences".into(),
            "/api/v1/blocks".into(),
            "/api/v1/mutes".into(),
            "/api/v1/custom_emojis".into(),
            "/api/v1/instance".into(),
            "/api/v2/instance".into(),
            "/api/v1/admin/reports".into(),
            "/api/v2/admin/accounts?ip=127.0.0.0/8".into(),
        ];
        let mut dear = Vec::new();
        for page in &pages {
            let readers = if page.contains("/admin/") { &[&alice][..] } else { &[&alice, &bob] };
            for reader in readers {
                // A process that has just started: nothing is in memory.
                let cold = town.another(|_| {}).await;
                let (answer, statements) = counted(reader.at(&cold).get(page).into_future()).await;
                answer.ok();
                eprintln!("{statements} {page}");
                // A report is up to four accounts as staff see them, beside its posts and rules.
                let most = if page.contains("/admin/reports") { MOST + 2 } else { MOST };
                if statements > most {
                    dear.push(format!("{page}: {statements}"));
                }
            }
        }
        assert!(dear.is_empty(), "\nmore than {MOST} statements:\n{}\n", dear.join("\n"));
    }
}
