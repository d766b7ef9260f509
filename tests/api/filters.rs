//! Filters of both versions, and what they find: in every list of statuses, inside reblogs, and live.

use howdah_server::db::counted;
use howdah_server::time::HOUR;
use howdah_tests::{Actor, Socket, both_engines};
use serde_json::{Value, json};
use std::future::IntoFuture as _;

const V2: &str = "/api/v2/filters";
const V1: &str = "/api/v1/filters";
const SHARED: &str = "These parameters cannot be changed from this application because they apply to more than one filter keyword. Use a more recent application or the web interface.";

fn id(value: &Value) -> String {
    value["id"].as_str().expect("an id").to_owned()
}

async fn say(who: &Actor, text: &str) -> String {
    id(&who.post("/api/v1/statuses").json(json!({ "status": text })).await.ok())
}

async fn filter(who: &Actor, title: &str, words: &[&str]) -> Value {
    let words: Vec<Value> = words.iter().map(|word| json!({ "keyword": word, "whole_word": true })).collect();
    let body =
        json!({ "title": title, "context": ["home", "public"], "filter_action": "hide", "keywords_attributes": words });
    who.post(V2).json(body).await.ok()
}

/// (title, words, statuses) of each FilterResult.
fn results(status: &Value) -> Vec<(Value, Value, Value)> {
    let filtered = status["filtered"].as_array().expect("filtered");
    filtered
        .iter()
        .map(|one| (one["filter"]["title"].clone(), one["keyword_matches"].clone(), one["status_matches"].clone()))
        .collect()
}

