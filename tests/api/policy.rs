//! Whose notifications one wants: the policy, what waits because of it, and how it is let in or thrown away.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::{DAY, HOUR};
use howdah_tests::{Actor, Socket, Town, both_engines};
use serde_json::{Value, json};

const POLICY: &str = "/api/v2/notifications/policy";
const REQUESTS: &str = "/api/v1/notifications/requests";
const SILENCE: Sql = Sql::same("UPDATE accounts SET silenced_at = 1 WHERE id = $1");
const OLD: Sql = Sql::same("UPDATE accounts SET created_at = $2 WHERE id = $1");
const REMOTE: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, created_at) VALUES ($1, $2, $2, 'far.example', $3, 0)",
);
const FOLLOW: Sql = Sql::same("INSERT INTO follows (id, account_id, target_id, created_at) VALUES ($1, $2, $3, 0)");
const FILTERED: Sql = Sql::same(
    "INSERT INTO notifications (id, account_id, kind, from_account_id, filtered, created_at) VALUES ($1, $2, 'follow', $3, $4, 0)",
);

async fn write(town: &Town, sql: Sql, args: &[howdah_server::db::Arg<'_>]) {
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(sql, args).await.unwrap();
    town.app.commit(tx, &[]).await.unwrap();
}

async fn say(who: &Actor, text: &str, visibility: &str, reply_to: Option<&str>) -> String {
    let body = json!({ "status": text, "visibility": visibility, "in_reply_to_id": reply_to });
    who.post("/api/v1/statuses").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn follow(who: &Actor, whom: &Actor) {
    who.post(format!("/api/v1/accounts/{}/follow", whom.id)).await.ok();
}

async fn set(who: &Actor, key: &str, rule: &str) {
    assert_eq!(who.patch(POLICY).json(json!({ key: rule })).await.ok()[key], rule);
}

/// How many notifications there are, and how many with those that wait.
async fn seen(who: &Actor) -> (usize, usize) {
    let list = async |query: &str| who.get(format!("/api/v1/notifications{query}")).await.rows().len();
    (list("").await, list("?include_filtered=true").await)
}

both_engines! {
    async fn a_policy_is_read_and_changed_in_both_versions(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let summary = json!({ "pending_requests_count": 0, "pending_notifications_count": 0 });
        assert_eq!(alice.get(POLICY).await.ok(), json!({
            "for_not_following": "accept", "for_not_followers": "accept", "for_new_accounts": "accept",
            "for_private_mentions": "accept", "for_limited_accounts": "filter", "summary": summary,
        }));
        let form = [("for_not_following", "filter"), ("for_new_accounts", "drop")];
        let changed = alice.patch(POLICY).form(&form).await.ok();
        assert_eq!((&changed["for_not_following"], &changed["for_new_accounts"]), (&json!("filter"), &json!("drop")));
        assert_eq!(alice.put(POLICY).json(json!({ "for_limited_accounts": "accept" })).await.ok()["for_new_accounts"], "drop");
        let odd = alice.patch(POLICY).json(json!({ "for_not_following": "accept", "for_new_accounts": "burn" })).await;
        assert_eq!(odd.error(422), "'burn' is not a valid for_new_accounts");
        assert_eq!(alice.get(POLICY).await.ok()["for_not_following"], "filter", "a refused change changes nothing");
        let first = "/api/v1/notifications/policy";
        assert_eq!(alice.get(first).await.ok(), json!({
            "filter_not_following": true, "filter_not_followers": false, "filter_new_accounts": true,
            "filter_private_mentions": false, "summary": summary,
        }));
        let changed = alice.put(first).form(&[("filter_new_accounts", "false"), ("filter_private_mentions", "true")]).await.ok();
        assert_eq!((&changed["filter_new_accounts"], &changed["filter_private_mentions"]), (&json!(false), &json!(true)));
        assert_eq!(alice.get(POLICY).await.ok()["for_private_mentions"], "filter");
        assert_eq!(bob.get(POLICY).await.ok()["for_not_following"], "accept", "policies are one's own");
    }

    async fn strangers_wait_in_requests(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        set(&alice, "for_not_following", "filter").await;
        follow(&alice, &carol).await;
        let first = say(&bob, "Hi @alice", "public", None).await;
        let last = say(&bob, "@alice again", "public", None).await;
        follow(&bob, &alice).await;
        say(&carol, "@alice, tea?", "public", None).await;
        assert_eq!(seen(&alice).await, (1, 4), "followed people come through");
        assert_eq!(alice.get("/api/v1/notifications/unread_count").await.ok()["count"], 1);
        let groups = alice.get("/api/v2/notifications?include_filtered=true").await.ok();
        assert_eq!(groups["notification_groups"].as_array().unwrap().len(), 4);
        let of_bob = format!("/api/v1/notifications?account_id={}", bob.id);
        assert_eq!(alice.get(of_bob).await.rows().len(), 3, "one sender's are read whole");
        let requests = alice.get(REQUESTS).await.rows();
        assert_eq!(requests.len(), 1, "one sender is one request, and a follow alone is none");
        let request = &requests[0];
        assert_eq!((&request["account"]["acct"], &request["notifications_count"]), (&json!("bob"), &json!("2")));
        assert_eq!(request["last_status"]["id"], json!(last));
        let summary = json!({ "pending_requests_count": 1, "pending_notifications_count": 2 });
        assert_eq!(alice.get(POLICY).await.ok()["summary"], summary);
        let path = format!("{REQUESTS}/{}", request["id"].as_str().unwrap());
        assert_eq!(&alice.get(&path).await.ok(), request);
        for answer in [bob.get(&path).await, bob.post(format!("{path}/accept")).await, bob.post(format!("{path}/dismiss")).await] {
            assert_eq!(answer.error(404), "Record not found");
        }
        bob.delete(format!("/api/v1/statuses/{last}")).await.ok();
        bob.delete(format!("/api/v1/statuses/{first}")).await.ok();
        town.app.run_jobs().await.unwrap();
        assert!(alice.get(REQUESTS).await.rows().is_empty(), "nothing waits any more");
    }

    async fn what_is_accepted_comes_in_now_and_later(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let address = town.listen().await;
        set(&alice, "for_private_mentions", "filter").await;
        let mut socket = Socket::connect(address, &alice, "stream=user").await;
        socket.settle().await;
        say(&bob, "@alice psst", "direct", None).await;
        say(&bob, "@alice aloud", "public", None).await;
        assert_eq!(seen(&alice).await, (1, 2));
        assert!(alice.get("/api/v1/conversations").await.rows().is_empty(), "it waits in the request");
        assert_eq!(bob.get("/api/v1/conversations").await.rows().len(), 1);
        let id = alice.get(REQUESTS).await.rows()[0]["id"].as_str().unwrap().to_owned();
        assert_eq!(alice.post(format!("{REQUESTS}/{id}/accept")).await.ok(), json!({}));
        assert_eq!(alice.get(format!("{REQUESTS}/merged")).await.ok(), json!({ "merged": true }));
        loop {
            let (event, payload) = socket.event().await;
            if event == "notifications_merged" {
                assert_eq!(payload, json!(1));
                break;
            }
        }
        assert_eq!(seen(&alice).await, (2, 2));
        let conversations = alice.get("/api/v1/conversations").await.rows();
        assert_eq!((conversations.len(), &conversations[0]["unread"]), (1, &json!(true)));
        assert!(alice.get(REQUESTS).await.rows().is_empty());
        alice.post(format!("{REQUESTS}/{id}/accept")).await.error(404);
        say(&bob, "@alice psst again", "direct", None).await;
        assert_eq!(seen(&alice).await, (3, 3), "whoever was let in stays so");
    }

    async fn what_is_dismissed_is_gone(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        set(&alice, "for_not_followers", "filter").await;
        for friend in [&bob, &carol] {
            say(friend, "Hi @alice", "public", None).await;
        }
        let requests = alice.get(REQUESTS).await.rows();
        let ids: Vec<&Value> = requests.iter().map(|one| &one["id"]).collect();
        assert_eq!(ids.len(), 2);
        let page = alice.get(format!("{REQUESTS}?limit=1")).await;
        assert_eq!((page.rows().len(), &page.rows()[0]["id"]), (1, ids[0]));
        assert_eq!(&alice.get(page.link("next").unwrap()).await.rows()[0]["id"], ids[1]);
        assert_eq!(alice.post(format!("{REQUESTS}/dismiss")).json(json!({ "id": [ids[0], "7"] })).await.ok(), json!({}));
        assert_eq!(alice.get(REQUESTS).await.rows().len(), 1);
        assert_eq!(seen(&alice).await, (0, 1));
        alice.post(format!("{REQUESTS}/{}/dismiss", ids[1].as_str().unwrap())).await.ok();
        assert_eq!(seen(&alice).await, (0, 0));
        say(&bob, "@alice, me again", "public", None).await;
        assert_eq!(alice.get(REQUESTS).await.rows().len(), 1, "dismissing is no permission");
        let again = alice.get(REQUESTS).await.rows()[0]["id"].clone();
        assert_eq!(alice.post(format!("{REQUESTS}/accept")).form(&[("id[]", again.as_str().unwrap())]).await.ok(), json!({}));
        assert_eq!(seen(&alice).await, (1, 1));
    }

    async fn each_rule_keeps_away_whom_it_says(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let heard = async |visibility: &str| {
            let before = seen(&alice).await;
            say(&bob, "@alice hello", visibility, None).await;
            let after = seen(&alice).await;
            (after.0 - before.0, after.1 - before.1)
        };
        for key in ["for_not_following", "for_not_followers", "for_new_accounts"] {
            set(&alice, key, "filter").await;
            assert_eq!(heard("public").await, (0, 1), "{key}");
            set(&alice, key, "drop").await;
            assert_eq!(heard("public").await, (0, 0), "{key}");
            set(&alice, key, "accept").await;
            assert_eq!(heard("public").await, (1, 1), "{key}");
        }
        // An account is new for thirty days.
        set(&alice, "for_new_accounts", "drop").await;
        write(&town, OLD, args![bob.id, town.app.clock.now() - 30 * DAY]).await;
        assert_eq!(heard("public").await, (1, 1));
        // A follower counts after three days.
        set(&alice, "for_not_followers", "drop").await;
        follow(&bob, &alice).await;
        town.advance(3 * DAY - HOUR);
        assert_eq!(heard("public").await, (0, 0));
        town.advance(HOUR);
        assert_eq!(heard("public").await, (1, 1));
        // The limited are set aside, unless one follows them.
        write(&town, SILENCE, args![bob.id]).await;
        assert_eq!(heard("public").await, (0, 1));
        set(&alice, "for_limited_accounts", "drop").await;
        assert_eq!(heard("public").await, (0, 0));
        follow(&alice, &bob).await;
        assert_eq!(heard("public").await, (1, 1));
    }

    async fn private_words_are_answers_or_wait(town: Town) {
        let (alice, bob, olga) = (town.user("alice").await, town.user("bob").await, town.staff("olga", "owner").await);
        set(&alice, "for_private_mentions", "drop").await;
        say(&bob, "@alice psst", "direct", None).await;
        assert_eq!(seen(&alice).await, (0, 0));
        assert_eq!(say(&bob, "@alice aloud", "public", None).await.len(), 18);
        assert_eq!(seen(&alice).await, (1, 1));
        let mine = say(&alice, "@bob tell me", "direct", None).await;
        let first = say(&bob, "@alice yes", "direct", Some(&mine)).await;
        say(&bob, "@alice and more", "direct", Some(&first)).await;
        assert_eq!(seen(&alice).await, (3, 3), "an answer to one's own word, however far down");
        say(&olga, "@alice a word from the house", "direct", None).await;
        assert_eq!(seen(&alice).await, (4, 4), "moderators come through");
        follow(&alice, &bob).await;
        say(&bob, "@alice psst", "direct", None).await;
        assert_eq!(seen(&alice).await, (5, 5), "and those whom one follows");
    }

    async fn a_long_request_is_finished_by_a_job(town: Town) {
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        set(&alice, "for_not_following", "filter").await;
        say(&bob, "Hi @alice", "public", None).await;
        for n in 0..250 {
            write(&town, FILTERED, args![n + 1, alice.id, bob.id, true]).await;
        }
        let id = alice.get(REQUESTS).await.rows()[0]["id"].as_str().unwrap().to_owned();
        alice.post(format!("{REQUESTS}/{id}/accept")).await.ok();
        assert_eq!(alice.get(format!("{REQUESTS}/merged")).await.ok(), json!({ "merged": false }));
        town.app.run_jobs().await.unwrap();
        assert_eq!(alice.get(format!("{REQUESTS}/merged")).await.ok(), json!({ "merged": true }));
        let count = alice.get("/api/v1/notifications/unread_count?limit=1000").await.ok();
        assert_eq!(count["count"], 251);
    }

    async fn a_blocked_server_takes_its_follows_with_it(town: Town) {
        let alice = town.user("alice").await;
        let at = 7_000_000;
        for (n, name) in ["ann", "ben", "cid"].into_iter().enumerate() {
            let id = at + n as i64;
            write(&town, REMOTE, args![id, name, &format!("https://far.example/{name}")]).await;
        }
        for (n, (from, to)) in [(alice.id, at), (alice.id, at + 1), (at + 1, alice.id)].into_iter().enumerate() {
            write(&town, FOLLOW, args![n as i64 + 1, from, to]).await;
        }
        let preview = alice.get("/api/v1/domain_blocks/preview?domain=Far.example").await.ok();
        assert_eq!(preview, json!({ "following_count": 2, "followers_count": 1 }));
        alice.get("/api/v1/domain_blocks/preview").await.error(400);
        alice.post("/api/v1/domain_blocks").form(&[("domain", "far.example")]).await.ok();
        town.app.run_jobs().await.unwrap();
        let told = alice.get("/api/v1/notifications").await.rows();
        assert_eq!((told.len(), &told[0]["type"]), (1, &json!("severed_relationships")));
        let event = &told[0]["event"];
        assert_eq!(event, &json!({ "id": event["id"], "type": "user_domain_block", "purged": false, "target_name": "far.example",
            "followers_count": 1, "following_count": 2, "created_at": "2026-01-01T12:00:00.000Z" }));
        let groups = alice.get("/api/v2/notifications").await.ok();
        assert_eq!(&groups["notification_groups"][0]["event"], event);
        assert!(told[0].get("fallback").is_none() && groups["notification_groups"][0].get("fallback").is_none());
        // Who says which types they know gets a sentence for the rest.
        let wanted = json!({ "title": "Some of your follows have ended", "summary": null, "details": "<p>far.example</p>" });
        let one = format!("/api/v1/notifications/{}", told[0]["id"].as_str().unwrap());
        for path in ["/api/v1/notifications", &one, "/api/v2/notifications"] {
            let answer = alice.get(format!("{path}?supported_types[]=mention")).await.ok();
            let shown = [&answer[0], &answer, &answer["notification_groups"][0]];
            let found = shown.iter().find(|one| one["type"] == "severed_relationships").expect("it");
            assert_eq!(found["fallback"], wanted, "{path}");
        }
        let known = alice.get("/api/v1/notifications?supported_types[]=severed_relationships").await.rows();
        assert!(known[0].get("fallback").is_none());
        let preview = alice.get("/api/v1/domain_blocks/preview?domain=far.example").await.ok();
        assert_eq!(preview, json!({ "following_count": 0, "followers_count": 0 }));
        // Nothing to end, nothing to tell.
        alice.post("/api/v1/domain_blocks").form(&[("domain", "near.example")]).await.ok();
        town.app.run_jobs().await.unwrap();
        assert_eq!(alice.get("/api/v1/notifications").await.rows().len(), 1);
    }

    async fn groups_are_counted_as_the_client_groups(town: Town) {
        let alice = town.user("alice").await;
        let post = say(&alice, "Hello", "public", None).await;
        for name in ["bob", "carol", "dave"] {
            let friend = town.user(name).await;
            friend.post(format!("/api/v1/statuses/{post}/favourite")).await.ok();
            follow(&friend, &alice).await;
        }
        let count = async |query: &str| alice.get(format!("/api/v2/notifications/unread_count{query}")).await.ok()["count"].clone();
        assert_eq!(count("").await, 2);
        assert_eq!(count("?grouped_types[]=favourite").await, 4);
        assert_eq!(count("?grouped_types[]=nonsense").await, 6);
        assert_eq!(count("?types[]=follow&grouped_types[]=favourite").await, 3);
    }
}
