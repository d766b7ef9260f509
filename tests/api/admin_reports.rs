//! /api/v1/admin/reports, what staff tell the people they act on, and the rules of the house.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const ACTS: Sql = Sql::same("SELECT kind, before_state, after_state FROM acts WHERE target_type = $1 ORDER BY id");
const PRESET: Sql = Sql::same(
    "INSERT INTO warning_presets (id, title, text, created_at, updated_at) VALUES (7, 'Ads', 'No advertisements.', 0, 0)",
);

async fn acts(town: &Town, kind: &str) -> Vec<(String, Value, Value)> {
    let rows: Vec<(String, String, String)> = town.app.db.read().await.unwrap().all(ACTS, args![kind]).await.unwrap();
    let json = |text: String| serde_json::from_str(&text).unwrap();
    rows.into_iter().map(|(kind, before, after)| (kind, json(before), json(after))).collect()
}

async fn report(by: &Actor, about: &Actor, with: Value) -> String {
    let mut body = json!({ "account_id": about.id.to_string() });
    body.as_object_mut().unwrap().extend(with.as_object().unwrap().clone());
    by.post("/api/v1/reports").json(body).await.ok()["id"].as_str().unwrap().to_owned()
}

async fn ids(who: &Actor, query: &str) -> Vec<String> {
    let rows = who.get(format!("/api/v1/admin/reports{query}")).await.rows();
    rows.iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect()
}

async fn rule(owner: &Actor, with: Value) -> Value {
    owner.post("/api/howdah/v1/rules").json(with).await.ok()
}

