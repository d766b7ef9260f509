//! Whom the house keeps out: servers, e-mail domains and addresses, ranges of addresses, and that it really does.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Answer, Town, both_engines};
use serde_json::{Value, json};

const REMOTE: Sql = Sql::same(
    "INSERT INTO accounts (id, username, username_folded, domain, uri, url, avatar, created_at)
    VALUES ($1, $2, $2, $3, $4, $4, 'https://far.example/a.png', 0)",
);
const STATUS: Sql = Sql::same(
    "INSERT INTO statuses (id, account_id, uri, url, local, visibility, has_media, content, created_at)
    VALUES ($1, $2, $3, $3, $4, 0, $5, '<p>Hi</p>', 0)",
);
const MEDIA: Sql = Sql::same(
    "INSERT INTO media (id, account_id, status_id, kind, state, remote_url, mime, created_at, updated_at)
    VALUES ($1, $2, $3, 'image', 2, 'https://far.example/p.png', 'image/png', 0, 0)",
);
const ACTS: Sql = Sql::same("SELECT kind FROM acts ORDER BY id");
const JOBS: Sql = Sql::same("SELECT count(*) FROM jobs WHERE kind = 'end_ip_blocks'");

/// Somebody elsewhere with a post that shows a picture.
async fn remote(town: &Town, name: &str, domain: &str) -> (i64, i64) {
    let (id, status, media) = (town.app.ids.next(), town.app.ids.next(), town.app.ids.next());
    let uri = format!("https://{domain}/{name}");
    let mut tx = town.app.db.write().await.unwrap();
    tx.run(REMOTE, args![id, name, domain, &uri]).await.unwrap();
    tx.run(STATUS, args![status, id, &format!("{uri}/1"), false, true]).await.unwrap();
    tx.run(MEDIA, args![media, id, status]).await.unwrap();
    town.app.commit(tx, &[]).await.unwrap();
    (id, status)
}

async fn block(who: &Actor, noun: &str, with: Value) -> Answer {
    who.post(format!("/api/v1/admin/{noun}")).json(with).await
}

async fn open(town: &Town) -> (Actor, Actor) {
    let olga = town.staff("olga", "owner").await;
    olga.patch("/api/howdah/v1/community").json(json!({ "registrations": "open" })).await.ok();
    (olga, town.app_token("read write").await)
}

fn wish(name: &str, email: &str) -> Value {
    json!({ "username": name, "email": email, "password": "long enough 1", "agreement": true, "locale": "en" })
}

