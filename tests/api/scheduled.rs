//! /api/v1/scheduled_statuses, and the `scheduled_at` of a new status.

use crate::media::png;
use howdah_server::time::{DAY, HOUR, MINUTE, iso};
use howdah_tests::{Actor, Call, Multipart, Town, both_engines};
use serde_json::{Value, json};

/// Asks for a status in `ms` milliseconds.
fn later(who: &Actor, ms: i64, mut body: Value) -> Call {
    body["scheduled_at"] = json!(iso(who.town.app.clock.now() + ms));
    who.post("/api/v1/statuses").json(body)
}

fn path(waiting: &Value) -> String {
    format!("/api/v1/scheduled_statuses/{}", waiting["id"].as_str().expect("an id"))
}

async fn waiting(who: &Actor) -> Vec<Value> {
    who.get("/api/v1/scheduled_statuses").await.rows()
}

async fn written(who: &Actor) -> Vec<Value> {
    who.get(format!("/api/v1/accounts/{}/statuses", who.id)).await.rows()
}

async fn run(town: &Town, ms: i64) {
    town.advance(ms);
    town.app.run_jobs().await.unwrap();
}

async fn upload(who: &Actor) -> String {
    let form = Multipart::new().file("file", "a.png", "image/png", &png(8, 4));
    who.post("/api/v2/media").multipart(form).await.ok()["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_status_waits_for_its_time(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let file = upload(&alice).await;
        let start = bob.post("/api/v1/statuses").json(json!({ "status": "start" })).await.ok();
        let body = json!({ "status": "Hi @bob #later", "media_ids": [file], "visibility": "unlisted", "language": "de",
            "spoiler_text": "cw", "sensitive": true, "in_reply_to_id": start["id"] });
        let made = later(&alice, HOUR, body).await.ok();
        let expected = json!({ "text": "Hi @bob #later", "poll": null, "media_ids": [file], "sensitive": true, "spoiler_text": "cw",
            "visibility": "unlisted", "in_reply_to_id": start["id"], "language": "de",
            "scheduled_at": null, "idempotency": null,
            "application_id": made["params"]["application_id"], "with_rate_limit": false });
        assert_eq!(made["params"], expected);
        assert_eq!(made["scheduled_at"], iso(town.app.clock.now() + HOUR));
        assert_eq!((made["media_attachments"].as_array().unwrap().len(), &made["media_attachments"][0]["id"]), (1, &json!(file)));
        assert_eq!(alice.get(path(&made)).await.ok(), made);
        assert_eq!(waiting(&alice).await, std::slice::from_ref(&made));
        run(&town, HOUR - 1).await;
        assert!(written(&alice).await.is_empty());
        run(&town, 1).await;
        let status = written(&alice).await.remove(0);
        assert_eq!((&status["visibility"], &status["spoiler_text"], &status["language"]), (&json!("unlisted"), &json!("cw"), &json!("de")));
        assert_eq!((&status["in_reply_to_id"], &status["media_attachments"][0]["id"]), (&start["id"], &json!(file)));
        assert_eq!(status["created_at"], made["scheduled_at"]);
        assert_eq!(bob.get("/api/v1/notifications?types[]=mention").await.rows()[0]["status"]["id"], status["id"]);
        assert!(waiting(&alice).await.is_empty());
        alice.get(path(&made)).await.error(404);
        // What is left over of the job changes nothing.
        let id = made["id"].as_str().unwrap().parse().unwrap();
        howdah_server::scheduled::publish::publish(&town.app, id).await.unwrap();
        assert_eq!(written(&alice).await.len(), 1);
    }

    async fn it_is_published_once_however_many_try(town: Town) {
        let alice = town.user("alice").await;
        let other = town.another(|_| {}).await;
        let poll = json!({ "options": ["a", "b"], "expires_in": 600 });
        let made = later(&alice, HOUR, json!({ "status": "Once", "poll": poll })).await.ok();
        town.advance(HOUR);
        let id: i64 = made["id"].as_str().unwrap().parse().unwrap();
        let mut tries = Vec::new();
        for app in [&town.app, &other.app, &town.app, &other.app] {
            let app = app.clone();
            tries.push(tokio::spawn(async move { howdah_server::scheduled::publish::publish(&app, id).await }));
        }
        for one in tries {
            one.await.unwrap().unwrap();
        }
        town.app.run_jobs().await.unwrap();
        other.app.run_jobs().await.unwrap();
        let written = written(&alice).await;
        assert_eq!(written.len(), 1);
        assert_eq!(written[0]["poll"]["expires_at"], iso(town.app.clock.now() + 10 * MINUTE), "the poll runs from now");
    }

    async fn it_is_moved_and_called_off(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let file = upload(&alice).await;
        let made = later(&alice, HOUR, json!({ "status": "Moved", "media_ids": [file] })).await.ok();
        let at = |ms: i64| json!({ "scheduled_at": iso(town.app.clock.now() + ms) });
        let moved = alice.put(path(&made)).json(at(2 * HOUR)).await.ok();
        assert_eq!((&moved["scheduled_at"], &moved["params"]), (&at(2 * HOUR)["scheduled_at"], &made["params"]));
        assert_eq!(alice.put(path(&made)).json(json!({})).await.ok(), moved);
        for (body, words) in [
            (at(5 * MINUTE), "Validation failed: Scheduled at The scheduled date must be in the future"),
            (json!({ "scheduled_at": "soon" }), "Record invalid"),
        ] {
            assert_eq!(alice.put(path(&made)).json(body).await.error(422), words);
        }
        assert_eq!(alice.get(path(&made)).await.ok(), moved, "a refused request changes nothing");
        for answer in [bob.get(path(&made)).await, bob.put(path(&made)).json(at(2 * HOUR)).await, bob.delete(path(&made)).await] {
            assert_eq!(answer.error(404), "Record not found");
        }
        assert!(waiting(&bob).await.is_empty());
        run(&town, HOUR).await;
        assert!(written(&alice).await.is_empty(), "not at the first time");
        let sooner = alice.put(path(&made)).json(at(10 * MINUTE)).await.ok();
        run(&town, 10 * MINUTE).await;
        assert_eq!(written(&alice).await[0]["created_at"], sooner["scheduled_at"]);

        let made = later(&alice, HOUR, json!({ "status": "Never" })).await.ok();
        assert_eq!(alice.delete(path(&made)).await.ok(), json!({}));
        alice.delete(path(&made)).await.error(404);
        run(&town, HOUR).await;
        assert_eq!(written(&alice).await.len(), 1);
    }

    async fn its_files_are_kept_for_it(town: Town) {
        let alice = town.user("alice").await;
        let file = upload(&alice).await;
        let made = later(&alice, 3 * DAY, json!({ "status": "Kept", "media_ids": [file] })).await.ok();
        let words = format!("Media {file} not found or already attached to another post");
        let again = json!({ "status": "Mine", "media_ids": [file] });
        assert_eq!(alice.post("/api/v1/statuses").json(again.clone()).await.error(422), words);
        assert_eq!(later(&alice, HOUR, again.clone()).await.error(422), words);
        alice.delete(format!("/api/v1/media/{file}")).await.error(422);
        run(&town, 2 * DAY).await;
        assert_eq!(alice.get(path(&made)).await.ok()["media_attachments"][0]["id"], json!(file), "no sweep takes it");
        run(&town, DAY).await;
        assert_eq!(written(&alice).await[0]["media_attachments"][0]["id"], json!(file));
        // Called off, they are free again.
        let file = upload(&alice).await;
        let made = later(&alice, HOUR, json!({ "status": "Free", "media_ids": [file] })).await.ok();
        alice.delete(path(&made)).await.ok();
        alice.post("/api/v1/statuses").json(json!({ "status": "Mine", "media_ids": [file] })).await.ok();
    }

    async fn what_cannot_be_posted_cannot_be_planned(town: Town) {
        let alice = town.user("alice").await;
        for (body, status, words) in [
            (json!({ "status": " " }), 422, "Validation failed: Text can't be blank"),
            (json!({ "status": "x", "visibility": "nobody" }), 422, "Validation failed: Visibility is not included in the list"),
            (json!({ "status": "x", "media_ids": ["7"] }), 422, "Media 7 not found or already attached to another post"),
            (json!({ "status": "x", "in_reply_to_id": "1" }), 404, "The post you are trying to reply to does not appear to exist."),
            (json!({ "status": "x", "poll": { "options": ["a"], "expires_in": 300 } }), 422, "Validation failed: Choices must have more than one item"),
        ] {
            assert_eq!(later(&alice, HOUR, body).await.error(status), words);
        }
        let soon = "Validation failed: Scheduled at The scheduled date must be in the future";
        for ms in [5 * MINUTE, 0, -HOUR] {
            assert_eq!(later(&alice, ms, json!({ "status": "x" })).await.error(422), soon);
        }
        let answer = alice.post("/api/v1/statuses").json(json!({ "status": "x", "scheduled_at": "soon" })).await;
        assert_eq!(answer.error(422), "Record invalid");
        assert!(waiting(&alice).await.is_empty() && written(&alice).await.is_empty());
        later(&alice, 5 * MINUTE + 1, json!({ "status": "x" })).await.ok();
    }

    async fn so_many_a_day_and_so_many_in_total(town: Town) {
        let alice = town.user("alice").await;
        // The clock stands at noon.
        let mut last = Value::Null;
        for n in 0..25 {
            last = later(&alice, HOUR + n, json!({ "status": "x" })).await.ok();
        }
        let words = "Validation failed: You have exceeded the limit of 25 scheduled posts for today";
        assert_eq!(later(&alice, 2 * HOUR, json!({ "status": "x" })).await.error(422), words);
        // Moving one within a full day is no further one.
        alice.put(path(&last)).json(json!({ "scheduled_at": iso(town.app.clock.now() + 3 * HOUR) })).await.ok();
        for day in 1..12 {
            for _ in 0..25 {
                later(&alice, day * DAY, json!({ "status": "x" })).await.ok();
            }
        }
        let words = "Validation failed: You have exceeded the limit of 300 scheduled posts";
        assert_eq!(later(&alice, 20 * DAY, json!({ "status": "x" })).await.error(422), words);
        later(&town.user("bob").await, DAY, json!({ "status": "x" })).await.ok();

        let first = alice.get("/api/v1/scheduled_statuses").await;
        assert_eq!(first.rows().len(), 20);
        assert_eq!(alice.get("/api/v1/scheduled_statuses?limit=50").await.rows().len(), 40);
        alice.get("/api/v1/scheduled_statuses?limit=-1").await.error(400);
        let second = alice.get(first.link("next").unwrap()).await;
        let newer = alice.get(second.link("prev").unwrap()).await;
        assert_eq!(newer.rows(), first.rows());
        let ids: Vec<i64> = first.rows().iter().chain(&second.rows()).map(|row| row["id"].as_str().unwrap().parse().unwrap()).collect();
        assert!(ids.windows(2).all(|pair| pair[0] > pair[1]) && ids.len() == 40);
    }

    async fn one_key_plans_one_status(town: Town) {
        let alice = town.user("alice").await;
        let send = || later(&alice, HOUR, json!({ "status": "once" })).header("idempotency-key", "k");
        let first = send().await.ok();
        assert_eq!(send().await.ok(), first);
        assert_eq!(waiting(&alice).await.len(), 1);
        run(&town, HOUR).await;
        assert_eq!(written(&alice).await.len(), 1);
    }

    async fn nobody_publishes_who_may_not_post(town: Town) {
        let (alice, bob, olga) = (town.user("alice").await, town.user("bob").await, town.staff("olga", "owner").await);
        for (who, act) in [(&alice, "disable"), (&bob, "suspend")] {
            later(who, HOUR, json!({ "status": "too late" })).await.ok();
            olga.post(format!("/api/v1/admin/accounts/{}/action", who.id)).json(json!({ "type": act })).await.ok();
        }
        olga.delete(format!("/api/v1/admin/accounts/{}", bob.id)).await.ok();
        run(&town, HOUR).await;
        olga.post(format!("/api/v1/admin/accounts/{}/enable", alice.id)).await.ok();
        run(&town, HOUR).await;
        assert!(waiting(&alice).await.is_empty() && written(&alice).await.is_empty());
        assert!(town.anon().get("/api/v1/timelines/public").await.rows().is_empty());
    }

    async fn what_cannot_be_published_any_more_stays_to_be_seen(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let start = bob.post("/api/v1/statuses").json(json!({ "status": "start" })).await.ok();
        let made = later(&alice, HOUR, json!({ "status": "re", "in_reply_to_id": start["id"] })).await.ok();
        bob.delete(format!("/api/v1/statuses/{}", start["id"].as_str().unwrap())).await.ok();
        run(&town, HOUR).await;
        assert!(written(&alice).await.is_empty());
        assert_eq!(waiting(&alice).await, [made]);
    }
}
