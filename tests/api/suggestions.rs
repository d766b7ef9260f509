//! Whom one might follow, the directory, whom one knows among followers, and whom one recommends.

use howdah_tests::{Actor, both_engines};
use serde_json::{Value, json};

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn findable(who: &Actor) {
    who.patch("/api/v1/accounts/update_credentials").json(json!({ "discoverable": true })).await.ok();
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|account| account["username"].as_str().unwrap()).collect()
}

both_engines! {
    async fn friends_of_friends_come_first(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let (dave, erin, shy) = (town.user("dave").await, town.user("erin").await, town.user("shy").await);
        for person in [&bob, &carol, &dave, &erin] {
            findable(person).await;
        }
        follow(&alice, &bob).await;
        follow(&bob, &carol).await;
        for fan in [&carol, &shy] {
            follow(fan, &dave).await;
        }
        let rows = alice.get("/api/v2/suggestions").await.rows();
        let accounts: Vec<Value> = rows.iter().map(|row| row["account"].clone()).collect();
        assert_eq!(names(&accounts), ["carol", "dave", "erin"]);
        assert_eq!((&rows[0]["source"], &rows[0]["sources"]), (&json!("past_interactions"), &json!(["friends_of_friends"])));
        assert_eq!((&rows[1]["source"], &rows[1]["sources"]), (&json!("global"), &json!(["most_followed"])));
        alice.delete(format!("/api/v1/suggestions/{}", carol.id)).await.ok();
        alice.post(format!("/api/v1/accounts/{}/block", erin.id)).await.ok();
        assert_eq!(names(&alice.get("/api/v1/suggestions").await.rows()), ["dave"]);
        follow(&alice, &dave).await;
        assert!(alice.get("/api/v1/suggestions").await.rows().is_empty());
    }

    async fn the_directory_holds_who_wants_to_be_found(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let _shy = town.user("shy").await;
        findable(&alice).await;
        findable(&bob).await;
        alice.post("/api/v1/statuses").json(json!({ "status": "Hello" })).await.ok();
        let anon = town.anon();
        assert_eq!(names(&anon.get("/api/v1/directory").await.rows()), ["alice", "bob"]);
        assert_eq!(names(&anon.get("/api/v1/directory?order=new").await.rows()), ["bob", "alice"]);
        assert_eq!(names(&anon.get("/api/v1/directory?limit=1&offset=1").await.rows()), ["bob"]);
        anon.get("/api/v1/directory?offset=-1").await.error(400);
    }

    async fn one_knows_some_of_the_followers(town: Town) {
        let (alice, bob, carol, dave) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.user("dave").await);
        follow(&alice, &bob).await;
        follow(&alice, &carol).await;
        let erin = town.user("erin").await;
        for fan in [&bob, &carol, &erin] {
            follow(fan, &dave).await;
        }
        let path = format!("/api/v1/accounts/familiar_followers?id[]={}&id[]={}", dave.id, bob.id);
        let rows = alice.get(&path).await.rows();
        assert_eq!(rows.iter().map(|row| row["id"].clone()).collect::<Vec<_>>(), [json!(dave.id.to_string()), json!(bob.id.to_string())]);
        assert_eq!(names(rows[0]["accounts"].as_array().unwrap()), ["carol", "bob"]);
        assert_eq!(rows[1]["accounts"], json!([]));
        carol.patch("/api/v1/accounts/update_credentials").json(json!({ "hide_collections": true })).await.ok();
        assert_eq!(names(alice.get(&path).await.rows()[0]["accounts"].as_array().unwrap()), ["bob"]);
    }

    async fn one_recommends_whom_one_follows(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let path = format!("/api/v1/accounts/{}/endorse", bob.id);
        assert_eq!(alice.post(&path).await.error(422), "Validation failed: You must be already following the person you want to endorse");
        follow(&alice, &bob).await;
        follow(&alice, &carol).await;
        assert_eq!(alice.post(&path).await.ok()["endorsed"], true);
        assert_eq!(alice.post(&path).await.ok()["endorsed"], true);
        alice.post(format!("/api/v1/accounts/{}/pin", carol.id)).await.ok();
        let public = format!("/api/v1/accounts/{}/endorsements", alice.id);
        let first = town.anon().get(format!("{public}?limit=1")).await;
        assert_eq!(names(&first.rows()), ["carol"]);
        assert_eq!(names(&town.anon().get(first.link("next").unwrap()).await.rows()), ["bob"]);
        assert_eq!(names(&alice.get("/api/v1/endorsements").await.rows()), ["carol", "bob"]);
        assert_eq!(alice.post(format!("/api/v1/accounts/{}/unpin", carol.id)).await.ok()["endorsed"], false);
        alice.post(format!("/api/v1/accounts/{}/unfollow", bob.id)).await.ok();
        assert!(alice.get("/api/v1/endorsements").await.rows().is_empty());
    }
}
