//! `/api/howdah/v1/me`: where one is signed in, password, address, the second step; and signing in with it.

use crate::letters::{mail_server, plain, with_mail};
use crate::oauth::{Browser, client, sign_in};
use crate::passwords::{PASSWORD, link, member};
use howdah_server::args;
use howdah_server::db::Sql;
use howdah_server::time::{DAY, MINUTE, SECOND};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};
use totp_rs::{Builder, Secret};

const SIGN_INS: Sql = Sql::same("SELECT count(*) FROM sign_ins WHERE account_id = $1");
const ME: &str = "/api/howdah/v1/me";

/// A member with a token for everything.
async fn signed_in(town: &Town, name: &str) -> Actor {
    let id = member(town, name, "en").await;
    Actor { id, name: name.into(), ..town.anon() }.with("read write follow push").await
}

fn code(town: &Town, secret: &str) -> String {
    let totp = Builder::new().with_secret(Secret::try_from_base32(secret).unwrap()).build().unwrap();
    totp.generate((town.app.clock.now() / SECOND) as u64).to_string()
}

/// Turns the second step on; the secret and the codes for emergencies.
async fn turn_on(town: &Town, who: &Actor) -> (String, Vec<String>) {
    let set_up = who.post(format!("{ME}/two_factor")).json(json!({ "current_password": PASSWORD })).await.ok();
    let secret = set_up["secret"].as_str().unwrap().to_owned();
    assert!(set_up["url"].as_str().unwrap().starts_with("otpauth://totp/Test%20town:"), "{set_up}");
    assert!(set_up["qr_svg"].as_str().unwrap().contains("<svg"));
    assert_eq!(who.get(format!("{ME}/two_factor")).await.ok()["enabled"], false, "not before the first code");
    let confirm = |code: &str| who.post(format!("{ME}/two_factor/confirm")).json(json!({ "code": code }));
    confirm("000000x").await.error(422);
    let codes = confirm(&code(town, &secret)).await.ok();
    let codes: Vec<String> =
        codes["recovery_codes"].as_array().unwrap().iter().map(|code| code.as_str().unwrap().into()).collect();
    assert_eq!(codes.len(), 10);
    assert_eq!(who.get(format!("{ME}/two_factor")).await.ok(), json!({ "enabled": true, "recovery_codes_left": 10 }));
    (secret, codes)
}

fn second(code: &str) -> [(&str, &str); 2] {
    [("action", "second_factor"), ("code", code)]
}

