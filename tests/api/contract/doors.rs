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
