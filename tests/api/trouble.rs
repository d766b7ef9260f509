//! Bad input: each gets a clear 4xx in Mastodon's shape, and changes nothing.

use crate::media::{files, png, png_of};
use howdah_server::db::Sql;
use howdah_tests::{Actor, Multipart, Town, both_engines};
use serde_json::{Value, json};

const ROWS: Sql = Sql::same(
    "SELECT (SELECT count(*) FROM statuses) + (SELECT count(*) FROM media) + (SELECT count(*) FROM favourites)
        + (SELECT count(*) FROM follows) + (SELECT count(*) FROM accounts) + (SELECT count(*) FROM blocks)
        + (SELECT count(*) FROM notifications) + (SELECT count(*) FROM acts) + (SELECT count(*) FROM reports)
        + (SELECT count(*) FROM idempotency_keys) + (SELECT count(*) FROM conversations) + (SELECT count(*) FROM tags)
        + (SELECT count(*) FROM bus_outbox)",
);

/// How much there is of everything that a request could have left behind.
async fn traces(town: &Town) -> (i64, usize, usize) {
    let rows = town.app.db.read().await.unwrap().one(ROWS, &[]).await.unwrap();
    let waiting = std::fs::read_dir(town.app.folder.join("tmp")).map_or(0, Iterator::count);
    (rows, files(town), waiting)
}

async fn upload(who: &Actor, bytes: &[u8]) -> howdah_tests::Answer {
    who.post("/api/v2/media").multipart(Multipart::new().file("file", "a.png", "image/png", bytes)).await
}

