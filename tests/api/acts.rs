//! /api/howdah/v1/acts: what is done to people and posts, and taking it back.

use crate::cases::{first, path};
use crate::queue::report;
use howdah_server::time::DAY;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const ACTS: &str = "/api/howdah/v1/acts";

pub async fn post(who: &Actor, text: &str) -> String {
    who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok()["id"].as_str().unwrap().to_owned()
}

pub async fn act(who: &Actor, kind: &str, whom: &Actor, more: Value) -> Value {
    let mut body =
        json!({ "kind": kind, "target_type": "account", "target_id": whom.id.to_string(), "reason": "Enough" });
    body.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    who.post(ACTS).json(body).await.ok()
}

fn id(one: &Value) -> &str {
    one["id"].as_str().expect("an id")
}

async fn undo(who: &Actor, act: &Value) -> Value {
    who.post(format!("{ACTS}/{}/undo", id(act))).await.ok()
}

async fn count(town: &Town, whom: &Actor) -> Value {
    town.anon().get(format!("/api/v1/accounts/{}", whom.id)).await.ok()["statuses_count"].clone()
}

both_engines! {
    async fn acts_come_and_go(town: Town) {
        let (bob, mira) = (town.user("bob").await, town.staff("mira", "moderator").await);
        for (kind, field) in [("limit", "silenced"), ("freeze", "disabled"), ("suspend", "suspended"), ("sensitive", "sensitized")] {
            let done = act(&mira, kind, &bob, json!({})).await;
            assert_eq!((&done["kind"], &done["target_label"], &done["actor"]["acct"]), (&json!(kind), &json!("bob"), &json!("mira")));
            let seen = async || mira.get(format!("/api/v1/admin/accounts/{}", bob.id)).await.ok()[field].clone();
            assert_eq!(seen().await, json!(true), "{kind}");
            assert_eq!(undo(&mira, &done).await["undone_by"]["acct"], "mira");
            assert_eq!(seen().await, json!(false), "{kind}");
            mira.post(format!("{ACTS}/{}/undo", id(&done))).await.error(409);
        }
        let warned = act(&mira, "warn", &bob, json!({ "text": "Please be kind" })).await;
        let told = bob.get("/api/v1/notifications").await.rows();
        assert_eq!((&told[0]["type"], &told[0]["moderation_warning"]["text"]), (&json!("moderation_warning"), &json!("Please be kind")));
        undo(&mira, &warned).await;
        act(&mira, "nothing_to_see", &bob, json!({})).await;
        for (what, status) in [
            (json!({ "kind": "shout", "target_type": "account", "target_id": bob.id.to_string() }), 422),
            (json!({ "kind": "warn", "target_type": "planet", "target_id": "1" }), 422),
            (json!({ "kind": "warn", "target_type": "account", "target_id": "1" }), 404),
            (json!({ "kind": "warn", "target_type": "account", "target_id": bob.id.to_string(), "expires_in": 60 }), 422),
            (json!({ "kind": "limit", "target_type": "account", "target_id": bob.id.to_string(), "expires_in": 0 }), 422),
            (json!({ "kind": "limit", "target_type": "account" }), 400),
        ] {
            mira.post(ACTS).json(what).await.error(status);
        }
    }

    async fn what_is_for_a_time_ends(town: Town) {
        let (bob, mira) = (town.user("bob").await, town.staff("mira", "moderator").await);
        let limited = async || mira.get(format!("/api/v1/admin/accounts/{}", bob.id)).await.ok()["silenced"].clone();
        act(&mira, "limit", &bob, json!({ "expires_in": 3600 })).await;
        town.app.run_jobs().await.unwrap();
        assert_eq!(limited().await, json!(true));
        town.advance(3_601_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(limited().await, json!(false));
        let log = mira.get(format!("{ACTS}?account_id={}&kind=limit", bob.id)).await.rows();
        assert_eq!((&log[0]["undone"], &log[0]["undone_by"]), (&json!(true), &json!(null)), "the house did it");
    }

    async fn removed_posts_come_back_with_all_that_was(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        let root = post(&alice, "Hello").await;
        let reply = json!({ "status": "Hi #tea", "in_reply_to_id": root });
        let reply = bob.post("/api/v1/statuses").json(reply).await.ok();
        alice.post(format!("/api/v1/statuses/{}/favourite", id(&reply))).await.ok();
        let facts = async || {
            let seen = alice.get(format!("/api/v1/statuses/{}", id(&reply))).await;
            let home = alice.get("/api/v1/timelines/home").await.rows();
            (
                seen.status.as_u16(),
                home.iter().any(|one| one["id"] == reply["id"]),
                alice.get("/api/v1/timelines/tag/tea").await.rows().len(),
                alice.get(format!("/api/v1/statuses/{root}")).await.ok()["replies_count"].clone(),
                count(&town, &bob).await,
                alice.get("/api/v1/favourites").await.rows().len(),
            )
        };
        let before = facts().await;
        assert_eq!(before, (200, true, 1, json!(1), json!(1), 1));
        let wish = json!({ "kind": "remove_posts", "target_type": "status", "target_id": reply["id"], "reason": "Spam" });
        let done = mira.post(ACTS).json(wish.clone()).await.ok();
        assert_eq!(facts().await, (404, false, 0, json!(0), json!(0), 0));
        let again = mira.post(ACTS).json(wish).await;
        assert_eq!((again.error(409), again.json()["by"].clone()), ("mira already did this: remove posts".into(), json!(mira.id.to_string())));
        undo(&mira, &done).await;
        assert_eq!(facts().await, before);
        // After thirty days it is gone for good.
        act(&mira, "remove_posts", &bob, json!({})).await;
        town.app.run_jobs().await.unwrap();
        town.advance(31 * DAY);
        town.app.run_jobs().await.unwrap();
        let log = mira.get(ACTS).await.rows();
        undo(&mira, &log[0]).await;
        assert_eq!(facts().await.0, 404);
    }

    async fn a_spam_wave_is_cleared_and_brought_back(town: Town) {
        let (bob, mira) = (town.user("bob").await, town.staff("mira", "moderator").await);
        let mut ids = Vec::new();
        for n in 0..500 {
            ids.push(post(&bob, &format!("Buy {n}")).await);
        }
        let wish = json!({ "kind": "remove_posts", "target_type": "status", "ids": ids, "reason": "A wave" });
        let done = mira.post(ACTS).json(wish).await.rows();
        assert_eq!((done.len(), count(&town, &bob).await), (500, json!(0)));
        assert_eq!(bob.get("/api/v1/notifications").await.rows().len(), 1, "one word for all of them");
        let back = mira.post(format!("{ACTS}/{}/undo", id(&done[7]))).json(json!({ "batch": true })).await.ok();
        assert_eq!((&back["id"], &back["undone_together"]), (&done[7]["id"], &json!(500)));
        assert_eq!(count(&town, &bob).await, json!(500));
        // The same by the person.
        let all = act(&mira, "remove_posts", &bob, json!({})).await;
        assert_eq!((count(&town, &bob).await, &all["after"]["posts"]), (json!(0), &json!(500)));
        undo(&mira, &all).await;
        town.app.run_jobs().await.unwrap();
        assert_eq!(count(&town, &bob).await, json!(500));
    }

    async fn many_at_once_answer_for_themselves(town: Town) {
        let (bob, carol, mira, max) =
            (town.user("bob").await, town.user("carol").await, town.staff("mira", "moderator").await, town.staff("max", "moderator").await);
        let ids = json!([bob.id.to_string(), max.id.to_string(), "17", carol.id.to_string()]);
        let done = mira.post(ACTS).json(json!({ "kind": "limit", "target_type": "account", "ids": ids })).await.rows();
        let errors: Vec<bool> = done.iter().map(|one| one["error"].is_string()).collect();
        assert_eq!(errors, [false, true, true, false]);
        assert_eq!(done[0]["batch_id"], done[3]["batch_id"]);
    }

    async fn a_preview_changes_nothing(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let one = post(&bob, "One").await;
        post(&bob, "Two").await;
        alice.post(format!("/api/v1/statuses/{one}/favourite")).await.ok();
        let seen = act(&mira, "suspend", &bob, json!({ "preview": true })).await;
        assert_eq!((&seen["follows_lost"], &seen["posts_removed"], &seen["people_concerned"]), (&json!(2), &json!(2), &json!(2)));
        assert_eq!(seen["message"], "Your account was suspended: nobody sees it or its posts any more.\n\nEnough");
        let seen = act(&mira, "remove_posts", &bob, json!({ "preview": true })).await;
        assert_eq!((&seen["follows_lost"], &seen["posts_removed"], &seen["people_concerned"]), (&json!(0), &json!(2), &json!(2)));
        assert_eq!(count(&town, &bob).await, json!(2));
        assert!(mira.get(ACTS).await.rows().is_empty());
    }

    async fn several_acts_on_one_case_leave_it_open(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let (mira, max, olga) = (town.staff("mira", "moderator").await, town.staff("max", "moderator").await, town.staff("olga", "owner").await);
        let rude = post(&bob, "Rude").await;
        report(&alice, &bob, json!({ "status_ids": [rude] })).await;
        let case = first(&mira, "").await;
        act(&mira, "warn", &bob, json!({ "case_id": case["id"] })).await;
        let wish = json!({ "kind": "sensitive", "target_type": "status", "target_id": rude, "case_id": case["id"] });
        let marked = mira.post(ACTS).json(wish).await.ok();
        assert_eq!(bob.get(format!("/api/v1/statuses/{rude}")).await.ok()["sensitive"], json!(true));
        undo(&mira, &marked).await;
        assert_eq!(bob.get(format!("/api/v1/statuses/{rude}")).await.ok()["sensitive"], json!(false));
        let whole = mira.get(path(&case, "")).await.ok();
        assert_eq!((&whole["closed"], whole["decisions"].as_array().unwrap().len()), (&json!(false), 2));
        max.post(path(&case, "/resolve")).await.ok();
        let late = json!({ "kind": "limit", "target_type": "account", "target_id": bob.id.to_string(), "case_id": case["id"] });
        assert_eq!(mira.post(ACTS).json(late).await.error(409), "max already closed this case: resolved");
        // Gone meanwhile, in plain words.
        bob.delete(format!("/api/v1/statuses/{rude}")).await.ok();
        let late = json!({ "kind": "remove_posts", "target_type": "status", "target_id": rude });
        assert_eq!(mira.post(ACTS).json(late).await.error(410), "The post is gone: its author deleted it");
        // Nobody acts upwards, nor takes back what somebody higher decided.
        let up = json!({ "kind": "warn", "target_type": "account", "target_id": olga.id.to_string() });
        mira.post(ACTS).json(up).await.error(403);
        let high = act(&olga, "limit", &bob, json!({})).await;
        mira.post(format!("{ACTS}/{}/undo", id(&high))).await.error(403);
        let twice = json!({ "kind": "limit", "target_type": "account", "target_id": bob.id.to_string() });
        assert_eq!(mira.post(ACTS).json(twice).await.error(409), "olga already did this: limit");
    }

    async fn the_log_is_searched_and_exported(town: Town) {
        let (bob, carol, mira) = (town.user("bob").await, town.user("carol").await, town.staff("mira", "moderator").await);
        act(&mira, "limit", &bob, json!({ "reason": "=Spam, \"again\"" })).await;
        act(&mira, "warn", &carol, json!({})).await;
        let kinds = async |query: &str| -> Vec<String> {
            let rows = mira.get(format!("{ACTS}?{query}")).await.rows();
            rows.iter().map(|row| row["kind"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(kinds("").await, ["warn", "limit"]);
        assert_eq!(kinds("kind=limit").await, ["limit"]);
        assert_eq!(kinds("q=SPAM").await, ["limit"]);
        assert_eq!(kinds("q=carol").await, ["warn"]);
        let page = mira.get(format!("{ACTS}?limit=1")).await;
        assert_eq!(mira.get(page.link("next").unwrap()).await.rows()[0]["kind"], "limit");
        let table = mira.get(format!("{ACTS}?format=csv")).await;
        assert!(table.header("content-type").unwrap().starts_with("text/csv"));
        let lines: Vec<String> = table.text().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 3);
        assert!(lines[2].contains(",mira,limit,account,") && lines[2].contains("\"'=Spam, \"\"again\"\"\""), "{}", lines[2]);
        bob.with("admin:read").await.get(ACTS).await.error(403);
    }
}
