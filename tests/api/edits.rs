//! PUT /api/v1/statuses/{id}, and the history it leaves.

use crate::media::png;
use howdah_tests::{Actor, Multipart, Socket, both_engines};
use serde_json::{Value, json};

async fn say(who: &Actor, body: Value) -> Value {
    who.town.advance(1000);
    who.post("/api/v1/statuses").json(body).await.ok()
}

fn path(status: &Value) -> String {
    format!("/api/v1/statuses/{}", status["id"].as_str().expect("an id"))
}

async fn edit(who: &Actor, status: &Value, body: Value) -> Value {
    who.town.advance(1000);
    who.put(path(status)).json(body).await.ok()
}

async fn history(who: &Actor, status: &Value) -> Vec<Value> {
    who.get(format!("{}/history", path(status))).await.rows()
}

async fn upload(who: &Actor, description: &str) -> String {
    let form = Multipart::new().file("file", "a.png", "image/png", &png(8, 4)).text("description", description);
    who.post("/api/v2/media").multipart(form).await.ok()["id"].as_str().unwrap().to_owned()
}

fn ids(list: &Value) -> Vec<&str> {
    list.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
}

async fn told(who: &Actor, kind: &str) -> Vec<Value> {
    who.get(format!("/api/v1/notifications?types[]={kind}")).await.rows()
}

