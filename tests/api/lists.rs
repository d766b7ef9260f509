//! Lists: whose they are, who stands in them, what their timelines and streams show.

use howdah_tests::{Actor, Socket, both_engines};
use serde_json::{Value, json};

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn list(who: &Actor, fields: Value) -> String {
    who.post("/api/v1/lists").json(fields).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn join(who: &Actor, list: &str, whom: &Actor) {
    let path = format!("/api/v1/lists/{list}/accounts");
    assert_eq!(who.post(path).json(json!({ "account_ids": [whom.id.to_string()] })).await.ok(), json!({}));
}

async fn write(who: &Actor, text: &str, reply_to: Option<&Value>) -> Value {
    who.post("/api/v1/statuses").json(json!({ "status": text, "in_reply_to_id": reply_to })).await.ok()
}

async fn texts(who: &Actor, path: &str) -> Vec<String> {
    let strip = |status: &Value| status["content"].as_str().unwrap().replace("<p>", "").replace("</p>", "");
    who.get(path).await.rows().iter().map(strip).collect()
}

both_engines! {
    async fn a_list_is_made_changed_and_deleted(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let made = alice.post("/api/v1/lists").form(&[("title", " Garden ")]).await.ok();
        let id = made["id"].as_str().unwrap().to_owned();
        assert_eq!(made, json!({ "id": id, "title": "Garden", "replies_policy": "list", "exclusive": false }));
        let path = format!("/api/v1/lists/{id}");
        let changed = alice.put(&path).json(json!({ "title": "Trees", "replies_policy": "none", "exclusive": true })).await.ok();
        assert_eq!(changed, json!({ "id": id, "title": "Trees", "replies_policy": "none", "exclusive": true }));
        assert_eq!(alice.get("/api/v1/lists").await.rows(), std::slice::from_ref(&changed));
        assert_eq!(alice.get(&path).await.ok(), changed);
        assert!(bob.get("/api/v1/lists").await.rows().is_empty());
        for answer in [bob.get(&path).await, bob.put(&path).json(json!({ "title": "x" })).await, bob.delete(&path).await,
            bob.get(format!("{path}/accounts")).await, bob.get(format!("/api/v1/timelines/list/{id}")).await] {
            assert_eq!(answer.error(404), "Record not found");
        }
        assert_eq!(alice.post("/api/v1/lists").json(json!({})).await.error(422), "Validation failed: Title can't be blank");
        assert_eq!(alice.put(&path).json(json!({ "title": " " })).await.error(422), "Validation failed: Title can't be blank");
        assert_eq!(alice.put(&path).json(json!({ "replies_policy": "all" })).await.error(422), "'all' is not a valid replies_policy");
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        alice.get(&path).await.error(404);
    }

    async fn members_are_people_one_follows(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let id = list(&alice, json!({ "title": "Near" })).await;
        let path = format!("/api/v1/lists/{id}/accounts");
        let bobs = json!({ "account_ids": [bob.id.to_string()] });
        alice.post(&path).json(bobs.clone()).await.error(404);
        follow(&alice, &bob).await;
        follow(&alice, &carol).await;
        alice.post(&path).json(json!({ "account_ids": [bob.id.to_string(), "7"] })).await.error(404);
        assert!(alice.get(&path).await.rows().is_empty(), "a refused request changes nothing");
        join(&alice, &id, &bob).await;
        assert_eq!(alice.post(&path).json(bobs.clone()).await.error(422), "Validation failed: Account has already been taken");
        join(&alice, &id, &carol).await;
        join(&alice, &id, &alice).await;
        let first = alice.get(format!("{path}?limit=2")).await;
        assert_eq!(first.rows().len(), 2);
        assert_eq!(alice.get(first.link("next").unwrap()).await.rows()[0]["acct"], "bob");
        assert_eq!(alice.get(format!("{path}?limit=0")).await.rows().len(), 3);
        assert_eq!(alice.get(format!("/api/v1/accounts/{}/lists", bob.id)).await.rows()[0]["id"], id);
        assert!(bob.get(format!("/api/v1/accounts/{}/lists", bob.id)).await.rows().is_empty());
        alice.delete(&path).form(&[("account_ids[]", &carol.id.to_string())]).await.ok();
        alice.post(format!("/api/v1/accounts/{}/unfollow", bob.id)).await.ok();
        let left: Vec<Value> = alice.get(&path).await.rows().iter().map(|a| a["acct"].clone()).collect();
        assert_eq!(left, ["alice"], "whom one no longer follows leaves the lists");
    }

    async fn the_timeline_follows_the_replies_policy(town: Town) {
        let (alice, bob, carol, dave) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.user("dave").await);
        for friend in [&bob, &carol, &dave] {
            follow(&alice, friend).await;
        }
        write(&bob, "before", None).await;
        let mut ids = Vec::new();
        for policy in ["list", "followed", "none"] {
            let id = list(&alice, json!({ "title": policy, "replies_policy": policy })).await;
            join(&alice, &id, &bob).await;
            join(&alice, &id, &carol).await;
            ids.push(id);
        }
        let mine = write(&alice, "mine", None).await;
        let carols = write(&carol, "carols", None).await;
        let daves = write(&dave, "daves", None).await;
        write(&bob, "to alice", Some(&mine["id"])).await;
        write(&bob, "to carol", Some(&carols["id"])).await;
        write(&bob, "to dave", Some(&daves["id"])).await;
        let show = async |id: &str| texts(&alice, &format!("/api/v1/timelines/list/{id}")).await;
        assert_eq!(show(&ids[0]).await, ["to carol", "to alice", "carols", "before"]);
        assert_eq!(show(&ids[1]).await, ["to dave", "to carol", "to alice", "carols", "before"]);
        assert_eq!(show(&ids[2]).await, ["to alice", "carols", "before"]);
        let page = alice.get(format!("/api/v1/timelines/list/{}?limit=2", ids[0])).await;
        assert_eq!(alice.get(page.link("next").unwrap()).await.rows().len(), 2);
        carol.delete(format!("/api/v1/statuses/{}", carols["id"].as_str().unwrap())).await.ok();
        assert_eq!(show(&ids[0]).await, ["to carol", "to alice", "before"]);
    }

    async fn an_exclusive_list_takes_its_people_out_of_home(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&alice, &bob).await;
        follow(&alice, &carol).await;
        let before = write(&bob, "before", None).await;
        let id = list(&alice, json!({ "title": "Loud", "exclusive": true })).await;
        join(&alice, &id, &bob).await;
        write(&bob, "after", None).await;
        let post = write(&carol, "calm", None).await;
        bob.post(format!("/api/v1/statuses/{}/reblog", post["id"].as_str().unwrap())).await.ok();
        assert_eq!(texts(&alice, "/api/v1/timelines/home").await, ["calm"]);
        let shown = alice.get(format!("/api/v1/timelines/list/{id}")).await.rows();
        assert_eq!(shown.len(), 3, "a reblog, and two posts");
        assert_eq!(shown[2]["id"], before["id"]);
    }

    async fn a_list_streams_to_its_owner(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&alice, &bob).await;
        let id = list(&alice, json!({ "title": "Near" })).await;
        join(&alice, &id, &bob).await;
        let address = town.listen().await;
        let mut theirs = Socket::connect(address, &carol, "").await;
        theirs.send(json!({ "type": "subscribe", "stream": "list", "list": id })).await;
        assert_eq!(theirs.next().await["error"], "Not authorized to stream this list");
        let mut socket = Socket::connect(address, &alice, "").await;
        socket.send(json!({ "type": "subscribe", "stream": "list", "list": id })).await;
        socket.settle().await;
        let post = write(&bob, "live", None).await;
        write(&carol, "elsewhere", None).await;
        let frame = socket.next().await;
        assert_eq!((&frame["stream"], &frame["event"]), (&json!(["list", id]), &json!("update")));
        bob.delete(format!("/api/v1/statuses/{}", post["id"].as_str().unwrap())).await.ok();
        let frame = socket.next().await;
        assert_eq!((&frame["event"], &frame["payload"]), (&json!("delete"), &post["id"]));
    }
}
