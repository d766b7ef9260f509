//! Collections, and what a person takes along: exports, imports, aliases, a move, the end.

use super::{Asked, NOTHING, id};
use howdah_tests::Actor;
use serde_json::json;

/// Under both of its addresses.
pub async fn collections(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let (anon, a, b) = (asked.town.anon(), alice.id.to_string(), bob.id.to_string());
    let open = json!({ "discoverable": true });
    asked.ask(bob, "PATCH /api/v1/accounts/update_credentials", &[], open, "CredentialAccount").await;
    for v in ["v1", "v1_alpha"] {
        let line = |method: &str, path: &str| format!("{method} /api/{v}{path}");
        let new = json!({ "name": "Near", "description": "Who is near", "language": "en", "tag_name": "#Tea",
            "sensitive": false, "discoverable": true, "account_ids": [b] });
        let made = asked.ask(alice, &line("POST", "/collections"), &[], new, "WrappedCollection").await;
        let made = id(&made["collection"]);
        for who in [&anon, alice, bob] {
            asked.ask(who, &line("GET", "/collections/{id}"), &[&made], NOTHING, "CollectionWithAccounts").await;
            asked.ask(who, &line("GET", "/accounts/{id}/collections"), &[&a], NOTHING, "Collections").await;
        }
        let change = json!({ "name": "Nearer" });
        asked.ask(alice, &line("PATCH", "/collections/{id}"), &[&made], change, "WrappedCollection").await;
        let within = asked.ask(bob, &line("GET", "/accounts/{id}/in_collections"), &[&b], NOTHING, "Collections").await;
        let item = id(&within["collections"][0]["items"][0]);
        let remove = line("DELETE", "/collections/{collection_id}/items/{id}");
        asked.ask(alice, &remove, &[&made, &item], NOTHING, "{}").await;
        let add = line("POST", "/collections/{id}/items");
        let added = asked.ask(alice, &add, &[&made], json!({ "account_id": b }), "WrappedCollectionItem").await;
        let item = id(&added["collection_item"]);
        let text = format!("Look: https://town.test/collections/{made}");
        let post = asked.ask(alice, "POST /api/v1/statuses", &[], json!({ "status": text }), "Status").await;
        assert_eq!(post["tagged_collections"][0]["id"], made);
        asked.ask(bob, "GET /api/v1/notifications", &[], NOTHING, "[Notification]").await;
        asked.ask(bob, "GET /api/v2/notifications", &[], NOTHING, "GroupedNotificationsResults").await;
        let revoke = line("POST", "/collections/{collection_id}/items/{id}/revoke");
        asked.ask(bob, &revoke, &[&made, &item], NOTHING, "{}").await;
        asked.ask(alice, &line("DELETE", "/collections/{id}"), &[&made], NOTHING, "{}").await;
    }
}