both_engines! {
    async fn an_edit_changes_what_it_says_and_keeps_what_was(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let other = town.another(|_| {}).await;
        let first = say(&alice, json!({ "status": "Hi @bob #tea", "language": "en" })).await;
        carol.post(format!("{}/reblog", path(&first))).await.ok();
        assert_eq!(carol.at(&other).get(path(&first)).await.ok()["content"], first["content"]);
        assert_eq!(first["edited_at"], Value::Null);

        let body = json!({ "status": "Hi @carol #cake", "spoiler_text": "sweet", "language": "de" });
        let second = edit(&alice, &first, body).await;
        assert!(second["content"].as_str().unwrap().contains("/@carol"));
        assert_eq!((&second["spoiler_text"], &second["sensitive"], &second["language"]), (&json!("sweet"), &json!(true), &json!("de")));
        assert_eq!((&second["mentions"][0]["acct"], &second["tags"][0]["name"]), (&json!("carol"), &json!("cake")));
        assert_eq!((second["mentions"].as_array().unwrap().len(), second["tags"].as_array().unwrap().len()), (1, 1));
        assert_eq!((&second["created_at"], &second["id"], &second["reblogs_count"]), (&first["created_at"], &first["id"], &json!(1)));
        let edited_at = second["edited_at"].as_str().unwrap();
        assert!(edited_at > first["created_at"].as_str().unwrap());

        // Everybody sees the new version at once, in every process and through every boost.
        for reader in [&bob, &carol.at(&other)] {
            assert_eq!(reader.get(path(&first)).await.ok()["content"], second["content"]);
        }
        assert_eq!(carol.get("/api/v1/timelines/home").await.rows()[0]["reblog"]["content"], second["content"]);
        assert_eq!(town.anon().get("/api/v1/timelines/tag/cake").await.rows()[0]["id"], first["id"]);
        assert!(town.anon().get("/api/v1/timelines/tag/tea").await.rows().is_empty());

        let versions = history(&town.anon(), &first).await;
        assert_eq!(versions.len(), 2);
        assert_eq!((&versions[0]["content"], &versions[0]["created_at"]), (&first["content"], &first["created_at"]));
        assert_eq!((&versions[0]["spoiler_text"], &versions[0]["sensitive"]), (&json!(""), &json!(false)));
        assert_eq!((&versions[1]["content"], &versions[1]["created_at"]), (&second["content"], &json!(edited_at)));
        assert_eq!(versions[1]["account"]["acct"], "alice");
        let source = alice.get(format!("{}/source", path(&first))).await.ok();
        assert_eq!(source, json!({ "id": first["id"], "text": "Hi @carol #cake", "spoiler_text": "sweet" }));
        edit(&alice, &first, json!({ "status": "Third" })).await;
        let versions = history(&alice, &first).await;
        assert_eq!((versions.len(), &versions[2]["content"], &versions[2]["sensitive"]), (3, &json!("<p>Third</p>"), &json!(false)));
    }

    async fn those_whom_it_concerns_hear_of_it(town: Town) {
        let (alice, bob, carol, dave) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.user("dave").await);
        let status = say(&alice, json!({ "status": "@bob and all" })).await;
        for booster in [&carol, &dave, &alice] {
            booster.post(format!("{}/reblog", path(&status))).await.ok();
        }
        dave.post(format!("{}/unreblog", path(&status))).await.ok();
        for n in 0..3 {
            edit(&alice, &status, json!({ "status": format!("@bob and @dave, take {n}") })).await;
            town.app.run_jobs().await.unwrap();
        }
        let updates = told(&carol, "update").await;
        assert_eq!(updates.len(), 1, "the newest takes the place of the others");
        assert_eq!((&updates[0]["status"]["id"], &updates[0]["account"]["acct"]), (&status["id"], &json!("alice")));
        for other in [&alice, &bob, &dave] {
            assert!(told(other, "update").await.is_empty(), "{}", other.name);
        }
        assert_eq!((told(&bob, "mention").await.len(), told(&dave, "mention").await.len()), (1, 1));
    }

    async fn what_does_not_change_makes_no_version(town: Town) {
        let alice = town.user("alice").await;
        let file = upload(&alice, "a").await;
        let status = say(&alice, json!({ "status": "Same", "media_ids": [file], "spoiler_text": "cw", "language": "de" })).await;
        let same = json!({ "status": "Same ", "media_ids": [file], "spoiler_text": "cw", "sensitive": true, "language": "de",
            "media_attributes": [{ "id": file, "description": "a" }] });
        let answer = edit(&alice, &status, same).await;
        assert_eq!(answer["edited_at"], Value::Null);
        assert_eq!(history(&alice, &status).await.len(), 1);
        // Without `status` what is left out stays.
        let answer = edit(&alice, &status, json!({ "spoiler_text": "other" })).await;
        assert_eq!((&answer["content"], &answer["spoiler_text"], ids(&answer["media_attachments"])), (&json!("<p>Same</p>"), &json!("other"), vec![file.as_str()]));
        let answer = edit(&alice, &status, json!({ "language": "fr" })).await;
        assert_eq!((&answer["language"], &answer["spoiler_text"], &answer["sensitive"]), (&json!("fr"), &json!("other"), &json!(true)));
        assert_eq!(history(&alice, &status).await.len(), 3);
    }

    async fn files_come_go_and_change_places(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let (one, two, three) = (upload(&alice, "one").await, upload(&alice, "two").await, upload(&alice, "three").await);
        let status = say(&alice, json!({ "status": "Files", "media_ids": [one, two] })).await;
        let answer = edit(&alice, &status, json!({ "status": "Files", "media_ids": [three, one] })).await;
        assert_eq!(ids(&answer["media_attachments"]), [&three, &one]);
        let attributes = json!([{ "id": one, "description": "first", "focus": "-1,0.5" }]);
        let answer = edit(&alice, &status, json!({ "status": "Files", "media_ids": [three, one], "media_attributes": attributes })).await;
        let shown = &answer["media_attachments"][1];
        assert_eq!((&shown["description"], &shown["meta"]["focus"]), (&json!("first"), &json!({ "x": -1.0, "y": 0.5 })));
        // By form, the file that was taken away comes back, and all go.
        let form = [("status", "Files"), ("media_ids[]", two.as_str()), ("media_attributes[][id]", two.as_str()), ("media_attributes[][description]", "back")];
        town.advance(1000);
        let answer = alice.put(path(&status)).form(&form).await.ok();
        assert_eq!((ids(&answer["media_attachments"]), &answer["media_attachments"][0]["description"]), (vec![two.as_str()], &json!("back")));
        let answer = edit(&alice, &status, json!({ "status": "Files", "media_ids": [] })).await;
        assert!(answer["media_attachments"].as_array().unwrap().is_empty());
        assert!(alice.get("/api/v1/timelines/public?only_media=true").await.rows().is_empty());

        let versions = history(&alice, &status).await;
        let files: Vec<Vec<(&str, &str)>> = versions.iter().map(|version| {
            let files = version["media_attachments"].as_array().unwrap().iter();
            files.map(|file| (file["id"].as_str().unwrap(), file["description"].as_str().unwrap())).collect()
        }).collect();
        let (one, two, three) = (one.as_str(), two.as_str(), three.as_str());
        assert_eq!(files, [vec![(one, "one"), (two, "two")], vec![(three, "three"), (one, "one")], vec![(three, "three"), (one, "first")], vec![(two, "back")], vec![]]);

        let (foreign, taken) = (upload(&bob, "not hers").await, upload(&alice, "taken").await);
        say(&alice, json!({ "status": "x", "media_ids": [taken] })).await;
        for id in [&foreign, &taken] {
            let answer = alice.put(path(&status)).json(json!({ "status": "Files", "media_ids": [id] })).await;
            assert_eq!(answer.error(422), format!("Media {id} not found or already attached to another post"));
        }
        assert_eq!(history(&alice, &status).await.len(), 5);
        // What an edit took away goes with the status.
        town.advance(2 * 86_400_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(history(&alice, &status).await[0]["media_attachments"].as_array().unwrap().len(), 2);
    }

    async fn another_poll_makes_votes_void(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let poll = |options: &[&str], multiple: bool| json!({ "options": options, "expires_in": 600, "multiple": multiple });
        let status = say(&alice, json!({ "status": "Which?", "poll": poll(&["a", "b"], false) })).await;
        let votes = format!("/api/v1/polls/{}/votes", status["poll"]["id"].as_str().unwrap());
        bob.post(&votes).json(json!({ "choices": [1] })).await.ok();
        let answer = edit(&alice, &status, json!({ "status": "Which one?", "poll": poll(&["a", "b"], false) })).await;
        assert_eq!((&answer["poll"]["votes_count"], &answer["poll"]["id"]), (&json!(1), &status["poll"]["id"]));
        assert!(answer["poll"]["expires_at"].as_str() > status["poll"]["expires_at"].as_str(), "counted from the edit");
        let answer = edit(&alice, &status, json!({ "status": "Which one?", "poll": poll(&["b", "a"], false) })).await;
        assert_eq!((&answer["poll"]["votes_count"], &answer["poll"]["options"][0]["title"]), (&json!(0), &json!("b")));
        bob.post(&votes).json(json!({ "choices": [0] })).await.ok();
        let answer = edit(&alice, &status, json!({ "status": "Which one?", "poll": poll(&["b", "a"], true) })).await;
        assert_eq!((&answer["poll"]["voters_count"], &answer["poll"]["multiple"]), (&json!(0), &json!(true)));
        let refused = alice.put(path(&status)).json(json!({ "status": "Which one?", "poll": poll(&["b"], true) })).await;
        assert_eq!(refused.error(422), "Validation failed: Choices must have more than one item");
        // Closed, told, opened again, told again.
        town.advance(600_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(told(&alice, "poll").await.len(), 1);
        let answer = edit(&alice, &status, json!({ "status": "Again?", "poll": poll(&["b", "a"], true) })).await;
        assert_eq!(answer["poll"]["expired"], false);
        assert!(told(&alice, "poll").await.is_empty());
        town.advance(600_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(told(&alice, "poll").await.len(), 1);
        // Without it the poll is gone, and may come back as another.
        assert_eq!(edit(&alice, &status, json!({ "status": "Never mind" })).await["poll"], Value::Null);
        bob.post(&votes).json(json!({ "choices": [0] })).await.error(404);
        let answer = edit(&alice, &status, json!({ "status": "After all", "poll": poll(&["x", "y"], false) })).await;
        assert_ne!(answer["poll"]["id"], status["poll"]["id"]);
        let options: Vec<Value> = history(&alice, &status).await.iter().map(|version| version["poll"]["options"][0]["title"].clone()).collect();
        assert_eq!(options, [json!("a"), json!("a"), json!("b"), json!("b"), json!("b"), Value::Null, json!("x")]);
    }

    async fn an_edit_passes_the_same_gate_and_is_ones_own(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&alice, json!({ "status": "Mine" })).await;
        for (body, words) in [
            (json!({ "status": " " }), "Validation failed: Text can't be blank"),
            (json!({ "status": "x".repeat(501) }), "Validation failed: Text character limit of 500 exceeded"),
            (json!({ "status": "x", "media_ids": ["1", "2", "3", "4", "5"] }), "Cannot attach more than 4 files"),
            (json!({ "status": "x", "media_ids": ["1"], "poll": { "options": ["a", "b"], "expires_in": 300 } }), "Cannot attach more than 4 files"),
            (json!({ "status": "x", "media_attributes": [{ "id": "1", "description": "x".repeat(1501) }] }),
                "Validation failed: Description is too long (maximum is 1500 characters)"),
        ] {
            assert_eq!(alice.put(path(&status)).json(body).await.error(422), words);
        }
        let body = || json!({ "status": "Yours" });
        bob.put(path(&status)).json(body()).await.error(404);
        town.anon().put(path(&status)).json(body()).await.error(401);
        let boost = alice.post(format!("{}/reblog", path(&status))).await.ok();
        alice.put(path(&boost)).json(body()).await.error(404);
        assert_eq!(alice.get(path(&status)).await.ok()["edited_at"], Value::Null);
        alice.delete(path(&status)).await.ok();
        alice.put(path(&status)).json(body()).await.error(404);
        bob.get(format!("{}/history", path(&status))).await.error(404);
        // A warning without a text is the text.
        let status = say(&alice, json!({ "status": "Mine" })).await;
        let answer = edit(&alice, &status, json!({ "status": "", "spoiler_text": "only" })).await;
        assert_eq!((&answer["content"], &answer["spoiler_text"], &answer["sensitive"]), (&json!("<p>only</p>"), &json!(""), &json!(true)));
    }

    async fn a_private_status_reaches_who_is_named_later(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let status = say(&alice, json!({ "status": "@bob psst", "visibility": "direct" })).await;
        carol.get(path(&status)).await.error(404);
        edit(&alice, &status, json!({ "status": "@carol psst" })).await;
        carol.get(path(&status)).await.ok();
        assert_eq!(told(&carol, "mention").await.len(), 1);
        assert_eq!(carol.get("/api/v1/conversations").await.rows()[0]["last_status"]["id"], status["id"]);
        assert_eq!(alice.get("/api/v1/conversations").await.rows().len(), 1);
        assert!(alice.get("/api/v1/conversations").await.rows()[0]["unread"] == false);
        // Bob has read it already; he is only not named any more.
        let seen = bob.get(path(&status)).await.ok();
        assert_eq!((seen["mentions"].as_array().unwrap().len(), &seen["mentions"][0]["acct"]), (1, &json!("carol")));
        let again = edit(&alice, &status, json!({ "status": "@bob @carol psst" })).await;
        assert_eq!(again["mentions"].as_array().unwrap().len(), 2);
        assert_eq!((told(&bob, "mention").await.len(), told(&carol, "mention").await.len()), (1, 1));
    }

    async fn every_stream_that_shows_it_shows_the_edit(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let list = bob.post("/api/v1/lists").json(json!({ "title": "Near" })).await.ok();
        let list = list["id"].as_str().unwrap();
        bob.post(format!("/api/v1/lists/{list}/accounts")).json(json!({ "account_ids": [alice.id.to_string()] })).await.ok();
        let status = say(&alice, json!({ "status": "One #tea" })).await;
        let address = town.listen().await;
        let mut socket = Socket::connect(address, &bob, "").await;
        for stream in [json!({ "stream": "user" }), json!({ "stream": "public" }), json!({ "stream": "public:local" }),
            json!({ "stream": "hashtag", "tag": "tea" }), json!({ "stream": "list", "list": list })] {
            let mut subscribe = stream;
            subscribe["type"] = json!("subscribe");
            socket.send(subscribe).await;
        }
        socket.settle().await;
        bob.post(format!("{}/favourite", path(&status))).await.ok();
        let second = edit(&alice, &status, json!({ "status": "Two #tea", "spoiler_text": "new" })).await;
        let mut streams = Vec::new();
        for _ in 0..5 {
            let frame = socket.next().await;
            assert_eq!(frame["event"], "status.update");
            let payload: Value = serde_json::from_str(frame["payload"].as_str().unwrap()).unwrap();
            assert_eq!((&payload["spoiler_text"], &payload["favourited"], &payload["edited_at"]), (&json!("new"), &json!(true), &second["edited_at"]));
            streams.push(frame["stream"][0].as_str().unwrap().to_owned());
        }
        streams.sort();
        assert_eq!(streams, ["hashtag", "list", "public", "public:local", "user"]);
        // What changes nothing is no news.
        edit(&alice, &status, json!({ "status": "Two #tea", "spoiler_text": "new" })).await;
        socket.quiet().await;
    }
}
