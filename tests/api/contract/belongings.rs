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

/// Our own addresses: no entities of Mastodon's, so each is asked and answers.
pub async fn own(asked: &mut Asked, alice: &Actor, bob: &Actor) {
    let me = "/api/howdah/v1/me";
    let acct = json!({ "acct": "bob" });
    let aliases = asked.ask(alice, &format!("POST {me}/aliases"), &[], acct.clone(), "any").await;
    asked.ask(alice, &format!("GET {me}/aliases"), &[], NOTHING, "any").await;
    asked.ask(alice, &format!("DELETE {me}/aliases/{{id}}"), &[&id(&aliases[0])], NOTHING, "{}").await;
    asked.ask(alice, &format!("GET {me}/move"), &[], NOTHING, "any").await;
    asked.ask(alice, &format!("DELETE {me}/move"), &[], NOTHING, "{}").await;
    // What asks for a password: these people have none, and are refused.
    for line in ["move", "delete"] {
        let answer = alice.post(format!("{me}/{line}")).json(acct.clone()).await;
        assert_eq!(answer.error(422), "Validation failed: Current password is invalid");
        asked.seen.insert(("POST".to_owned(), format!("{me}/{line}")));
    }
    asked.ask(alice, &format!("POST {me}/export"), &[], NOTHING, "any").await;
    asked.ask(alice, &format!("GET {me}/export"), &[], NOTHING, "any").await;
    assert_eq!(alice.get(format!("{me}/export/blocks.csv")).await.status.as_u16(), 200);
    asked.seen.insert(("GET".to_owned(), format!("{me}/export/{{name}}")));
    let table = json!({ "kind": "mutes", "mode": "merge", "data": "nobody@far.example" });
    let read = id(&asked.ask(bob, &format!("POST {me}/imports"), &[], table.clone(), "any").await);
    asked.ask(bob, &format!("DELETE {me}/imports/{{id}}"), &[&read], NOTHING, "{}").await;
    let read = id(&asked.ask(bob, &format!("POST {me}/imports"), &[], table, "any").await);
    asked.ask(bob, &format!("POST {me}/imports/{{id}}/confirm"), &[&read], NOTHING, "any").await;
    asked.ask(bob, &format!("GET {me}/imports/{{id}}"), &[&read], NOTHING, "any").await;
    asked.ask(bob, &format!("GET {me}/imports"), &[], NOTHING, "any").await;
}
