//! Following, asking, blocking, muting, noting; and the lists of all that.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const LOCK: Sql = Sql::same("UPDATE accounts SET locked = $2 WHERE id = $1");
const HIDE: Sql = Sql::same("UPDATE accounts SET hide_collections = $2 WHERE id = $1");
const HOME: Sql = Sql::same("SELECT count(*) FROM home_feed WHERE account_id = $1");
const STATUS: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, local, visibility, text, content, created_at) VALUES ($1, $2, $3, $4, $5, $5, $6)",
);
const REBLOG: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, local, visibility, reblog_of_id, created_at) VALUES ($1, $2, $3, 0, $4, $5)",
);

async fn set(town: &Town, sql: Sql, id: i64, flag: bool) {
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(sql, args![id, flag]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn post(author: &Actor, visibility: i64) -> i64 {
    let app = &author.town.app;
    let id = app.ids.next();
    let mut tx = app.db.write().await.unwrap();
    tx.run(STATUS, args![id, author.id, true, visibility, "Hello", app.clock.now()]).await.unwrap();
    tx.commit().await.unwrap();
    id
}

async fn reblog(by: &Actor, status: i64) {
    let app = &by.town.app;
    let mut tx = app.db.write().await.unwrap();
    tx.run(REBLOG, args![app.ids.next(), by.id, true, status, app.clock.now()]).await.unwrap();
    tx.commit().await.unwrap();
}

async fn home(town: &Town, id: i64) -> i64 {
    town.app.db.read().await.unwrap().one(HOME, args![id]).await.unwrap()
}

async fn act(who: &Actor, whom: &Actor, verb: &str) -> Value {
    who.post(format!("/api/v1/accounts/{}/{verb}", whom.id)).await.ok()
}

async fn counts(who: &Actor) -> (i64, i64) {
    let account = who.get(format!("/api/v1/accounts/{}", who.id)).await.ok();
    (account["followers_count"].as_i64().unwrap(), account["following_count"].as_i64().unwrap())
}

both_engines! {
    async fn a_relationship_has_every_key(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let rows = alice.get(format!("/api/v1/accounts/relationships?id[]={}&id[]=7&id[]=x", bob.id)).await.rows();
        assert_eq!(rows, [json!({
            "id": bob.id.to_string(), "following": false, "showing_reblogs": false, "notifying": false, "languages": null,
            "followed_by": false, "blocking": false, "blocked_by": false, "muting": false, "muting_notifications": false,
            "muting_expires_at": null, "requested": false, "requested_by": false, "domain_blocking": false, "endorsed": false,
            "note": "",
        })]);
    }

    async fn following_counts_once_and_again_changes_the_options(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let now = act(&alice, &bob, "follow").await;
        assert_eq!((&now["following"], &now["showing_reblogs"], &now["notifying"]), (&json!(true), &json!(true), &json!(false)));
        let path = format!("/api/v1/accounts/{}/follow", bob.id);
        let now = alice.post(&path).form(&[("reblogs", "false"), ("notify", "1"), ("languages[]", "de")]).await.ok();
        assert_eq!((&now["showing_reblogs"], &now["notifying"], &now["languages"]), (&json!(false), &json!(true), &json!(["de"])));
        let now = act(&alice, &bob, "follow").await;
        assert_eq!(now["languages"], json!(["de"]), "what is not given stays");
        assert_eq!((counts(&alice).await, counts(&bob).await), ((0, 1), (1, 0)));
        assert_eq!(act(&bob, &alice, "unmute").await["followed_by"], json!(true));
        assert_eq!(act(&alice, &bob, "unfollow").await["following"], json!(false));
        act(&alice, &bob, "unfollow").await;
        assert_eq!((counts(&alice).await, counts(&bob).await), ((0, 0), (0, 0)));
    }

    async fn nobody_follows_themselves_or_nobody(town: Town) {
        let alice = town.user("alice").await;
        alice.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.error(403);
        alice.post("/api/v1/accounts/7/follow").await.error(404);
        alice.post("/api/v1/accounts/nobody/follow").await.error(404);
        alice.post("/api/v1/accounts/7/block").await.error(404);
    }

    async fn a_locked_account_is_asked(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        set(&town, LOCK, bob.id, true).await;
        assert_eq!(act(&alice, &bob, "follow").await["requested"], json!(true));
        act(&carol, &bob, "follow").await;
        let asked = bob.get("/api/v1/follow_requests?limit=1").await;
        assert_eq!(asked.rows()[0]["acct"], "carol");
        let next = bob.get(asked.link("next").unwrap()).await;
        assert_eq!(next.rows()[0]["acct"], "alice");
        assert_eq!(bob.get("/api/v1/notifications").await.rows()[0]["type"], "follow_request");
        let now = bob.post(format!("/api/v1/follow_requests/{}/authorize", alice.id)).await.ok();
        assert_eq!((&now["followed_by"], &now["requested_by"]), (&json!(true), &json!(false)));
        bob.post(format!("/api/v1/follow_requests/{}/reject", carol.id)).await.ok();
        bob.post(format!("/api/v1/follow_requests/{}/reject", carol.id)).await.error(404);
        assert_eq!(counts(&bob).await, (1, 0));
        assert_eq!(bob.get("/api/v1/notifications").await.rows().len(), 1, "the answered requests are gone");
    }

    async fn the_limited_have_to_ask(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        mira.post(format!("/api/v1/admin/accounts/{}/action", alice.id)).form(&[("type", "silence")]).await.ok();
        let now = act(&alice, &bob, "follow").await;
        assert_eq!((&now["following"], &now["requested"]), (&json!(false), &json!(true)));
        assert!(bob.get("/api/v1/notifications").await.rows().is_empty());
        assert_eq!(bob.get("/api/v1/notifications?include_filtered=true").await.rows().len(), 1);
    }

    async fn a_request_can_be_withdrawn(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        set(&town, LOCK, bob.id, true).await;
        act(&alice, &bob, "follow").await;
        assert_eq!(act(&alice, &bob, "unfollow").await["requested"], json!(false));
        assert!(bob.get("/api/v1/follow_requests").await.rows().is_empty());
        assert!(bob.get("/api/v1/notifications").await.rows().is_empty());
    }

    async fn the_home_feed_follows(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let hers = post(&carol, 0).await;
        post(&bob, 0).await;
        post(&bob, 3).await;
        reblog(&bob, hers).await;
        act(&alice, &bob, "follow").await;
        assert_eq!(home(&town, alice.id).await, 2, "a direct post is not handed on");
        act(&alice, &carol, "follow").await;
        assert_eq!(home(&town, alice.id).await, 3);
        act(&alice, &carol, "block").await;
        assert_eq!(home(&town, alice.id).await, 1, "what others reblogged of the blocked goes too");
        act(&alice, &bob, "unfollow").await;
        assert_eq!(home(&town, alice.id).await, 0);
    }

    async fn a_block_ends_what_was(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        act(&alice, &bob, "follow").await;
        act(&bob, &alice, "follow").await;
        let now = act(&alice, &bob, "block").await;
        assert_eq!((&now["blocking"], &now["following"], &now["followed_by"]), (&json!(true), &json!(false), &json!(false)));
        assert_eq!((counts(&alice).await, counts(&bob).await), ((0, 0), (0, 0)));
        assert!(alice.get("/api/v1/notifications").await.rows().is_empty());
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.error(403);
        assert_eq!(alice.get("/api/v1/blocks").await.rows()[0]["acct"], "bob");
        assert_eq!(act(&alice, &bob, "unblock").await["blocking"], json!(false));
        assert!(alice.get("/api/v1/blocks").await.rows().is_empty());
    }

    async fn mutes_end_in_time(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let path = format!("/api/v1/accounts/{}/mute", bob.id);
        let now = alice.post(&path).json(json!({ "duration": 60, "notifications": false })).await.ok();
        assert_eq!((&now["muting"], &now["muting_notifications"]), (&json!(true), &json!(false)));
        let muted = alice.get("/api/v1/mutes").await.rows();
        assert_eq!(muted[0]["mute_expires_at"], now["muting_expires_at"]);
        bob.post("/api/v1/statuses").form(&[("status", "Am I heard?")]).await.ok();
        let heard = async || alice.get("/api/v1/timelines/public").await.rows().len();
        town.advance(59_000);
        town.app.run_jobs().await.unwrap();
        assert_eq!(heard().await, 0);
        town.advance(2_000);
        assert!(alice.get("/api/v1/mutes").await.rows().is_empty());
        // The job that was written with the mute lifts it; no round of cleaning is waited for.
        town.app.run_jobs().await.unwrap();
        assert_eq!(heard().await, 1);
        assert_eq!(act(&alice, &bob, "unmute").await["muting"], json!(false));
        act(&alice, &bob, "mute").await;
        assert_eq!(alice.get("/api/v1/mutes").await.rows()[0]["mute_expires_at"], json!(null));
    }

    async fn domains_of_one_moment_are_all_listed(town: Town) {
        let alice = town.user("alice").await;
        for name in ["a", "b", "c"] {
            alice.post("/api/v1/domain_blocks").form(&[("domain", &format!("{name}.example"))]).await.ok();
        }
        let mut seen = Vec::new();
        let mut page = Some("/api/v1/domain_blocks?limit=1".to_owned());
        while let Some(path) = page {
            let answer = alice.get(path).await;
            seen.extend(answer.rows().iter().map(|domain| domain.as_str().unwrap().to_owned()));
            page = answer.link("next");
        }
        assert_eq!(seen, ["c.example", "b.example", "a.example"]);
    }

    async fn notes_are_private_words(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let path = format!("/api/v1/accounts/{}/note", bob.id);
        assert_eq!(alice.post(&path).form(&[("comment", "from the fair")]).await.ok()["note"], "from the fair");
        assert_eq!(act(&bob, &alice, "unmute").await["note"], "");
        assert_eq!(alice.post(&path).form(&[("comment", "")]).await.ok()["note"], "");
        alice.post(&path).json(json!({ "comment": "x".repeat(2001) })).await.error(422);
    }

    async fn followers_can_be_sent_away_and_hidden(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        act(&alice, &bob, "follow").await;
        act(&carol, &bob, "follow").await;
        let path = format!("/api/v1/accounts/{}/followers", bob.id);
        let first = alice.get(format!("{path}?limit=1")).await;
        assert_eq!(first.rows()[0]["acct"], "carol");
        let last = alice.get(first.link("next").unwrap()).await;
        assert_eq!(last.rows()[0]["acct"], "alice");
        let back = alice.get(last.link("prev").unwrap()).await;
        assert_eq!(back.rows()[0]["acct"], "carol");
        set(&town, HIDE, bob.id, true).await;
        assert!(alice.get(&path).await.rows().is_empty());
        assert_eq!(bob.get(&path).await.rows().len(), 2);
        assert_eq!(act(&bob, &carol, "remove_from_followers").await["followed_by"], json!(false));
        assert_eq!(bob.get(&path).await.rows().len(), 1);
        assert_eq!(town.anon().get(format!("/api/v1/accounts/{}/following", alice.id)).await.rows()[0]["acct"], "bob");
    }

    async fn domains_are_blocked_by_name(town: Town) {
        let alice = town.user("alice").await;
        alice.post("/api/v1/domain_blocks").form(&[("domain", "Far.Example")]).await.ok();
        alice.post("/api/v1/domain_blocks").form(&[("domain", "no/such")]).await.error(422);
        assert_eq!(alice.get("/api/v1/domain_blocks").await.ok(), json!(["far.example"]));
        alice.delete("/api/v1/domain_blocks").form(&[("domain", "far.example")]).await.ok();
        assert_eq!(alice.get("/api/v1/domain_blocks").await.ok(), json!([]));
    }
}
