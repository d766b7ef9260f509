//! /api/v1/statuses, /api/v1/favourites and /api/v1/bookmarks.

use howdah_tests::{Actor, Multipart, both_engines};
use serde_json::{Value, json};

async fn say(actor: &Actor, body: Value) -> Value {
    // Each at its own moment, so that order is never chance.
    actor.town.advance(1000);
    actor.post("/api/v1/statuses").json(body).await.ok()
}

fn id(status: &Value) -> &str {
    status["id"].as_str().expect("an id")
}

async fn act(actor: &Actor, status: &Value, verb: &str) -> Value {
    actor.town.advance(1000);
    actor.post(format!("/api/v1/statuses/{}/{verb}", id(status))).await.ok()
}

async fn read(actor: &Actor, status: &Value) -> Value {
    actor.get(format!("/api/v1/statuses/{}", id(status))).await.ok()
}

async fn status_code(actor: &Actor, status: &Value) -> u16 {
    actor.get(format!("/api/v1/statuses/{}", id(status))).await.status.as_u16()
}

async fn home(actor: &Actor) -> Vec<String> {
    actor.get("/api/v1/timelines/home").await.rows().iter().map(|one| id(one).to_owned()).collect()
}

async fn follow(actor: &Actor, target: &Actor) {
    actor.post(format!("/api/v1/accounts/{}/follow", target.id)).await.ok();
}

