//! /api/v1/notifications and /api/v2/notifications; markers; reports reaching the staff.

use howdah_server::db::counted;
use howdah_tests::{Actor, both_engines};
use serde_json::json;
use std::future::IntoFuture as _;

async fn say(who: &Actor, text: &str) -> String {
    let status = who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok();
    status["id"].as_str().unwrap().to_owned()
}

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn types(who: &Actor, query: &str) -> Vec<String> {
    let rows = who.get(format!("/api/v1/notifications{query}")).await.rows();
    rows.iter().map(|row| row["type"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn a_notification_has_every_key(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&alice, "Hi @bob").await;
        let rows = bob.get("/api/v1/notifications").await.rows();
        let id = rows[0]["id"].as_str().unwrap();
        assert_eq!(rows[0]["type"], "mention");
        assert_eq!(rows[0]["group_key"], format!("ungrouped-{id}"));
        assert_eq!(rows[0]["account"]["acct"], "alice");
        assert_eq!(rows[0]["status"]["id"], json!(status));
        let one = bob.get(format!("/api/v1/notifications/{id}")).await.ok();
        assert_eq!(one, rows[0]);
        alice.get(format!("/api/v1/notifications/{id}")).await.error(404);
        alice.post(format!("/api/v1/notifications/{id}/dismiss")).await.error(404);
        bob.post(format!("/api/v1/notifications/{id}/dismiss")).await.ok();
        assert!(bob.get("/api/v1/notifications").await.rows().is_empty());
    }

    async fn lists_are_narrowed_and_paged(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&bob, &alice).await;
        let status = say(&alice, "Hello").await;
        bob.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
        carol.post(format!("/api/v1/statuses/{status}/reblog")).await.ok();
        assert_eq!(types(&alice, "").await, ["reblog", "favourite", "follow"]);
        assert_eq!(types(&alice, "?types[]=follow&types[]=reblog").await, ["reblog", "follow"]);
        assert_eq!(types(&alice, "?exclude_types[]=follow").await, ["reblog", "favourite"]);
        assert_eq!(types(&alice, &format!("?account_id={}", carol.id)).await, ["reblog"]);
        let first = alice.get("/api/v1/notifications?limit=1&exclude_types[]=reblog").await;
        assert_eq!(first.rows()[0]["type"], "favourite");
        let next = alice.get(first.link("next").unwrap()).await;
        assert_eq!(next.rows()[0]["type"], "follow");
        assert_eq!(alice.get(next.link("prev").unwrap()).await.rows()[0]["type"], "favourite");
        assert_eq!(alice.get("/api/v1/notifications/unread_count").await.ok()["count"], 3);
        alice.post("/api/v1/notifications/clear").await.ok();
        assert!(types(&alice, "").await.is_empty());
    }

    async fn the_same_is_told_once(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&alice, "Hello").await;
        for verb in ["favourite", "unfavourite", "favourite"] {
            bob.post(format!("/api/v1/statuses/{status}/{verb}")).await.ok();
        }
        alice.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
        assert_eq!(types(&alice, "").await, ["favourite"]);
    }

    async fn the_unwanted_are_silent(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        alice.post(format!("/api/v1/accounts/{}/mute", bob.id)).await.ok();
        alice.post(format!("/api/v1/accounts/{}/block", carol.id)).await.ok();
        say(&bob, "Hi @alice").await;
        say(&carol, "Hi @alice").await;
        follow(&bob, &alice).await;
        assert!(types(&alice, "").await.is_empty());
        alice.post(format!("/api/v1/accounts/{}/mute", bob.id)).form(&[("notifications", "false")]).await.ok();
        say(&bob, "Again, @alice").await;
        assert_eq!(types(&alice, "").await, ["mention"]);
    }

    async fn what_is_gone_is_not_shown(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&bob, "Hi @alice").await;
        assert_eq!(types(&alice, "").await, ["mention"]);
        bob.delete(format!("/api/v1/statuses/{status}")).await.ok();
        assert!(types(&alice, "").await.is_empty());
    }

    async fn groups_gather_people(town: Town) {
        let alice = town.user("alice").await;
        let status = say(&alice, "Hello").await;
        for name in ["bob", "carol", "dora"] {
            let person = town.user(name).await;
            person.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
            follow(&person, &alice).await;
        }
        let page = alice.get("/api/v2/notifications?expand_accounts=partial_avatars").await;
        let body = page.ok();
        let groups = body["notification_groups"].as_array().unwrap();
        assert_eq!(groups.len(), 2);
        assert_eq!((&groups[0]["type"], &groups[0]["notifications_count"]), (&json!("follow"), &json!(3)));
        assert_eq!((&groups[1]["type"], &groups[1]["status_id"]), (&json!("favourite"), &json!(status)));
        assert_eq!(body["accounts"].as_array().unwrap().len(), 1);
        assert_eq!(body["partial_accounts"].as_array().unwrap().len(), 2);
        assert_eq!(body["statuses"].as_array().unwrap().len(), 1);
        assert_eq!(alice.get("/api/v2/notifications/unread_count").await.ok()["count"], 2);
        assert_eq!(alice.get("/api/v2/notifications?grouped_types[]=follow").await.ok()["notification_groups"].as_array().unwrap().len(), 4);
        let first = alice.get("/api/v2/notifications?limit=1").await;
        let next = alice.get(first.link("next").unwrap()).await.ok();
        assert_eq!(next["notification_groups"][0]["type"], "favourite");
        let key = groups[1]["group_key"].as_str().unwrap();
        assert_eq!(alice.get(format!("/api/v2/notifications/{key}/accounts")).await.rows().len(), 3);
        assert_eq!(alice.get(format!("/api/v2/notifications/{key}")).await.ok()["notification_groups"][0]["notifications_count"], 3);
        alice.post(format!("/api/v2/notifications/{key}/dismiss")).await.ok();
        alice.get(format!("/api/v2/notifications/{key}")).await.error(404);
    }

    async fn no_page_asks_more_than_eight_times(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        let status = say(&alice, "Hello").await;
        for number in 0..6 {
            let person = town.user(&format!("fan{number}")).await;
            follow(&person, &alice).await;
            follow(&alice, &person).await;
            person.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
            say(&person, "Hi @alice").await;
            mira.post(format!("/api/v1/accounts/{}/mute", person.id)).await.ok();
            mira.post("/api/v1/reports").form(&[("account_id", &person.id.to_string())]).await.ok();
        }
        let id = alice.id;
        let lists = [
            "/api/v1/notifications".to_owned(),
            "/api/v2/notifications".to_owned(),
            "/api/v2/notifications/unread_count".to_owned(),
            format!("/api/v1/accounts/{id}/followers"),
            format!("/api/v1/accounts/{id}/following"),
            "/api/v1/accounts/search?q=fan".to_owned(),
            format!("/api/v1/accounts/relationships?id[]={id}"),
            "/api/v1/mutes".to_owned(),
            "/api/v1/blocks".to_owned(),
            "/api/v2/admin/accounts".to_owned(),
        ];
        for path in lists {
            for reader in [&alice, &mira] {
                // Another process: its caches are cold.
                let cold = reader.at(&town.another(|_| ()).await);
                let (answer, statements) = counted(cold.get(&path).into_future()).await;
                assert!(statements <= 8, "{path}: {statements} statements");
                assert!(statements > 0 && answer.status.as_u16() != 404, "{path} was not asked");
            }
        }
    }

    async fn markers_remember(town: Town) {
        let alice = town.user("alice").await;
        assert_eq!(alice.get("/api/v1/markers?timeline[]=home").await.ok(), json!({}));
        alice.post("/api/v1/markers").form(&[("home[last_read_id]", "12")]).await.ok();
        let now = alice.post("/api/v1/markers").json(json!({ "home": { "last_read_id": "13" } })).await.ok();
        assert_eq!((&now["home"]["last_read_id"], &now["home"]["version"]), (&json!("13"), &json!(2)));
        assert_eq!(now.get("notifications"), None);
        alice.post("/api/v1/markers").form(&[("home[last_read_id]", "x")]).await.error(422);
    }

    async fn reports_reach_the_staff(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let status = say(&bob, "Buy!").await;
        let report = alice
            .post("/api/v1/reports")
            .json(json!({ "account_id": bob.id.to_string(), "status_ids": [status], "category": "spam", "comment": "Ads" }))
            .await
            .ok();
        assert_eq!((&report["category"], &report["status_ids"]), (&json!("spam"), &json!([status])));
        assert_eq!(report["target_account"]["acct"], "bob");
        let told = mira.get("/api/v1/notifications").await.rows();
        assert_eq!((&told[0]["type"], &told[0]["report"]["id"]), (&json!("admin.report"), &report["id"]));
        assert!(types(&alice, "").await.is_empty());
        alice.post("/api/v1/reports").form(&[("comment", "whom?")]).await.error(400);
        alice.post("/api/v1/reports").form(&[("account_id", "7")]).await.error(404);
    }
}
