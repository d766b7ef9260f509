//! /api/v1/push/subscription, and messages that are really opened with the app's own keys.

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use aws_lc_rs::agreement::{ECDH_P256, PrivateKey, UnparsedPublicKey, agree};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as Verifier};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::{HOUR, MINUTE};
use howdah_tests::stand_in::{Heard, StandIn, status};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const COUNT: Sql = Sql::same("SELECT count(*) FROM push_subscriptions");
const JOBS: Sql = Sql::same("SELECT count(*) FROM jobs WHERE kind = 'push'");
const LOCALE: Sql = Sql::same("UPDATE users SET locale = 'de' WHERE account_id = $1");

/// An app's end: its keys.
struct Keys {
    own: PrivateKey,
    public: Vec<u8>,
    auth: Vec<u8>,
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn hkdf(salt: &[u8], secret: &[u8], info: &[u8], length: usize) -> Vec<u8> {
    let mut out = vec![0; length];
    let info = [info];
    let prk = Salt::new(HKDF_SHA256, salt).extract(secret);
    prk.expand(&info, Length(length)).unwrap().fill(&mut out).unwrap();
    out
}

fn unseal(key: &[u8], nonce: &[u8], sealed: &[u8]) -> Vec<u8> {
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, key).unwrap());
    let mut text = sealed.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).unwrap();
    key.open_in_place(nonce, Aad::empty(), &mut text).expect("it opens").to_vec()
}

impl Keys {
    fn new() -> Self {
        let own = PrivateKey::generate(&ECDH_P256).unwrap();
        let public = own.compute_public_key().unwrap().as_ref().to_vec();
        Self { own, public, auth: b"sixteen bytes ok".to_vec() }
    }

    fn shared(&self, theirs: &[u8]) -> Vec<u8> {
        agree(&self.own, UnparsedPublicKey::new(&ECDH_P256, theirs), (), |secret| Ok(secret.to_vec())).unwrap()
    }

    fn subscription(&self, endpoint: &str, standard: bool) -> Value {
        json!({
            "endpoint": endpoint, "standard": standard,
            "keys": { "p256dh": BASE64.encode(&self.public), "auth": BASE64.encode(&self.auth) },
        })
    }

    /// RFC 8291.
    fn open(&self, body: &[u8]) -> Value {
        let (salt, rest) = body.split_at(16);
        let (record, rest) = rest.split_at(4);
        assert_eq!((u32::from_be_bytes(record.try_into().unwrap()), rest[0]), (4096, 65));
        let (theirs, sealed) = rest[1..].split_at(65);
        let info = [b"WebPush: info\0", &self.public[..], theirs].concat();
        let master = hkdf(&self.auth, &self.shared(theirs), &info, 32);
        let key = hkdf(salt, &master, b"Content-Encoding: aes128gcm\0", 16);
        let nonce = hkdf(salt, &master, b"Content-Encoding: nonce\0", 12);
        let text = unseal(&key, &nonce, sealed);
        let end = text.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!(text[end], 2, "the last record");
        serde_json::from_slice(&text[..end]).unwrap()
    }

    /// The draft of before.
    fn open_legacy(&self, heard: &Heard) -> Value {
        let field = |header: &str, name: &str| {
            let value = heard.headers[header].to_str().unwrap().to_owned();
            let part = value.split(';').find_map(|part| part.strip_prefix(name)).unwrap().to_owned();
            BASE64.decode(part).unwrap()
        };
        let (salt, theirs) = (field("encryption", "salt="), field("crypto-key", "dh="));
        let master = hkdf(&self.auth, &self.shared(&theirs), b"Content-Encoding: auth\0", 32);
        let size = [0, 65];
        let context = [b"P-256\0", &size[..], &self.public, &size[..], &theirs].concat();
        let key = hkdf(&salt, &master, &[b"Content-Encoding: aesgcm\0", &context[..]].concat(), 16);
        let nonce = hkdf(&salt, &master, &[b"Content-Encoding: nonce\0", &context[..]].concat(), 12);
        let text = unseal(&key, &nonce, &heard.body);
        let padding = u16::from_be_bytes([text[0], text[1]]) as usize;
        serde_json::from_slice(&text[2 + padding..]).unwrap()
    }
}