/// One transparent point.
const PNG: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89\x00\x00\x00\x0dIDATx\xdacd\xf8\xcfP\x0f\x00\x03\x86\x01\x80Z4}k\x00\x00\x00\x00IEND\xaeB`\x82";

async fn upload(actor: &Actor) -> Value {
    let body = Multipart::new().file("file", "point.png", "image/png", PNG).text("description", "a point");
    actor.post("/api/v2/media").multipart(body).await.ok()
}

both_engines! {
    async fn a_status_is_written_with_all_that_hangs_on_it(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let made = say(&alice, json!({ "status": "Hi @bob, @nobody! #Howdah", "spoiler_text": "cw", "language": "de" })).await;
        assert_eq!(made["content"].as_str().unwrap(), format!(
            "<p>Hi <span class=\"h-card\" translate=\"no\"><a href=\"{0}/@bob\" class=\"u-url mention\">@<span>bob</span></a></span>, \
            @nobody! <a href=\"{0}/tags/howdah\" class=\"mention hashtag\" rel=\"tag\">#<span>Howdah</span></a></p>",
            "https://town.test"
        ));
        assert_eq!(made["visibility"], "public");
        assert_eq!(made["sensitive"], true);
        assert_eq!(made["language"], "de");
        assert_eq!(made["mentions"][0]["acct"], "bob");
        assert_eq!(made["tags"][0]["name"], "howdah");
        assert_eq!(made["account"]["statuses_count"], 1);

        let told = bob.get("/api/v1/notifications").await.rows();
        assert_eq!((told[0]["type"].as_str(), told[0]["status"]["id"].as_str()), (Some("mention"), made["id"].as_str()));
        assert_eq!(home(&alice).await, [id(&made)]);

        let source = bob.get(format!("/api/v1/statuses/{}/source", id(&made))).await.ok();
        assert_eq!(source, json!({ "id": made["id"], "text": "Hi @bob, @nobody! #Howdah", "spoiler_text": "cw" }));
        let history = bob.get(format!("/api/v1/statuses/{}/history", id(&made))).await.rows();
        assert_eq!((history.len(), &history[0]["content"]), (1, &made["content"]));
        // A warning without a text is the text.
        let bare = say(&alice, json!({ "status": "", "spoiler_text": "only" })).await;
        assert_eq!((bare["content"].as_str(), bare["spoiler_text"].as_str()), (Some("<p>only</p>"), Some("")));
        let both = alice.get(format!("/api/v1/statuses?id[]={}&id[]={}&id[]=1", id(&bare), id(&made))).await.rows();
        assert_eq!(both.iter().map(id).collect::<Vec<_>>(), [id(&bare), id(&made)]);
    }

    async fn what_is_refused_is_refused_in_mastodons_words(town: Town) {
        let alice = town.user("alice").await;
        for (body, status, words) in [
            (json!({ "status": " " }), 422, "Validation failed: Text can't be blank"),
            (json!({ "status": "x".repeat(501) }), 422, "Validation failed: Text character limit of 500 exceeded"),
            (json!({ "status": "x", "visibility": "nobody" }), 422, "Validation failed: Visibility is not included in the list"),
            (json!({ "status": "x", "media_ids": [1, 2, 3, 4, 5] }), 422, "Cannot attach more than 4 files"),
            (json!({ "status": "x", "media_ids": ["1"] }), 422, "Media 1 not found or already attached to another post"),
            (json!({ "status": "x", "in_reply_to_id": "1" }), 404, "The post you are trying to reply to does not appear to exist."),
            (json!({ "status": "x", "poll": { "options": ["a"], "expires_in": 60 } }), 422,
                "Validation failed: Choices must have more than one item, Deadline is too soon"),
            (json!({ "status": "x", "media_ids": ["1"], "poll": { "options": ["a", "b"], "expires_in": 300 } }), 422,
                "Cannot attach more than 4 files"),
            (json!({ "status": "", "poll": { "options": ["a", "b"], "expires_in": 300 } }), 422, "Validation failed: Text can't be blank"),
        ] {
            assert_eq!(alice.post("/api/v1/statuses").json(body).await.error(status), words);
        }
        assert_eq!(alice.get("/api/v1/timelines/home").await.rows().len(), 0);
    }

    async fn one_key_makes_one_status(town: Town) {
        let alice = town.user("alice").await;
        let send = |text: &str| alice.post("/api/v1/statuses").header("idempotency-key", "k").json(json!({ "status": text }));
        let mut tries = Vec::new();
        for _ in 0..8 {
            tries.push(tokio::spawn(send("once").into_future()));
        }
        let mut ids = Vec::new();
        for one in tries {
            ids.push(id(&one.await.unwrap().ok()).to_owned());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(id(&send("again").await.ok()), ids[0]);
        assert_eq!(home(&alice).await.len(), 1);
        town.advance(3_600_001);
        assert_ne!(id(&send("an hour later").await.ok()), ids[0]);
    }

    async fn only_those_who_may_see_a_status_find_it(town: Town) {
        let (alice, bob, carol, anon) = (town.user("alice").await, town.user("bob").await, town.user("carol").await, town.anon());
        follow(&bob, &alice).await;
        let private = say(&alice, json!({ "status": "to followers", "visibility": "private" })).await;
        let direct = say(&alice, json!({ "status": "psst @carol", "visibility": "direct" })).await;
        let local = say(&alice, json!({ "status": "house only", "local_only": true })).await;
        for (status, codes) in [(&private, [200, 404, 404]), (&direct, [404, 200, 404]), (&local, [200, 200, 404])] {
            for (reader, code) in [&bob, &carol, &anon].into_iter().zip(codes) {
                assert_eq!(status_code(reader, status).await, code, "{} for {:?}", status["content"], reader.name);
            }
        }
        assert_eq!(home(&bob).await, [id(&local), id(&private)]);
        for verb in ["favourite", "bookmark", "reblog", "mute"] {
            bob.post(format!("/api/v1/statuses/{}/{verb}", id(&direct))).await.error(404);
        }
        bob.post("/api/v1/statuses").json(json!({ "status": "re", "in_reply_to_id": direct["id"] })).await.error(404);
        // Direct ones are nobody's business, not even as a number.
        assert_eq!(read(&bob, &private).await["account"]["statuses_count"], 2);
        alice.post(format!("/api/v1/accounts/{}/block", bob.id)).await.ok();
        assert_eq!(status_code(&bob, &local).await, 404);
    }

    async fn replies_reach_those_who_follow_both(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&carol, &alice).await;
        let start = say(&bob, json!({ "status": "start" })).await;
        let answer = say(&alice, json!({ "status": "answer", "in_reply_to_id": start["id"] })).await;
        let own = say(&alice, json!({ "status": "and to myself", "in_reply_to_id": answer["id"] })).await;
        assert_eq!(home(&carol).await, [id(&own)]);
        follow(&carol, &bob).await;
        let more = say(&alice, json!({ "status": "more", "in_reply_to_id": start["id"] })).await;
        assert!(home(&carol).await.contains(&id(&more).to_owned()));
        assert_eq!(read(&carol, &start).await["replies_count"], 2);
        let quiet = say(&alice, json!({ "status": "quiet", "in_reply_to_id": start["id"], "visibility": "private" })).await;
        assert_eq!(read(&carol, &start).await["replies_count"], 2);

        let thread = |actor: &Actor, status: &Value| actor.get(format!("/api/v1/statuses/{}/context", id(status)));
        let names = |list: &Value| list.as_array().unwrap().iter().map(|one| id(one).to_owned()).collect::<Vec<_>>();
        let whole = thread(&carol, &start).await.ok();
        assert_eq!(names(&whole["descendants"]), [id(&answer), id(&own), id(&more), id(&quiet)]);
        let middle = thread(&town.anon(), &answer).await.ok();
        assert_eq!((names(&middle["ancestors"]), names(&middle["descendants"])), (vec![id(&start).to_owned()], vec![id(&own).to_owned()]));
        assert_eq!(names(&thread(&town.anon(), &start).await.ok()["descendants"]).len(), 3);
    }

    async fn marks_count_once(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let status = say(&alice, json!({ "status": "like me" })).await;
        for _ in 0..2 {
            let liked = act(&bob, &status, "favourite").await;
            assert_eq!((&liked["favourites_count"], &liked["favourited"]), (&json!(1), &json!(true)));
            assert_eq!(act(&bob, &status, "bookmark").await["bookmarked"], true);
        }
        let told = |kind: &str| alice.get(format!("/api/v1/notifications?types[]={kind}"));
        assert_eq!(told("favourite").await.rows().len(), 1);
        for list in ["favourites", "bookmarks"] {
            assert_eq!(bob.get(format!("/api/v1/{list}")).await.rows().len(), 1);
        }
        let by = alice.get(format!("/api/v1/statuses/{}/favourited_by", id(&status))).await.rows();
        assert_eq!((by.len(), by[0]["acct"].as_str()), (1, Some("bob")));
        for _ in 0..2 {
            let cool = act(&bob, &status, "unfavourite").await;
            assert_eq!((&cool["favourites_count"], &cool["favourited"]), (&json!(0), &json!(false)));
            assert_eq!(act(&bob, &status, "unbookmark").await["bookmarked"], false);
        }
        assert_eq!(told("favourite").await.rows().len(), 0);
        assert_eq!(act(&bob, &status, "mute").await["muted"], true);
        assert_eq!(act(&bob, &status, "unmute").await["muted"], false);
    }

    async fn kept_lists_are_paged_by_their_links(town: Town) {
        let alice = town.user("alice").await;
        let mut liked = Vec::new();
        for at in 0..5 {
            let status = say(&alice, json!({ "status": format!("number {at}") })).await;
            act(&alice, &status, "favourite").await;
            liked.insert(0, id(&status).to_owned());
        }
        let (mut path, mut seen) = (Some("/api/v1/favourites?limit=2".to_owned()), Vec::new());
        let mut back = None;
        while let Some(next) = path {
            let page = alice.get(next).await;
            seen.extend(page.rows().iter().map(|one| id(one).to_owned()));
            path = page.link("next");
            back = page.link("prev").or(back);
        }
        assert_eq!(seen, liked);
        let up = alice.get(back.expect("a way back")).await.rows();
        assert_eq!(up.iter().map(|one| id(one).to_owned()).collect::<Vec<_>>(), liked[2..4]);
    }

    async fn a_reblog_is_a_status_around_another(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&carol, &bob).await;
        let status = say(&alice, json!({ "status": "spread" })).await;
        let wrapper = act(&bob, &status, "reblog").await;
        assert_eq!((&wrapper["reblog"]["id"], &wrapper["reblog"]["reblogs_count"]), (&status["id"], &json!(1)));
        assert_eq!(wrapper["reblog"]["reblogged"], true);
        assert_eq!(act(&bob, &status, "reblog").await["id"], wrapper["id"]);
        assert_eq!(home(&carol).await, [id(&wrapper)]);
        // Another's reblog of the same says nothing new; a reblog of a reblog is one of the original.
        let dave = town.user("dave").await;
        follow(&carol, &dave).await;
        assert_eq!(act(&dave, &wrapper, "reblog").await["reblog"]["id"], status["id"]);
        assert_eq!(home(&carol).await, [id(&wrapper)]);
        assert_eq!(alice.get("/api/v1/notifications?types[]=reblog").await.rows().len(), 2);
        let by = alice.get(format!("/api/v1/statuses/{}/reblogged_by", id(&status))).await.rows();
        assert_eq!(by.iter().map(|one| one["acct"].as_str().unwrap()).collect::<Vec<_>>(), ["dave", "bob"]);
        for _ in 0..2 {
            let original = act(&bob, &status, "unreblog").await;
            assert_eq!((&original["id"], &original["reblogs_count"], &original["reblogged"]), (&status["id"], &json!(1), &json!(false)));
        }
        assert_eq!(alice.get("/api/v1/notifications?types[]=reblog").await.rows().len(), 1);
        assert_eq!(status_code(&carol, &wrapper).await, 404);

        let private = say(&alice, json!({ "status": "mine", "visibility": "private" })).await;
        follow(&bob, &alice).await;
        bob.post(format!("/api/v1/statuses/{}/reblog", id(&private))).await.error(404);
        assert_eq!(act(&alice, &private, "reblog").await["visibility"], "private");
    }

    async fn five_of_ones_own_can_be_pinned(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut last = Value::Null;
        for at in 0..6 {
            last = say(&alice, json!({ "status": format!("number {at}") })).await;
            if at < 5 {
                assert_eq!(act(&alice, &last, "pin").await["pinned"], true);
            }
        }
        let pin = |actor: &Actor, status: &Value| actor.post(format!("/api/v1/statuses/{}/pin", id(status)));
        assert_eq!(pin(&alice, &last).await.error(422), "Validation failed: You have already pinned the maximum number of posts");
        assert_eq!(pin(&bob, &last).await.error(422), "Validation failed: Someone else's post cannot be pinned");
        let direct = say(&alice, json!({ "status": "x", "visibility": "direct" })).await;
        pin(&alice, &direct).await.error(422);
    }

    async fn a_deleted_status_leaves_nothing_behind(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        follow(&bob, &alice).await;
        let start = say(&bob, json!({ "status": "start" })).await;
        let status = say(&alice, json!({ "status": "gone soon @bob #tag", "in_reply_to_id": start["id"] })).await;
        act(&bob, &status, "favourite").await;
        act(&bob, &status, "bookmark").await;
        let wrapper = act(&bob, &status, "reblog").await;
        let answer = say(&bob, json!({ "status": "answer", "in_reply_to_id": status["id"] })).await;
        let delete = |actor: &Actor, status: &Value| actor.delete(format!("/api/v1/statuses/{}", id(status)));
        delete(&bob, &status).await.error(404);
        let last = delete(&alice, &status).await.ok();
        assert_eq!((last["text"].as_str(), last.get("content")), (Some("gone soon @bob #tag"), None));
        delete(&alice, &status).await.error(404);
        for gone in [&status, &wrapper] {
            assert_eq!(status_code(&alice, gone).await, 404);
        }
        assert_eq!(read(&bob, &start).await["replies_count"], 0);
        let author = alice.get("/api/v1/accounts/verify_credentials").await.ok();
        assert_eq!(author["statuses_count"], 0);
        // start and answer
        assert_eq!(read(&bob, &start).await["account"]["statuses_count"], 2);
        for list in ["favourites", "bookmarks", "notifications", "timelines/tag/tag"] {
            assert_eq!(bob.get(format!("/api/v1/{list}")).await.rows().len(), 0, "{list}");
        }
        assert_eq!(home(&bob).await, [id(&answer), id(&start)]);
        // The thread keeps its shape around the hole.
        let thread = bob.get(format!("/api/v1/statuses/{}/context", id(&answer))).await.ok();
        assert_eq!(thread["ancestors"].as_array().unwrap().iter().map(id).collect::<Vec<_>>(), [id(&start)]);
    }

    async fn pictures_come_free_again_for_a_second_try(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let picture = upload(&alice).await;
        let taken = format!("Media {} not found or already attached to another post", id(&picture));
        let with = |actor: &Actor| actor.post("/api/v1/statuses").json(json!({ "media_ids": [picture["id"]] }));
        assert_eq!(with(&bob).await.error(422), taken);
        let status = with(&alice).await.ok();
        assert_eq!(status["content"], "");
        assert_eq!(status["media_attachments"][0]["description"], "a point");
        assert_eq!(with(&alice).await.error(422), taken);
        let delete = |status: Value, how: &str| alice.delete(format!("/api/v1/statuses/{}{how}", id(&status)));
        let last = delete(status, "").await.ok();
        assert_eq!(last["media_attachments"][0]["id"], picture["id"]);
        let again = with(&alice).await.ok();
        let file = again["media_attachments"][0]["url"].as_str().unwrap().replace("https://town.test", "");
        assert_eq!(town.anon().get(&file).await.status, 200);
        delete(again, "?delete_media=true").await.ok();
        assert_eq!(town.anon().get(&file).await.status, 404);
        with(&alice).await.error(422);
    }

    async fn bells_ring_for_new_statuses_and_not_for_answers(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).json(json!({ "notify": true })).await.ok();
        let first = say(&alice, json!({ "status": "news" })).await;
        let other = say(&bob, json!({ "status": "mine" })).await;
        say(&alice, json!({ "status": "re", "in_reply_to_id": other["id"] })).await;
        say(&alice, json!({ "status": "hi @bob" })).await;
        let told = bob.get("/api/v1/notifications").await.rows();
        let kinds: Vec<_> = told.iter().map(|one| one["type"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["mention", "status"]);
        assert_eq!(told[1]["status"]["id"], first["id"]);
    }
}
