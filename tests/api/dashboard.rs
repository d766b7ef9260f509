//! /api/v1/admin/measures, dimensions and retention, counted from real rows.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const TAG: Sql = Sql::same("SELECT id FROM tags WHERE name = $1");
const REMOTE: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, created_at) VALUES ($1, $2, $2, 'far.example', $3, $4)",
);
const STATUS: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, uri, local, visibility, language, created_at) VALUES ($1, $2, $3, $4, 0, 'de', $5)",
);
const TAGGED: Sql = Sql::same("INSERT INTO status_tags (status_id, tag_id) VALUES ($1, $2)");
const FOLLOW: Sql = Sql::same("INSERT INTO follows (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4)");
const MEDIA: Sql = Sql::same(
    "INSERT INTO media (id, account_id, status_id, kind, state, mime, size, created_at, updated_at)
    VALUES ($1, $2, $3, 'image', 2, 'image/png', 1536, $4, $4)",
);
const DAY: i64 = 86_400_000;

fn date(town: &Town, back: i64) -> String {
    howdah_server::time::date(town.clock.now() - back * DAY)
}

/// The measure of one key over today and the `days` before it.
async fn measure(town: &Town, who: &Actor, key: &str, days: i64, with: Value) -> Value {
    let mut body = json!({ "keys": [key], "start_at": date(town, days), "end_at": date(town, 0) });
    if !with.is_null() {
        body[key] = with;
    }
    who.post("/api/v1/admin/measures").json(body).await.rows().remove(0)
}

fn values(measure: &Value) -> Vec<&str> {
    measure["data"].as_array().unwrap().iter().map(|day| day["value"].as_str().unwrap()).collect()
}

