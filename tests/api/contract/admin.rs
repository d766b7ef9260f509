//! What staff see and do.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::json;

/// Alice reports Bob's post.
pub async fn reports(asked: &mut Asked, olga: &Actor, alice: &Actor, bob: &Actor) {
    let post = asked.ask(bob, "POST /api/v1/statuses", &[], json!({ "status": "Buy this" }), "Status").await;
    let report = json!({ "account_id": bob.id.to_string(), "status_ids": [id(&post)], "rule_ids": ["1"] });
    let report = id(&asked.ask(alice, "POST /api/v1/reports", &[], report, "Report").await);
    for verb in ["assign_to_self", "unassign", "assign_to_self", "resolve", "reopen", "resolve"] {
        let line = format!("POST /api/v1/admin/reports/{{id}}/{verb}");
        asked.ask(olga, &line, &[&report], NOTHING, "Admin::Report").await;
    }
    let line = "PUT /api/v1/admin/reports/{id}";
    asked.ask(olga, line, &[&report], json!({ "category": "violation", "rule_ids": ["1"] }), "Admin::Report").await;
    let one = asked.ask(olga, "GET /api/v1/admin/reports/{id}", &[&report], NOTHING, "Admin::Report").await;
    assert!(one["statuses"][0].is_object() && one["rules"][0].is_object() && one["assigned_account"].is_object());
    asked.ask(olga, "GET /api/v1/admin/reports", &[], json!({ "resolved": true }), "[Admin::Report]").await;
    let word = json!({ "type": "none", "text": "Please stop", "report_id": report });
    asked.ask(olga, "POST /api/v1/admin/accounts/{id}/action", &[&bob.id.to_string()], word, "{}").await;
    let told = asked.ask(bob, "GET /api/v1/notifications", &[], NOTHING, "[Notification]").await;
    assert!(told[0]["moderation_warning"].is_object(), "{told}");
    asked.ask(bob, "GET /api/v2/notifications", &[], NOTHING, "GroupedNotificationsResults").await;
}

pub async fn rules(asked: &mut Asked, olga: &Actor) {
    let new = json!({ "text": "Be brief", "hint": "Or else", "translations": { "de": { "text": "Fasse dich kurz" } } });
    let rule = id(&asked.ask(olga, "POST /api/howdah/v1/rules", &[], new, "any").await);
    asked.ask(olga, "PUT /api/howdah/v1/rules/{id}", &[&rule], json!({ "position": 0 }), "any").await;
    asked.ask(olga, "GET /api/howdah/v1/rules", &[], NOTHING, "any").await;
    asked.ask(olga, "GET /api/v1/instance/rules", &[], NOTHING, "[Rule]").await;
    asked.ask(olga, "GET /api/v2/instance", &[], NOTHING, "Instance").await;
    asked.ask(olga, "DELETE /api/howdah/v1/rules/{id}", &[&rule], NOTHING, "{}").await;
}
