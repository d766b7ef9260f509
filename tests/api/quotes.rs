//! Quotes: who may quote whom, what everybody sees of it, and taking it back.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Socket, Town, both_engines};
use serde_json::{Value, json};

async fn write(who: &Actor, fields: Value) -> Value {
    who.post("/api/v1/statuses").json(fields).await.ok()
}

async fn quote(who: &Actor, what: &Value) -> Value {
    write(who, json!({ "status": "Look", "quoted_status_id": what["id"] })).await
}

fn id(status: &Value) -> &str {
    status["id"].as_str().unwrap()
}

async fn seen(who: &Actor, status: &Value) -> Value {
    who.get(format!("/api/v1/statuses/{}", id(status))).await.ok()
}

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn kinds(who: &Actor) -> Vec<(String, String)> {
    let told = who.get("/api/v1/notifications").await.rows();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    told.iter().map(|one| (text(&one["type"]), text(&one["status"]["id"]))).collect()
}

const NOT_THERE: &str = "The post you are trying to quote does not appear to exist.";
const REMOTE: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, url, created_at)
    VALUES (77, 'far', 'far', 'far.example', 'https://far.example/users/far', 'https://far.example/@far', 0)",
);
const REMOTE_STATUS: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, uri, url, local, visibility, content, quote_policy, created_at)
    VALUES (78, 77, 'https://far.example/users/far/78', 'https://far.example/@far/78', $1, 0, '<p>Far</p>', 'followers/public', 0)",
);

async fn far_status(town: &Town) {
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(REMOTE, &[]).await.unwrap();
    tx.run(REMOTE_STATUS, args![false]).await.unwrap();
    tx.commit().await.unwrap();
}