both_engines! {
    async fn the_second_step_is_asked_for_and_each_code_counts_once(town: Town) {
        let anna = signed_in(&town, "anna").await;
        let (secret, codes) = turn_on(&town, &anna).await;
        let anon = town.anon();
        let (id, app_secret) = client(&anon, "myapp://cb", "read").await;
        let query = format!("response_type=code&client_id={id}&redirect_uri=myapp://cb");
        let enter = async || {
            let mut browser = Browser::default();
            browser.open(&anon, &query).await;
            let page = browser.send(&anon, &query, &sign_in("anna")).await;
            assert!(page.status.as_u16() == 200 && page.text().contains("one-time-code"), "{}", page.text());
            browser
        };
        let mut browser = enter().await;
        // A right password alone opens nothing.
        assert!(browser.open(&anon, &query).await.text().contains("name=\"password\""));
        assert_eq!(browser.send(&anon, &query, &second("123")).await.status.as_u16(), 401);
        // The code that turned it on was used with that.
        let used = code(&town, &secret);
        assert_eq!(browser.send(&anon, &query, &second(&used)).await.status.as_u16(), 401);
        town.advance(MINUTE);
        let fresh = code(&town, &secret);
        let spaced = format!("{} {}", &fresh[..3], &fresh[3..]);
        assert_eq!(browser.send(&anon, &query, &second(&spaced)).await.status.as_u16(), 302);
        assert!(browser.open(&anon, &query).await.text().contains("value=\"allow\""));
        let mut again = enter().await;
        assert_eq!(again.send(&anon, &query, &second(&fresh)).await.status.as_u16(), 401, "once");
        assert_eq!(again.send(&anon, &query, &second(&codes[3].to_uppercase())).await.status.as_u16(), 302);
        let mut third = enter().await;
        assert_eq!(third.send(&anon, &query, &second(&codes[3])).await.status.as_u16(), 401);
        assert_eq!(anna.get(format!("{ME}/two_factor")).await.ok()["recovery_codes_left"], 9);
        let renewed = anna.post(format!("{ME}/two_factor/recovery_codes")).json(json!({ "current_password": PASSWORD })).await.ok();
        assert_eq!(renewed["recovery_codes"].as_array().unwrap().len(), 10);
        assert_eq!(third.send(&anon, &query, &second(&codes[4])).await.status.as_u16(), 401, "the old ones are worth nothing");
        // Guessing is held off, also where limits are off; waiting longer than the step lives asks for the password again.
        for _ in 0..20 {
            third.send(&anon, &query, &second("000000")).await;
        }
        assert_eq!(third.send(&anon, &query, &second("000000")).await.status.as_u16(), 429);
        town.advance(16 * MINUTE);
        let over = third.send(&anon, &query, &second(&code(&town, &secret))).await;
        assert!(over.status.as_u16() == 401 && over.text().contains("name=\"password\""));
        // Nor does the password alone open it elsewhere.
        let loose = town.another(|config| config.oauth.password_grant = true).await.anon();
        let grant = json!({
            "grant_type": "password", "client_id": id, "client_secret": app_secret, "username": "anna", "password": PASSWORD,
        });
        assert_eq!(loose.post("/oauth/token").json(grant.clone()).await.error(400), "invalid_grant");
        anna.delete(format!("{ME}/two_factor")).json(json!({ "current_password": "wrong" })).await.error(422);
        anna.delete(format!("{ME}/two_factor")).json(json!({ "current_password": PASSWORD })).await.ok();
        loose.post("/oauth/token").json(grant).await.ok();
    }

    async fn who_lost_the_app_is_let_in_by_the_owner(town: Town) {
        let (olga, mira) = (town.staff("olga", "owner").await, town.staff("mira", "moderator").await);
        let anna = signed_in(&town, "anna").await;
        turn_on(&town, &anna).await;
        let path = format!("/api/howdah/v1/members/{}/two_factor", anna.id);
        mira.delete(&path).await.error(403);
        olga.delete(&path).await.ok();
        assert_eq!(anna.get(format!("{ME}/two_factor")).await.ok(), json!({ "enabled": false, "recovery_codes_left": 0 }));
    }

    async fn a_new_password_signs_everybody_else_out(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        let anna = signed_in(&town, "anna").await;
        let phone = anna.with("read").await;
        let change = |current: &str, new: &str| {
            anna.post(format!("{ME}/password")).json(json!({ "current_password": current, "password": new }))
        };
        let wrong = change("wrong", "another good one").await;
        assert_eq!(wrong.error(422), "Validation failed: Current password is wrong");
        assert_eq!(wrong.json()["details"]["current_password"][0]["error"], "ERR_INVALID");
        assert_eq!(change(PASSWORD, "short").await.json()["details"]["password"][0]["error"], "ERR_TOO_SHORT");
        phone.get("/api/v1/timelines/home").await.ok();
        assert_eq!(change(PASSWORD, "another good one").await.ok(), json!({}));
        phone.get("/api/v1/timelines/home").await.error(401);
        anna.get("/api/v1/timelines/home").await.ok();
        town.app.run_jobs().await.unwrap();
        assert!(plain(&letters.recv().await.unwrap()).contains("Your password was changed"));
        // Throttled, although this town has no limits.
        for _ in 0..10 {
            change("wrong", "x").await;
        }
        change("another good one", "a third good one").await.error(429);
        let narrow = anna.with("read:accounts write:accounts").await;
        narrow.get(format!("{ME}/sessions")).await.error(403);
    }

    async fn a_new_address_counts_when_its_link_was_opened(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        let anna = signed_in(&town, "anna").await;
        member(&town, "ben", "en").await;
        let change = |new: &str| anna.post(format!("{ME}/email")).json(json!({ "current_password": PASSWORD, "email": new }));
        for (bad, code) in [("", "ERR_BLANK"), ("nothing", "ERR_INVALID"), ("BEN@mail.example", "ERR_TAKEN")] {
            assert_eq!(change(bad).await.json()["details"]["email"][0]["error"], code);
        }
        let now = change("anna@new.example").await.ok();
        assert_eq!(now, json!({ "email": "anna@mail.example", "pending_email": "anna@new.example" }));
        anna.get("/api/v1/timelines/home").await.ok();
        town.app.run_jobs().await.unwrap();
        let mut both = [letters.recv().await.unwrap(), letters.recv().await.unwrap()].map(|letter| plain(&letter));
        both.sort_by_key(|letter| letter.contains("To: anna@new.example"));
        assert!(both[0].contains("To: anna@mail.example") && both[0].contains("go to anna@new.example"), "{}", both[0]);
        let link = link(&both[1], "/auth/confirmation");
        assert_eq!(town.anon().get(&link).await.status.as_u16(), 200);
        assert_eq!(anna.get(format!("{ME}/email")).await.ok(), json!({ "email": "anna@new.example", "pending_email": null }));
    }

    async fn a_strange_browser_is_told_of(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        let anna = signed_in(&town, "anna").await;
        let anon = town.anon();
        let (id, _) = client(&anon, "myapp://cb", "read").await;
        let query = format!("response_type=code&client_id={id}&redirect_uri=myapp://cb");
        let mut known = Browser::named("Firefox at home");
        let mut strange = Browser::named("Somewhere else");
        for browser in [&mut known, &mut strange] {
            browser.open(&anon, &query).await;
        }
        known.send(&anon, &query, &sign_in("anna")).await;
        town.app.run_jobs().await.unwrap();
        assert!(letters.try_recv().is_err(), "whoever has just joined knows");
        town.advance(2 * DAY);
        known.open(&anon, &query).await;
        known.send(&anon, &query, &[("action", "sign_out")]).await;
        known.agent = "Firefox, updated".into();
        known.send(&anon, &query, &sign_in("anna")).await;
        town.app.run_jobs().await.unwrap();
        assert!(letters.try_recv().is_err(), "the same browser");
        strange.send(&anon, &query, &[("action", "sign_in"), ("username", "anna"), ("password", "nope")]).await;
        strange.send(&anon, &query, &sign_in("anna")).await;
        town.app.run_jobs().await.unwrap();
        let letter = plain(&letters.recv().await.unwrap());
        assert!(letter.contains("Somewhere else") && letter.contains("127.0.0.1"), "{letter}");
        let seen = anna.get(format!("{ME}/sign_ins")).await.rows();
        let said: Vec<(bool, &str)> = seen.iter().map(|row| (row["success"].as_bool().unwrap(), row["user_agent"].as_str().unwrap())).collect();
        assert_eq!(said, [(true, "Somewhere else"), (false, "Somewhere else"), (true, "Firefox, updated"), (true, "Firefox at home")]);
        // Browsers can be signed out one by one.
        let open = anna.get(format!("{ME}/sessions")).await.rows();
        assert_eq!(open.len(), 2);
        let ben = town.user("ben").await;
        let path = format!("{ME}/sessions/{}", open[0]["id"].as_str().unwrap());
        ben.delete(&path).await.error(404);
        anna.delete(&path).await.ok();
        assert!(strange.open(&anon, &query).await.text().contains("name=\"password\""));
        assert!(known.open(&anon, &query).await.text().contains("value=\"allow\""));
        anna.delete(format!("{ME}/sessions")).await.ok();
        assert!(known.open(&anon, &query).await.text().contains("name=\"password\""));
        // What is known of them is forgotten after thirty days.
        town.advance(31 * DAY);
        town.app.run_jobs().await.unwrap();
        let left: i64 = town.app.db.read().await.unwrap().one(SIGN_INS, args![anna.id]).await.unwrap();
        assert_eq!(left, 0);
    }

    async fn apps_can_be_taken_leave_of(town: Town) {
        let anna = signed_in(&town, "anna").await;
        let phone = anna.with("read").await;
        let apps = anna.get(format!("{ME}/apps")).await.rows();
        let of = |current: bool| -> Value { apps.iter().find(|app| app["current"] == json!(current)).unwrap().clone() };
        assert_eq!((apps.len(), &of(false)["scopes"], &of(false)["name"]), (2, &json!(["read"]), &json!("Test")));
        let path = format!("{ME}/apps/{}", of(false)["id"].as_str().unwrap());
        town.user("ben").await.delete(&path).await.error(404);
        phone.get("/api/v1/timelines/home").await.ok();
        anna.delete(&path).await.ok();
        phone.get("/api/v1/timelines/home").await.error(401);
        anna.delete(&path).await.error(404);
    }
}
