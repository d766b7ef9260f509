//! What staff see and do.

use super::{Asked, NOTHING, id};
use howdah_server::db::Sql;
use howdah_tests::Actor;
use serde_json::json;

const TAG: Sql = Sql::same("SELECT id FROM tags WHERE name = 'contract'");

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

pub async fn blocks(asked: &mut Asked, olga: &Actor) {
    let hash = "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b";
    let address = json!({ "ip": "203.0.113.0/24", "severity": "sign_up_block", "comment": "Spam", "expires_in": 3600 });
    let server = json!({ "domain": "bad.example", "severity": "suspend", "public_comment": "Spam", "obfuscate": true });
    for (noun, kind, new, change, gone) in [
        ("domain_allows", "Admin::DomainAllow", json!({ "domain": "good.example" }), None, "Admin::DomainAllow"),
        ("domain_blocks", "Admin::DomainBlock", server, Some(json!({ "severity": "silence" })), "{}"),
        ("email_domain_blocks", "Admin::EmailDomainBlock", json!({ "domain": "mail.example" }), None, "{}"),
        ("canonical_email_blocks", "Admin::CanonicalEmailBlock", json!({ "canonical_email_hash": hash }), None, "{}"),
        ("ip_blocks", "Admin::IpBlock", address, Some(json!({ "severity": "sign_up_requires_approval" })), "{}"),
    ] {
        let path = format!("/api/v1/admin/{noun}");
        let made = id(&asked.ask(olga, &format!("POST {path}"), &[], new, kind).await);
        asked.ask(olga, &format!("GET {path}/{{id}}"), &[&made], NOTHING, kind).await;
        let list = asked.ask(olga, &format!("GET {path}"), &[], json!({ "limit": 5 }), &format!("[{kind}]")).await;
        assert_eq!(list.as_array().map(Vec::len), Some(1), "{noun}");
        if let Some(change) = change {
            asked.ask(olga, &format!("PUT {path}/{{id}}"), &[&made], change, kind).await;
        }
        match noun {
            "canonical_email_blocks" => {
                let line = "POST /api/v1/admin/canonical_email_blocks/test";
                let kind = "[Admin::CanonicalEmailBlock]";
                let found = asked.ask(olga, line, &[], json!({ "email": "t.est+1@example.com" }), kind).await;
                assert_eq!(found[0]["canonical_email_hash"], hash);
            }
            "domain_blocks" => {
                let anon = asked.town.anon();
                let public =
                    asked.ask(&anon, "GET /api/v1/instance/domain_blocks", &[], NOTHING, "[DomainBlock]").await;
                assert_eq!((&public[0]["domain"], &public[0]["comment"]), (&json!("bad.*****le"), &json!("Spam")));
            }
            _ => {}
        }
        asked.ask(olga, &format!("DELETE {path}/{{id}}"), &[&made], NOTHING, gone).await;
    }
}

pub async fn dashboard(asked: &mut Asked, olga: &Actor) {
    asked.town.app.run_jobs().await.expect("who was here is noted");
    let tag = "#contract for a dashboard";
    asked.ask(olga, "POST /api/v1/statuses", &[], json!({ "status": tag, "language": "en" }), "Status").await;
    let mut reader = asked.town.app.db.read().await.expect("a reader");
    let tag: i64 = reader.one(TAG, &[]).await.expect("a tag");
    drop(reader);
    let (tag, domain) = (json!({ "id": tag.to_string() }), json!({ "domain": "far.example" }));
    let today = howdah_server::time::date(asked.town.clock.now());
    let mut with = json!({ "start_at": today, "end_at": today, "limit": 5, "frequency": "day" });
    let measures = [
        "active_users",
        "new_users",
        "interactions",
        "opened_reports",
        "resolved_reports",
        "tag_accounts",
        "tag_uses",
        "tag_servers",
        "instance_accounts",
        "instance_media_attachments",
        "instance_reports",
        "instance_statuses",
        "instance_follows",
        "instance_followers",
    ];
    let dimensions = [
        "languages",
        "sources",
        "servers",
        "space_usage",
        "software_versions",
        "tag_servers",
        "tag_languages",
        "instance_accounts",
        "instance_languages",
    ];
    for key in measures.iter().chain(&dimensions) {
        if key.starts_with("tag_") {
            with[*key] = tag.clone();
        } else if key.starts_with("instance_") {
            with[*key] = domain.clone();
        }
    }
    for (noun, kind, keys) in [
        ("measures", "[Admin::Measure]", &measures[..]),
        ("dimensions", "[Admin::Dimension]", &dimensions[..]),
        ("retention", "[Admin::Cohort]", &[]),
    ] {
        with["keys"] = json!(keys);
        let answer = asked.ask(olga, &format!("POST /api/v1/admin/{noun}"), &[], with.clone(), kind).await;
        let answered: Vec<&str> =
            answer.as_array().expect("a list").iter().filter_map(|one| one["key"].as_str()).collect();
        assert_eq!(answered, keys);
    }
}

/// Carol gets a role and loses it.
pub async fn roles(asked: &mut Asked, olga: &Actor, carol: &Actor) {
    let new =
        json!({ "name": "Helper", "color": "#00ff00", "permissions": "1024", "position": 5, "highlighted": true });
    let role = id(&asked.ask(olga, "POST /api/howdah/v1/roles", &[], new, "any").await);
    asked.ask(olga, "GET /api/howdah/v1/roles", &[], NOTHING, "any").await;
    asked.ask(olga, "PUT /api/howdah/v1/roles/{id}", &[&role], json!({ "position": 6 }), "any").await;
    let carol_id = carol.id.to_string();
    let line = "POST /api/howdah/v1/members/{id}/role";
    let now = asked.ask(olga, line, &[&carol_id], json!({ "role_id": role }), "Admin::Account").await;
    assert_eq!(now["role"]["permissions"], "1024");
    asked.ask(carol, "GET /api/v1/accounts/verify_credentials", &[], NOTHING, "CredentialAccount").await;
    asked.ask(olga, "DELETE /api/howdah/v1/roles/{id}", &[&role], NOTHING, "{}").await;
}
