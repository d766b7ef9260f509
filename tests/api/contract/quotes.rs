//! Quotes, cards, translations: what hangs on a status.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
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
