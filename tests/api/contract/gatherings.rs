//! Lists, hashtags, people whom one might follow, private conversations, and announcements.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::json;

/// Alice follows Bob.
pub async fn lists(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let b = bob.id.to_string();
    let list = id(&asked.ask(alice, "POST /api/v1/lists", &[], json!({ "title": "Near" }), "List").await);
    asked.ask(alice, "PUT /api/v1/lists/{id}", &[&list], json!({ "replies_policy": "none" }), "List").await;
    asked.ask(alice, "GET /api/v1/lists/{id}", &[&list], NOTHING, "List").await;
    asked.ask(alice, "GET /api/v1/lists", &[], NOTHING, "[List]").await;
    asked.ask(alice, "POST /api/v1/lists/{id}/accounts", &[&list], json!({ "account_ids": [b] }), "{}").await;
    asked.ask(alice, "GET /api/v1/lists/{id}/accounts", &[&list], NOTHING, "[Account]").await;
    asked.ask(alice, "GET /api/v1/accounts/{id}/lists", &[&b], NOTHING, "[List]").await;
    asked.ask(alice, "GET /api/v1/timelines/list/{id}", &[&list], NOTHING, "[Status]").await;
    asked.ask(alice, "DELETE /api/v1/lists/{id}/accounts", &[&list], json!({ "account_ids": [b] }), "{}").await;
    asked.ask(alice, "DELETE /api/v1/lists/{id}", &[&list], NOTHING, "{}").await;
}

pub async fn tags(asked: &mut Asked, alice: &Actor) {
    let anon = asked.town.anon();
    asked.ask(alice, "POST /api/v1/statuses", &[], json!({ "status": "#Tea and #cake" }), "Status").await;
    asked.ask(&anon, "GET /api/v1/tags/{name}", &["tea"], NOTHING, "Tag").await;
    for verb in ["follow", "unfollow", "feature", "unfeature", "follow"] {
        asked.ask(alice, &format!("POST /api/v1/tags/{{name}}/{verb}"), &["tea"], NOTHING, "Tag").await;
    }
    asked.ask(alice, "GET /api/v1/followed_tags", &[], NOTHING, "[Tag]").await;
    let shown = asked.ask(alice, "POST /api/v1/featured_tags", &[], json!({ "name": "cake" }), "FeaturedTag").await;
    asked.ask(alice, "GET /api/v1/featured_tags", &[], NOTHING, "[FeaturedTag]").await;
    asked.ask(alice, "GET /api/v1/featured_tags/suggestions", &[], NOTHING, "[Tag]").await;
    let a = alice.id.to_string();
    asked.ask(&anon, "GET /api/v1/accounts/{id}/featured_tags", &[&a], NOTHING, "[FeaturedTag]").await;
    asked.ask(alice, "DELETE /api/v1/featured_tags/{id}", &[&id(&shown)], NOTHING, "{}").await;
}

/// Alice follows Bob.
pub async fn recommended(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let (anon, b) = (asked.town.anon(), bob.id.to_string());
    for verb in ["endorse", "unendorse", "pin", "unpin", "endorse"] {
        asked.ask(alice, &format!("POST /api/v1/accounts/{{id}}/{verb}"), &[&b], NOTHING, "Relationship").await;
    }
    asked.ask(alice, "GET /api/v1/endorsements", &[], NOTHING, "[Account]").await;
    asked.ask(&anon, "GET /api/v1/accounts/{id}/endorsements", &[&alice.id.to_string()], NOTHING, "[Account]").await;
    asked.ask(bob, "GET /api/v1/directory", &[], json!({ "order": "new", "local": true }), "[Account]").await;
    asked.ask(bob, "GET /api/v1/suggestions", &[], NOTHING, "[Account]").await;
    asked.ask(bob, "GET /api/v2/suggestions", &[], NOTHING, "[Suggestion]").await;
    asked.ask(bob, "DELETE /api/v1/suggestions/{account_id}", &[&b], NOTHING, "{}").await;
    let line = "GET /api/v1/accounts/familiar_followers";
    asked.ask(alice, line, &[], json!({ "id": [b] }), "[FamiliarFollowers]").await;
}

pub async fn conversations(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let post = json!({ "status": "@alice psst", "visibility": "direct" });
    asked.ask(bob, "POST /api/v1/statuses", &[], post, "Status").await;
    asked.ask(alice, "GET /api/v1/timelines/direct", &[], NOTHING, "[Status]").await;
    let list = asked.ask(alice, "GET /api/v1/conversations", &[], NOTHING, "[Conversation]").await;
    let entry = id(&list[0]);
    for verb in ["read", "unread"] {
        let line = format!("POST /api/v1/conversations/{{id}}/{verb}");
        asked.ask(alice, &line, &[&entry], NOTHING, "Conversation").await;
    }
    asked.ask(alice, "DELETE /api/v1/conversations/{id}", &[&entry], NOTHING, "{}").await;
}

pub async fn announcements(asked: &mut Asked, olga: &Actor, alice: &Actor) {
    let new = json!({ "text": "A #feast for @alice :tea:", "starts_at": "2026-02-01", "ends_at": "2026-02-02", "all_day": true });
    let told = id(&asked.ask(olga, "POST /api/howdah/v1/announcements", &[], new, "any").await);
    asked.ask(olga, "GET /api/howdah/v1/announcements", &[], NOTHING, "any").await;
    let line = "PUT /api/howdah/v1/announcements/{id}";
    asked.ask(olga, line, &[&told], json!({ "all_day": false }), "any").await;
    for emoji in ["tea", "%F0%9F%91%8D"] {
        let line = "PUT /api/v1/announcements/{id}/reactions/{name}";
        asked.ask(alice, line, &[&told, emoji], NOTHING, "{}").await;
    }
    asked.ask(olga, "GET /api/v1/announcements", &[], NOTHING, "[Announcement]").await;
    let line = "DELETE /api/v1/announcements/{id}/reactions/{name}";
    asked.ask(alice, line, &[&told, "tea"], NOTHING, "{}").await;
    asked.ask(alice, "POST /api/v1/announcements/{id}/dismiss", &[&told], NOTHING, "{}").await;
    asked.ask(alice, "GET /api/v1/announcements", &[], NOTHING, "[Announcement]").await;
    asked.ask(olga, "DELETE /api/howdah/v1/announcements/{id}", &[&told], NOTHING, "{}").await;
}