both_engines! {
    async fn reports_are_listed_and_shown_whole(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let (mira, olga) = (town.staff("mira", "moderator").await, town.staff("olga", "owner").await);
        let kind = rule(&olga, json!({ "text": "Be kind", "translations": { "de": { "text": "Sei nett" } } })).await;
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "Buy!", "visibility": "private" })).await.ok();
        let first = report(&alice, &bob, json!({ "status_ids": [post["id"]], "rule_ids": [kind["id"]], "comment": "Ads" })).await;
        let second = report(&carol, &bob, json!({ "category": "spam" })).await;
        let third = report(&alice, &carol, json!({})).await;
        assert_eq!(ids(&mira, "").await, [third.clone(), second.clone(), first.clone()]);
        assert_eq!(ids(&mira, &format!("?account_id={}", alice.id)).await, [third.clone(), first.clone()]);
        assert_eq!(ids(&mira, &format!("?target_account_id={}", bob.id)).await, [second.clone(), first.clone()]);
        assert_eq!(ids(&mira, &format!("?target_account_id={}&account_id={}", bob.id, carol.id)).await, std::slice::from_ref(&second));
        assert_eq!(ids(&mira, "?account_id=nobody").await, Vec::<String>::new());
        assert_eq!(ids(&mira, "?resolved=true").await, Vec::<String>::new());
        let page = mira.get("/api/v1/admin/reports?limit=1&resolved=false").await;
        let next = page.link("next").unwrap();
        assert!(next.contains("resolved=false"), "{next}");
        assert_eq!(mira.get(next).await.rows()[0]["id"], second.as_str());
        let whole = mira.get(format!("/api/v1/admin/reports/{first}")).await.ok();
        assert_eq!((&whole["category"], &whole["comment"]), (&json!("violation"), &json!("Ads")));
        assert_eq!((&whole["account"]["username"], &whole["target_account"]["account"]["acct"]), (&json!("alice"), &json!("bob")));
        // A private post is shown to those who judge it.
        assert_eq!(whole["statuses"][0]["id"], post["id"]);
        assert_eq!(whole["rules"], json!([{ "id": kind["id"], "text": "Be kind", "hint": "", "translations": { "de": { "text": "Sei nett", "hint": "" } } }]));
        assert_eq!((&whole["assigned_account"], &whole["action_taken_at"]), (&Value::Null, &Value::Null));
        alice.with("admin:read").await.get("/api/v1/admin/reports").await.error(403);
    }

    async fn a_report_is_taken_settled_and_taken_up_again(town: Town) {
        let (alice, bob, mira) = (town.user("alice").await, town.user("bob").await, town.staff("mira", "moderator").await);
        let id = report(&alice, &bob, json!({})).await;
        let act = async |verb: &str| mira.post(format!("/api/v1/admin/reports/{id}/{verb}")).await.ok();
        for _ in 0..2 {
            assert_eq!(act("assign_to_self").await["assigned_account"]["username"], "mira");
        }
        assert_eq!(act("unassign").await["assigned_account"], Value::Null);
        town.advance(1000);
        for _ in 0..2 {
            let done = act("resolve").await;
            assert_eq!((&done["action_taken"], &done["action_taken_by_account"]["username"]), (&json!(true), &json!("mira")));
            assert_ne!(done["updated_at"], done["created_at"]);
        }
        assert_eq!(ids(&mira, "?resolved=true").await, std::slice::from_ref(&id));
        assert!(ids(&mira, "").await.is_empty());
        let open = act("reopen").await;
        assert_eq!((&open["action_taken"], &open["action_taken_at"], &open["action_taken_by_account"]), (&json!(false), &Value::Null, &Value::Null));
        let log = acts(&town, "report").await;
        let kinds: Vec<&str> = log.iter().map(|(kind, ..)| kind.as_str()).collect();
        assert_eq!(kinds, ["assign_to_self", "unassign", "resolve", "reopen"], "doing it twice is one act");
        assert_eq!((&log[0].1["assigned_to"], &log[0].2["assigned_to"]), (&Value::Null, &json!(mira.id)));
        mira.post("/api/v1/admin/reports/4706/resolve").await.error(404);
        mira.with("admin:read").await.post(format!("/api/v1/admin/reports/{id}/resolve")).await.error(403);
    }

    async fn a_report_is_classified_anew(town: Town) {
        let (alice, bob, olga) = (town.user("alice").await, town.user("bob").await, town.staff("olga", "owner").await);
        let kind = rule(&olga, json!({ "text": "Be kind" })).await["id"].clone();
        let path = format!("/api/v1/admin/reports/{}", report(&alice, &bob, json!({})).await);
        assert_eq!(olga.put(&path).json(json!({ "category": "spam" })).await.ok()["category"], "spam");
        let now = olga.put(&path).json(json!({ "category": "violation", "rule_ids": [kind] })).await.ok();
        assert_eq!((&now["category"], &now["rules"][0]["id"]), (&json!("violation"), &kind));
        for bad in [json!({ "category": "nonsense" }), json!({ "rule_ids": ["999"] }), json!({ "category": "spam", "rule_ids": [kind] })] {
            let error = olga.put(&path).json(bad).await.error(422);
            assert!(error.starts_with("Validation failed: "), "{error}");
        }
        let now = olga.put(&path).json(json!({ "category": "other" })).await.ok();
        assert_eq!((&now["category"], &now["rules"]), (&json!("other"), &json!([])));
        // A rule that is gone keeps its words where it was named.
        olga.put(&path).form(&[("rule_ids[]", kind.as_str().unwrap())]).await.ok();
        olga.delete(format!("/api/howdah/v1/rules/{}", kind.as_str().unwrap())).await.ok();
        assert_eq!(olga.get(&path).await.ok()["rules"][0]["text"], "Be kind");
    }

    async fn who_is_acted_on_is_told(town: Town) {
        let (alice, bob, carol) = (town.user("alice").await, town.user("bob").await, town.user("carol").await);
        let mira = town.staff("mira", "moderator").await;
        let mut tx = town.app.db.write().await.unwrap();
        tx.run(PRESET, &[]).await.unwrap();
        tx.commit().await.unwrap();
        let post = bob.post("/api/v1/statuses").json(json!({ "status": "Buy!" })).await.ok();
        let first = report(&alice, &bob, json!({ "status_ids": [post["id"]] })).await;
        let second = report(&carol, &bob, json!({})).await;
        let path = format!("/api/v1/admin/accounts/{}/action", bob.id);
        // A word about one report leaves the other open.
        mira.post(&path).json(json!({ "type": "none", "report_id": first, "text": "Please stop." })).await.ok();
        assert_eq!(ids(&mira, "").await, std::slice::from_ref(&second));
        let told = bob.get("/api/v1/notifications?types[]=moderation_warning").await.rows();
        let warning = &told[0]["moderation_warning"];
        assert_eq!((&told[0]["type"], &told[0]["account"]["acct"]), (&json!("moderation_warning"), &json!("bob")));
        assert_eq!((&warning["action"], &warning["text"], &warning["appeal"]), (&json!("none"), &json!("Please stop."), &Value::Null));
        assert_eq!((&warning["status_ids"], &warning["target_account"]["acct"]), (&json!([post["id"]]), &json!("bob")));
        // Anything more settles all of them.
        mira.post(&path).json(json!({ "type": "silence", "warning_preset_id": "7", "text": "Again." })).await.ok();
        assert!(ids(&mira, "").await.is_empty());
        let groups = bob.get("/api/v2/notifications").await.ok();
        let warning = &groups["notification_groups"][0]["moderation_warning"];
        assert_eq!((&warning["action"], &warning["text"]), (&json!("silence"), &json!("No advertisements.\n\nAgain.")));
        assert_eq!(warning["status_ids"], Value::Null);
        // In silence.
        mira.post(&path).json(json!({ "type": "sensitive", "send_email_notification": false })).await.ok();
        assert_eq!(bob.get("/api/v1/notifications?types[]=moderation_warning").await.rows().len(), 2);
        // What made the account vanish is found when it comes back.
        mira.post(&path).json(json!({ "type": "suspend" })).await.ok();
        mira.post(format!("/api/v1/admin/accounts/{}/unsuspend", bob.id)).await.ok();
        mira.post(format!("/api/v1/admin/accounts/{}/unsuspend", bob.id)).await.error(403);
        assert_eq!(bob.get("/api/v1/notifications").await.rows()[0]["moderation_warning"]["action"], "suspend");
        let own = format!("/api/v1/admin/accounts/{}/action", carol.id);
        for (bad, code) in [
            (json!({ "type": "none", "report_id": "4706" }), 404),
            (json!({ "type": "none", "report_id": first }), 404),
            (json!({ "type": "none", "warning_preset_id": "4706" }), 404),
        ] {
            mira.post(&own).json(bad).await.error(code);
        }
        for bad in [json!({}), json!({ "type": "shout" })] {
            assert_eq!(mira.post(&own).json(bad).await.error(422), "Record invalid");
        }
        assert!(carol.get("/api/v1/notifications?types[]=moderation_warning").await.rows().is_empty());
    }

    async fn members_are_found_by_where_they_came_from(town: Town) {
        let owner = town.staff("olga", "owner").await;
        let app = town.app_token("read write").await;
        owner.patch("/api/howdah/v1/community").json(json!({ "registrations": "open" })).await.ok();
        for (name, from) in [("mia", "192.0.2.7:99"), ("max", "198.51.100.1:99"), ("six", "[2001:db8::9]:99")] {
            let wish = json!({ "username": name, "password": "long enough 1", "agreement": true, "locale": "de" });
            app.post("/api/howdah/v1/sign_up").json(wish).from(from).await.ok();
        }
        let names = async |query: &str| -> Vec<String> {
            let rows = owner.get(format!("/api/v2/admin/accounts?{query}")).await.rows();
            rows.iter().map(|row| row["username"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(names("ip=192.0.2.7").await, ["mia"]);
        assert_eq!(names("ip=192.0.2.0/24").await, ["mia"]);
        assert_eq!(names("ip=2001:db8::/32").await, ["six"]);
        assert_eq!(names("ip=0.0.0.0/0").await, ["max", "mia"]);
        assert_eq!(names("ip=10.0.0.0/8").await, Vec::<String>::new());
        assert_eq!(names("ip=nonsense").await, Vec::<String>::new());
        let mia = owner.get("/api/v2/admin/accounts?username=mia").await.rows().remove(0);
        assert_eq!((&mia["ip"], &mia["ips"][0]["ip"]), (&json!("192.0.2.7"), &json!("192.0.2.7")));
        assert!(mia["created_by_application_id"].is_string());
        owner.get("/api/v2/admin/accounts?status=odd").await.error(400);
        owner.get("/api/v2/admin/accounts?origin=odd").await.error(400);
    }

    async fn the_last_owner_stays(town: Town) {
        use howdah_server::admin::{Actor as By, accounts::{Kind, act}};
        let olga = town.staff("olga", "owner").await;
        for kind in [Kind::Disable, Kind::Suspend] {
            act(&town.app, &By::HOUSE, kind, olga.id, "", None).await.unwrap_err();
        }
        let otto = town.staff("otto", "owner").await;
        act(&town.app, &By::HOUSE, Kind::Suspend, olga.id, "", None).await.unwrap();
        act(&town.app, &By::HOUSE, Kind::Suspend, otto.id, "", None).await.unwrap_err();
        act(&town.app, &By::HOUSE, Kind::Delete, olga.id, "", None).await.unwrap();
    }

    async fn rules_stand_in_order_and_in_languages(town: Town) {
        let (olga, mira) = (town.staff("olga", "owner").await, town.staff("mira", "moderator").await);
        let texts = async || -> Vec<String> {
            let rows = town.anon().get("/api/v1/instance/rules").await.rows();
            rows.iter().map(|row| row["text"].as_str().unwrap().to_owned()).collect()
        };
        assert!(texts().await.is_empty());
        let a = rule(&olga, json!({ "text": " One ", "hint": "Really" })).await;
        let b = rule(&olga, json!({ "text": "Two" })).await;
        assert_eq!((&a["text"], &a["position"], &b["position"]), (&json!("One"), &json!(0), &json!(1)));
        rule(&olga, json!({ "text": "Zero", "position": 0 })).await;
        assert_eq!(texts().await, ["Zero", "One", "Two"]);
        let path = |rule: &Value| format!("/api/howdah/v1/rules/{}", rule["id"].as_str().unwrap());
        let moved = olga.put(path(&b)).json(json!({ "position": -5, "translations": { "de": { "text": "Zwei", "hint": "Echt" } } })).await.ok();
        assert_eq!((&moved["position"], &moved["text"]), (&json!(0), &json!("Two")));
        assert_eq!(texts().await, ["Two", "Zero", "One"]);
        let shown = town.anon().get("/api/v2/instance").await.ok()["rules"][0].clone();
        assert_eq!(shown["translations"], json!({ "de": { "text": "Zwei", "hint": "Echt" } }));
        let form = olga.put(path(&b)).form(&[("translations[de-AT][text]", "Zwoa")]).await.ok();
        assert_eq!(form["translations"], json!({ "de-AT": { "text": "Zwoa", "hint": "" } }));
        for bad in [
            json!({ "text": " " }),
            json!({ "text": "x".repeat(301) }),
            json!({ "text": "x", "translations": { "no language": { "text": "x" } } }),
            json!({ "text": "x", "translations": { "de": { "text": " " } } }),
        ] {
            olga.post("/api/howdah/v1/rules").json(bad).await.error(422);
        }
        olga.post("/api/howdah/v1/rules").json(json!({ "text": "x", "translations": [1] })).await.error(400);
        mira.post("/api/howdah/v1/rules").json(json!({ "text": "x" })).await.error(403);
        olga.delete(path(&a)).await.ok();
        olga.delete(path(&a)).await.error(404);
        assert_eq!(texts().await, ["Two", "Zero"]);
        let kinds: Vec<String> = acts(&town, "rule").await.into_iter().map(|(kind, ..)| kind).collect();
        assert_eq!(kinds, ["create_rule", "create_rule", "create_rule", "update_rule", "update_rule", "delete_rule"]);
    }
}
