//! /api/v1/streaming over a real connection: who may open it, what comes, and what does not.

use howdah_server::args;
use howdah_server::bus::Event;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Socket, Town, both_engines};
use http_body_util::BodyExt as _;
use serde_json::json;
use tokio_tungstenite::tungstenite::Message;

const STATUS: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, local, visibility, text, content, created_at) VALUES ($1, $2, $3, $4, $5, $5, $6)",
);
const HOME: Sql = Sql::same("INSERT INTO home_feed (account_id, status_id) VALUES ($1, $2)");
const TAG: Sql = Sql::same("INSERT INTO tags (id, name, display_name, created_at) VALUES ($1, $2, $2, $1)");
const TAGGED: Sql = Sql::same("INSERT INTO status_tags (status_id, tag_id) VALUES ($1, $2)");
const BLOCK: Sql = Sql::same("INSERT INTO blocks (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $1)");
const REVOKE: Sql = Sql::same("UPDATE tokens SET revoked_at = 1 WHERE hash = $1");
const TOKEN: Sql = Sql::same("SELECT id FROM tokens WHERE hash = $1");
const DISABLE: Sql = Sql::same("UPDATE users SET disabled = $2 WHERE account_id = $1");

/// A post as the tables hold it, in these homes, told to the bus.
async fn post(town: &Town, author: &Actor, visibility: i64, tags: &[&str], homes: &[&Actor]) -> i64 {
    let app = &town.app;
    let id = app.ids.next();
    let mut tx = app.db.write().await.unwrap();
    tx.run(STATUS, args![id, author.id, true, visibility, "Hello", app.clock.now()]).await.unwrap();
    for reader in homes {
        tx.run(HOME, args![reader.id, id]).await.unwrap();
    }
    for tag in tags {
        let tag_id = app.ids.next();
        tx.run(TAG, args![tag_id, *tag]).await.unwrap();
        tx.run(TAGGED, args![id, tag_id]).await.unwrap();
    }
    app.commit(tx, &[Event::Status { id, account: author.id }]).await.unwrap();
    id
}

