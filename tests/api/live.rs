//! Streams as clients use them: what is done over the API arrives over WebSocket and server-sent events.

use crate::shapes;
use axum::body::Body;
use howdah_server::bus::Event;
use howdah_tests::{Actor, Socket, Town, both_engines};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn say(who: &Actor, text: &str) -> String {
    let status = who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok();
    status["id"].as_str().unwrap().to_owned()
}

/// The next chunk of a body that does not end; None when it ended.
async fn chunk(body: &mut Body) -> Option<String> {
    let frame =
        tokio::time::timeout(std::time::Duration::from_secs(5), body.frame()).await.expect("a chunk in time")?;
    Some(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap())
}

/// The next server-sent event: its name and payload.
async fn event(body: &mut Body) -> (String, Value) {
    loop {
        let text = chunk(body).await.expect("an event");
        if let Some((name, data)) = text.strip_prefix("event: ").and_then(|rest| rest.split_once("\ndata: ")) {
            return (name.to_owned(), serde_json::from_str(data.trim_end()).unwrap());
        }
        assert!(text.starts_with(':'), "{text}");
    }
}

async fn count(town: &Town, wanted: usize) {
    for _ in 0..200 {
        if town.app.streams.connected() == wanted {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("{} connections, not {wanted}", town.app.streams.connected());
}

both_engines! {
    async fn notifications_arrive_on_every_way(town: Town) {
        let address = town.listen().await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&bob, "Hello").await;
        let mut socket = Socket::connect(address, &bob, "").await;
        socket.subscribe("user").await;
        socket.subscribe("user:notification").await;
        let path = "/api/v1/streaming/user/notification";
        let mut events = bob.get(path).open().await.into_body();
        let token = bob.token.clone().unwrap();
        let mut by_query = town.anon().get(format!("{path}?access_token={token}")).open().await.into_body();
        for body in [&mut events, &mut by_query] {
            assert_eq!(chunk(body).await.as_deref(), Some(":)\n"));
        }
        let mention = say(&alice, "Hi @bob").await;
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        alice.post(format!("/api/v1/statuses/{status}/favourite")).await.ok();
        alice.post(format!("/api/v1/statuses/{status}/reblog")).await.ok();
        for kind in ["mention", "follow", "favourite", "reblog"] {
            let mut labels = BTreeSet::new();
            for _ in 0..2 {
                let frame = socket.next().await;
                assert_eq!(frame["event"], "notification");
                labels.insert(frame["stream"].to_string());
                let told: Value = serde_json::from_str(frame["payload"].as_str().unwrap()).unwrap();
                assert_eq!((&told["type"], &told["account"]["acct"]), (&json!(kind), &json!("alice")));
                assert_eq!(shapes::faults("Notification", &told), Vec::<String>::new());
                match kind {
                    "mention" => assert_eq!(told["status"]["id"], json!(mention)),
                    "follow" => assert_eq!(told.get("status"), None),
                    _ => assert_eq!(told["status"]["id"], json!(status)),
                }
            }
            assert_eq!(labels, BTreeSet::from(["[\"user\"]".to_owned(), "[\"user:notification\"]".to_owned()]));
            for body in [&mut events, &mut by_query] {
                let (name, told) = event(body).await;
                assert_eq!((name.as_str(), &told["type"]), ("notification", &json!(kind)));
            }
        }
        assert!(chunk(&mut alice.get("/api/v1/streaming/user").open().await.into_body()).await.is_some());
    }

    async fn one_socket_carries_many_streams(town: Town) {
        let address = town.listen().await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let mut socket = Socket::connect(address, &bob, "stream=user").await;
        socket.subscribe("public:local").await;
        for tag in ["Cats", "cats", "dogs"] {
            // Asked for twice, it comes once, under the name that came first.
            socket.send(json!({ "type": "subscribe", "stream": "hashtag", "tag": tag })).await;
        }
        socket.settle().await;
        let id = say(&alice, "My #cats").await;
        let mut seen = BTreeSet::new();
        for _ in 0..3 {
            let frame = socket.next().await;
            let status: Value = serde_json::from_str(frame["payload"].as_str().unwrap()).unwrap();
            assert_eq!((&frame["event"], &status["id"]), (&json!("update"), &json!(id)));
            assert_eq!(shapes::faults("Status", &status), Vec::<String>::new());
            seen.insert(frame["stream"].to_string());
        }
        assert_eq!(seen, ["[\"hashtag\",\"Cats\"]", "[\"public:local\"]", "[\"user\"]"].map(str::to_owned).into());
        socket.send(json!({ "type": "unsubscribe", "stream": "public:local" })).await;
        socket.send(json!({ "type": "unsubscribe", "stream": "hashtag", "tag": "cats" })).await;
        socket.settle().await;
        // A revised status comes as what it is now, a deleted one as its bare id.
        let news = Event::StatusEdited { id: id.parse().unwrap(), account: alice.id };
        town.app.commit(town.app.db.write().await.unwrap(), &[news]).await.unwrap();
        let (name, status) = socket.event().await;
        assert_eq!((name.as_str(), &status["id"]), ("status.update", &json!(id)));
        alice.delete(format!("/api/v1/statuses/{id}")).await.ok();
        let frame = socket.next().await;
        assert_eq!(frame, json!({ "stream": ["user"], "event": "delete", "payload": id }));
        socket.quiet().await;
    }

    async fn who_does_not_listen_is_let_go(town: Town) {
        let address = town.listen().await;
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let mut slow = bob.get("/api/v1/streaming/public").open().await.into_body();
        assert!(chunk(&mut slow).await.is_some());
        let mut quick = Socket::connect(address, &carol, "stream=public").await;
        quick.settle().await;
        let id = say(&alice, "Again and again").await;
        assert_eq!(quick.event().await.1["id"], json!(id));
        for number in 0..300 {
            let news = Event::Status { id: id.parse().unwrap(), account: alice.id };
            town.app.commit(town.app.db.write().await.unwrap(), &[news]).await.unwrap();
            assert_eq!(quick.event().await.1["id"], json!(id), "{number}");
        }
        // Its queue was full long ago: it gets what is in there, or less, and then an end.
        let mut got = 0;
        while chunk(&mut slow).await.is_some() {
            got += 1;
        }
        assert!(got <= 256, "{got}");
        drop(slow);
        count(&town, 1).await;
        quick.settle().await;
    }

    async fn a_farewell_is_answered(town: Town) {
        let address = town.listen().await;
        let mut socket = Socket::connect(address, &town.user("alice").await, "stream=user").await;
        socket.settle().await;
        count(&town, 1).await;
        socket.send_raw(tokio_tungstenite::tungstenite::Message::Close(None)).await;
        socket.closed().await;
        count(&town, 0).await;
    }
}