both_engines! {
    async fn a_filter_is_made_changed_and_deleted(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let form = [("title", "test"), ("context[]", "public"), ("keywords_attributes[][keyword]", "foo"),
            ("keywords_attributes[][whole_word]", "false"), ("keywords_attributes[][keyword]", "bar"),
            ("keywords_attributes[][whole_word]", "true")];
        let made = alice.post(V2).form(&form).await.ok();
        let (filter, one, two) = (id(&made), id(&made["keywords"][0]), id(&made["keywords"][1]));
        assert_eq!(made, json!({
            "id": filter, "title": "test", "context": ["public"], "expires_at": null, "filter_action": "warn",
            "keywords": [{ "id": one, "keyword": "foo", "whole_word": false }, { "id": two, "keyword": "bar", "whole_word": true }],
            "statuses": [],
        }));
        let path = format!("{V2}/{filter}");
        assert_eq!(alice.get(&path).await.ok(), made);
        assert_eq!(alice.get(V2).await.rows(), std::slice::from_ref(&made));
        let form = [("keywords_attributes[][id]", one.as_str()), ("keywords_attributes[][_destroy]", "true"),
            ("keywords_attributes[][id]", &two), ("keywords_attributes[][keyword]", "baz")];
        let changed = alice.put(&path).form(&form).await.ok();
        assert_eq!(changed["keywords"], json!([{ "id": two, "keyword": "baz", "whole_word": true }]));
        let change = json!({ "title": "new", "context": ["home", "thread"], "filter_action": "blur", "expires_in": 3600,
            "keywords_attributes": [{ "keyword": "more" }, { "keyword": "" }] });
        let changed = alice.put(&path).json(change).await.ok();
        assert_eq!((&changed["title"], &changed["context"], &changed["filter_action"]),
            (&json!("new"), &json!(["home", "thread"]), &json!("blur")));
        assert_eq!(changed["expires_at"], "2026-01-01T13:00:00.000Z");
        assert_eq!(changed["keywords"].as_array().unwrap().len(), 2);
        assert_eq!(changed["keywords"][1]["whole_word"], true, "whole words unless it is said otherwise");
        assert_eq!(alice.put(&path).json(json!({ "expires_in": null })).await.ok()["expires_at"], Value::Null);
        assert!(bob.get(V2).await.rows().is_empty());
        for answer in [bob.get(&path).await, bob.put(&path).json(json!({ "title": "x" })).await, bob.delete(&path).await,
            bob.get(format!("{path}/keywords")).await, bob.get(format!("{path}/statuses")).await,
            bob.post(format!("{path}/keywords")).json(json!({ "keyword": "x" })).await,
            bob.get(format!("{V2}/keywords/{two}")).await, bob.delete(format!("{V2}/keywords/{two}")).await,
            bob.get(format!("{V1}/{two}")).await, bob.put(format!("{V1}/{two}")).json(json!({ "phrase": "x" })).await] {
            assert_eq!(answer.error(404), "Record not found");
        }
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        alice.get(&path).await.error(404);
        alice.get(format!("{V2}/keywords/{two}")).await.error(404);
    }

    async fn what_is_no_filter_is_refused(town: Town) {
        let alice = town.user("alice").await;
        let bad = |body: Value| { let alice = alice.clone(); async move { alice.post(V2).json(body).await.error(422) } };
        assert_eq!(bad(json!({})).await,
            "Validation failed: Title can't be blank, Context can't be blank, Context None or invalid context supplied");
        assert_eq!(bad(json!({ "title": "t", "context": ["home", "moon"] })).await,
            "Validation failed: Context None or invalid context supplied");
        assert_eq!(bad(json!({ "title": "t", "context": ["home"], "filter_action": "burn" })).await,
            "Validation failed: Action is not included in the list");
        assert_eq!(bad(json!({ "title": "t".repeat(257), "context": ["home"] })).await,
            "Validation failed: Title is too long (maximum is 256 characters)");
        assert_eq!(bad(json!({ "title": "t", "context": ["home"], "keywords_attributes": [{ "keyword": " ", "whole_word": true }] })).await,
            "Validation failed: Keywords keyword can't be blank");
        assert_eq!(bad(json!({ "title": "t", "context": ["home"], "expires_in": i64::MAX })).await,
            "Validation failed: Expires at is invalid");
        alice.post(V2).json(json!({ "title": "t", "context": ["home"], "expires_in": "soon" })).await.error(400);
        let known = json!({ "title": "t", "context": ["home"], "keywords_attributes": [{ "id": "7", "keyword": "x" }] });
        assert_eq!(alice.post(V2).json(known).await.error(404), "Record not found");
        assert!(alice.get(V2).await.rows().is_empty(), "what is refused leaves nothing");
        let made = filter(&alice, "Tea", &["tea"]).await;
        let path = format!("{V2}/{}", id(&made));
        let change = json!({ "title": "Other", "keywords_attributes": [{ "keyword": "new" }, { "id": "7", "keyword": "x" }] });
        alice.put(&path).json(change).await.error(404);
        assert_eq!(alice.get(&path).await.ok(), made, "nothing of a refused change stays");
        assert_eq!(alice.put(&path).json(json!({ "context": [] })).await.error(422),
            "Validation failed: Context can't be blank, Context None or invalid context supplied");
        let words = format!("{path}/keywords");
        assert_eq!(alice.post(&words).json(json!({})).await.error(422), "Validation failed: Keyword can't be blank");
        assert_eq!(alice.post(&words).json(json!({ "keyword": "x".repeat(513) })).await.error(422),
            "Validation failed: Keyword is too long (maximum is 512 characters)");
        let statuses = format!("{path}/statuses");
        assert_eq!(alice.post(&statuses).json(json!({ "status_id": "7" })).await.error(422), "Validation failed: Status must exist");
        assert_eq!(alice.post(V1).json(json!({ "context": ["home"] })).await.error(422), "Validation failed: Phrase can't be blank");
        assert_eq!(alice.post(V1).json(json!({ "phrase": "x" })).await.error(422),
            "Validation failed: Context can't be blank, Context None or invalid context supplied");
    }

    async fn words_and_statuses_of_a_filter(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let made = filter(&alice, "Tea", &[]).await;
        let path = format!("{V2}/{}", id(&made));
        let word = alice.post(format!("{path}/keywords")).form(&[("keyword", "some"), ("whole_word", "false")]).await.ok();
        assert_eq!(word, json!({ "id": id(&word), "keyword": "some", "whole_word": false }));
        assert_eq!(alice.get(format!("{path}/keywords")).await.rows(), std::slice::from_ref(&word));
        let at = format!("{V2}/keywords/{}", id(&word));
        assert_eq!(alice.get(&at).await.ok(), word);
        assert_eq!(alice.put(&at).json(json!({ "keyword": "" })).await.error(422), "Validation failed: Keyword can't be blank");
        let changed = alice.put(&at).json(json!({ "keyword": "other" })).await.ok();
        assert_eq!(changed, json!({ "id": id(&word), "keyword": "other", "whole_word": false }));
        assert_eq!(alice.delete(&at).await.ok(), json!({}));
        alice.get(&at).await.error(404);
        let post = say(&bob, "Anything").await;
        let kept = alice.post(format!("{path}/statuses")).json(json!({ "status_id": post })).await.ok();
        assert_eq!(kept, json!({ "id": id(&kept), "status_id": post }));
        let twice = alice.post(format!("{path}/statuses")).json(json!({ "status_id": post })).await;
        assert_eq!(twice.error(422), "Validation failed: Status has already been taken");
        assert_eq!(alice.get(format!("{path}/statuses")).await.rows(), std::slice::from_ref(&kept));
        assert_eq!(alice.get(&path).await.ok()["statuses"], json!([kept]));
        let at = format!("{V2}/statuses/{}", id(&kept));
        assert_eq!(alice.get(&at).await.ok(), kept);
        bob.get(&at).await.error(404);
        let seen = alice.get(format!("/api/v1/statuses/{post}")).await.ok();
        assert_eq!(results(&seen), [(json!("Tea"), Value::Null, json!([post]))]);
        assert_eq!(alice.delete(&at).await.ok(), json!({}));
        alice.get(&at).await.error(404);
        assert_eq!(alice.get(format!("/api/v1/statuses/{post}")).await.ok()["filtered"], json!([]));
    }

    async fn the_first_version_sees_one_word_each(town: Town) {
        let alice = town.user("alice").await;
        let form = [("phrase", "tea"), ("context[]", "home"), ("context[]", "notifications"), ("irreversible", "true"), ("expires_in", "60")];
        let made = alice.post(V1).form(&form).await.ok();
        let word = id(&made);
        assert_eq!(made, json!({ "id": word, "phrase": "tea", "context": ["home", "notifications"],
            "expires_at": "2026-01-01T12:01:00.000Z", "irreversible": true, "whole_word": false }));
        assert_eq!(alice.get(V1).await.rows(), std::slice::from_ref(&made));
        assert_eq!(alice.get(format!("{V1}/{word}")).await.ok(), made);
        let whole = &alice.get(V2).await.rows()[0];
        assert_eq!((&whole["title"], &whole["filter_action"]), (&json!("tea"), &json!("hide")));
        assert_eq!(whole["keywords"], json!([{ "id": word, "keyword": "tea", "whole_word": false }]));
        let change = json!({ "phrase": "coffee", "context": ["public"], "irreversible": false, "whole_word": true, "expires_in": "" });
        let changed = alice.put(format!("{V1}/{word}")).json(change).await.ok();
        assert_eq!(changed, json!({ "id": word, "phrase": "coffee", "context": ["public"], "expires_at": null,
            "irreversible": false, "whole_word": true }));
        assert_eq!(alice.get(V2).await.rows()[0]["title"], "coffee");
        // A second word: what both share cannot be changed from here.
        let path = format!("{V2}/{}", id(whole));
        alice.post(format!("{path}/keywords")).json(json!({ "keyword": "cake" })).await.ok();
        assert_eq!(alice.get(V1).await.rows().len(), 2);
        for shared in [json!({ "context": ["home"] }), json!({ "irreversible": true }), json!({ "expires_in": 60 })] {
            assert_eq!(alice.put(format!("{V1}/{word}")).json(shared).await.error(422), SHARED);
        }
        let same = json!({ "phrase": "mate", "context": ["public"], "whole_word": false });
        assert_eq!(alice.put(format!("{V1}/{word}")).json(same).await.ok()["phrase"], "mate");
        assert_eq!(alice.delete(format!("{V1}/{word}")).await.ok(), json!({}));
        assert_eq!(alice.get(&path).await.ok()["keywords"].as_array().unwrap().len(), 1, "only the word went");
    }

    async fn every_list_says_what_was_found(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        alice.post(format!("/api/v1/accounts/{}/follow", carol.id)).await.ok();
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "@alice a TEA for #two", "spoiler_text": "drinks" })).await.ok();
        let post = id(&post);
        let mine = id(&alice.post("/api/v1/statuses").json(json!({ "status": "Yes", "in_reply_to_id": post })).await.ok());
        carol.post(format!("/api/v1/statuses/{post}/reblog")).await.ok();
        alice.post(format!("/api/v1/statuses/{post}/favourite")).await.ok();
        alice.post(format!("/api/v1/statuses/{post}/bookmark")).await.ok();
        let empty = alice.get(format!("/api/v1/statuses/{post}")).await.ok();
        assert_eq!(empty["filtered"], json!([]));
        let made = filter(&alice, "Tea", &["cake", "tea"]).await;
        filter(&alice, "Warnings", &["Drinks"]).await;
        let wanted = [(json!("Tea"), json!(["TEA"]), Value::Null), (json!("Warnings"), json!(["drinks"]), Value::Null)];
        let one = alice.get(format!("/api/v1/statuses/{post}")).await.ok();
        assert_eq!(results(&one), wanted);
        let short = json!({ "id": made["id"], "title": "Tea", "context": ["home", "public"], "expires_at": null, "filter_action": "hide" });
        assert_eq!(one["filtered"][0]["filter"], short);
        let lists = ["/api/v1/timelines/home".to_owned(), "/api/v1/timelines/public".into(), "/api/v1/timelines/tag/two".into(),
            format!("/api/v1/accounts/{}/statuses", bob.id), "/api/v1/favourites".into(), "/api/v1/bookmarks".into(),
            format!("/api/v1/statuses?id[]={post}")];
        for list in &lists {
            let rows = alice.get(list).await.rows();
            let row = rows.iter().find(|row| row["id"] == json!(post)).unwrap_or_else(|| panic!("{list} shows it"));
            assert_eq!(results(row), wanted, "{list}");
        }
        let theirs = alice.get(format!("/api/v1/accounts/{}/statuses", carol.id)).await.rows();
        let shared = theirs.iter().find(|row| row["reblog"].is_object()).expect("a reblog");
        assert_eq!(results(shared), wanted, "a reblog");
        assert_eq!(results(&shared["reblog"]), wanted, "in a reblog");
        let thread = alice.get(format!("/api/v1/statuses/{mine}/context")).await.ok();
        assert_eq!(results(&thread["ancestors"][0]), wanted, "in a thread");
        let told = alice.get("/api/v1/notifications?types[]=mention").await.rows();
        assert_eq!(results(&told[0]["status"]), wanted, "in a notification");
        let told = alice.get("/api/v2/notifications?types[]=mention").await.ok();
        assert_eq!(results(&told["statuses"][0]), wanted, "in a group of notifications");
        let poll = json!({ "status": "Which?", "poll": { "options": ["Water", "Green tea"], "expires_in": 3600 } });
        let poll = id(&bob.post("/api/v1/statuses").json(poll).await.ok());
        let asked = alice.get(format!("/api/v1/statuses/{poll}")).await.ok();
        assert_eq!(results(&asked), [(json!("Tea"), json!(["tea"]), Value::Null)], "in a poll");
        assert_eq!(bob.get(format!("/api/v1/statuses/{post}")).await.ok()["filtered"], json!([]), "filters are one's own");
        let nobody = town.anon().get(format!("/api/v1/statuses/{post}")).await.ok();
        assert!(nobody.get("filtered").is_none());
    }

    async fn filters_end_and_are_forgotten_everywhere(town: Town) {
        let other = town.another(|_| {}).await;
        let mut events = other.app.events.subscribe();
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let post = format!("/api/v1/statuses/{}", say(&bob, "a cup of tea").await);
        let made = filter(&alice, "Tea", &["tea"]).await;
        let path = format!("{V2}/{}", id(&made));
        let hear = async |events: &mut tokio::sync::broadcast::Receiver<_>| {
            let wanted = howdah_server::bus::Event::Filters { account: alice.id };
            loop {
                let event: std::sync::Arc<howdah_server::bus::Event> = events.recv().await.unwrap();
                if *event == wanted { return; }
            }
        };
        hear(&mut events).await;
        let there = alice.at(&other);
        assert_eq!(results(&there.get(&post).await.ok()).len(), 1);
        alice.put(&path).json(json!({ "keywords_attributes": [{ "id": made["keywords"][0]["id"], "keyword": "mate" }] })).await.ok();
        assert_eq!(alice.get(&post).await.ok()["filtered"], json!([]));
        hear(&mut events).await;
        assert_eq!(there.get(&post).await.ok()["filtered"], json!([]));
        alice.put(&path).json(json!({ "expires_in": 3600, "keywords_attributes": [{ "keyword": "cup" }] })).await.ok();
        assert_eq!(results(&alice.get(&post).await.ok()).len(), 1);
        town.advance(HOUR);
        assert_eq!(alice.get(&post).await.ok()["filtered"], json!([]), "its time is over");
        assert_eq!(alice.get(V2).await.rows().len(), 1, "and it is still listed");
    }

    async fn filters_cost_one_statement_once(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut page = "/api/v1/statuses?".to_owned();
        for n in 0..10 {
            page.push_str(&format!("&id[]={}", say(&bob, &format!("number {n}")).await));
        }
        // A page that is never answered from memory.
        let ask = async || {
            let (answer, statements) = counted(alice.get(&page).into_future()).await;
            assert_eq!(answer.rows().len(), 10);
            statements
        };
        ask().await;
        let without = ask().await;
        filter(&alice, "Numbers", &["number"]).await;
        assert_eq!(ask().await, without + 1, "compiled once");
        assert_eq!(ask().await, without, "and kept");
    }

    async fn streams_carry_what_was_found(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let address = town.listen().await;
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        let mut mine = Socket::connect(address, &alice, "stream=user").await;
        let mut theirs = Socket::connect(address, &carol, "stream=public").await;
        mine.settle().await;
        theirs.settle().await;
        filter(&alice, "Tea", &["tea"]).await;
        let frame = mine.next().await;
        assert_eq!(frame["event"], "filters_changed");
        assert!(frame.get("payload").is_none(), "{frame}");
        say(&bob, "a cup of tea").await;
        let (event, status) = mine.event().await;
        assert_eq!(event, "update");
        assert_eq!(results(&status), [(json!("Tea"), json!(["tea"]), Value::Null)]);
        let (_, status) = theirs.event().await;
        assert_eq!((&status["filtered"], &status["favourited"]), (&json!([]), &json!(false)));
        bob.post("/api/v1/statuses").json(json!({ "status": "@alice tea?" })).await.ok();
        loop {
            let (event, payload) = mine.event().await;
            if event == "notification" {
                assert_eq!(results(&payload["status"]).len(), 1);
                break;
            }
        }
    }
}