both_engines! {
    async fn a_quote_shows_what_it_quotes(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let first = write(&alice, json!({ "status": "First" })).await;
        assert_eq!(first["quote"], Value::Null);
        assert_eq!(first["quote_approval"], json!({ "automatic": ["public"], "manual": [], "current_user": "automatic" }));
        let second = quote(&bob, &first).await;
        assert_eq!(second["quote"]["state"], "accepted");
        let inner = &second["quote"]["quoted_status"];
        assert_eq!((&inner["id"], &inner["content"], &inner["quote"]), (&first["id"], &json!("<p>First</p>"), &Value::Null));
        assert_eq!(inner["favourited"], false);
        assert_eq!(
            second["content"],
            format!("<p class=\"quote-inline\">RE: <a href=\"https://town.test/@alice/{0}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">https://</span><span class=\"ellipsis\">town.test/@alice/{1}</span><span class=\"invisible\">{2}</span></a></p><p>Look</p>",
                id(&first), &id(&first)[..30 - "town.test/@alice/".len()], &id(&first)[30 - "town.test/@alice/".len()..])
        );
        assert_eq!(seen(&alice, &first).await["quotes_count"], 1);
        assert_eq!(kinds(&alice).await, [("quote".to_owned(), id(&second).to_owned())]);
        // A quote of a quote is told by its id only.
        let third = quote(&carol, &second).await;
        assert_eq!(third["quote"]["quoted_status"]["quote"], json!({ "state": "accepted", "quoted_status_id": first["id"] }));
        // Without words, and in lists, reblogs and on other pages just the same.
        let bare = write(&carol, json!({ "quoted_status_id": first["id"] })).await;
        assert_eq!(bare["quote"]["state"], "accepted");
        assert!(bare["content"].as_str().unwrap().starts_with("<p class=\"quote-inline\">"));
        follow(&alice, &bob).await;
        let again = carol.post(format!("/api/v1/statuses/{}/reblog", id(&second))).await.ok();
        assert_eq!((&again["quote"], &again["reblog"]["quote"]["quoted_status"]["id"]), (&Value::Null, &first["id"]));
        assert_eq!(again["quote_approval"], json!({ "automatic": [], "manual": [], "current_user": "denied" }));
        let anon = seen(&town.anon(), &third).await;
        assert_eq!(anon["quote"]["quoted_status"]["id"], second["id"]);
        assert_eq!((&anon["quote_approval"]["current_user"], &anon["favourited"]), (&json!("denied"), &Value::Null));
        // Who links to what they quote needs no second link.
        let linked = write(&bob, json!({ "status": format!("https://town.test/@alice/{} !", id(&first)), "quoted_status_id": first["id"] })).await;
        assert!(!linked["content"].as_str().unwrap().contains("quote-inline"));
        // A quote of a reblog quotes the original.
        let reblog = carol.post(format!("/api/v1/statuses/{}/reblog", id(&first))).await.ok();
        assert_eq!(quote(&bob, &reblog).await["quote"]["quoted_status"]["id"], first["id"]);
        assert_eq!(seen(&alice, &first).await["quotes_count"], 4);
        bob.delete(format!("/api/v1/statuses/{}", id(&linked))).await.ok();
        assert_eq!(seen(&alice, &first).await["quotes_count"], 3);
        // Quoting oneself is no news; three quotes stand, and one reblog.
        quote(&alice, &first).await;
        assert_eq!(kinds(&alice).await.len(), 4);
    }

    async fn the_policy_decides_who_may_quote(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        follow(&bob, &alice).await;
        let post = write(&alice, json!({ "status": "Friends only", "quote_approval_policy": "followers" })).await;
        for (who, expected) in [(&alice, "automatic"), (&bob, "automatic"), (&carol, "denied"), (&town.anon(), "denied")] {
            let approval = &seen(who, &post).await["quote_approval"];
            assert_eq!(approval, &json!({ "automatic": ["followers"], "manual": [], "current_user": expected }), "{}", who.name);
        }
        assert_eq!(quote(&bob, &post).await["quote"]["state"], "accepted");
        let refused = carol.post("/api/v1/statuses").json(json!({ "status": "x", "quoted_status_id": post["id"] })).await;
        assert_eq!(refused.error(404), NOT_THERE);
        assert!(carol.get(format!("/api/v1/accounts/{}/statuses", carol.id)).await.rows().is_empty());
        let path = format!("/api/v1/statuses/{}/interaction_policy", id(&post));
        let changed = alice.put(&path).json(json!({ "quote_approval_policy": "nobody" })).await.ok();
        assert_eq!(changed["quote_approval"], json!({ "automatic": [], "manual": [], "current_user": "automatic" }));
        assert_eq!(seen(&bob, &post).await["quote_approval"]["current_user"], "denied");
        assert_eq!(quote(&alice, &post).await["quote"]["state"], "accepted");
        assert_eq!(bob.post("/api/v1/statuses").json(json!({ "status": "x", "quoted_status_id": post["id"] })).await.error(404), NOT_THERE);
        alice.put(&path).form(&[("quote_approval_policy", "public")]).await.ok();
        assert_eq!(quote(&carol, &post).await["quote"]["state"], "accepted");
        assert_eq!(alice.put(&path).json(json!({ "quote_approval_policy": "friends" })).await.error(422), "Record invalid");
        assert_eq!(bob.put(&path).json(json!({ "quote_approval_policy": "nobody" })).await.error(403), "This action is not allowed");
        bob.put("/api/v1/statuses/7/interaction_policy").json(json!({})).await.error(404);
        assert_eq!(alice.post("/api/v1/statuses").json(json!({ "status": "x", "quote_approval_policy": "friends" })).await.error(422), "Record invalid");
        // The default is the member's own, and what is not for everybody is for nobody to quote.
        alice.patch("/api/v1/accounts/update_credentials").json(json!({ "source": { "quote_policy": "followers" } })).await.ok();
        assert_eq!(alice.get("/api/v1/preferences").await.ok()["posting:default:quote_policy"], "followers");
        let own = write(&alice, json!({ "status": "By default" })).await;
        assert_eq!(own["quote_approval"]["automatic"], json!(["followers"]));
        let private = write(&alice, json!({ "status": "Private", "visibility": "private", "quote_approval_policy": "public" })).await;
        assert_eq!(private["quote_approval"], json!({ "automatic": [], "manual": [], "current_user": "automatic" }));
        assert_eq!(alice.put(format!("/api/v1/statuses/{}/interaction_policy", id(&private))).json(json!({ "quote_approval_policy": "public" })).await.ok()["quote_approval"]["automatic"], json!([]));
        let direct = write(&alice, json!({ "status": "@bob psst", "visibility": "direct" })).await;
        assert_eq!(direct["quote_approval"]["current_user"], "denied");
        for (who, what) in [(&bob, &private), (&alice, &direct), (&bob, &direct)] {
            assert_eq!(who.post("/api/v1/statuses").json(json!({ "status": "x", "quoted_status_id": what["id"] })).await.error(404), NOT_THERE);
        }
        for nothing in [json!("7"), json!("no id"), json!("-1")] {
            assert_eq!(bob.post("/api/v1/statuses").json(json!({ "status": "x", "quoted_status_id": nothing })).await.error(404), NOT_THERE);
        }
    }

    async fn a_quote_reaches_no_further_than_what_it_quotes(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let private = write(&alice, json!({ "status": "Private", "visibility": "private" })).await;
        let quoting = quote(&alice, &private).await;
        assert_eq!((&quoting["visibility"], &quoting["quote"]["state"]), (&json!("private"), &json!("accepted")));
        let public = write(&alice, json!({ "status": "Public" })).await;
        let refused = bob.post("/api/v1/statuses").json(json!({ "status": "x", "visibility": "direct", "quoted_status_id": public["id"] })).await;
        assert_eq!(refused.error(422), "Validation failed: Cannot quote a non-mentioned user in a Private Mention post.");
        let told = write(&bob, json!({ "status": "@alice x", "visibility": "direct", "quoted_status_id": public["id"] })).await;
        assert_eq!(told["quote"]["state"], "accepted");
        // The quoted author may see a quote that was written for others; nobody else hears of it.
        let quiet = write(&bob, json!({ "status": "For my own", "visibility": "private", "quoted_status_id": public["id"] })).await;
        assert_eq!(seen(&alice, &quiet).await["quote"]["quoted_status"]["id"], public["id"]);
        assert_eq!(quiet["mentions"], json!([]));
        town.anon().get(format!("/api/v1/statuses/{}", id(&quiet))).await.error(404);
    }

    async fn a_quote_can_be_taken_back(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let post = write(&alice, json!({ "status": "Mine" })).await;
        let (mut quoting, other) = (quote(&bob, &post).await, quote(&carol, &post).await);
        let mut socket = Socket::connect(town.listen().await, &bob, "stream=user").await;
        socket.settle().await;
        let path = format!("/api/v1/statuses/{}/quotes", id(&post));
        let all = carol.get(&path).await.rows();
        assert_eq!(all.iter().map(id).collect::<Vec<_>>(), [id(&other), id(&quoting)]);
        let page = carol.get(format!("{path}?limit=1")).await;
        assert_eq!(carol.get(page.link("next").unwrap()).await.rows()[0]["id"], quoting["id"]);
        town.anon().get(&path).await.error(401);
        let revoke = format!("{path}/{}/revoke", id(&quoting));
        assert_eq!(bob.post(&revoke).await.error(403), "This action is not allowed");
        alice.post(format!("{path}/{}/revoke", id(&post))).await.error(404);
        alice.post(format!("/api/v1/statuses/{}/quotes/{}/revoke", id(&other), id(&quoting))).await.error(404);
        let revoked = alice.post(&revoke).await.ok();
        assert_eq!((&revoked["id"], &revoked["quote"]), (&quoting["id"], &json!({ "state": "revoked", "quoted_status": null })));
        let (event, payload) = socket.event().await;
        assert_eq!((event.as_str(), &payload["quote"]["state"]), ("status.update", &json!("revoked")));
        assert_eq!(alice.post(&revoke).await.ok()["quote"]["state"], "revoked");
        assert_eq!(seen(&bob, &quoting).await["quote"], json!({ "state": "revoked", "quoted_status": null }));
        assert_eq!(seen(&alice, &post).await["quotes_count"], 1);
        assert_eq!(alice.get(&path).await.rows().len(), 1);
        // To write it again one needs to know what it quoted.
        quoting = bob.delete(format!("/api/v1/statuses/{}", id(&quoting))).await.ok();
        assert_eq!((&quoting["quote"]["state"], &quoting["quote"]["quoted_status"]["id"]), (&json!("revoked"), &post["id"]));
        assert_eq!(seen(&alice, &post).await["quotes_count"], 1);
        alice.delete(format!("/api/v1/statuses/{}", id(&post))).await.ok();
        assert_eq!(seen(&carol, &other).await["quote"], json!({ "state": "deleted", "quoted_status": null }));
        carol.get(&path).await.error(404);
    }

    async fn an_edit_keeps_the_quote_and_is_told(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let post = write(&alice, json!({ "status": "Mine" })).await;
        let quoting = quote(&bob, &post).await;
        town.advance(60_000);
        let path = format!("/api/v1/statuses/{}", id(&post));
        alice.put(&path).json(json!({ "status": "Mine, still", "quote_approval_policy": "nobody" })).await.ok();
        town.app.run_jobs().await.unwrap();
        assert_eq!(kinds(&bob).await, [("quoted_update".to_owned(), id(&quoting).to_owned())]);
        let now = seen(&bob, &quoting).await;
        assert_eq!(now["quote"]["quoted_status"]["content"], "<p>Mine, still</p>");
        assert_eq!(now["quote"]["quoted_status"]["quote_approval"]["current_user"], "denied");
        let path = format!("/api/v1/statuses/{}", id(&quoting));
        let edited = bob.put(&path).json(json!({ "status": "" })).await.ok();
        assert_eq!(edited["quote"]["quoted_status"]["id"], post["id"]);
        assert!(edited["content"].as_str().unwrap().starts_with("<p class=\"quote-inline\">"));
        let planned = json!({ "status": "Later", "quoted_status_id": quoting["id"], "scheduled_at": "2026-01-02T12:00:00Z" });
        let planned = alice.post("/api/v1/statuses").json(planned).await.ok();
        assert_eq!((&planned["params"]["quoted_status_id"], &planned["params"]["quote_approval_policy"]), (&quoting["id"], &Value::Null));
        town.advance(48 * 3_600_000);
        town.app.run_jobs().await.unwrap();
        let latest = alice.get(format!("/api/v1/accounts/{}/statuses", alice.id)).await.rows().remove(0);
        assert_eq!((&latest["content"].as_str().unwrap().contains("Later"), &latest["quote"]["quoted_status"]["id"]), (&true, &quoting["id"]));
    }

    async fn what_a_quote_shows_depends_on_who_looks(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        far_status(&town).await;
        let post = write(&alice, json!({ "status": "Mine" })).await;
        let quoting = quote(&bob, &post).await;
        let outer = quote(&bob, &quoting).await;
        let state = async |who: &Actor| {
            let (quote, nested) = (seen(who, &quoting).await["quote"].take(), seen(who, &outer).await["quote"]["quoted_status"]["quote"].take());
            assert_eq!(quote["state"], nested["state"]);
            let (whole, named) = (quote["quoted_status"]["id"].clone(), nested["quoted_status_id"].clone());
            assert_eq!(whole, named);
            (quote["state"].as_str().unwrap().to_owned(), !whole.is_null())
        };
        assert_eq!(state(&carol).await, ("accepted".to_owned(), true));
        carol.post(format!("/api/v1/accounts/{}/mute", alice.id)).await.ok();
        assert_eq!(state(&carol).await, ("muted_account".to_owned(), true));
        assert_eq!(state(&bob).await, ("accepted".to_owned(), true));
        carol.post(format!("/api/v1/accounts/{}/block", alice.id)).await.ok();
        assert_eq!(state(&carol).await, ("blocked_account".to_owned(), true));
        carol.post(format!("/api/v1/accounts/{}/unblock", alice.id)).await.ok();
        carol.post(format!("/api/v1/accounts/{}/unmute", alice.id)).await.ok();
        alice.post(format!("/api/v1/accounts/{}/block", carol.id)).await.ok();
        assert_eq!(state(&carol).await, ("unauthorized".to_owned(), false));
        assert_eq!(state(&town.anon()).await, ("accepted".to_owned(), true));
        // Other servers decide themselves: until they have, only the quote knows what it quotes.
        let far = json!({ "id": "78" });
        assert_eq!(seen(&bob, &far).await["quote_approval"], json!({ "automatic": ["followers"], "manual": ["public"], "current_user": "manual" }));
        let waiting = quote(&bob, &far).await;
        assert_eq!(waiting["quote"], json!({ "state": "pending", "quoted_status": null }));
        assert!(waiting["content"].as_str().unwrap().contains("href=\"https://far.example/@far/78\""));
        assert_eq!(seen(&bob, &far).await["quotes_count"], 0);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(Sql::same("UPDATE statuses SET quote_state = 'accepted' WHERE quote_of_id = 78"), &[]).await.unwrap();
        tx.commit().await.unwrap();
        carol.post("/api/v1/domain_blocks").json(json!({ "domain": "far.example" })).await.ok();
        assert_eq!(seen(&carol, &waiting).await["quote"]["state"], "blocked_domain");
        assert_eq!(seen(&carol, &waiting).await["quote"]["quoted_status"]["id"], "78");
    }
}