fn id(answer: &Answer) -> String {
    answer.ok()["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_blocked_server_vanishes_and_comes_back(town: Town) {
        let (alice, olga) = (town.user("alice").await, town.staff("olga", "owner").await);
        let (near, near_post) = remote(&town, "nina", "sub.far.example").await;
        remote(&town, "otto", "notfar.example").await;
        let seen = async || -> Vec<String> {
            let rows = alice.get("/api/v1/timelines/public").await.rows();
            rows.iter().map(|row| row["account"]["username"].as_str().unwrap().to_owned()).collect()
        };
        let account = async || alice.get(format!("/api/v1/accounts/{near}")).await.ok();
        assert_eq!(seen().await, ["otto", "nina"]);
        let made = block(&olga, "domain_blocks", json!({ "domain": "FAR.example." })).await.ok();
        assert_eq!((&made["domain"], &made["severity"], &made["private_comment"]), (&json!("far.example"), &json!("silence"), &Value::Null));
        let path = format!("/api/v1/admin/domain_blocks/{}", made["id"].as_str().unwrap());
        town.app.run_jobs().await.unwrap();
        assert_eq!(seen().await, ["otto"]);
        assert_eq!(account().await["limited"], json!(true));
        assert_eq!(olga.put(&path).json(json!({ "severity": "suspend" })).await.ok()["severity"], "suspend");
        town.app.run_jobs().await.unwrap();
        assert_eq!((&account().await["suspended"], &account().await["limited"]), (&json!(true), &json!(false)));
        alice.get(format!("/api/v1/statuses/{near_post}")).await.error(404);
        // Media only: the post is there, its picture and the face are not.
        olga.put(&path).json(json!({ "severity": "noop", "reject_media": true, "private_comment": "Gore" })).await.ok();
        town.app.run_jobs().await.unwrap();
        assert_eq!(seen().await, ["otto", "nina"]);
        let post = alice.get(format!("/api/v1/statuses/{near_post}")).await.ok();
        let picture = &post["media_attachments"][0];
        assert_eq!((&picture["type"], &picture["url"], &picture["preview_url"]), (&json!("unknown"), &Value::Null, &Value::Null));
        assert!(account().await["avatar"].as_str().unwrap().ends_with("/missing.png"));
        assert_eq!(olga.delete(&path).await.ok(), json!({}));
        olga.delete(&path).await.error(404);
        town.app.run_jobs().await.unwrap();
        let post = alice.get(format!("/api/v1/statuses/{near_post}")).await.ok();
        assert_eq!(post["media_attachments"][0]["url"], "https://far.example/p.png");
        assert_eq!((seen().await.len(), &account().await["avatar"]), (2, &json!("https://far.example/a.png")));
        let kinds: Vec<String> = town.app.db.read().await.unwrap().all(ACTS, &[]).await.unwrap();
        assert_eq!(kinds, ["create_domain_block", "update_domain_block", "update_domain_block", "destroy_domain_block"]);
    }

    async fn lifting_a_block_undoes_no_decision_about_a_person(town: Town) {
        let olga = town.staff("olga", "owner").await;
        let (bad, _) = remote(&town, "bad", "far.example").await;
        olga.post(format!("/api/v1/admin/accounts/{bad}/action")).json(json!({ "type": "suspend" })).await.ok();
        let made = id(&block(&olga, "domain_blocks", json!({ "domain": "far.example", "severity": "suspend" })).await);
        town.app.run_jobs().await.unwrap();
        olga.delete(format!("/api/v1/admin/domain_blocks/{made}")).await.ok();
        town.app.run_jobs().await.unwrap();
        let one = olga.get(format!("/api/v1/admin/accounts/{bad}")).await.ok();
        assert_eq!((&one["suspended"], &one["domain"]), (&json!(true), &json!("far.example")));
    }

    async fn a_domain_is_blocked_once(town: Town) {
        let (olga, mira) = (town.staff("olga", "owner").await, town.staff("mira", "moderator").await);
        assert_eq!(block(&olga, "domain_blocks", json!({})).await.error(422), "Validation failed: Domain can't be blank");
        for odd in ["a b", "https://far.example", "a..b"] {
            let error = block(&olga, "domain_blocks", json!({ "domain": odd })).await.error(422);
            assert_eq!(error, "Validation failed: Domain is not a valid domain name");
        }
        block(&olga, "domain_blocks", json!({ "domain": "town.test" })).await.error(422);
        let error = block(&olga, "domain_blocks", json!({ "domain": "x.example", "severity": "shout" })).await.error(422);
        assert_eq!(error, "Validation failed: Severity is not included in the list");
        let made = block(&olga, "domain_blocks", json!({ "domain": "Bücher.example", "severity": "suspend" })).await.ok();
        assert_eq!(made["domain"], "xn--bcher-kva.example");
        assert_eq!(made["digest"].as_str().map(str::len), Some(64));
        // A lesser block below it, and the same again, are answered with the one that stands.
        for domain in ["bücher.example", "shop.xn--bcher-kva.example"] {
            let answer = block(&olga, "domain_blocks", json!({ "domain": domain })).await;
            assert_eq!(answer.error(422), "You have already imposed stricter limits on xn--bcher-kva.example.");
            assert_eq!(answer.json()["existing_domain_block"], made);
        }
        let more = json!({ "domain": "shop.xn--bcher-kva.example", "severity": "suspend" });
        block(&olga, "domain_blocks", more).await.ok();
        block(&mira, "domain_blocks", json!({ "domain": "z.example" })).await.error(403);
        let first = olga.get("/api/v1/admin/domain_blocks?limit=1").await;
        assert_eq!(olga.get(first.link("next").unwrap()).await.rows()[0], made);
    }

    async fn blocked_servers_are_public_as_far_as_the_house_wants(town: Town) {
        let (olga, alice, anon) = (town.staff("olga", "owner").await, town.user("alice").await, town.anon());
        for with in [
            json!({ "domain": "b.example", "public_comment": "Noise" }),
            json!({ "domain": "a.example", "severity": "suspend", "obfuscate": true }),
            json!({ "domain": "c.example", "severity": "noop", "reject_media": true }),
        ] {
            block(&olga, "domain_blocks", with).await.ok();
        }
        let path = "/api/v1/instance/domain_blocks";
        let rows = anon.get(path).await.rows();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[0]["domain"], &rows[0]["severity"]), (&json!("a.e****le"), &json!("suspend")));
        assert_eq!((&rows[1]["domain"], &rows[1]["comment"]), (&json!("b.example"), &json!("Noise")));
        let set = async |with: Value| olga.patch("/api/howdah/v1/community").json(with).await;
        set(json!({ "show_domain_blocks": "users", "show_domain_blocks_rationale": false })).await.ok();
        anon.get(path).await.error(401);
        assert_eq!(alice.get(path).await.rows()[1].get("comment"), None);
        set(json!({ "show_domain_blocks": "disabled" })).await.ok();
        alice.get(path).await.error(404);
        set(json!({ "show_domain_blocks": "sometimes" })).await.error(422);
    }

    async fn allowed_servers_are_listed(town: Town) {
        let olga = town.staff("olga", "owner").await;
        let one = block(&olga, "domain_allows", json!({ "domain": "Good.example" })).await.ok();
        assert_eq!(block(&olga, "domain_allows", json!({ "domain": "good.example" })).await.ok(), one);
        assert_eq!(block(&olga, "domain_allows", json!({})).await.error(422), "Validation failed: Domain can't be blank");
        let path = format!("/api/v1/admin/domain_allows/{}", one["id"].as_str().unwrap());
        assert_eq!(olga.delete(&path).await.ok(), one);
        olga.get(&path).await.error(404);
    }

    async fn blocked_mail_does_not_join(town: Town) {
        let (olga, app) = open(&town).await;
        let made = id(&block(&olga, "email_domain_blocks", json!({ "domain": "Mail.Example" })).await);
        let error = block(&olga, "email_domain_blocks", json!({ "domain": "mail.example" })).await.error(422);
        assert_eq!(error, "Validation failed: Domain has already been taken");
        let error = block(&olga, "email_domain_blocks", json!({ "domain": "no good" })).await.error(422);
        assert_eq!(error, "Validation failed: Domain is invalid, Domain is not a valid domain name");
        assert_eq!(block(&olga, "email_domain_blocks", json!({})).await.error(422), "Validation failed: Domain can't be blank");
        for (from, email) in [("192.0.2.1:1", "a@mail.example"), ("192.0.2.1:2", "b@MAIL.example"), ("192.0.2.2:1", "c@sub.mail.example")] {
            let answer = app.post("/api/v1/accounts").json(wish("mia", email)).from(from).await;
            assert_eq!(answer.error(422), "Validation failed: Email uses a disallowed e-mail provider");
            assert_eq!(answer.json()["details"]["email"][0]["error"], "ERR_BLOCKED");
        }
        let path = format!("/api/v1/admin/email_domain_blocks/{made}");
        let history = olga.get(&path).await.ok()["history"].clone();
        assert_eq!(history.as_array().map(Vec::len), Some(7));
        assert_eq!((&history[0]["accounts"], &history[0]["uses"], &history[1]["uses"]), (&json!("2"), &json!("3"), &json!("0")));
        assert_eq!(olga.get("/api/v1/admin/email_domain_blocks").await.rows()[0]["history"], history);
        assert_eq!(olga.delete(&path).await.ok(), json!({}));
        app.post("/api/v1/accounts").json(wish("mia", "a@mail.example")).await.ok();
    }

    async fn a_blocked_address_does_not_join_in_any_spelling(town: Town) {
        let (olga, app) = open(&town).await;
        let noun = "canonical_email_blocks";
        let one = block(&olga, noun, json!({ "email": "F.oo+bar@Spam.example" })).await.ok();
        let hash = one["canonical_email_hash"].as_str().unwrap().to_owned();
        let test = async |email: &str| olga.post("/api/v1/admin/canonical_email_blocks/test").json(json!({ "email": email })).await;
        assert_eq!(test("foo@spam.example").await.ok(), json!([one]));
        assert_eq!(test("bar@spam.example").await.ok(), json!([]));
        test("").await.error(400);
        let error = block(&olga, noun, json!({ "canonical_email_hash": hash })).await.error(422);
        assert_eq!(error, "Validation failed: Canonical email hash has already been taken");
        assert_eq!(block(&olga, noun, json!({})).await.error(422), "Validation failed: Canonical email hash can't be blank");
        block(&olga, noun, json!({ "canonical_email_hash": "xyz" })).await.error(422);
        let answer = app.post("/api/v1/accounts").json(wish("mia", "fo.o+again@spam.example")).await;
        assert_eq!(answer.json()["details"]["email"][0]["error"], "ERR_TAKEN");
        olga.delete(format!("/api/v1/admin/canonical_email_blocks/{}", one["id"].as_str().unwrap())).await.ok();
        app.post("/api/v1/accounts").json(wish("mia", "fo.o+again@spam.example")).await.ok();
        // Whoever is suspended does not come back by another spelling, until they may.
        let mia = olga.get("/api/v2/admin/accounts?username=mia").await.rows()[0]["id"].as_str().unwrap().to_owned();
        olga.post(format!("/api/v1/admin/accounts/{mia}/action")).json(json!({ "type": "suspend" })).await.ok();
        assert_eq!(test("foo@spam.example").await.rows().len(), 1);
        olga.post(format!("/api/v1/admin/accounts/{mia}/unsuspend")).await.ok();
        assert!(test("foo@spam.example").await.rows().is_empty());
    }

    async fn blocked_ranges_wait_stay_out_or_stay_away(town: Town) {
        let (olga, app) = open(&town).await;
        let made = block(&olga, "ip_blocks", json!({ "ip": "192.0.2.77/24", "severity": "sign_up_requires_approval" })).await.ok();
        assert_eq!((&made["ip"], &made["comment"], &made["expires_at"]), (&json!("192.0.2.0/24"), &json!(""), &Value::Null));
        let path = format!("/api/v1/admin/ip_blocks/{}", made["id"].as_str().unwrap());
        let join = async |name: &str, from: &str| {
            app.post("/api/howdah/v1/sign_up").json(wish(name, &format!("{name}@a.example"))).from(from).await
        };
        assert_eq!(join("mia", "192.0.2.5:1").await.ok()["state"], "pending");
        assert_eq!(join("max", "192.0.3.5:1").await.ok()["state"], "active");
        olga.put(&path).json(json!({ "severity": "sign_up_block", "comment": "Spam" })).await.ok();
        assert_eq!(join("moe", "192.0.2.5:1").await.error(403), "This action is not allowed");
        let anon = town.anon();
        anon.get("/api/v2/instance").from("192.0.2.5:1").await.ok();
        olga.put(&path).json(json!({ "severity": "no_access" })).await.ok();
        let alice = town.user("alice").await;
        for who in [&anon, &alice] {
            who.get("/api/v2/instance").from("192.0.2.5:1").await.error(403);
            who.get("/api/v2/instance").from("192.0.3.5:1").await.ok();
        }
        assert_eq!(anon.get("/oauth/authorize").from("192.0.2.5:1").await.status.as_u16(), 403);
        // Another process hears of it, and whoever may lift it is not shut out.
        let other = town.another(|_| {}).await;
        anon.at(&other).get("/api/v2/instance").from("192.0.2.5:1").await.error(403);
        olga.get("/api/v2/instance").from("192.0.2.5:1").await.ok();
        assert_eq!(olga.delete(&path).from("192.0.2.5:1").await.ok(), json!({}));
        anon.get("/api/v2/instance").from("192.0.2.5:1").await.ok();
    }

    async fn a_block_of_an_address_ends(town: Town) {
        let (olga, anon) = (town.staff("olga", "owner").await, town.anon());
        let with = json!({ "ip": "2001:db8::1/48", "severity": "no_access", "expires_in": 60 });
        let made = block(&olga, "ip_blocks", with).await.ok();
        assert_eq!(made["ip"], "2001:db8::/48");
        assert!(made["expires_at"].is_string());
        anon.get("/health").from("[2001:db8::9]:1").await.ok();
        anon.get("/api/v2/instance").from("[2001:db8::9]:1").await.error(403);
        let waiting: i64 = town.app.db.read().await.unwrap().one(JOBS, &[]).await.unwrap();
        assert_eq!(waiting, 1);
        town.advance(61_000);
        anon.get("/api/v2/instance").from("[2001:db8::9]:1").await.ok();
        town.app.run_jobs().await.unwrap();
        assert!(olga.get("/api/v1/admin/ip_blocks").await.rows().is_empty());
        let error = block(&olga, "ip_blocks", json!({})).await.error(422);
        assert_eq!(error, "Validation failed: Severity can't be blank");
        block(&olga, "ip_blocks", json!({ "severity": "no_access" })).await.ok();
        let error = block(&olga, "ip_blocks", json!({})).await.error(422);
        assert_eq!(error, "Validation failed: Severity can't be blank, Ip has already been taken");
        for bad in [
            json!({ "ip": "nonsense", "severity": "no_access" }),
            json!({ "ip": "1.2.3.4/99", "severity": "no_access" }),
            json!({ "ip": "1.2.3.4", "severity": "shout" }),
            json!({ "ip": "1.2.3.4", "severity": "no_access", "expires_in": -1 }),
        ] {
            block(&olga, "ip_blocks", bad).await.error(422);
        }
    }
}
