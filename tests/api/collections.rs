//! Collections: who makes them, who stands in them, and by whose leave.

use howdah_tests::{Actor, Answer, both_engines};
use serde_json::{Value, json};

/// Agrees to be found, and so to stand in collections.
async fn willing(who: &Actor) {
    who.patch("/api/v1/accounts/update_credentials").json(json!({ "discoverable": true })).await.ok();
}

async fn make(who: &Actor, fields: Value) -> Value {
    who.post("/api/v1/collections").json(fields).await.ok()["collection"].clone()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

async fn show(who: &Actor, collection: &str) -> Value {
    who.get(format!("/api/v1/collections/{collection}")).await.ok()
}

fn people(answer: &Value) -> Vec<&str> {
    answer["accounts"].as_array().unwrap().iter().map(|one| one["acct"].as_str().unwrap()).collect()
}

#[track_caller]
fn refused(answer: &Answer, field: &str, code: &str, text: &str) {
    assert_eq!(answer.status.as_u16(), 422, "{}", answer.text());
    let error = &answer.json()["error"];
    assert_eq!(error["details"][field], json!([{ "error": code, "description": text }]), "{error}");
    assert!(error["error"].as_str().unwrap().starts_with("Validation failed: "), "{error}");
}

both_engines! {
    async fn a_collection_is_made_changed_and_deleted(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        willing(&bob).await;
        let made = alice.post("/api/v1/collections").form(&[("name", " Nice "), ("description", "a < b"), ("language", "en"),
            ("tag_name", "#TeaTime"), ("account_ids[]", &bob.id.to_string())]).await.ok()["collection"].clone();
        let made_id = id(&made);
        let now = "2026-01-01";
        assert!(made["created_at"].as_str().unwrap().len() > now.len());
        assert_eq!(made["account_id"], alice.id.to_string());
        assert_eq!(made["url"], format!("https://town.test/collections/{made_id}"));
        assert_eq!(made["uri"], format!("https://town.test/ap/{}/collections/{made_id}", alice.id));
        for (key, value) in [("name", json!("Nice")), ("description", json!("a &lt; b")), ("language", json!("en")), ("local", json!(true)),
            ("sensitive", json!(false)), ("discoverable", json!(true)), ("item_count", json!(1)),
            ("tag", json!({ "name": "TeaTime", "url": "https://town.test/tags/teatime" }))] {
            assert_eq!(made[key], value, "{key}");
        }
        assert_eq!(made["items"][0]["account_id"], bob.id.to_string());
        assert_eq!(made["items"][0]["state"], "accepted");
        let path = format!("/api/v1/collections/{made_id}");
        let shown = alice.get(&path).await.ok();
        assert_eq!(shown["collection"], made);
        assert_eq!(people(&shown), ["alice", "bob"]);
        let wish = json!({ "name": "Nicer", "language": null, "tag_name": "", "sensitive": true, "discoverable": "0" });
        let changed = alice.patch(&path).json(wish).await.ok()["collection"].clone();
        for (key, value) in [("name", json!("Nicer")), ("description", json!("a &lt; b")), ("language", Value::Null), ("tag", Value::Null),
            ("sensitive", json!(true)), ("discoverable", json!(false))] {
            assert_eq!(changed[key], value, "{key}");
        }
        assert_eq!(bob.patch(&path).json(json!({ "name": "Mine" })).await.error(403), "This action is not allowed");
        assert_eq!(bob.delete(&path).await.error(403), "This action is not allowed");
        assert_eq!(alice.delete(&path).await.ok(), json!({}));
        assert_eq!(alice.get(&path).await.error(404), "Record not found");
        assert!(bob.get("/api/v1/notifications").await.rows().is_empty(), "what is gone is not told of");
    }

    async fn what_is_wrong_is_said_by_field(town: Town) {
        let alice = town.user("alice").await;
        let call = async |fields: Value| alice.post("/api/v1/collections").json(fields).await;
        refused(&call(json!({})).await, "name", "ERR_BLANK", "can't be blank");
        refused(&call(json!({ "name": " " })).await, "name", "ERR_BLANK", "can't be blank");
        refused(&call(json!({ "name": "é".repeat(41) })).await, "name", "ERR_TOO_LONG", "is too long (maximum is 40 characters)");
        refused(&call(json!({ "name": "a", "description": "x".repeat(101) })).await, "description", "ERR_TOO_LONG",
            "is too long (maximum is 100 characters)");
        refused(&call(json!({ "name": "a", "language": "klingon" })).await, "language", "ERR_INVALID", "is invalid");
        refused(&call(json!({ "name": "a", "tag_name": "no tag" })).await, "tag_name", "ERR_INVALID", "is invalid");
        assert_eq!(call(json!({ "name": "a", "account_ids": ["7"] })).await.error(404), "Record not found");
        let many = call(json!({})).await.json()["error"]["error"].clone();
        assert_eq!(many, "Validation failed: Name can't be blank");
        let made = id(&make(&alice, json!({ "name": "é".repeat(40) })).await);
        refused(&alice.patch(format!("/api/v1/collections/{made}")).json(json!({ "name": "" })).await, "name", "ERR_BLANK", "can't be blank");
        assert_eq!(show(&alice, &made).await["collection"]["name"], "é".repeat(40));
        let limit = alice.get("/api/v1/accounts/verify_credentials").await.ok()["role"]["collection_limit"].clone();
        assert_eq!(limit, 10);
        for n in 1..10 {
            make(&alice, json!({ "name": format!("{n}") })).await;
        }
        refused(&call(json!({ "name": "too many" })).await, "base", "ERR_TOO_MANY", "You have reached the limit of 10 collections");
    }

    async fn only_the_willing_are_put_in(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let made = id(&make(&alice, json!({ "name": "Near" })).await);
        let path = format!("/api/v1/collections/{made}/items");
        let add = async |who: &Actor, whom: &Actor| who.post(&path).json(json!({ "account_id": whom.id.to_string() })).await;
        assert_eq!(alice.post(&path).await.error(422), "`account_id` parameter is missing");
        assert_eq!(add(&alice, &bob).await.error(422), "This account cannot be added to collections");
        let approval = async |who: &Actor| who.get(format!("/api/v1/accounts/{}", bob.id)).await.ok()["feature_approval"].clone();
        assert_eq!(approval(&alice).await, json!({ "automatic": [], "manual": [], "current_user": "denied" }));
        willing(&bob).await;
        assert_eq!(approval(&alice).await, json!({ "automatic": ["public"], "manual": [], "current_user": "automatic" }));
        assert_eq!(approval(&town.anon()).await, json!({ "automatic": ["public"], "manual": [], "current_user": "denied" }));
        assert_eq!(add(&carol, &bob).await.error(403), "This action is not allowed");
        let item = add(&alice, &bob).await.ok()["collection_item"].clone();
        assert_eq!((&item["account_id"], &item["state"]), (&json!(bob.id.to_string()), &json!("accepted")));
        assert_eq!(add(&alice, &bob).await.error(422), "Validation failed: Account has already been taken");
        assert_eq!(alice.post(&path).json(json!({ "account_id": "7" })).await.error(422), "This account cannot be added to collections");

        let told = bob.get("/api/v1/notifications").await.rows();
        assert_eq!(told.len(), 1);
        assert_eq!((&told[0]["type"], &told[0]["account"]["acct"]), (&json!("added_to_collection"), &json!("alice")));
        assert_eq!(told[0]["collection"]["id"], made);
        alice.patch(format!("/api/v1/collections/{made}")).json(json!({ "sensitive": true })).await.ok();
        alice.patch(format!("/api/v1/collections/{made}")).json(json!({ "description": "Better" })).await.ok();
        let told = bob.get("/api/v1/notifications?types[]=collection_update").await.rows();
        assert_eq!(told.len(), 1, "only name and description are news");
        assert_eq!(told[0]["collection"]["description"], "Better");

        let one = format!("{path}/{}", id(&item));
        assert_eq!(carol.delete(&one).await.error(403), "This action is not allowed");
        assert_eq!(carol.post(format!("{one}/revoke")).await.error(403), "This action is not allowed");
        let other = id(&make(&carol, json!({ "name": "Other" })).await);
        assert_eq!(carol.delete(format!("/api/v1/collections/{other}/items/{}", id(&item))).await.error(404), "Record not found");
        assert_eq!(bob.post(format!("{one}/revoke")).await.ok(), json!({}));
        assert_eq!(people(&show(&alice, &made).await), ["alice"]);
        assert_eq!(show(&alice, &made).await["collection"]["item_count"], 0);
        assert_eq!(add(&alice, &bob).await.error(422), "Validation failed: Account has already been taken");
        assert_eq!(alice.delete(&one).await.error(404), "Record not found");

        willing(&carol).await;
        let item = add(&alice, &carol).await.ok()["collection_item"].clone();
        assert_eq!(alice.delete(format!("{path}/{}", id(&item))).await.ok(), json!({}));
        add(&alice, &carol).await.ok();
    }

    async fn a_collection_holds_25(town: Town) {
        let alice = town.user("alice").await;
        let made = id(&make(&alice, json!({ "name": "Full" })).await);
        let path = format!("/api/v1/collections/{made}/items");
        let mut last = None;
        for n in 0..26 {
            let one = town.user(&format!("person{n}")).await;
            willing(&one).await;
            last = Some(alice.post(&path).json(json!({ "account_id": one.id.to_string() })).await);
        }
        assert_eq!(last.unwrap().error(422), "Validation failed: Collection items are too many, no more than 25 are allowed");
        assert_eq!(show(&alice, &made).await["collection"]["items"].as_array().unwrap().len(), 25);
    }

    async fn lists_are_counted_through(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        willing(&bob).await;
        for n in 0..3 {
            make(&alice, json!({ "name": format!("c{n}"), "account_ids": [bob.id.to_string()] })).await;
        }
        make(&alice, json!({ "name": "hidden", "discoverable": false })).await;
        let path = format!("/api/v1/accounts/{}/collections", alice.id);
        let names = |answer: &Answer| -> Vec<String> {
            answer.ok()["collections"].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names(&town.anon().get(&path).await), ["c2", "c1", "c0"]);
        assert_eq!(names(&alice.get(&path).await), ["hidden", "c2", "c1", "c0"]);
        let first = bob.get(format!("{path}?limit=2")).await;
        assert_eq!((names(&first), first.link("prev")), (vec!["c2".to_owned(), "c1".into()], None));
        let second = bob.get(first.link("next").unwrap()).await;
        assert_eq!((names(&second), second.link("next")), (vec!["c0".to_owned()], None));
        assert_eq!(second.link("prev"), Some(format!("{path}?limit=2&offset=0")));
        bob.get(format!("{path}?offset=-1")).await.error(400);
        let within = format!("/api/v1/accounts/{}/in_collections", bob.id);
        let mine = bob.get(format!("{within}?limit=1&offset=1")).await;
        assert_eq!(names(&mine), ["c1"]);
        assert!(mine.link("next").is_some() && mine.link("prev").is_some());
        assert_eq!(alice.get(&within).await.error(403), "This action is not allowed");
        town.anon().get(&within).await.error(401);
        let old = bob.get(format!("/api/v1_alpha/accounts/{}/collections", alice.id)).await;
        assert_eq!((names(&old).len(), old.header("deprecation")), (3, Some("@1781049600")));
        assert_eq!(bob.get(&path).await.header("deprecation"), None);
    }

    async fn blocks_part_them(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        for one in [&alice, &bob, &carol] {
            willing(one).await;
        }
        let near = json!({ "name": "Near", "account_ids": [bob.id.to_string(), carol.id.to_string()] });
        let made = id(&make(&alice, near).await);
        let theirs = id(&make(&bob, json!({ "name": "Theirs", "account_ids": [alice.id.to_string()] })).await);
        carol.post(format!("/api/v1/accounts/{}/block", bob.id)).await.ok();
        assert_eq!(people(&show(&carol, &made).await), ["alice", "carol"], "whom I block I do not see");
        assert_eq!(people(&show(&town.anon(), &made).await), ["alice", "bob", "carol"]);
        bob.post(format!("/api/v1/accounts/{}/block", alice.id)).await.ok();
        assert_eq!(people(&show(&alice, &made).await), ["alice", "carol"]);
        assert_eq!(alice.get(format!("/api/v1/collections/{theirs}")).await.error(403), "This action is not allowed");
        let list = alice.get(format!("/api/v1/accounts/{}/collections", bob.id)).await.ok();
        assert_eq!(list, json!({ "collections": [] }));
        assert_eq!(people(&show(&town.anon(), &theirs).await), ["bob"]);
        let add = json!({ "account_id": alice.id.to_string() });
        assert_eq!(bob.post(format!("/api/v1/collections/{theirs}/items")).json(add).await.error(422),
            "This account cannot be added to collections");
    }

    async fn a_status_speaks_of_collections(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let made = id(&make(&alice, json!({ "name": "Near" })).await);
        let text = format!("See https://town.test/collections/{made} and http://localhost:3000/collections/{made} \
            and https://town.test/collections/{made}/x and https://elsewhere.test/collections/{made}");
        let post = bob.post("/api/v1/statuses").json(json!({ "status": text })).await.ok();
        let named = post["tagged_collections"].as_array().unwrap();
        assert_eq!((named.len(), &named[0]["id"], &named[0]["name"]), (1, &json!(made), &json!("Near")));
        alice.patch(format!("/api/v1/collections/{made}")).json(json!({ "name": "Far" })).await.ok();
        let again = town.anon().get(format!("/api/v1/statuses/{}", id(&post))).await.ok();
        assert_eq!(again["tagged_collections"][0]["name"], "Far");
        alice.delete(format!("/api/v1/collections/{made}")).await.ok();
        let again = bob.get(format!("/api/v1/statuses/{}", id(&post))).await.ok();
        assert_eq!(again["tagged_collections"], json!([]));
    }

    async fn a_report_may_name_collections(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let (bad, own) = (id(&make(&alice, json!({ "name": "Bad" })).await), id(&make(&bob, json!({ "name": "Own" })).await));
        let report = json!({ "account_id": alice.id.to_string(), "collection_ids": [bad, own] });
        assert_eq!(bob.post("/api/v1/reports").json(report).await.ok()["collection_ids"], json!([bad]));
    }

    async fn a_page_of_collections_is_cheap(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        willing(&bob).await;
        let mut made = String::new();
        for n in 0..5 {
            made = id(&make(&alice, json!({ "name": format!("c{n}"), "account_ids": [bob.id.to_string()] })).await);
        }
        let post = json!({ "status": format!("https://town.test/collections/{made}") });
        alice.post("/api/v1/statuses").json(post).await.ok();
        for path in [format!("/api/v1/accounts/{}/collections", alice.id), format!("/api/v1/collections/{made}"),
            format!("/api/v1/accounts/{}/in_collections", bob.id), "/api/v1/notifications".into(), "/api/v2/notifications".into(),
            "/api/v1/timelines/public".into()] {
            let cold = town.another(|_| {}).await;
            let (answer, statements) = howdah_server::db::counted(std::future::IntoFuture::into_future(bob.at(&cold).get(&path))).await;
            answer.ok();
            assert!(statements <= 8, "{path}: {statements}");
        }
    }
}