/// Checks the signature and the audience.
fn verify(token: &str, key: &[u8], origin: &str) {
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = BASE64.decode(signature).unwrap();
    Verifier::new(&ECDSA_P256_SHA256_FIXED, key).verify(signed.as_bytes(), &signature).expect("our key signed it");
    let claims: Value = serde_json::from_slice(&BASE64.decode(signed.split('.').nth(1).unwrap()).unwrap()).unwrap();
    assert_eq!(claims["aud"], origin);
    assert!(claims["exp"].is_i64() && claims["sub"].as_str().unwrap().starts_with("https://"));
}

async fn subscribe(who: &Actor, keys: &Keys, endpoint: &str, standard: bool, data: Value) -> Value {
    let body = json!({ "subscription": keys.subscription(endpoint, standard), "data": data });
    who.post("/api/v1/push/subscription").json(body).await.ok()
}

async fn count(town: &Town, sql: Sql) -> i64 {
    town.app.db.read().await.unwrap().one(sql, &[]).await.unwrap()
}

const PATH: &str = "/api/v1/push/subscription";

both_engines! {
    async fn each_token_has_one_subscription(town: Town) {
        let alice = town.user("alice").await;
        let keys = Keys::new();
        assert_eq!(alice.get(PATH).await.error(404), "Record not found");
        assert_eq!(alice.put(PATH).json(json!({ "data": {} })).await.error(404), "Record not found");
        assert_eq!(alice.delete(PATH).await.ok(), json!({}));
        let (p256dh, auth) = (BASE64.encode(&keys.public), base64::engine::general_purpose::STANDARD.encode(&keys.auth));
        let made = alice.post(PATH).form(&[
            ("subscription[endpoint]", "https://push.example/a"), ("subscription[keys][p256dh]", &p256dh),
            ("subscription[keys][auth]", &auth), ("data[alerts][mention]", "true"), ("data[alerts][follow]", "0"),
            ("data[alerts][admin.report]", "1"), ("data[policy]", "followed"),
        ]).await.ok();
        let key = town.anon().get("/api/v2/instance").await.ok()["configuration"]["vapid"]["public_key"].clone();
        let alerts = |on: &[&str]| -> Value {
            let all = ["mention", "quote", "status", "reblog", "follow", "follow_request", "favourite", "poll", "update",
                "quoted_update", "admin.sign_up", "admin.report"];
            all.iter().map(|kind| ((*kind).to_owned(), json!(on.contains(kind)))).collect::<serde_json::Map<_, _>>().into()
        };
        assert_eq!(made, json!({
            "id": made["id"], "endpoint": "https://push.example/a", "standard": false, "policy": "followed",
            "alerts": alerts(&["mention", "admin.report"]), "server_key": key,
        }));
        assert!(made["id"].as_i64().is_some_and(|id| id < 100));
        assert_eq!(alice.get(PATH).await.ok(), made);
        let changed = alice.put(PATH).json(json!({ "data": { "alerts": { "poll": true } } })).await.ok();
        assert_eq!((&changed["alerts"], &changed["policy"]), (&alerts(&["poll"]), &json!("all")));
        let narrow = alice.put(PATH).form(&[("policy", "follower")]).await.ok();
        assert_eq!((&narrow["alerts"], &narrow["policy"]), (&alerts(&["poll"]), &json!("follower")));
        assert_eq!((&narrow["id"], &narrow["endpoint"]), (&made["id"], &made["endpoint"]));
        // Another takes its place; another token has its own.
        let second = subscribe(&alice, &keys, "https://push.example/b", true, json!({})).await;
        assert_eq!((&second["standard"], &second["policy"], &second["alerts"]), (&json!(true), &json!("all"), &alerts(&[])));
        let phone = alice.with("push").await;
        phone.get(PATH).await.error(404);
        subscribe(&phone, &keys, "https://push.example/c", true, json!({})).await;
        assert_eq!(count(&town, COUNT).await, 2);
        assert_eq!(alice.get(PATH).await.ok()["endpoint"], "https://push.example/b");
        assert_eq!(alice.delete(PATH).await.ok(), json!({}));
        alice.get(PATH).await.error(404);
        phone.get(PATH).await.ok();
        let reader = alice.with("read write follow").await;
        assert_eq!(reader.get(PATH).await.error(403), "This action is outside the authorized scopes");
    }

    async fn what_cannot_be_pushed_to_is_refused(town: Town) {
        let alice = town.user("alice").await;
        let keys = Keys::new();
        let missing = "param is missing or the value is empty: subscription";
        assert_eq!(alice.post(PATH).json(json!({})).await.error(400), missing);
        let good = keys.subscription("https://push.example/a", true);
        let with = |pointer: &str, value: &str| {
            let mut bad = good.clone();
            *bad.pointer_mut(pointer).unwrap() = value.into();
            alice.post(PATH).json(json!({ "subscription": bad }))
        };
        let flat = BASE64.encode([4; 65]);
        for (pointer, value, said) in [
            ("/endpoint", "", "Endpoint can't be blank"), ("/endpoint", "no url", "Endpoint is not a valid URL"),
            ("/endpoint", "ftp://push.example/", "Endpoint is not a valid URL"), ("/keys/p256dh", "", "Key p256dh can't be blank"),
            ("/keys/p256dh", "c2hvcnQ", "Key p256dh is invalid"), ("/keys/p256dh", &flat, "Key p256dh is invalid"),
            ("/keys/auth", "", "Key auth can't be blank"), ("/keys/auth", "c2hvcnQ", "Key auth is invalid"),
        ] {
            assert_eq!(with(pointer, value).await.error(422), format!("Validation failed: {said}"));
        }
        let body = json!({ "subscription": good, "data": { "policy": "nobody" } });
        assert_eq!(alice.post(PATH).json(body).await.error(422), "Validation failed: Policy is not included in the list");
        assert_eq!(count(&town, COUNT).await, 0);
    }

    async fn a_notification_arrives_sealed(town: Town) {
        let town = town.outgoing(|_| ()).await;
        let service = StandIn::start(|_| status(201)).await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(LOCALE, args![alice.id]).await.unwrap();
        tx.commit().await.unwrap();
        let (keys, old) = (Keys::new(), Keys::new());
        let alerts = json!({ "alerts": { "mention": true } });
        let key = subscribe(&alice, &keys, &service.url("/new"), true, alerts.clone()).await["server_key"].clone();
        subscribe(&alice.with("push").await, &old, &service.url("/old"), false, alerts).await;
        bob.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let long = format!("@alice {}", "tea ".repeat(60));
        bob.post("/api/v1/statuses").json(json!({ "status": long })).await.ok();
        town.app.run_jobs().await.unwrap();
        let heard = service.heard();
        assert_eq!(heard.len(), 2, "the follow was not asked for");
        let told = alice.get("/api/v1/notifications?types[]=mention").await.rows()[0].clone();
        let at = |path: &str| heard.iter().find(|one| one.path == path).unwrap();
        let (new, legacy) = (at("/new"), at("/old"));
        let header = |one: &Heard, name: &str| one.headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        assert_eq!(header(new, "content-encoding").as_deref(), Some("aes128gcm"));
        assert_eq!((header(new, "ttl").as_deref(), header(new, "urgency").as_deref()), (Some("172800"), Some("normal")));
        let key = key.as_str().unwrap();
        let origin = service.url("");
        let credentials = header(new, "authorization").unwrap();
        let (token, named) = credentials.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(named, key);
        verify(token, &BASE64.decode(key).unwrap(), &origin);
        let text = keys.open(&new.body);
        assert_eq!(text["notification_id"].as_i64().unwrap().to_string(), told["id"].as_str().unwrap());
        assert_eq!(text["body"].as_str().unwrap().chars().count(), 140);
        assert_eq!(text, json!({
            "access_token": "", "preferred_locale": "de", "notification_id": text["notification_id"],
            "notification_type": "mention", "icon": "https://town.test/avatars/original/missing.png",
            "title": "bob hat dich erwähnt", "body": text["body"],
        }));
        assert_eq!(header(legacy, "content-encoding").as_deref(), Some("aesgcm"));
        assert!(header(legacy, "crypto-key").unwrap().ends_with(&format!(";p256ecdsa={key}")));
        verify(header(legacy, "authorization").unwrap().strip_prefix("WebPush ").unwrap(), &BASE64.decode(key).unwrap(), &origin);
        assert_eq!(old.open_legacy(legacy), text);
    }

    async fn policies_choose_whose_news_is_pushed(town: Town) {
        let town = town.outgoing(|_| ()).await;
        let service = StandIn::start(|_| status(201)).await;
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        alice.post(format!("/api/v1/accounts/{}/follow", bob.id)).await.ok();
        carol.post(format!("/api/v1/accounts/{}/follow", alice.id)).await.ok();
        let keys = Keys::new();
        for (policy, wanted) in [("all", vec!["bob", "carol"]), ("followed", vec!["bob"]), ("follower", vec!["carol"]), ("none", vec![])] {
            let data = json!({ "alerts": { "mention": true }, "policy": policy });
            subscribe(&alice, &keys, &service.url(&format!("/{policy}")), true, data).await;
            for friend in [&bob, &carol] {
                friend.post("/api/v1/statuses").json(json!({ "status": "@alice hi" })).await.ok();
            }
            town.app.run_jobs().await.unwrap();
            let here = service.heard().into_iter().filter(|one| one.path == format!("/{policy}"));
            let mut titles: Vec<String> = here.map(|one| keys.open(&one.body)["title"].as_str().unwrap().into()).collect();
            titles.sort();
            let wanted: Vec<String> = wanted.iter().map(|name| format!("You were mentioned by {name}")).collect();
            assert_eq!(titles, wanted, "{policy}");
        }
    }

    async fn what_is_gone_is_dropped_and_what_is_unwell_waited_for(town: Town) {
        let town = town.outgoing(|_| ()).await;
        let service = StandIn::start(|heard| status(heard.path[1..].parse().unwrap())).await;
        let (alice, bob) = (town.user("alice").await, town.user("bob").await);
        let keys = Keys::new();
        let data = json!({ "alerts": { "mention": true } });
        let write = || bob.post("/api/v1/statuses").json(json!({ "status": "@alice hi" }));
        for gone in ["404", "410"] {
            subscribe(&alice, &keys, &service.url(&format!("/{gone}")), true, data.clone()).await;
            write().await.ok();
            town.app.run_jobs().await.unwrap();
            alice.get(PATH).await.error(404);
            assert_eq!(count(&town, JOBS).await, 0);
        }
        for unwell in ["429", "503"] {
            subscribe(&alice, &keys, &service.url(&format!("/{unwell}")), true, data.clone()).await;
            write().await.ok();
            let before = service.heard().len();
            town.app.run_jobs().await.unwrap();
            assert_eq!((count(&town, JOBS).await, service.heard().len()), (1, before + 1));
            town.app.run_jobs().await.unwrap();
            assert_eq!(service.heard().len(), before + 1, "not at once");
            town.advance(MINUTE);
            town.app.run_jobs().await.unwrap();
            assert_eq!(service.heard().len(), before + 2);
            alice.get(PATH).await.ok();
            // Two days later it is no news.
            town.advance(49 * HOUR);
            town.app.run_jobs().await.unwrap();
            assert_eq!((count(&town, JOBS).await, service.heard().len()), (0, before + 2));
        }
        // Whoever signed out or was told nothing hears nothing.
        subscribe(&alice, &keys, &service.url("/201"), true, data.clone()).await;
        write().await.ok();
        alice.delete(PATH).await.ok();
        let before = service.heard().len();
        town.app.run_jobs().await.unwrap();
        assert_eq!(service.heard().len(), before);
    }
}
