//! How one comes in and is called: push, passwords, sessions.

use super::{Asked, NOTHING};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use howdah_tests::Actor;
use serde_json::json;

pub async fn push(asked: &mut Asked, alice: &Actor) {
    let line = |method: &str| format!("{method} /api/v1/push/subscription");
    let key = aws_lc_rs::agreement::PrivateKey::generate(&aws_lc_rs::agreement::ECDH_P256).expect("a key");
    let public = key.compute_public_key().expect("its public half");
    let keys = json!({ "p256dh": URL_SAFE_NO_PAD.encode(public.as_ref()), "auth": URL_SAFE_NO_PAD.encode([7; 16]) });
    let new = json!({
        "subscription": { "endpoint": "https://push.example/a", "keys": keys, "standard": true },
        "data": { "alerts": { "mention": true, "admin.report": true }, "policy": "followed" },
    });
    asked.ask(alice, &line("POST"), &[], new, "WebPushSubscription").await;
    asked.ask(alice, &line("GET"), &[], NOTHING, "WebPushSubscription").await;
    let change = json!({ "data": { "alerts": { "poll": true } } });
    asked.ask(alice, &line("PUT"), &[], change, "WebPushSubscription").await;
    asked.ask(alice, &line("DELETE"), &[], NOTHING, "{}").await;
}

pub async fn passwords(asked: &mut Asked, olga: &Actor, bob: &Actor) {
    let line = "POST /api/howdah/v1/members/{id}/reset_link";
    asked.ask(olga, line, &[&bob.id.to_string()], NOTHING, "any").await;
}

const PASSWORD: &str = "a good long password";

/// Nina has a password, as people do.
pub async fn me(asked: &mut Asked) {
    let id = crate::passwords::member(&asked.town, "nina", "en").await;
    let nina = Actor { id, ..asked.town.anon() };
    let (phone, nina) = (nina.with("read write").await, nina.with("read write").await);
    let me = |line: &str| line.replacen(' ', " /api/howdah/v1/me/", 1);
    let again = json!({ "current_password": PASSWORD });
    for line in ["GET sessions", "GET apps", "GET sign_ins", "GET email", "GET two_factor"] {
        asked.ask(&nina, &me(line), &[], NOTHING, "any").await;
    }
    let set_up = asked.ask(&nina, &me("POST two_factor"), &[], again.clone(), "any").await;
    let totp = totp_rs::Secret::try_from_base32(set_up["secret"].as_str().unwrap_or_default()).expect("a secret");
    let totp = totp_rs::Builder::new().with_secret(totp).build().expect("an app");
    let code = totp.generate((asked.town.app.clock.now() / 1000) as u64).to_string();
    asked.ask(&nina, &me("POST two_factor/confirm"), &[], json!({ "code": code }), "any").await;
    asked.ask(&nina, &me("POST two_factor/recovery_codes"), &[], again.clone(), "any").await;
    asked.ask(&nina, &me("DELETE two_factor"), &[], again, "{}").await;
    let new = json!({ "current_password": PASSWORD, "email": "nina@new.example" });
    asked.ask(&nina, &me("POST email"), &[], new, "any").await;
    let apps = asked.ask(&phone, &me("GET apps"), &[], NOTHING, "any").await;
    let other = apps.as_array().and_then(|apps| apps.iter().find(|app| app["current"] == true)).map(super::id);
    asked.ask(&nina, &me("DELETE apps/{id}"), &[&other.unwrap_or_default()], NOTHING, "{}").await;
    let query = "response_type=code&redirect_uri=urn:ietf:wg:oauth:2.0:oob";
    let (client, _) = crate::oauth::client(&asked.town.anon(), "urn:ietf:wg:oauth:2.0:oob", "read").await;
    let (mut browser, query) = (crate::oauth::Browser::default(), format!("{query}&client_id={client}"));
    browser.open(&asked.town.anon(), &query).await;
    browser.send(&asked.town.anon(), &query, &crate::oauth::sign_in("nina")).await;
    let open = asked.ask(&nina, &me("GET sessions"), &[], NOTHING, "any").await;
    asked.ask(&nina, &me("DELETE sessions/{id}"), &[&super::id(&open[0])], NOTHING, "{}").await;
    asked.ask(&nina, &me("DELETE sessions"), &[], NOTHING, "{}").await;
    let new = json!({ "current_password": PASSWORD, "password": "another good one" });
    asked.ask(&nina, &me("POST password"), &[], new, "{}").await;
    let line = "DELETE /api/howdah/v1/members/{id}/two_factor";
    let olga = asked.town.staff("olga", "owner").await;
    asked.ask(&olga, line, &[&id.to_string()], NOTHING, "{}").await;
}
