//! /api/howdah/v1/cases: one case, what it takes to decide it, and who decides.

use crate::queue::{applicant, report};
use howdah_tests::{Actor, both_engines};
use serde_json::{Value, json};

pub async fn first(who: &Actor, query: &str) -> Value {
    let rows = who.get(format!("/api/howdah/v1/queue{query}")).await.rows();
    rows.first().cloned().expect("a case waits")
}

pub fn path(case: &Value, more: &str) -> String {
    format!("/api/howdah/v1/cases/{}{more}", case["id"].as_str().expect("an id"))
}

async fn post(who: &Actor, body: Value) -> String {
    who.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_case_shows_its_context(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let root = post(&alice, json!({ "status": "What a lovely day" })).await;
        let rude = post(&bob, json!({ "status": "@alice no", "in_reply_to_id": root, "visibility": "private" })).await;
        let answer = post(&alice, json!({ "status": "@bob why?", "in_reply_to_id": rude })).await;
        post(&bob, json!({ "status": "Only for friends", "visibility": "private" })).await;
        let other = post(&bob, json!({ "status": "Buy my thing" })).await;
        report(&alice, &bob, json!({ "status_ids": [rude], "category": "spam" })).await;
        let case = first(&mira, "").await;
        let whole = mira.get(path(&case, "")).await.ok();
        let ids = |list: &Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(whole["statuses"][0]["status"]["id"], rude.as_str(), "what is in question is shown, private or not");
        assert_eq!((&whole["statuses"][0]["gone"], &whole["statuses"][0]["removed"]), (&json!(false), &json!(false)));
        assert_eq!(ids(&whole["thread"]["ancestors"]), [root]);
        assert_eq!(ids(&whole["thread"]["descendants"]), [answer]);
        assert_eq!(ids(&whole["earlier_statuses"]), [other], "what was written for few stays with them");
        assert_eq!(whole["reports"][0]["account"]["acct"], "alice");
        assert_eq!((&whole["person"]["age_days"], &whole["person"]["reports_about"]), (&json!(0), &json!(1)));
        assert_eq!((&whole["decisions"], &whole["notes"]), (&json!([]), &json!([])));
        bob.delete(format!("/api/v1/statuses/{rude}")).await.ok();
        assert_eq!(mira.get(path(&case, "")).await.ok()["statuses"][0]["gone"], json!(true));
        mira.get("/api/howdah/v1/cases/17").await.error(404);
    }

    async fn notes_follow_the_person(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        report(&alice, &bob, json!({})).await;
        let one = first(&mira, "").await;
        let whole = mira.post(path(&one, "/notes")).json(json!({ "text": "Keep an eye on him" })).await.ok();
        assert_eq!((&whole["notes"][0]["text"], &whole["notes"][0]["author"]["acct"]), (&json!("Keep an eye on him"), &json!("mira")));
        mira.post(path(&one, "/notes")).json(json!({ "text": "  " })).await.error(422);
        mira.post(path(&one, "/notes")).json(json!({ "text": "x".repeat(5_001) })).await.error(422);
        mira.post(path(&one, "/resolve")).json(json!({ "outcome": "nothing_to_see", "reason": "A joke" })).await.ok();
        report(&alice, &bob, json!({})).await;
        let two = mira.get(path(&first(&mira, "").await, "")).await.ok();
        assert_ne!(two["id"], one["id"]);
        assert_eq!(two["notes"][0]["text"], "Keep an eye on him");
    }

    async fn two_moderators_at_once_hear_of_each_other(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let (mira, max) = (town.staff("mira", "moderator").await, town.staff("max", "moderator").await);
        report(&alice, &bob, json!({})).await;
        let case = first(&mira, "").await;
        assert_eq!(mira.post(path(&case, "/assign")).await.ok()["assigned_to"]["acct"], "mira");
        let second = max.post(path(&case, "/assign")).await;
        assert_eq!(second.error(409), "mira is looking after this case");
        assert_eq!(second.json()["by"], json!(mira.id.to_string()));
        // Handing over is meant, and so is taking over with force.
        let over = mira.post(path(&case, "/assign")).json(json!({ "account_id": max.id.to_string() })).await.ok();
        assert_eq!(over["assigned_to"]["acct"], "max");
        mira.post(path(&case, "/assign")).json(json!({ "force": true })).await.ok();
        mira.post(path(&case, "/assign")).json(json!({ "account_id": alice.id.to_string() })).await.error(422);
        assert_eq!(mira.post(path(&case, "/assign")).json(json!({ "account_id": "" })).await.ok()["assigned_to"], json!(null));
        let done = max.post(path(&case, "/resolve")).json(json!({ "outcome": "nothing_to_see" })).await.ok();
        assert_eq!((&done["closed"], &done["closed_by"]["acct"]), (&json!(true), &json!("max")));
        let late = mira.post(path(&case, "/resolve")).await;
        assert_eq!(late.error(409), "max already closed this case: nothing to see");
        assert_eq!((&late.json()["by"], &late.json()["what"]), (&json!(max.id.to_string()), &json!("nothing_to_see")));
        mira.post(path(&case, "/assign")).await.error(409);
        assert!(mira.get("/api/howdah/v1/queue").await.rows().is_empty());
        assert_eq!(mira.get("/api/howdah/v1/queue?state=closed").await.rows().len(), 1);
    }

    async fn the_queue_knows_what_is_decided_elsewhere(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let report = report(&alice, &bob, json!({})).await;
        let action = json!({ "type": "silence", "report_id": report });
        mira.post(format!("/api/v1/admin/accounts/{}/action", bob.id)).json(action).await.ok();
        assert!(mira.get("/api/howdah/v1/queue").await.rows().is_empty());
        applicant(&town, "paula").await;
        let case = first(&mira, "?kind=sign_up").await;
        mira.post(path(&case, "/resolve")).await.error(422);
        mira.post(format!("/api/v1/admin/accounts/{}/approve", case["target_id"].as_str().unwrap())).await.ok();
        let late = mira.post(path(&case, "/resolve")).json(json!({ "outcome": "reject" })).await;
        assert_eq!(late.error(409), "mira already closed this case: approve");
        applicant(&town, "peter").await;
        let case = first(&mira, "").await;
        let done = mira.post(path(&case, "/resolve")).json(json!({ "outcome": "reject", "reason": "A shop" })).await.ok();
        assert_eq!((&done["outcome"], &done["account"], &done["label"]), (&json!("reject"), &json!(null), &json!("peter")));
        let log = mira.get("/api/howdah/v1/acts?q=a+shop").await.rows();
        assert_eq!((log.len(), &log[0]["kind"], &log[0]["case_id"]), (1, &json!("reject"), &case["id"]));
    }
}