both_engines! {
    async fn health_is_plain(town: Town) {
        assert_eq!(town.anon().get("/api/v1/streaming/health").await.text(), "OK");
    }

    async fn sockets_want_a_member(town: Town) {
        let address = town.listen().await;
        let app = town.app_token("read").await;
        let token = format!("Bearer {}", app.token.unwrap());
        assert_eq!(Socket::try_connect(address, ("authorization", &token)).await.err(), Some(401));
        assert_eq!(Socket::try_connect(address, ("authorization", "Bearer nonsense")).await.err(), Some(401));
        assert_eq!(Socket::try_connect(address, ("x-nothing", "-")).await.err(), Some(401));
        assert_eq!(town.anon().get("/api/v1/streaming").await.status.as_u16(), 404);
    }

    async fn a_token_in_the_protocol_is_said_back(town: Town) {
        let address = town.listen().await;
        let token = town.user("alice").await.token.unwrap();
        let (_socket, echoed) = Socket::try_connect(address, ("sec-websocket-protocol", &token)).await.unwrap();
        assert_eq!(echoed.as_deref(), Some(&token[..]));
    }

    async fn posts_reach_home_public_and_tag(town: Town) {
        let address = town.listen().await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut home = Socket::connect(address, &bob, "stream=user").await;
        let mut local = Socket::connect(address, &bob, "stream=public:local").await;
        let mut remote = Socket::connect(address, &bob, "stream=public:remote").await;
        let mut media = Socket::connect(address, &bob, "stream=public:media").await;
        let mut tag = Socket::connect(address, &bob, "stream=hashtag&tag=Cats").await;
        for socket in [&mut home, &mut local, &mut remote, &mut media, &mut tag] {
            socket.settle().await;
        }
        let id = post(&town, &alice, 0, &["cats"], &[&bob]).await.to_string();
        let frame = home.next().await;
        assert_eq!(frame["stream"], json!(["user"]));
        assert_eq!(frame["event"], "update");
        let payload: serde_json::Value = serde_json::from_str(frame["payload"].as_str().unwrap()).unwrap();
        assert_eq!(payload["id"], id.as_str());
        assert_eq!(payload["account"]["acct"], "alice");
        assert_eq!(local.next().await["stream"], json!(["public:local"]));
        assert_eq!(tag.next().await["stream"], json!(["hashtag", "Cats"]));
        remote.quiet().await;
        media.quiet().await;
    }

    async fn private_posts_stay_private(town: Town) {
        let address = town.listen().await;
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let mut public = Socket::connect(address, &bob, "stream=public").await;
        let mut tag = Socket::connect(address, &bob, "stream=hashtag&tag=cats").await;
        let mut stranger = Socket::connect(address, &carol, "stream=user").await;
        let mut own = Socket::connect(address, &alice, "stream=user").await;
        for socket in [&mut public, &mut tag, &mut stranger, &mut own] {
            socket.settle().await;
        }
        // Even a row in the wrong home shows it to nobody who may not see it.
        let id = post(&town, &alice, 3, &["cats"], &[&carol]).await;
        assert_eq!(own.event().await.1["id"], id.to_string().as_str());
        public.quiet().await;
        tag.quiet().await;
        stranger.quiet().await;
    }

    async fn blocks_hold_on_public_streams(town: Town) {
        let address = town.listen().await;
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(BLOCK, args![town.app.ids.next(), alice.id, bob.id]).await.unwrap();
        tx.commit().await.unwrap();
        let mut blocked = Socket::connect(address, &bob, "stream=public").await;
        let mut other = Socket::connect(address, &carol, "stream=public").await;
        blocked.settle().await;
        other.settle().await;
        post(&town, &alice, 0, &[], &[]).await;
        assert_eq!(other.event().await.0, "update");
        blocked.quiet().await;
    }

    async fn deletes_reach_who_had_it(town: Town) {
        let address = town.listen().await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut home = Socket::connect(address, &bob, "stream=user").await;
        let mut tag = Socket::connect(address, &bob, "stream=hashtag&tag=cats").await;
        let mut other = Socket::connect(address, &bob, "stream=hashtag&tag=dogs").await;
        for socket in [&mut home, &mut tag, &mut other] {
            socket.settle().await;
        }
        let id = post(&town, &alice, 0, &["cats"], &[&bob]).await;
        assert_eq!((home.event().await.0, tag.event().await.0), ("update".into(), "update".into()));
        let event = Event::StatusDeleted {
            id, account: alice.id, visibility: 0, local: true, tags: vec!["cats".into()], reblogs: vec![],
        };
        town.app.commit(town.app.db.write().await.unwrap(), &[event]).await.unwrap();
        let frame = home.next().await;
        assert_eq!((&frame["event"], &frame["payload"]), (&json!("delete"), &json!(id.to_string())));
        assert_eq!(tag.next().await["event"], "delete");
        other.quiet().await;
    }

    async fn streams_are_asked_for_and_given_up(town: Town) {
        let address = town.listen().await;
        let alice = town.user("alice").await;
        let mut socket = Socket::connect(address, &alice, "").await;
        socket.subscribe("public").await;
        socket.subscribe("public").await;
        post(&town, &alice, 0, &[], &[]).await;
        assert_eq!(socket.event().await.0, "update");
        socket.quiet().await;
        socket.send(json!({ "type": "unsubscribe", "stream": "public" })).await;
        socket.settle().await;
        post(&town, &alice, 0, &[], &[]).await;
        socket.quiet().await;
        socket.send(json!({ "type": "subscribe", "stream": "nonsense" })).await;
        assert_eq!(socket.next().await, json!({ "error": "Unknown stream type", "status": 400 }));
        socket.send(json!({ "type": "subscribe", "stream": "hashtag" })).await;
        assert_eq!(socket.next().await["status"], 400);
        socket.send_raw(Message::text("{ not JSON")).await;
        socket.send(json!({ "type": "dance" })).await;
        socket.settle().await;
        socket.send_raw(Message::binary(vec![1, 2, 3])).await;
        assert_eq!(socket.closed().await, Some(1003));
    }

    async fn scopes_narrow_what_comes(town: Town) {
        let address = town.listen().await;
        let alice = town.user("alice").await;
        let posts = alice.with("read:statuses").await;
        let mut socket = Socket::connect(address, &posts, "stream=user:notification").await;
        assert_eq!(socket.next().await["status"], 401);
        let bell = alice.with("read:notifications").await;
        let mut socket = Socket::connect(address, &bell, "stream=public").await;
        assert_eq!(socket.next().await["status"], 401);
        socket.subscribe("user").await;
        post(&town, &alice, 0, &[], &[&alice]).await;
        socket.quiet().await;
    }

    async fn a_revoked_token_closes_its_sockets(town: Town) {
        let address = town.listen().await;
        let alice = town.user("alice").await;
        let other = alice.with("read").await;
        let mut socket = Socket::connect(address, &alice, "stream=user").await;
        let mut stays = Socket::connect(address, &other, "stream=user").await;
        socket.settle().await;
        stays.settle().await;
        let hash = town.app.hash_secret(alice.token.as_deref().unwrap());
        let mut tx = town.app.db.write().await.unwrap();
        let id = tx.one(TOKEN, args![&hash[..]]).await.unwrap();
        tx.run(REVOKE, args![&hash[..]]).await.unwrap();
        town.app.commit(tx, &[Event::Token { id }]).await.unwrap();
        assert_eq!(socket.closed().await, Some(1008));
        stays.settle().await;
        // A login that is switched off closes the rest.
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(DISABLE, args![alice.id, true]).await.unwrap();
        town.app.commit(tx, &[Event::User { account: alice.id }]).await.unwrap();
        assert_eq!(stays.closed().await, Some(1008));
    }

    async fn draining_closes_politely(town: Town) {
        let address = town.listen().await;
        let alice = town.user("alice").await;
        let mut socket = Socket::connect(address, &alice, "stream=user").await;
        socket.settle().await;
        town.app.closing.send_replace(true);
        assert_eq!(socket.closed().await, Some(1001));
    }

    async fn another_process_is_heard(town: Town) {
        let other = town.another(|_| {}).await;
        let address = other.listen().await;
        let alice = town.user("alice").await;
        let mut socket = Socket::connect(address, &alice, "stream=public").await;
        socket.settle().await;
        post(&town, &alice, 0, &[], &[]).await;
        assert_eq!(socket.event().await.0, "update");
    }

    async fn events_come_over_plain_http(town: Town) {
        let alice = town.user("alice").await;
        let response = alice.get("/api/v1/streaming/public/local").open().await;
        assert_eq!(response.headers()["content-type"], "text/event-stream");
        assert_eq!(response.headers()["cache-control"], "private, no-store");
        let mut body = response.into_body();
        assert_eq!(&body.frame().await.unwrap().unwrap().into_data().unwrap()[..], b":)\n");
        let id = post(&town, &alice, 0, &[], &[]).await;
        let event = body.frame().await.unwrap().unwrap().into_data().unwrap();
        let text = String::from_utf8_lossy(&event);
        let data = text.strip_prefix("event: update\ndata: ").and_then(|rest| rest.strip_suffix("\n\n")).unwrap();
        let status: serde_json::Value = serde_json::from_str(data).unwrap();
        assert_eq!(status["id"], id.to_string().as_str());
        town.app.closing.send_replace(true);
        assert!(body.frame().await.is_none(), "a drained stream ends");
    }

    async fn events_are_refused_in_mastodons_words(town: Town) {
        let (anon, alice) = (town.anon(), town.user("alice").await);
        assert_eq!(anon.get("/api/v1/streaming/user").await.error(401), "Missing access token");
        assert_eq!(anon.get("/api/v1/streaming/nonsense").await.error(400), "Unknown channel requested");
        assert_eq!(alice.get("/api/v1/streaming/hashtag").await.error(400), "Missing tag name parameter");
        assert_eq!(alice.get("/api/v1/streaming/list").await.error(400), "Missing list name parameter");
        let narrow = alice.with("write").await;
        let message = "Access token does not have the required scopes";
        assert_eq!(narrow.get("/api/v1/streaming/user").await.error(401), message);
    }
}