both_engines! {
    async fn posts_that_are_none(town: Town) {
        let alice = town.user("alice").await;
        let before = traces(&town).await;
        let blank = "Validation failed: Text can't be blank";
        let long = "Validation failed: Text character limit of 500 exceeded";
        for (body, status, why) in [
            (json!({}), 422, blank),
            (json!({ "status": " \n\t " }), 422, blank),
            (json!({ "status": null }), 422, blank),
            (json!({ "status": "x".repeat(501) }), 422, long),
            (json!({ "status": "x".repeat(300), "spoiler_text": "y".repeat(201) }), 422, long),
            (json!({ "status": "x", "visibility": "everybody" }), 422, "Validation failed: Visibility is not included in the list"),
            (json!({ "status": "x", "media_ids": ["7"] }), 422, "Media 7 not found or already attached to another post"),
            (json!({ "status": "x", "media_ids": ["1", "2", "3", "4", "5"] }), 422, "Cannot attach more than 4 files"),
            (json!({ "status": "x", "in_reply_to_id": "7" }), 404, "The post you are trying to reply to does not appear to exist."),
        ] {
            let answer = alice.post("/api/v1/statuses").header("idempotency-key", "k").json(body.clone()).await;
            assert_eq!(answer.error(status), why, "{body}");
        }
        assert_eq!(traces(&town).await, before);
        // An address counts as 23 characters, however long it is.
        let link = format!("https://a.example/{}", "x".repeat(900));
        alice.post("/api/v1/statuses").json(json!({ "status": format!("{link} {}", "y".repeat(476)) })).await.ok();
    }

    async fn bodies_of_the_wrong_kind(town: Town) {
        let alice = town.user("alice").await;
        let before = traces(&town).await;
        let wrong: [(&str, &str, &str); 8] = [
            ("/api/v1/statuses", "application/json", "{\"status\": {\"a\": 1}}"),
            ("/api/v1/statuses", "application/json", "{\"status\": [\"a\"]}"),
            ("/api/v1/statuses", "application/json", "{\"status\": \"a\", \"media_ids\": [{\"id\": 1}]}"),
            ("/api/v1/statuses", "application/json", "[1, 2]"),
            ("/api/v1/statuses", "application/json", "{\"status\": \"half"),
            ("/api/v1/statuses", "multipart/form-data", "no boundary"),
            ("/api/v1/statuses", "multipart/form-data; boundary=x", "--x\r\nhalf"),
            ("/api/v1/reports", "application/json", "{\"account_id\": [1]}"),
        ];
        for (path, kind, body) in wrong {
            let answer = alice.post(path).body(kind, body).await;
            assert_eq!(answer.status.as_u16(), 400, "{kind} {body}: {}", answer.text());
            assert!(answer.json()["error"].is_string());
        }
        alice.get("/api/v1/timelines/home?limit=many").await.error(400);
        alice.get("/api/v1/timelines/home?limit=-1").await.error(400);
        alice.get("/api/v1/accounts/search?q=a&offset=-1").await.error(400);
        let heavy = alice.post("/api/v1/statuses").body("application/json", "x".repeat(1024 * 1024 + 1)).await;
        assert!(!heavy.error(413).is_empty());
        assert_eq!(traces(&town).await, before);
        // What has a plain meaning is taken: a number is text, bytes that are no text are replaced.
        assert_eq!(alice.post("/api/v1/statuses").json(json!({ "status": 7 })).await.ok()["content"], "<p>7</p>");
    }

    async fn pictures_that_are_none(town: Town) {
        let town = town.another(|config| config.media.image_size_limit = 100_000).await;
        let alice = town.user("alice").await;
        let before = traces(&town).await;
        let gif = b"GIF89a\xff\xff\xff\xff\x00\x00\x00";
        for (what, bytes, why) in [
            ("text", b"I am a picture, believe me".to_vec(), "File content type is invalid"),
            ("a page", b"<!doctype html><script>alert(1)</script>".to_vec(), "File content type is invalid"),
            ("a drawing", b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), "File content type is invalid"),
            ("half a picture", png(40, 40)[..90].to_vec(), "Error processing thumbnail"),
            ("a lie about its size", png(50_000, 50_000), "50000x50000 images are not supported"),
            ("a bomb", png_of(5_700, 5_700, [16, 6]), "images are not supported"),
            ("the head of a GIF", gif.to_vec(), "Error processing thumbnail"),
            ("a huge file", [png(40, 40), vec![0; 100_001]].concat(), "File file size must be less than"),
            ("nothing", vec![], "File can't be blank"),
        ] {
            let answer = upload(&alice, &bytes).await;
            assert!(answer.error(422).contains(why), "{what}: {}", answer.text());
            if !bytes.is_empty() {
                let form = Multipart::new().file("avatar", "a.png", "image/png", &bytes);
                let path = "/api/v1/accounts/update_credentials";
                // An avatar has a limit of its own.
                if what != "a huge file" {
                    assert!(!alice.patch(path).multipart(form).await.error(422).is_empty(), "{what} as an avatar");
                }
            }
        }
        assert_eq!(traces(&town).await, before);
    }

    async fn tokens_that_do_not_count(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = bob.post("/api/v1/statuses").form(&[("status", "Hi")]).await.ok();
        let like = format!("/api/v1/statuses/{}/favourite", status["id"].as_str().unwrap());
        let revoked = alice.with("read write").await;
        let app = town.anon().post("/api/v1/apps").form(&[("client_name", "x"), ("redirect_uris", "urn:ietf:wg:oauth:2.0:oob")]).await.ok();
        let foreign = json!({ "client_id": app["client_id"], "client_secret": app["client_secret"], "token": revoked.token });
        // Another app may not end it, and does not.
        town.anon().post("/oauth/revoke").json(foreign).await.error(403);
        revoked.get("/api/v1/accounts/verify_credentials").await.ok();
        let mut tx = town.app.db.write().await.unwrap();
        let hash = town.app.hash_secret(revoked.token.as_deref().unwrap());
        tx.run(REVOKE, howdah_server::args![&hash[..]]).await.unwrap();
        tx.commit().await.unwrap();
        town.app.caches.forget_all();
        let elsewhere = Actor { token: Some("Zm9yZWlnbg-from-another-server".into()), ..town.anon() };
        let before = traces(&town).await;
        for who in [&revoked, &elsewhere] {
            assert_eq!(who.post(&like).await.error(401), "The access token is invalid");
            assert_eq!(who.get("/api/v1/timelines/public").await.error(401), "The access token is invalid");
        }
        assert_eq!(town.anon().post(&like).await.error(401), "The access token is invalid");
        let narrow = alice.with("read write:bookmarks").await;
        assert_eq!(narrow.post(&like).await.error(403), "This action is outside the authorized scopes");
        let machine = town.app_token("read write").await;
        assert_eq!(machine.post(&like).await.error(422), "This method requires an authenticated user");
        assert_eq!(traces(&town).await, before);
    }

    async fn ids_that_name_nothing(town: Town) {
        let alice = town.user("alice").await;
        let before = traces(&town).await;
        for id in ["7", "0", "-1", "nonsense", "99999999999999999999999", "1.5", "%00", "1%20OR%201=1"] {
            for path in ["accounts/{}/follow", "accounts/{}/mute", "statuses/{}/reblog", "statuses/{}/bookmark", "follow_requests/{}/authorize"] {
                let path = format!("/api/v1/{}", path.replace("{}", id));
                assert_eq!(alice.post(&path).await.error(404), "Record not found", "{path}");
            }
            for path in ["accounts/{}", "accounts/{}/statuses", "accounts/{}/followers", "statuses/{}", "statuses/{}/context", "notifications/{}", "media/{}"] {
                let path = format!("/api/v1/{}", path.replace("{}", id));
                assert_eq!(alice.get(&path).await.error(404), "Record not found", "{path}");
            }
            alice.delete(format!("/api/v1/statuses/{id}")).await.error(404);
            // A cursor that is no id is a place where nothing is.
            alice.get(format!("/api/v1/timelines/home?max_id={id}")).await.rows();
        }
        alice.post("/api/v1/reports").form(&[("account_id", "nonsense")]).await.error(404);
        assert_eq!(alice.patch("/api/v1/timelines/home").await.error(404), "Not Found", "another method is another route");
        assert_eq!(traces(&town).await, before);
    }

    async fn a_name_that_is_not_ours(town: Town) {
        let alice = town.user("alice").await;
        let before = traces(&town).await;
        for host in ["evil.example", "town.test.evil.example", "8.8.8.8", "town.test@evil.example"] {
            let answer = alice.post("/api/v1/statuses").host(host).json(json!({ "status": "Hi" })).await;
            assert!(!answer.error(421).is_empty(), "{host}");
            assert_eq!(answer.header("access-control-allow-origin"), None, "{host}: nobody reads it");
        }
        assert_eq!(traces(&town).await, before);
        for host in ["town.test", "TOWN.test:443", "127.0.0.1:3000", "localhost:1", "[::1]:3000", "desk.local"] {
            let instance = town.anon().get("/api/v2/instance").host(host).await.ok();
            assert_eq!(instance["domain"], Value::from("town.test"), "{host}");
        }
    }
}

const REVOKE: Sql = Sql::same("UPDATE tokens SET revoked_at = 1 WHERE hash = $1");
