//! Quotes, cards, translations: what hangs on a status.

use super::{Asked, NOTHING, id};
use howdah_server::config::{Protocol, Translation};
use howdah_tests::Actor;
use howdah_tests::stand_in::{StandIn, reply};
use serde_json::json;

pub async fn quotes(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let policy = json!({ "status": "Quote me", "quote_approval_policy": "followers" });
    let quoted = id(&asked.ask(alice, "POST /api/v1/statuses", &[], policy, "Status").await);
    let line = "PUT /api/v1/statuses/{id}/interaction_policy";
    asked.ask(alice, line, &[&quoted], json!({ "quote_approval_policy": "public" }), "Status").await;
    let quote = json!({ "status": "Look", "quoted_status_id": quoted });
    let quoting = asked.ask(bob, "POST /api/v1/statuses", &[], quote, "Status").await;
    assert_eq!(quoting["quote"]["state"], "accepted");
    asked.ask(alice, "POST /api/v1/statuses", &[], json!({ "quoted_status_id": id(&quoting) }), "Status").await;
    for who in [alice, bob, &asked.town.anon()] {
        asked.ask(who, "GET /api/v1/accounts/{id}/statuses", &[&bob.id.to_string()], NOTHING, "[Status]").await;
        asked.ask(who, "GET /api/v1/accounts/{id}/statuses", &[&alice.id.to_string()], NOTHING, "[Status]").await;
    }
    asked.ask(bob, "GET /api/v1/statuses/{id}/quotes", &[&quoted], NOTHING, "[Status]").await;
    let line = "POST /api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke";
    asked.ask(alice, line, &[&quoted, &id(&quoting)], NOTHING, "Status").await;
    asked.ask(bob, "DELETE /api/v1/statuses/{id}", &[&id(&quoting)], NOTHING, "any").await;
}

const PAGE: &str = "<html lang=en><title>A page</title><meta property='og:description' content='Words'>
    <meta name='fediverse:creator' content='@alice'><script type='application/ld+json'>
    { \"@type\": \"NewsArticle\", \"author\": { \"name\": \"Ada\", \"url\": \"https://a.example/\" }, \"datePublished\": \"2026-01-01\" }</script>";

/// What others' servers say: cards, translations.
pub async fn outside(asked: &mut Asked, alice: &Actor) {
    let site = StandIn::start(|heard| match heard.path.as_str() {
        "/languages" => reply("application/json", r#"[{"code":"de","targets":["en"]},{"code":"en","targets":["de"]}]"#),
        "/translate" => reply("application/json", r#"{"translatedText":["<p>Hello</p>"]}"#),
        _ => reply("text/html", PAGE),
    })
    .await;
    let service = Translation { protocol: Protocol::Libretranslate, url: Some(site.url("")), key: None };
    let there = asked.town.outgoing(|config| config.translation = Some(service)).await;
    let (alice, anon) = (alice.at(&there), there.anon());
    let page = site.url("/page");
    let linking =
        asked.ask(&alice, "POST /api/v1/statuses", &[], json!({ "status": format!("See {page}") }), "Status").await;
    there.app.run_jobs().await.expect("the jobs run");
    for who in [&alice, &anon] {
        let seen = asked.ask(who, "GET /api/v1/statuses/{id}", &[&id(&linking)], NOTHING, "Status").await;
        assert_eq!(seen["card"]["title"], "A page");
        let line = "GET /api/v1/timelines/link";
        let found = asked.ask(who, line, &[], json!({ "url": page }), "[Status]").await;
        assert_eq!(found[0]["id"], linking["id"]);
    }
    let german = json!({ "status": "Hallo", "language": "de" });
    let german = asked.ask(&alice, "POST /api/v1/statuses", &[], german, "Status").await;
    let line = "POST /api/v1/statuses/{id}/translate";
    asked.ask(&alice, line, &[&id(&german)], json!({ "lang": "en" }), "Translation").await;
    asked.ask(&anon, "GET /api/v1/instance/translation_languages", &[], NOTHING, "any").await;
    asked.ask(&anon, "GET /api/oembed", &[], json!({ "url": german["url"] }), "OEmbed").await;
}
