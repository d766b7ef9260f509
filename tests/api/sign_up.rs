//! POST /api/v1/accounts, our own sign_up, and invites.

use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

async fn mode(town: &Town, owner: &Actor, registrations: &str) {
    let admin = owner.with("admin:read admin:write").await;
    let changed = admin.patch("/api/howdah/v1/community").json(json!({ "registrations": registrations })).await.ok();
    assert_eq!(changed["registrations"], registrations);
    let _ = town;
}

fn wish(name: &str) -> Value {
    json!({ "username": name, "password": "long enough 1", "agreement": true, "locale": "de" })
}

fn codes(answer: &Value, field: &str) -> Vec<String> {
    let rows = answer["details"][field].as_array().cloned().unwrap_or_default();
    rows.iter().map(|row| row["error"].as_str().unwrap().to_owned()).collect()
}

both_engines! {
    async fn what_is_wrong_is_said_at_once(town: Town) {
        let owner = town.staff("olga", "owner").await;
        mode(&town, &owner, "open").await;
        let app = town.app_token("read write").await;
        let bad = json!({ "username": "admin", "password": "short", "locale": "en" });
        let answer = app.post("/api/v1/accounts").json(bad).await;
        assert_eq!(answer.status.as_u16(), 422);
        let answer = answer.json();
        assert_eq!(codes(&answer, "username"), ["ERR_RESERVED"]);
        assert_eq!(codes(&answer, "email"), ["ERR_BLANK"]);
        assert_eq!(codes(&answer, "password"), ["ERR_TOO_SHORT"]);
        assert_eq!(codes(&answer, "agreement"), ["ERR_ACCEPTED"]);
        assert_eq!(app.post("/api/howdah/v1/sign_up").json(wish("mia")).await.ok()["state"], "active");
        let again = app.post("/api/howdah/v1/sign_up").json(wish("MIA")).await;
        assert_eq!(codes(&again.json(), "username"), ["ERR_TAKEN"]);
        let member = town.user("bob").await;
        assert_eq!(member.post("/api/v1/accounts").json(wish("x")).await.status.as_u16(), 422);
        town.anon().post("/api/v1/accounts").json(wish("x")).await.error(401);
    }

    async fn the_least_age_and_the_language_are_asked_for(town: Town) {
        let owner = town.staff("olga", "owner").await;
        mode(&town, &owner, "open").await;
        let app = town.app_token("read write").await;
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["registrations"]["min_age"], Value::Null);
        owner.patch("/api/howdah/v1/community").json(json!({ "min_age": 100 })).await.error(422);
        owner.patch("/api/howdah/v1/community").json(json!({ "min_age": 16 })).await.ok();
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["registrations"]["min_age"], 16);
        let with = |date: Value, locale: &str| {
            let mut wish = wish("mia");
            (wish["date_of_birth"], wish["email"], wish["locale"]) = (date, "mia@example.org".into(), locale.into());
            app.post("/api/v1/accounts").json(wish)
        };
        for (date, code) in [(json!(null), "ERR_BLANK"), (json!("soon"), "ERR_INVALID"), (json!("2024-01-01"), "ERR_BELOW_LIMIT")] {
            assert_eq!(codes(&with(date, "de").await.json(), "date_of_birth"), [code]);
        }
        let answer = with(json!("1990-01-01"), "klingon").await;
        assert_eq!(answer.error(422), "Validation failed: Locale is not included in the list");
        assert_eq!(codes(&answer.json(), "locale"), ["ERR_INCLUSION"]);
        with(json!("1990-01-01"), "cy").await.ok();
        owner.patch("/api/howdah/v1/community").json(json!({ "min_age": 0 })).await.ok();
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["registrations"]["min_age"], Value::Null);
    }

    async fn those_who_wait_can_do_nothing_until_approved(town: Town) {
        let owner = town.staff("olga", "owner").await;
        mode(&town, &owner, "approval").await;
        let app = town.app_token("read write").await;
        assert_eq!(codes(&app.post("/api/howdah/v1/sign_up").json(wish("mia")).await.json(), "reason"), ["ERR_BLANK"]);
        let mut with = wish("mia");
        with["reason"] = "I like tea".into();
        let made = app.post("/api/howdah/v1/sign_up").json(with).await.ok();
        assert_eq!(made["state"], "pending");
        let token = made["token"]["access_token"].as_str().unwrap().to_owned();
        let mia = Actor { token: Some(token), ..town.anon() };
        let error = mia.get("/api/v1/timelines/home").await.error(403);
        assert_eq!(error, "Your login is currently pending approval");
        let told = owner.get("/api/v1/notifications").await.rows();
        assert_eq!((told[0]["type"].as_str(), told[0]["account"]["acct"].as_str()), (Some("admin.sign_up"), Some("mia")));
        let admin = owner.with("admin:read admin:write").await;
        let id = told[0]["account"]["id"].as_str().unwrap().to_owned();
        admin.post(format!("/api/v1/admin/accounts/{id}/approve")).await.ok();
        mia.get("/api/v1/timelines/home").await.ok();
    }

    async fn invites_open_closed_doors_as_often_as_they_say(town: Town) {
        let owner = town.staff("olga", "owner").await;
        mode(&town, &owner, "invite").await;
        let app = town.app_token("read write").await;
        app.post("/api/howdah/v1/sign_up").json(wish("mia")).await.error(403);
        let admin = owner.with("admin:read admin:write").await;
        let made = admin.post("/api/howdah/v1/invites").json(json!({ "max_uses": 1, "label": "Friends" })).await.ok();
        let code = made["code"].as_str().unwrap().to_owned();
        let check = || town.anon().get(format!("/api/howdah/v1/invites/by_code/{code}"));
        assert_eq!(check().await.ok(), json!({ "code": code, "valid": true, "label": "Friends", "reason": null }));
        let page = town.anon().get(format!("/invite/{code}")).await;
        assert!(page.status.as_u16() == 200 && page.text().contains(&format!("/sign-up?invite={code}")));
        let mut with = wish("mia");
        with["invite"] = code.clone().into();
        assert_eq!(app.post("/api/howdah/v1/sign_up").json(with.clone()).await.ok()["state"], "active");
        with["username"] = "ben".into();
        let second = app.post("/api/howdah/v1/sign_up").json(with).await;
        assert_eq!(codes(&second.json(), "invite"), ["ERR_INVALID"]);
        assert_eq!(check().await.ok()["reason"], "used_up");
        assert_eq!(town.anon().get(format!("/invite/{code}")).await.status.as_u16(), 404);
        assert_eq!(town.anon().get("/api/howdah/v1/invites/by_code/none").await.ok()["reason"], "unknown");
        let id = made["id"].as_str().unwrap();
        let stranger = town.user("bob").await.with("admin:read admin:write").await;
        assert!(stranger.get("/api/howdah/v1/invites").await.rows().is_empty());
        stranger.delete(format!("/api/howdah/v1/invites/{id}")).await.error(404);
        admin.delete(format!("/api/howdah/v1/invites/{id}")).await.ok();
        assert_eq!(check().await.ok()["reason"], "revoked");
        mode(&town, &owner, "closed").await;
        app.post("/api/howdah/v1/sign_up").json(wish("eve")).await.error(403);
    }

    async fn the_look_of_the_community_is_checked(town: Town) {
        let admin = town.staff("olga", "owner").await.with("admin:write").await;
        let change = |fields: Value| admin.patch("/api/howdah/v1/community").json(fields);
        change(json!({ "accent": "red" })).await.error(422);
        change(json!({ "title": "  " })).await.error(422);
        change(json!({ "registrations": "maybe" })).await.error(422);
        let now = change(json!({ "title": "Tea", "accent": "#AA3300", "description": "For all" })).await.ok();
        assert_eq!((now["title"].as_str(), now["accent"].as_str()), (Some("Tea"), Some("#aa3300")));
        assert_eq!(town.anon().get("/api/v2/instance").await.ok()["title"], "Tea");
        assert!(town.anon().get("/manifest.webmanifest").await.ok()["name"] == "Tea");
        let member = town.user("bob").await.with("admin:write").await;
        member.patch("/api/howdah/v1/community").json(json!({ "title": "Mine" })).await.error(403);
    }
}
