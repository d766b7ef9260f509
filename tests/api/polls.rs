//! /api/v1/polls, and the `poll` of a status.

use howdah_tests::{Actor, both_engines};
use serde_json::{Value, json};

async fn ask(who: &Actor, poll: Value) -> Value {
    who.town.advance(1000);
    who.post("/api/v1/statuses").json(json!({ "status": "Which?", "poll": poll })).await.ok()
}

fn tea(multiple: bool) -> Value {
    json!({ "options": [" Tea ", "", "Coffee", "Water"], "expires_in": 600, "multiple": multiple })
}

fn address(status: &Value) -> String {
    format!("/api/v1/polls/{}", status["poll"]["id"].as_str().expect("a poll"))
}

async fn seen(who: &Actor, status: &Value) -> Value {
    who.get(format!("/api/v1/statuses/{}", status["id"].as_str().unwrap())).await.ok()["poll"].clone()
}

fn counts(poll: &Value) -> Vec<Value> {
    poll["options"].as_array().unwrap().iter().map(|option| option["votes_count"].clone()).collect()
}

async fn told(who: &Actor) -> Vec<Value> {
    who.get("/api/v1/notifications?types[]=poll").await.rows()
}

both_engines! {
    async fn a_poll_is_shown_to_each_as_they_stand_to_it(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let status = ask(&alice, tea(false)).await;
        let mut expected = json!({
            "id": status["poll"]["id"], "expires_at": status["poll"]["expires_at"], "expired": false, "multiple": false,
            "votes_count": 0, "voters_count": null, "voted": true, "own_votes": [], "emojis": [],
            "options": [{ "title": "Tea", "votes_count": 0 }, { "title": "Coffee", "votes_count": 0 }, { "title": "Water", "votes_count": 0 }],
        });
        assert_eq!(status["poll"], expected);
        let votes = format!("{}/votes", address(&status));
        let answer = bob.post(&votes).form(&[("choices[]", "1")]).await.ok();
        (expected["votes_count"], expected["own_votes"], expected["options"][1]["votes_count"]) = (json!(1), json!([1]), json!(1));
        assert_eq!(answer, expected);
        assert_eq!(bob.get(address(&status)).await.ok(), expected);
        bob.post(format!("/api/v1/statuses/{}/reblog", status["id"].as_str().unwrap())).await.ok();
        let line = bob.get("/api/v1/timelines/home").await.rows()[0].clone();
        assert_eq!((&line["poll"], &line["reblog"]["poll"]), (&Value::Null, &expected), "a boost shows the poll of what it boosts");
        // Who has not voted, and who has no name.
        (expected["voted"], expected["own_votes"]) = (json!(false), json!([]));
        assert_eq!(seen(&carol, &status).await, expected);
        expected.as_object_mut().unwrap().retain(|key, _| key != "voted" && key != "own_votes");
        assert_eq!(town.anon().get(address(&status)).await.ok(), expected);
        assert_eq!(town.anon().get("/api/v1/timelines/public").await.rows()[0]["poll"], expected);
    }

    async fn everybody_votes_once_for_a_choice(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let (one, many) = (ask(&alice, tea(false)).await, ask(&alice, tea(true)).await);
        let vote = |who: &Actor, status: &Value, choices: Value| {
            who.post(format!("{}/votes", address(status))).json(json!({ "choices": choices }))
        };
        for (choices, words) in [
            (json!([3]), "Validation failed: The chosen vote option does not exist"),
            (json!([-1]), "Validation failed: The chosen vote option does not exist"),
            (json!([0, 1]), "Validation failed: You have already voted on this poll"),
            (json!(["tea"]), "invalid value for Integer(): \"tea\""),
        ] {
            assert_eq!(vote(&bob, &one, choices).await.error(422), words);
        }
        assert_eq!(counts(&seen(&bob, &one).await), [0, 0, 0], "a refused vote counts for nothing");
        assert_eq!(vote(&bob, &one, json!([])).await.error(400), "param is missing or the value is empty: choices");
        assert_eq!(vote(&alice, &one, json!([0])).await.error(422), "Validation failed: You cannot vote in your own polls");
        vote(&bob, &one, json!([0])).await.ok();
        assert_eq!(vote(&bob, &one, json!([1])).await.error(422), "Validation failed: You have already voted on this poll");

        assert_eq!(vote(&bob, &many, json!([0, 0])).await.error(422), "Validation failed: You have already voted on this poll");
        vote(&bob, &many, json!([0, 2])).await.ok();
        assert_eq!(vote(&bob, &many, json!([1, 2])).await.error(422), "Validation failed: You have already voted on this poll");
        let after = vote(&bob, &many, json!(["1"])).await.ok();
        assert_eq!((&after["own_votes"], &after["voters_count"], &after["votes_count"]), (&json!([0, 1, 2]), &json!(1), &json!(3)));
        let after = vote(&carol, &many, json!([2])).await.ok();
        assert_eq!((&after["voters_count"], &after["votes_count"]), (&json!(2), &json!(4)));
        assert_eq!(counts(&after), [1, 1, 2]);
    }

    async fn two_votes_in_one_moment_are_one(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = ask(&alice, tea(false)).await;
        let mut tries = Vec::new();
        for choice in [0, 1, 2, 0, 1, 2] {
            let call = bob.post(format!("{}/votes", address(&status))).json(json!({ "choices": [choice] }));
            tries.push(tokio::spawn(call.into_future()));
        }
        let mut taken = 0;
        for one in tries {
            taken += usize::from(one.await.unwrap().status.is_success());
        }
        assert_eq!(taken, 1);
        let poll = seen(&bob, &status).await;
        assert_eq!((&poll["votes_count"], poll["own_votes"].as_array().unwrap().len()), (&json!(1), 1));
    }

    async fn totals_are_secret_until_the_end(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut poll = tea(true);
        poll["hide_totals"] = json!(true);
        let status = ask(&alice, poll).await;
        let votes = format!("{}/votes", address(&status));
        bob.post(&votes).json(json!({ "choices": [0, 1] })).await.ok();
        for who in [&alice, &bob, &town.anon()] {
            let poll = seen(who, &status).await;
            assert_eq!((counts(&poll), &poll["votes_count"], &poll["expired"]), (vec![Value::Null; 3], &json!(2), &json!(false)));
        }
        town.advance(600_000);
        let poll = seen(&alice, &status).await;
        assert_eq!((counts(&poll), &poll["expired"]), (vec![json!(1), json!(1), json!(0)], &json!(true)));
        let carol = town.user("carol").await;
        assert_eq!(carol.post(&votes).json(json!({ "choices": [0] })).await.error(422), "Validation failed: The poll has already ended");
    }

    async fn the_end_is_told_to_author_and_voters_once(town: Town) {
        let (alice, bob, carol, dave) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.user("dave").await);
        let status = ask(&alice, tea(true)).await;
        for who in [&bob, &carol] {
            who.post(format!("{}/votes", address(&status))).json(json!({ "choices": [0, 1] })).await.ok();
        }
        town.app.run_jobs().await.unwrap();
        assert!(told(&alice).await.is_empty(), "not before it is over");
        town.advance(600_000);
        town.app.run_jobs().await.unwrap();
        for who in [&alice, &bob, &carol] {
            let told = told(who).await;
            assert_eq!(told.len(), 1, "{}", who.name);
            assert_eq!((&told[0]["status"]["id"], &told[0]["account"]["acct"]), (&status["id"], &json!("alice")));
            assert_eq!((&told[0]["status"]["poll"]["expired"], &told[0]["status"]["poll"]["voted"]), (&json!(true), &json!(true)));
        }
        assert!(told(&dave).await.is_empty());
        // A worker that died half-way does it again.
        let poll = status["poll"]["id"].as_str().unwrap().parse().unwrap();
        howdah_server::polls::close::close(&town.app, poll).await.unwrap();
        assert_eq!(told(&bob).await.len(), 1);
        // Grouped pages know it, too.
        let groups = bob.get("/api/v2/notifications?types[]=poll").await.ok();
        assert_eq!(groups["notification_groups"][0]["type"], "poll");
    }

    async fn a_poll_is_as_visible_as_its_status(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let body = json!({ "status": "Among us", "visibility": "private", "poll": tea(false) });
        let status = alice.post("/api/v1/statuses").json(body).await.ok();
        let (poll, votes) = (address(&status), format!("{}/votes", address(&status)));
        bob.get(&poll).await.ok();
        for who in [&carol, &town.anon()] {
            assert_eq!(who.get(&poll).await.error(404), "Record not found");
        }
        let choice = || json!({ "choices": [0] });
        assert_eq!(carol.post(&votes).json(choice()).await.error(404), "Record not found");
        town.anon().post(&votes).json(choice()).await.error(401);
        alice.get("/api/v1/polls/1").await.error(404);
        alice.get("/api/v1/polls/x").await.error(404);
        let open = ask(&alice, tea(false)).await;
        carol.post(format!("/api/v1/accounts/{}/block", alice.id)).await.ok();
        let answer = carol.post(format!("{}/votes", address(&open))).json(choice()).await;
        assert_eq!(answer.error(403), "This action is not allowed");
        alice.post(format!("/api/v1/accounts/{}/block", bob.id)).await.ok();
        bob.get(&poll).await.error(404);
    }

    async fn deleting_gives_the_poll_back_and_ends_it(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = ask(&alice, tea(true)).await;
        bob.post(format!("{}/votes", address(&status))).json(json!({ "choices": [2] })).await.ok();
        let gone = alice.delete(format!("/api/v1/statuses/{}", status["id"].as_str().unwrap())).await.ok();
        assert_eq!((&gone["text"], &gone["poll"]["multiple"], gone.get("content")), (&json!("Which?"), &json!(true), None));
        assert_eq!(counts(&gone["poll"]), [0, 0, 1]);
        bob.get(address(&status)).await.error(404);
        town.advance(600_000);
        town.app.run_jobs().await.unwrap();
        assert!(told(&bob).await.is_empty());
    }

    async fn a_deleted_member_leaves_numbers_only(town: Town) {
        let (alice, bob, olga) = (town.user("alice").await, town.user("bob").await, town.staff("olga", "owner").await);
        let status = ask(&alice, tea(false)).await;
        bob.post(format!("{}/votes", address(&status))).json(json!({ "choices": [1] })).await.ok();
        let own = ask(&bob, tea(false)).await;
        for id in [bob.id] {
            olga.post(format!("/api/v1/admin/accounts/{id}/action")).json(json!({ "type": "suspend" })).await.ok();
            olga.delete(format!("/api/v1/admin/accounts/{id}")).await.ok();
        }
        town.app.run_jobs().await.unwrap();
        assert_eq!(counts(&seen(&alice, &status).await), [0, 1, 0]);
        alice.get(address(&own)).await.error(404);
        town.advance(600_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(told(&alice).await.len(), 1);
    }

    async fn every_encoding_asks_the_same(town: Town) {
        let alice = town.user("alice").await;
        let form = [("status", "Which?"), ("poll[options][]", "a"), ("poll[options][]", "b"), ("poll[expires_in]", "86400"), ("poll[multiple]", "1")];
        let by_form = alice.post("/api/v1/statuses").form(&form).await.ok();
        let text = json!({ "status": "Which?", "poll": { "options": ["a", "b"], "expires_in": "86400", "multiple": true } });
        let by_json = alice.post("/api/v1/statuses").json(text).await.ok();
        for made in [&by_form, &by_json] {
            assert_eq!((&made["poll"]["multiple"], &made["poll"]["options"][1]["title"]), (&json!(true), &json!("b")));
        }
        let none = alice.post("/api/v1/statuses").json(json!({ "status": "No poll", "poll": null })).await.ok();
        assert_eq!(none["poll"], Value::Null);
        let limits = json!({ "max_options": 4, "max_characters_per_option": 50, "min_expiration": 300, "max_expiration": 2_629_746 });
        for version in ["v1", "v2"] {
            assert_eq!(alice.get(format!("/api/{version}/instance")).await.ok()["configuration"]["polls"], limits);
        }
    }
}
