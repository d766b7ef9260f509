//! What a status may be besides a text: a poll, a new version of itself, one that waits for its time.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::{Value, json};

/// Bob answers what Alice asks.
pub async fn polls(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let anon = asked.town.anon();
    for (secret, multiple) in [(true, true), (false, false)] {
        let poll = json!({ "options": ["Tea :tea:", "Coffee"], "expires_in": 300, "multiple": multiple, "hide_totals": secret });
        let post = json!({ "status": "What to drink?", "poll": poll });
        let status = asked.ask(alice, "POST /api/v1/statuses", &[], post, "Status").await;
        let poll = id(&status["poll"]);
        asked.ask(&anon, "GET /api/v1/polls/{id}", &[&poll], NOTHING, "Poll").await;
        asked.ask(bob, "POST /api/v1/polls/{id}/votes", &[&poll], json!({ "choices": [1] }), "Poll").await;
        asked.ask(bob, "GET /api/v1/polls/{id}", &[&poll], NOTHING, "Poll").await;
        let seen = asked.ask(bob, "GET /api/v1/statuses/{id}", &[&id(&status)], NOTHING, "Status").await;
        assert_eq!(seen["poll"]["options"][1]["votes_count"], if secret { Value::Null } else { json!(1) });
    }
    let line = "GET /api/v1/instance";
    let instance = asked.ask(&anon, line, &[], NOTHING, "V1::Instance").await;
    assert_eq!(instance["configuration"]["polls"]["max_options"], 4);
}

pub async fn edits(asked: &mut Asked, alice: &Actor) {
    let file = asked.upload(alice, "POST /api/v2/media").await;
    let poll = json!({ "options": ["a :tea:", "b"], "expires_in": 300 });
    let post = json!({ "status": "First #one", "poll": poll, "spoiler_text": ":tea:" });
    let status = id(&asked.ask(alice, "POST /api/v1/statuses", &[], post, "Status").await);
    let line = "GET /api/v1/statuses/{id}/history";
    asked.ask(alice, line, &[&status], NOTHING, "[StatusEdit]").await;
    let media = json!([{ "id": file, "description": "A point", "focus": "0.5,0.5" }]);
    let edit =
        json!({ "status": "Second #two @bob", "language": "de", "media_ids": [file], "media_attributes": media });
    let edited = asked.ask(alice, "PUT /api/v1/statuses/{id}", &[&status], edit, "Status").await;
    assert!(edited["edited_at"].is_string() && edited["poll"].is_null());
    let anon = asked.town.anon();
    let versions = asked.ask(&anon, line, &[&status], NOTHING, "[StatusEdit]").await;
    assert_eq!(
        (&versions[0]["poll"]["options"][1]["title"], &versions[1]["media_attachments"][0]["description"]),
        (&json!("b"), &json!("A point"))
    );
    asked.ask(alice, "GET /api/v1/statuses/{id}/source", &[&status], NOTHING, "StatusSource").await;
}

pub async fn scheduled(asked: &mut Asked, alice: &Actor) {
    let file = asked.upload(alice, "POST /api/v2/media").await;
    let line = "POST /api/v1/statuses";
    let bare = json!({ "status": "Later", "scheduled_at": "2026-06-01T12:00:00Z" });
    asked.ask(alice, line, &[], bare, "ScheduledStatus").await;
    let poll = json!({ "options": ["a", "b"], "expires_in": 300 });
    let full = json!({ "status": "Later", "poll": poll, "sensitive": true, "spoiler_text": "cw", "visibility": "unlisted",
        "language": "de", "scheduled_at": "2026-06-01T12:00:00.000Z" });
    let made = asked.ask(alice, line, &[], full, "ScheduledStatus").await;
    assert_eq!(made["params"]["poll"]["options"], json!(["a", "b"]));
    let post = json!({ "status": "Later", "media_ids": [file], "scheduled_at": "2026-06-01 12:00" });
    let made = asked.ask(alice, line, &[], post, "ScheduledStatus").await;
    assert_eq!((&made["params"]["media_ids"][0], &made["media_attachments"][0]["id"]), (&json!(file), &json!(file)));
    let made = id(&made);
    asked.ask(alice, "GET /api/v1/scheduled_statuses", &[], NOTHING, "[ScheduledStatus]").await;
    asked.ask(alice, "GET /api/v1/scheduled_statuses/{id}", &[&made], NOTHING, "ScheduledStatus").await;
    let later = json!({ "scheduled_at": "2026-06-02T12:00:00Z" });
    asked.ask(alice, "PUT /api/v1/scheduled_statuses/{id}", &[&made], later, "ScheduledStatus").await;
    asked.ask(alice, "DELETE /api/v1/scheduled_statuses/{id}", &[&made], NOTHING, "{}").await;
}
