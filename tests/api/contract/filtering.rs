//! Filters of both versions, and whose notifications one wants.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::json;

/// `status` is one that Alice may see.
pub async fn filters(asked: &mut Asked, alice: &Actor, status: &str) {
    let new = json!({ "title": "Tea", "context": ["home", "thread"], "filter_action": "blur", "expires_in": 3600,
        "keywords_attributes": [{ "keyword": "tea", "whole_word": true }, { "keyword": "hello" }] });
    let filter = asked.ask(alice, "POST /api/v2/filters", &[], new, "Filter").await;
    let at = id(&filter);
    let at = [at.as_str()];
    asked.ask(alice, "PUT /api/v2/filters/{id}", &at, json!({ "expires_in": "" }), "Filter").await;
    let line = "POST /api/v2/filters/{id}/keywords";
    let word = id(&asked.ask(alice, line, &at, json!({ "keyword": "cake" }), "FilterKeyword").await);
    let kept = asked
        .ask(alice, "POST /api/v2/filters/{id}/statuses", &at, json!({ "status_id": status }), "FilterStatus")
        .await;
    let kept = id(&kept);
    let line = "PUT /api/v2/filters/keywords/{id}";
    asked.ask(alice, line, &[&word], json!({ "keyword": "pie", "whole_word": false }), "FilterKeyword").await;
    asked.ask(alice, "GET /api/v2/filters", &[], NOTHING, "[Filter]").await;
    asked.ask(alice, "GET /api/v2/filters/{id}", &at, NOTHING, "Filter").await;
    asked.ask(alice, "GET /api/v2/filters/{id}/keywords", &at, NOTHING, "[FilterKeyword]").await;
    asked.ask(alice, "GET /api/v2/filters/{id}/statuses", &at, NOTHING, "[FilterStatus]").await;
    asked.ask(alice, "GET /api/v2/filters/keywords/{id}", &[&word], NOTHING, "FilterKeyword").await;
    asked.ask(alice, "GET /api/v2/filters/statuses/{id}", &[&kept], NOTHING, "FilterStatus").await;
    let found = asked.ask(alice, "GET /api/v1/statuses/{id}", &[status], NOTHING, "Status").await;
    assert_eq!(found["filtered"][0]["status_matches"][0], status, "{found}");
    asked.ask(alice, "GET /api/v1/timelines/home", &[], NOTHING, "[Status]").await;
    asked.ask(alice, "GET /api/v1/filters", &[], NOTHING, "[V1::Filter]").await;
    let new = json!({ "phrase": "mate", "context": ["public"], "irreversible": true, "expires_in": 60 });
    let first = id(&asked.ask(alice, "POST /api/v1/filters", &[], new, "V1::Filter").await);
    asked.ask(alice, "GET /api/v1/filters/{id}", &[&first], NOTHING, "V1::Filter").await;
    let line = "PUT /api/v1/filters/{id}";
    asked.ask(alice, line, &[&first], json!({ "phrase": "maté", "context": ["home"] }), "V1::Filter").await;
    asked.ask(alice, "DELETE /api/v1/filters/{id}", &[&first], NOTHING, "{}").await;
    asked.ask(alice, "DELETE /api/v2/filters/statuses/{id}", &[&kept], NOTHING, "{}").await;
    asked.ask(alice, "DELETE /api/v2/filters/keywords/{id}", &[&word], NOTHING, "{}").await;
    asked.ask(alice, "DELETE /api/v2/filters/{id}", &at, NOTHING, "{}").await;
}

/// Carol is somebody else.
pub async fn policy(asked: &mut Asked, alice: &Actor, carol: &Actor) {
    let line = "PATCH /api/v2/notifications/policy";
    asked.ask(alice, line, &[], json!({ "for_new_accounts": "filter" }), "NotificationPolicy").await;
    asked.ask(carol, "POST /api/v1/statuses", &[], json!({ "status": "Hi @alice" }), "Status").await;
    asked.ask(alice, "GET /api/v2/notifications/policy", &[], NOTHING, "NotificationPolicy").await;
    let list = asked.ask(alice, "GET /api/v1/notifications/requests", &[], NOTHING, "[NotificationRequest]").await;
    let one = id(&list[0]);
    asked.ask(alice, "GET /api/v1/notifications/requests/{id}", &[&one], NOTHING, "NotificationRequest").await;
    asked.ask(alice, "POST /api/v1/notifications/requests/{id}/dismiss", &[&one], NOTHING, "{}").await;
    asked.ask(alice, "POST /api/v1/notifications/requests/dismiss", &[], json!({ "id": [one] }), "{}").await;
    asked.ask(carol, "POST /api/v1/statuses", &[], json!({ "status": "Hi again @alice" }), "Status").await;
    let list = asked.ask(alice, "GET /api/v1/notifications/requests", &[], NOTHING, "[NotificationRequest]").await;
    asked.ask(alice, "POST /api/v1/notifications/requests/{id}/accept", &[&id(&list[0])], NOTHING, "{}").await;
    asked.ask(alice, "POST /api/v1/notifications/requests/accept", &[], json!({ "id": ["7"] }), "{}").await;
    let merged = asked.ask(alice, "GET /api/v1/notifications/requests/merged", &[], NOTHING, "any").await;
    assert_eq!(merged, json!({ "merged": true }));
    let first = "V1::NotificationPolicy";
    asked.ask(alice, "GET /api/v1/notifications/policy", &[], NOTHING, first).await;
    for method in ["PUT", "PATCH"] {
        let line = format!("{method} /api/v1/notifications/policy");
        asked.ask(alice, &line, &[], json!({ "filter_not_following": false }), first).await;
    }
    let line = "PUT /api/v2/notifications/policy";
    asked.ask(alice, line, &[], json!({ "for_new_accounts": "accept" }), "NotificationPolicy").await;
    let line = "GET /api/v1/accounts/{id}/identity_proofs";
    asked.ask(alice, line, &[&carol.id.to_string()], NOTHING, "[IdentityProof]").await;
    assert_eq!(alice.get("/api/v1/donation_campaigns").await.status.as_u16(), 204);
    asked.seen.insert(("GET".into(), "/api/v1/donation_campaigns".into()));
    let line = "GET /api/v1/domain_blocks/preview";
    asked.ask(alice, line, &[], json!({ "domain": "far.example" }), "DomainBlockPreview").await;
}
