//! /api/howdah/v1/appeals: what members answer to a decision, and what comes of it.

use crate::acts::{act, post};
use crate::cases::{first, path};
use crate::queue::report;
use howdah_server::time::DAY;
use howdah_tests::{Actor, both_engines};
use serde_json::{Value, json};

const APPEALS: &str = "/api/howdah/v1/appeals";

async fn warning(who: &Actor) -> Value {
    who.get("/api/howdah/v1/warnings").await.rows().first().cloned().expect("a warning")
}

both_engines! {
    async fn from_report_to_restoration(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let text = post(&bob, "A joke about #tea").await;
        report(&alice, &bob, json!({ "status_ids": [text] })).await;
        let case = first(&mira, "").await;
        let wish = json!({ "kind": "remove_posts", "target_type": "status", "target_id": text, "reason": "Rude", "case_id": case["id"] });
        mira.post("/api/howdah/v1/acts").json(wish).await.ok();
        mira.post(path(&case, "/resolve")).await.ok();
        alice.get(format!("/api/v1/statuses/{text}")).await.error(404);
        let told = warning(&bob).await;
        assert_eq!((&told["action"], &told["can_appeal"]), (&json!("delete_statuses"), &json!(true)));
        let appeal = bob.post(APPEALS).json(json!({ "warning_id": told["id"], "text": "It was a joke" })).await.ok();
        assert_eq!(appeal["state"], "pending");
        assert_eq!(bob.post(APPEALS).json(json!({ "warning_id": told["id"], "text": "Please" })).await.error(422), "You have already appealed this decision");
        let case = first(&mira, "?kind=appeal").await;
        assert_eq!((&case["label"], &case["excerpt"]), (&json!("bob"), &json!("It was a joke")));
        assert_eq!(mira.get(APPEALS).await.rows()[0]["id"], appeal["id"]);
        let done = mira.post(format!("{APPEALS}/{}/accept", appeal["id"].as_str().unwrap())).await.ok();
        assert_eq!((&done["state"], &done["decided_by"]["acct"]), (&json!("approved"), &json!("mira")));
        assert_eq!(alice.get(format!("/api/v1/statuses/{text}")).await.ok()["id"], text.as_str());
        assert!(mira.get("/api/howdah/v1/queue").await.rows().is_empty());
        assert_eq!(warning(&bob).await["appeal"]["state"], "approved");
        let late = mira.post(format!("{APPEALS}/{}/reject", appeal["id"].as_str().unwrap())).await;
        assert_eq!(late.error(409), "mira already decided this appeal: approved");
    }

    async fn who_is_locked_out_may_still_appeal(town: Town) {
        let (bob, carol, mira) = (town.user("bob").await, town.user("carol").await, town.staff("mira", "moderator").await);
        act(&mira, "suspend", &bob, json!({})).await;
        bob.get("/api/v1/timelines/home").await.error(403);
        let told = warning(&bob).await;
        carol.post(APPEALS).json(json!({ "warning_id": told["id"], "text": "Me" })).await.error(404);
        bob.post(APPEALS).json(json!({ "warning_id": told["id"], "text": " " })).await.error(422);
        bob.post(APPEALS).json(json!({ "text": "Which?" })).await.error(400);
        let appeal = bob.post(APPEALS).json(json!({ "warning_id": told["id"], "text": "Sorry" })).await.ok();
        let case = first(&mira, "?kind=appeal").await;
        mira.post(path(&case, "/resolve")).await.error(422);
        let done = mira.post(path(&case, "/resolve")).json(json!({ "outcome": "reject", "reason": "No" })).await.ok();
        assert_eq!(done["outcome"], "reject");
        assert_eq!((&warning(&bob).await["appeal"]["answer"], &appeal["state"]), (&json!("No"), &json!("pending")));
        bob.get("/api/v1/timelines/home").await.error(403);
        carol.with("admin:read").await.get(APPEALS).await.error(403);
    }

    async fn appeals_have_twenty_days(town: Town) {
        let (bob, mira) = (town.user("bob").await, town.staff("mira", "moderator").await);
        act(&mira, "limit", &bob, json!({})).await;
        let told = warning(&bob).await;
        town.advance(21 * DAY);
        assert_eq!(warning(&bob).await["can_appeal"], json!(false));
        bob.post(APPEALS).json(json!({ "warning_id": told["id"], "text": "Late" })).await.error(422);
        let kept = mira.post("/api/howdah/v1/canned").json(json!({ "title": "Spam", "text": "No adverts", "kind": "warn" })).await.ok();
        let path = format!("/api/howdah/v1/canned/{}", kept["id"].as_str().unwrap());
        assert_eq!(mira.put(&path).json(json!({ "text": "No adverts, please" })).await.ok()["title"], "Spam");
        mira.put(&path).json(json!({ "kind": "shout" })).await.error(422);
        mira.put(&path).json(json!({ "rule_id": "7" })).await.error(422);
        assert_eq!(mira.get("/api/howdah/v1/canned").await.rows()[0]["text"], "No adverts, please");
        mira.delete(&path).await.ok();
        mira.delete(&path).await.error(404);
    }
}
