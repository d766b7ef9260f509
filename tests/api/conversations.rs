//! Private conversations: listed, read, deleted, streamed.

use howdah_tests::{Actor, Socket, both_engines};
use serde_json::{Value, json};

async fn write(who: &Actor, text: &str, reply_to: Option<&Value>) -> Value {
    let body =
        json!({ "status": text, "visibility": "direct", "in_reply_to_id": reply_to.map(|status| &status["id"]) });
    who.post("/api/v1/statuses").json(body).await.ok()
}

async fn list(who: &Actor) -> Vec<Value> {
    who.get("/api/v1/conversations").await.rows()
}

fn people(conversation: &Value) -> Vec<&str> {
    conversation["accounts"].as_array().unwrap().iter().map(|account| account["username"].as_str().unwrap()).collect()
}

both_engines! {
    async fn both_sides_have_their_own_entry(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let first = write(&alice, "@bob tea?", None).await;
        let second = write(&bob, "@alice yes", Some(&first)).await;
        let (hers, his) = (list(&alice).await, list(&bob).await);
        assert_eq!((hers.len(), his.len()), (1, 1));
        assert_eq!((people(&hers[0]), people(&his[0])), (vec!["bob"], vec!["alice"]));
        assert_eq!((&hers[0]["unread"], &his[0]["unread"]), (&json!(true), &json!(false)));
        assert_eq!(hers[0]["last_status"]["id"], second["id"]);
        assert_eq!(hers[0]["last_status"], alice.get(format!("/api/v1/statuses/{}", second["id"].as_str().unwrap())).await.ok());
        assert!(list(&carol).await.is_empty());
        let path = format!("/api/v1/conversations/{}", hers[0]["id"].as_str().unwrap());
        assert_eq!(alice.post(format!("{path}/read")).await.ok()["unread"], false);
        assert_eq!(alice.post(format!("{path}/unread")).await.ok()["unread"], true);
        bob.post(format!("{path}/read")).await.error(404);
        bob.delete(&path).await.error(404);
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        assert!(list(&alice).await.is_empty());
        assert_eq!(list(&bob).await.len(), 1);
        write(&bob, "@alice @carol and carol", Some(&second)).await;
        assert_eq!(list(&bob).await.len(), 2, "another circle is another conversation");
        assert_eq!(people(&list(&alice).await[0]), ["bob", "carol"]);
    }

    async fn they_are_paged_by_their_newest_status(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let first = write(&bob, "@alice one", None).await;
        write(&bob, "@alice two", None).await;
        write(&bob, "@alice one again", Some(&first)).await;
        let page = alice.get("/api/v1/conversations?limit=1").await;
        assert!(page.rows()[0]["last_status"]["content"].as_str().unwrap().contains("one again"));
        let next = alice.get(page.link("next").unwrap()).await;
        assert!(next.rows()[0]["last_status"]["content"].as_str().unwrap().contains("two"));
        assert_eq!(alice.get(next.link("prev").unwrap()).await.rows(), page.rows());
    }

    async fn a_deleted_status_lets_the_one_before_stand(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let first = write(&alice, "@bob tea?", None).await;
        let second = write(&alice, "@bob or coffee", Some(&first)).await;
        for (gone, left) in [(&second, Some(&first)), (&first, None)] {
            alice.delete(format!("/api/v1/statuses/{}", gone["id"].as_str().unwrap())).await.ok();
            let newest: Vec<Value> = list(&bob).await.iter().map(|entry| entry["last_status"]["id"].clone()).collect();
            assert_eq!(newest, left.map(|status| status["id"].clone()).into_iter().collect::<Vec<_>>());
        }
    }

    async fn private_posts_have_a_timeline(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let sent = write(&alice, "@bob hi", None).await;
        let got = write(&bob, "@alice ho", None).await;
        bob.post("/api/v1/statuses").json(json!({ "status": "@alice in public" })).await.ok();
        let ids: Vec<Value> = alice.get("/api/v1/timelines/direct").await.rows().iter().map(|status| status["id"].clone()).collect();
        assert_eq!(ids, [got["id"].clone(), sent["id"].clone()]);
    }

    async fn they_are_streamed(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut socket = Socket::connect(town.listen().await, &alice, "").await;
        socket.subscribe("direct").await;
        let sent = write(&bob, "@alice psst", None).await;
        let (event, payload) = socket.event().await;
        assert_eq!((event.as_str(), &payload["last_status"]["id"], &payload["unread"]), ("conversation", &sent["id"], &json!(true)));
    }
}
