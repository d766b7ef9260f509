//! Our own endpoints for the staff. Their shapes are no table's: the routes are asked, and what they must hold is looked at.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::json;

/// Alice reports Bob once more.
pub async fn cases(asked: &mut Asked, olga: &Actor, alice: &Actor, bob: &Actor) {
    let report = json!({ "account_id": bob.id.to_string(), "comment": "Again" });
    asked.ask(alice, "POST /api/v1/reports", &[], report, "Report").await;
    let queue = asked.ask(olga, "GET /api/howdah/v1/queue", &[], json!({ "kind": "report" }), "any").await;
    asked.ask(olga, "GET /api/howdah/v1/queue/counts", &[], NOTHING, "any").await;
    let case = id(&queue[0]);
    asked.ask(olga, "GET /api/howdah/v1/cases/{id}", &[&case], NOTHING, "any").await;
    asked.ask(olga, "POST /api/howdah/v1/cases/{id}/assign", &[&case], NOTHING, "any").await;
    asked.ask(olga, "POST /api/howdah/v1/cases/{id}/notes", &[&case], json!({ "text": "Hm" }), "any").await;
    asked.ask(olga, "POST /api/howdah/v1/cases/{id}/resolve", &[&case], NOTHING, "any").await;
    asked.ask(olga, "GET /api/howdah/v1/acts", &[], NOTHING, "any").await;
    let b = bob.id.to_string();
    let wish = json!({ "kind": "warn", "target_type": "account", "target_id": b, "reason": "Mind the rules" });
    let act = id(&asked.ask(olga, "POST /api/howdah/v1/acts", &[], wish, "any").await);
    for verb in ["accept", "reject"] {
        let wish = json!({ "kind": "warn", "target_type": "account", "target_id": b, "reason": verb });
        asked.ask(olga, "POST /api/howdah/v1/acts", &[], wish, "any").await;
        let warnings = asked.ask(bob, "GET /api/howdah/v1/warnings", &[], NOTHING, "any").await;
        let text = json!({ "warning_id": id(&warnings[0]), "text": "Why?" });
        let appeal = id(&asked.ask(bob, "POST /api/howdah/v1/appeals", &[], text, "any").await);
        asked.ask(olga, &format!("POST /api/howdah/v1/appeals/{{id}}/{verb}"), &[&appeal], NOTHING, "any").await;
    }
    asked.ask(olga, "GET /api/howdah/v1/appeals", &[], NOTHING, "any").await;
    asked.ask(olga, "POST /api/howdah/v1/acts/{id}/undo", &[&act], NOTHING, "any").await;
    let text = json!({ "title": "Spam", "text": "No adverts" });
    let canned = id(&asked.ask(olga, "POST /api/howdah/v1/canned", &[], text.clone(), "any").await);
    asked.ask(olga, "GET /api/howdah/v1/canned", &[], NOTHING, "any").await;
    asked.ask(olga, "PUT /api/howdah/v1/canned/{id}", &[&canned], text, "any").await;
    asked.ask(olga, "DELETE /api/howdah/v1/canned/{id}", &[&canned], NOTHING, "{}").await;
}
