//! /api/v1/announcements: what the house tells, how it is written, published and taken back, and what people think of it.

use howdah_server::args;
use howdah_server::bus::Event;
use howdah_server::db::Sql;
use howdah_server::time::HOUR;
use howdah_tests::{Actor, Socket, both_engines};
use serde_json::{Value, json};

const LIST: &str = "/api/v1/announcements";
const OWN: &str = "/api/howdah/v1/announcements";
const EMOJIS: Sql = Sql::same(
    "INSERT INTO custom_emojis (id, shortcode, file, static_file, disabled, created_at, updated_at)
    VALUES (1, 'tea', 'emoji/tea.png', 'emoji/tea-static.png', $1, 0, 0), (2, 'old', 'emoji/old.png', 'emoji/old.png', $2, 0, 0)",
);
const ACTS: Sql = Sql::same("SELECT count(*) FROM acts WHERE target_type = 'announcement'");

async fn announce(who: &Actor, body: Value) -> String {
    who.post(OWN).json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

fn reaction(id: &str, name: &str) -> String {
    let name: String = url::form_urlencoded::byte_serialize(name.as_bytes()).collect();
    format!("{LIST}/{id}/reactions/{name}")
}

both_engines! {
    async fn everybody_reads_what_the_house_tells(town: Town) {
        let (olga, alice, bob) = (town.staff("olga", "admin").await, town.user("alice").await, town.user("bob").await);
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "News" })).await.ok();
        let hidden = bob.post("/api/v1/statuses").json(json!({ "status": "Own", "visibility": "private" })).await.ok();
        let text = format!("Hello @bob, see {} and https://town.test/@bob/{} #Feast\n\n<b>", post["url"].as_str().unwrap(), hidden["id"].as_str().unwrap());
        let id = announce(&olga, json!({ "text": text, "starts_at": "2026-02-01T00:00:00Z", "ends_at": "2026-02-02", "all_day": true })).await;
        let rows = alice.get(LIST).await.rows();
        let one = &rows[0];
        assert_eq!((&one["id"], &one["read"], &one["all_day"]), (&json!(id), &json!(false), &json!(true)));
        assert_eq!((&one["starts_at"], &one["ends_at"]), (&json!("2026-02-01T00:00:00.000Z"), &json!("2026-02-02T00:00:00.000Z")));
        assert_eq!(one["published_at"], "2026-01-01T12:00:00.000Z");
        assert_eq!(one["mentions"], json!([{ "id": bob.id.to_string(), "username": "bob", "url": "https://town.test/@bob", "acct": "bob" }]));
        assert_eq!(one["statuses"], json!([{ "id": post["id"], "url": post["url"] }]), "only what everybody may see");
        assert_eq!(one["tags"], json!([{ "name": "feast", "url": "https://town.test/tags/feast" }]));
        let content = one["content"].as_str().unwrap();
        assert!(content.contains("<a href=\"https://town.test/@bob\" class=\"u-url mention\">") && content.ends_with("<p>&lt;b&gt;</p>"), "{content}");
        assert_eq!(alice.post(format!("{LIST}/{id}/dismiss")).await.ok(), json!({}));
        alice.post(format!("{LIST}/{id}/dismiss")).await.ok();
        assert_eq!(alice.get(LIST).await.rows()[0]["read"], true);
        assert!(alice.get(format!("{LIST}?with_dismissed=false")).await.rows().is_empty());
        assert_eq!(bob.get(LIST).await.rows()[0]["read"], false, "each reads for themselves");
        alice.post(format!("{LIST}/7/dismiss")).await.error(404);
    }

    async fn staff_write_change_and_delete(town: Town) {
        let (olga, mona, alice) = (town.staff("olga", "admin").await, town.staff("mona", "moderator").await, town.user("alice").await);
        mona.post(OWN).json(json!({ "text": "x" })).await.error(403);
        for (body, wrong) in [
            (json!({}), "Text can't be blank"), (json!({ "text": " " }), "Text can't be blank"),
            (json!({ "text": "x", "ends_at": "2026-02-01" }), "Starts at can't be blank"),
            (json!({ "text": "x", "starts_at": "2026-02-01" }), "Ends at can't be blank"),
            (json!({ "text": "x", "starts_at": "2026-02-02", "ends_at": "2026-02-01" }), "Ends at must be later than the start"),
            (json!({ "text": "x", "scheduled_at": "soon" }), "Scheduled at is invalid"),
            (json!({ "text": "x".repeat(5001) }), "Text is too long (maximum is 5000 characters)"),
        ] {
            assert_eq!(olga.post(OWN).json(body).await.error(422), format!("Validation failed: {wrong}"));
        }
        assert!(olga.get(OWN).await.rows().is_empty());
        let id = announce(&olga, json!({ "text": "First" })).await;
        let path = format!("{OWN}/{id}");
        let changed = olga.put(&path).json(json!({ "text": "Second", "published": false })).await.ok();
        assert_eq!((&changed["text"], &changed["published"]), (&json!("Second"), &json!(false)));
        assert!(alice.get(LIST).await.rows().is_empty());
        alice.put(reaction(&id, "🤔")).await.error(404);
        assert_eq!(olga.put(&path).form(&[("text", "Third")]).await.ok()["published"], false, "taken back until it is said otherwise");
        olga.put(&path).form(&[("published", "true")]).await.ok();
        assert_eq!(alice.get(LIST).await.rows()[0]["content"], "<p>Third</p>");
        assert_eq!(olga.delete(&path).await.ok(), json!({}));
        assert!(alice.get(LIST).await.rows().is_empty());
        olga.delete(&path).await.error(404);
        let acts: i64 = town.app.db.read().await.unwrap().one(ACTS, args![]).await.unwrap();
        assert_eq!(acts, 5, "each act is in the log");
    }

    async fn times_are_kept_by_jobs(town: Town) {
        let (olga, alice) = (town.staff("olga", "admin").await, town.user("alice").await);
        let body = json!({ "text": "Feast", "scheduled_at": "2026-01-01T13:00:00Z", "starts_at": "2026-01-01T14:00:00Z", "ends_at": "2026-01-01T15:00:00Z" });
        let id = announce(&olga, body).await;
        assert!(alice.get(LIST).await.rows().is_empty());
        town.advance(HOUR);
        town.app.run_jobs().await.unwrap();
        let one = &alice.get(LIST).await.rows()[0];
        assert_eq!((&one["id"], &one["published_at"]), (&json!(id), &json!("2026-01-01T13:00:00.000Z")));
        town.advance(2 * HOUR);
        assert!(alice.get(LIST).await.rows().is_empty(), "it is over, whenever the job comes");
        town.app.run_jobs().await.unwrap();
        assert_eq!(olga.get(OWN).await.rows()[0]["published"], false);
    }

    async fn eight_different_emojis_at_most(town: Town) {
        let (olga, alice, bob) = (town.staff("olga", "admin").await, town.user("alice").await, town.user("bob").await);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(EMOJIS, args![false, true]).await.unwrap();
        town.app.commit(tx, &[Event::Emojis]).await.unwrap();
        let id = announce(&olga, json!({ "text": "Hello :tea:" })).await;
        assert_eq!(alice.put(reaction(&id, "🤔")).await.ok(), json!({}));
        alice.put(reaction(&id, "🤔")).await.ok();
        bob.put(reaction(&id, "🤔")).await.ok();
        town.advance(1);
        alice.put(reaction(&id, "tea")).await.ok();
        for odd in ["nonsense", "old", "🤔🤔", "a"] {
            assert_eq!(alice.put(reaction(&id, odd)).await.error(422), "Validation failed: Name is not a recognized emoji", "{odd}");
        }
        alice.put(reaction("7", "🤔")).await.error(404);
        let one = &alice.get(LIST).await.rows()[0];
        assert_eq!(one["reactions"], json!([
            { "name": "🤔", "count": 2, "me": true },
            { "name": "tea", "count": 1, "me": true, "url": "https://town.test/media/emoji/tea.png", "static_url": "https://town.test/media/emoji/tea-static.png" },
        ]));
        assert_eq!(one["emojis"][0]["shortcode"], "tea");
        assert_eq!(bob.get(LIST).await.rows()[0]["reactions"][1]["me"], false);
        for more in ["👍", "👎", "❤️", "🎉", "👩‍👩‍👧", "☕"] {
            bob.put(reaction(&id, more)).await.ok();
        }
        assert_eq!(bob.put(reaction(&id, "🚀")).await.error(422), "Validation failed: Limit of different reactions reached");
        alice.put(reaction(&id, "👍")).await.ok();
        assert_eq!(bob.delete(reaction(&id, "☕")).await.ok(), json!({}));
        bob.delete(reaction(&id, "☕")).await.error(404);
        bob.put(reaction(&id, "🚀")).await.ok();
    }

    async fn everybody_hears_it_live(town: Town) {
        let (olga, alice) = (town.staff("olga", "admin").await, town.user("alice").await);
        let address = town.listen().await;
        let mut socket = Socket::connect(address, &alice, "stream=user").await;
        socket.settle().await;
        let id = announce(&olga, json!({ "text": "Hello" })).await;
        let (event, payload) = socket.event().await;
        assert_eq!((event.as_str(), &payload["content"]), ("announcement", &json!("<p>Hello</p>")));
        assert!(payload.get("read").is_none());
        olga.put(reaction(&id, "👍")).await.ok();
        assert_eq!(socket.event().await, ("announcement.reaction".into(), json!({ "name": "👍", "count": 1, "announcement_id": id })));
        olga.delete(reaction(&id, "👍")).await.ok();
        assert_eq!(socket.event().await, ("announcement.reaction".into(), json!({ "name": "👍", "count": 0, "announcement_id": id })));
        olga.put(format!("{OWN}/{id}")).json(json!({ "text": "Bye" })).await.ok();
        assert_eq!(socket.event().await.1["content"], "<p>Bye</p>");
        olga.delete(format!("{OWN}/{id}")).await.ok();
        let frame = socket.next().await;
        assert_eq!((&frame["event"], &frame["payload"]), (&json!("announcement.delete"), &json!(id)));
    }
}
