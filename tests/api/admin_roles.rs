//! /api/howdah/v1/roles: who may make which, who may give which, and that there is always an owner.

use howdah_server::args;
use howdah_server::db::Sql;
use howdah_tests::{Actor, Answer, both_engines};
use serde_json::{Value, json};

const ACTS: Sql = Sql::same("SELECT kind FROM acts WHERE target_id = $1 ORDER BY id");

async fn make(who: &Actor, with: Value) -> Answer {
    who.post("/api/howdah/v1/roles").json(with).await
}

async fn give(who: &Actor, whom: &Actor, with: Value) -> Answer {
    who.post(format!("/api/howdah/v1/members/{}/role", whom.id)).json(with).await
}

async fn role_of(who: &Actor) -> String {
    let own = who.get("/api/v1/accounts/verify_credentials").await.ok();
    own["role"]["id"].as_str().unwrap().to_owned()
}

both_engines! {
    async fn a_role_is_made_given_changed_and_dropped(town: Town) {
        let (olga, alice) = (town.staff("olga", "owner").await, town.user("alice").await);
        let before = olga.get("/api/howdah/v1/roles").await.rows();
        let names: Vec<&str> = before.iter().map(|role| role["name"].as_str().unwrap()).collect();
        assert_eq!(names, ["Owner", "Admin", "Moderator", ""]);
        assert_eq!((&before[0]["editable"], &before[3]["editable"]), (&json!(false), &json!(true)));
        let wish = json!({ "name": "Helper", "color": "0F0", "permissions": "1024", "position": 5, "highlighted": true });
        let role = make(&olga, wish).await.ok();
        assert_eq!((&role["color"], &role["permissions"], &role["members_count"]), (&json!("#0f0"), &json!("1024"), &json!(0)));
        let (id, path) = (role["id"].clone(), format!("/api/howdah/v1/roles/{}", role["id"].as_str().unwrap()));
        let staff = alice.with("admin:read admin:write").await;
        staff.get("/api/v1/admin/accounts").await.error(403);
        assert_eq!(give(&olga, &alice, json!({ "role_id": id })).await.ok()["role"]["name"], "Helper");
        staff.get("/api/v1/admin/accounts").await.ok();
        let badge = async || town.anon().get(format!("/api/v1/accounts/{}", alice.id)).await.ok()["roles"].clone();
        assert_eq!(badge().await, json!([{ "id": id, "name": "Helper", "color": "#0f0" }]));
        // What a role may do is forgotten everywhere at once, and so is its badge.
        olga.put(&path).json(json!({ "permissions": 16, "name": "Reader" })).await.ok();
        staff.get("/api/v1/admin/accounts").await.error(403);
        staff.get("/api/v1/admin/reports").await.ok();
        assert_eq!(badge().await[0]["name"], "Reader");
        assert_eq!(olga.get("/api/howdah/v1/roles").await.rows()[3]["members_count"], json!(1));
        assert_eq!(olga.delete(&path).await.ok(), json!({}));
        olga.delete(&path).await.error(404);
        assert_eq!((role_of(&alice).await, badge().await), ("1".to_owned(), json!([])));
        staff.get("/api/v1/admin/reports").await.error(403);
        let number: i64 = id.as_str().unwrap().parse().unwrap();
        let kinds: Vec<String> = town.app.db.read().await.unwrap().all(ACTS, args![number]).await.unwrap();
        assert_eq!(kinds, ["create_role", "update_role", "destroy_role"]);
    }

    async fn nobody_gives_what_they_do_not_have(town: Town) {
        let (ada, olga) = (town.staff("ada", "admin").await, town.staff("olga", "owner").await);
        let (mira, alice) = (town.staff("mira", "moderator").await, town.user("alice").await);
        make(&mira, json!({ "name": "x" })).await.error(403);
        for (with, why) in [
            (json!({}), "Name can't be blank"),
            (json!({ "name": "x", "color": "green" }), "Color is invalid"),
            (json!({ "name": "x", "position": 100 }), "Position cannot be higher than your current role"),
            (json!({ "name": "x", "position": -1 }), "Position is invalid"),
            (json!({ "name": "x", "permissions": 1 }), "Permissions cannot include permissions your current role does not possess"),
            (json!({ "name": "x", "permissions": "9999999999" }), "Permissions is invalid"),
        ] {
            assert_eq!(make(&ada, with).await.error(422), format!("Validation failed: {why}"));
        }
        for id in ["3", "4"] {
            ada.put(format!("/api/howdah/v1/roles/{id}")).json(json!({ "name": "x" })).await.error(403);
        }
        olga.put("/api/howdah/v1/roles/4").json(json!({ "name": "x" })).await.error(403);
        olga.delete("/api/howdah/v1/roles/2").await.error(422);
        olga.put("/api/howdah/v1/roles/1").json(json!({ "permissions": 1024 })).await.error(422);
        assert_eq!(olga.put("/api/howdah/v1/roles/1").json(json!({ "permissions": 0 })).await.ok()["permissions"], "0");
        // Up to below oneself, and to nobody who stands as high.
        assert_eq!(give(&ada, &alice, json!({ "role_id": "3" })).await.error(422), "Validation failed: Role cannot be higher than your current role");
        give(&ada, &alice, json!({ "role_id": "4" })).await.error(422);
        give(&ada, &olga, json!({ "role_id": "1" })).await.error(403);
        give(&ada, &ada, json!({ "role_id": "1" })).await.error(403);
        give(&ada, &alice, json!({ "role_id": "4706" })).await.error(404);
        give(&ada, &alice, json!({})).await.error(400);
        give(&ada, &mira, json!({ "role_id": "1" })).await.ok();
        give(&ada, &alice, json!({ "role_id": "2" })).await.ok();
        assert_eq!((role_of(&mira).await.as_str(), role_of(&alice).await.as_str()), ("1", "2"));
    }

    async fn there_is_always_an_owner(town: Town) {
        let (olga, otto, alice) = (town.staff("olga", "owner").await, town.user("otto").await, town.user("alice").await);
        // The last one cannot step down.
        give(&olga, &olga, json!({ "role_id": "1" })).await.error(403);
        give(&olga, &otto, json!({ "role_id": "2", "transfer": true })).await.error(422);
        // A second one, and equals leave each other alone.
        give(&olga, &otto, json!({ "role_id": "4" })).await.ok();
        let otto = otto.with("read write admin:read admin:write").await;
        give(&otto, &olga, json!({ "role_id": "1" })).await.error(403);
        give(&otto, &otto, json!({ "role_id": "3" })).await.ok();
        assert_eq!(role_of(&otto).await, "3");
        // Handing over: the one who gives steps down in the same moment.
        give(&olga, &alice, json!({ "role_id": "4", "transfer": true })).await.ok();
        assert_eq!((role_of(&olga).await.as_str(), role_of(&alice).await.as_str()), ("3", "4"));
        let kinds: Vec<String> = town.app.db.read().await.unwrap().all(ACTS, args![olga.id]).await.unwrap();
        assert_eq!(kinds, ["change_role"]);
    }

    async fn terms_have_their_days(town: Town) {
        let (olga, anon) = (town.staff("olga", "owner").await, town.anon());
        let path = "/api/v1/instance/terms_of_service";
        anon.get(path).await.error(404);
        let now = town.clock.now();
        let day = |days: i64| howdah_server::time::date(now + days * 86_400_000);
        let set = async |text: &str, from: &str| {
            let with = json!({ "terms_of_service": text, "terms_effective_date": from });
            olga.patch("/api/howdah/v1/community").json(with).await
        };
        set("Past", &day(-1)).await.error(422);
        set("Odd", "tomorrow").await.error(422);
        // What is not in force yet is shown as what is coming.
        set("Second", &day(10)).await.ok();
        let shown = anon.get(path).await.ok();
        assert_eq!((&shown["content"], &shown["effective"]), (&json!("<p>Second</p>"), &json!(false)));
        set("First", "").await.ok();
        let shown = anon.get(path).await.ok();
        assert_eq!(shown, json!({ "effective_date": day(0), "effective": true, "content": "<p>First</p>", "succeeded_by": day(10) }));
        assert_eq!(anon.get(format!("{path}/{}", day(10))).await.ok()["succeeded_by"], Value::Null);
        anon.get(format!("{path}/{}", day(5))).await.error(404);
        set("First, mended", &day(0)).await.ok();
        assert_eq!(anon.get(path).await.ok()["content"], "<p>First, mended</p>");
        town.advance(11 * 86_400_000);
        assert_eq!(anon.get(path).await.ok()["content"], "<p>Second</p>");
        assert_eq!(anon.get(format!("{path}/{}", day(0))).await.ok()["succeeded_by"], day(10));
        olga.patch("/api/howdah/v1/community").json(json!({ "terms_of_service": "" })).await.ok();
        anon.get(path).await.error(404);
    }

    async fn the_house_says_whom_to_ask(town: Town) {
        let (olga, anon) = (town.staff("olga", "owner").await, town.anon());
        town.user("alice").await;
        let contact = async || anon.get("/api/v2/instance").await.ok()["contact"].clone();
        assert_eq!((&contact().await["email"], &contact().await["account"]["acct"]), (&json!(""), &json!("olga")));
        let set = async |with: Value| olga.patch("/api/howdah/v1/community").json(with).await;
        set(json!({ "contact_email": "house@example.org", "contact_username": "@alice" })).await.ok();
        assert_eq!((&contact().await["email"], &contact().await["account"]["acct"]), (&json!("house@example.org"), &json!("alice")));
        let first = anon.get("/api/v1/instance").await.ok();
        assert_eq!((&first["email"], &first["contact_account"]["acct"]), (&json!("house@example.org"), &json!("alice")));
        set(json!({ "contact_email": "nonsense" })).await.error(422);
        set(json!({ "contact_username": "nobody" })).await.error(422);
        set(json!({ "contact_username": "" })).await.ok();
        assert_eq!(contact().await["account"]["acct"], "olga");
        let described = async || anon.get("/api/v1/instance/extended_description").await.ok();
        let before = described().await["updated_at"].clone();
        town.advance(5000);
        set(json!({ "description": "A house" })).await.ok();
        let now = described().await;
        assert!(now["content"] == "<p>A house</p>" && now["updated_at"].as_str() > before.as_str());
    }
}