async fn post(who: &Actor, text: &str) -> String {
    let body = json!({ "status": text, "language": "en" });
    who.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

/// Somebody at far.example with a tagged post that shows a picture, followed by one member and following another.
async fn far(town: &Town, tag: i64, alice: i64, bob: i64) {
    let app = &town.app;
    let (id, status, now) = (app.ids.next(), app.ids.next(), app.clock.now());
    let mut tx = app.db.write().await.unwrap();
    tx.run(REMOTE, args![id, "fritz", "https://far.example/fritz", now]).await.unwrap();
    tx.run(STATUS, args![status, id, "https://far.example/1", false, now]).await.unwrap();
    tx.run(TAGGED, args![status, tag]).await.unwrap();
    tx.run(MEDIA, args![app.ids.next(), id, status, now]).await.unwrap();
    tx.run(FOLLOW, args![app.ids.next(), alice, id, now]).await.unwrap();
    tx.run(FOLLOW, args![app.ids.next(), id, bob, now]).await.unwrap();
    app.commit(tx, &[]).await.unwrap();
}

both_engines! {
    async fn what_happened_is_counted_by_day(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let status = post(&alice, "Hi #tea").await;
        let of_bob = bob.post("/api/v1/reports").json(json!({ "account_id": alice.id.to_string() })).await.ok();
        town.app.run_jobs().await.unwrap();
        town.advance(2 * DAY);
        for verb in ["favourite", "reblog"] {
            bob.post(format!("/api/v1/statuses/{status}/{verb}")).await.ok();
        }
        bob.post("/api/v1/statuses").json(json!({ "status": "@alice yes #tea", "in_reply_to_id": status })).await.ok();
        mira.post(format!("/api/v1/admin/reports/{}/resolve", of_bob["id"].as_str().unwrap())).await.ok();
        town.app.run_jobs().await.unwrap();
        let new = measure(&town, &mira, "new_users", 2, Value::Null).await;
        assert_eq!((&new["total"], &new["previous_total"], values(&new)), (&json!("3"), &json!("0"), vec!["3", "0", "0"]));
        assert_eq!(new["data"][0]["date"], format!("{}T00:00:00.000Z", date(&town, 2)));
        let new = measure(&town, &mira, "new_users", 0, Value::Null).await;
        assert_eq!((&new["total"], &new["previous_total"]), (&json!("0"), &json!("0")));
        let new = measure(&town, &mira, "new_users", 1, Value::Null).await;
        assert_eq!((&new["total"], &new["previous_total"]), (&json!("0"), &json!("3")));
        // Who was here on both days is one person.
        let active = measure(&town, &mira, "active_users", 2, Value::Null).await;
        assert_eq!((&active["total"], values(&active)), (&json!("3"), vec!["2", "0", "2"]));
        let interactions = measure(&town, &mira, "interactions", 2, Value::Null).await;
        assert_eq!((&interactions["total"], values(&interactions)), (&json!("3"), vec!["0", "0", "3"]));
        assert_eq!(values(&measure(&town, &mira, "opened_reports", 2, Value::Null).await), ["1", "0", "0"]);
        assert_eq!(values(&measure(&town, &mira, "resolved_reports", 2, Value::Null).await), ["0", "0", "1"]);
        let tag: i64 = town.app.db.read().await.unwrap().one(TAG, args!["tea"]).await.unwrap();
        far(&town, tag, alice.id, bob.id).await;
        let about = json!({ "id": tag.to_string() });
        for (key, total, by_day) in [("tag_uses", "3", ["1", "0", "2"]), ("tag_accounts", "3", ["1", "0", "2"]), ("tag_servers", "1", ["0", "0", "1"])] {
            let found = measure(&town, &mira, key, 2, about.clone()).await;
            assert_eq!((&found["total"], values(&found)), (&json!(total), by_day.to_vec()), "{key}");
        }
        let there = json!({ "domain": "FAR.example" });
        for key in ["instance_accounts", "instance_statuses", "instance_follows", "instance_followers"] {
            let found = measure(&town, &mira, key, 2, there.clone()).await;
            assert_eq!((&found["total"], values(&found)), (&json!("1"), vec!["0", "0", "1"]), "{key}");
            assert_eq!(found.get("previous_total"), None, "{key}");
        }
        let media = measure(&town, &mira, "instance_media_attachments", 0, there.clone()).await;
        assert_eq!((&media["unit"], &media["total"], &media["human_value"]), (&json!("bytes"), &json!("1536"), &json!("1.5 KB")));
        assert_eq!(measure(&town, &mira, "instance_reports", 0, there).await["total"], "0");
    }

    async fn what_is_asked_wrongly_is_refused(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        alice.with("admin:read").await.post("/api/v1/admin/measures").await.error(403);
        let ask = async |noun: &str, with: Value| mira.post(format!("/api/v1/admin/{noun}")).json(with).await;
        let today = date(&town, 0);
        for (with, code) in [
            (json!({}), 400),
            (json!({ "keys": ["new_users"] }), 400),
            (json!({ "keys": ["new_users"], "start_at": "yesterday", "end_at": today }), 400),
            (json!({ "keys": ["new_users"], "start_at": "1970-01-01", "end_at": today }), 400),
            (json!({ "keys": ["tag_uses"], "start_at": today, "end_at": today }), 400),
            (json!({ "keys": ["tag_uses"], "start_at": today, "end_at": today, "tag_uses": { "id": "4706" } }), 404),
            (json!({ "keys": ["instance_accounts"], "start_at": today, "end_at": today }), 400),
        ] {
            ask("measures", with).await.error(code);
        }
        let unknown = json!({ "keys": ["nonsense", "new_users", "new_users"], "start_at": today, "end_at": today });
        assert_eq!(ask("measures", unknown).await.rows().len(), 1);
        ask("dimensions", json!({ "keys": ["languages"], "limit": -1 })).await.error(400);
        // Mastodon answers a retention that lacks a parameter with nothing.
        assert_eq!(ask("retention", json!({ "start_at": today, "end_at": today })).await.ok(), json!([]));
    }

    async fn what_is_most_used_is_named(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        for who in [&alice, &bob] {
            post(who, "Hi #tea").await;
        }
        town.app.run_jobs().await.unwrap();
        let tag: i64 = town.app.db.read().await.unwrap().one(TAG, args!["tea"]).await.unwrap();
        far(&town, tag, alice.id, bob.id).await;
        let (about, there) = (json!({ "id": tag.to_string() }), json!({ "domain": "far.example" }));
        let ask = async |key: &str, with: Value, limit: i64| -> Vec<(String, String, String)> {
            let mut body = json!({ "keys": [key], "limit": limit });
            if !with.is_null() {
                body[key] = with;
            }
            let found = mira.post("/api/v1/admin/dimensions").json(body).await.rows().remove(0);
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            let rows = found["data"].as_array().unwrap();
            rows.iter().map(|row| (text(&row["key"]), text(&row["human_key"]), text(&row["value"]))).collect()
        };
        let row = |key: &str, human: &str, value: &str| (key.to_owned(), human.to_owned(), value.to_owned());
        assert_eq!(ask("languages", Value::Null, 9).await, [row("en", "English", "2")]);
        assert_eq!(ask("sources", Value::Null, 9).await, [row("web", "Website", "3")]);
        assert_eq!(ask("servers", Value::Null, 9).await, [row("town.test", "town.test", "2"), row("far.example", "far.example", "1")]);
        assert_eq!(ask("servers", Value::Null, 1).await.len(), 1);
        assert_eq!(ask("tag_servers", about.clone(), 9).await.len(), 2);
        assert_eq!(ask("tag_languages", about, 9).await, [row("en", "English", "2"), row("de", "German", "1")]);
        assert_eq!(ask("instance_accounts", there.clone(), 9).await, [row("fritz", "fritz", "1")]);
        assert_eq!(ask("instance_languages", there, 9).await, [row("de", "German", "1")]);
        let space = ask("space_usage", Value::Null, 9).await;
        assert!(space[0].2.parse::<i64>().unwrap() > 10_000 && space[1] == row("media", "Media storage", "1536"), "{space:?}");
        let software = ask("software_versions", Value::Null, 9).await;
        assert!(software.iter().any(|row| row.0 == "mastodon" && row.2.starts_with("4.6")), "{software:?}");
    }

    async fn who_stayed_is_told_by_day_and_month(town: Town) {
        let (alice, mira) = (town.user("alice").await, town.staff("mira", "moderator").await);
        town.user("bob").await;
        alice.get("/api/v1/timelines/home").await.ok();
        town.app.run_jobs().await.unwrap();
        town.advance(2 * DAY);
        alice.get("/api/v1/timelines/home").await.ok();
        town.app.run_jobs().await.unwrap();
        let ask = async |frequency: &str| {
            let body = json!({ "start_at": date(&town, 2), "end_at": date(&town, 0), "frequency": frequency });
            mira.post("/api/v1/admin/retention").json(body).await.rows()
        };
        let days = ask("day").await;
        assert_eq!(days.len(), 3);
        let told: Vec<(&str, f64)> = days[0]["data"].as_array().unwrap().iter()
            .map(|one| (one["value"].as_str().unwrap(), (one["rate"].as_f64().unwrap() * 100.0).round())).collect();
        assert_eq!(told, [("1", 33.0), ("1", 33.0), ("1", 33.0)]);
        assert_eq!((days[1]["data"].as_array().map(Vec::len), &days[1]["data"][0]["value"]), (Some(2), &json!("0")));
        assert_eq!(ask("week").await.len(), 3, "anything else is days");
        let months = ask("month").await;
        assert_eq!((&months[0]["frequency"], &months[0]["data"][0]["value"]), (&json!("month"), &json!("1")));
    }
}
