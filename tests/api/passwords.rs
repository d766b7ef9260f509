//! /auth/password: a link by letter, or handed over by the people who run the community.

use crate::letters::{mail_server, plain, with_mail};
use howdah_server::accounts::create::{self, New};
use howdah_server::time::{HOUR, MINUTE};
use howdah_tests::{Actor, Answer, Town, both_engines};
use serde_json::json;

pub const PASSWORD: &str = "a good long password";

/// A member with an address and a password.
pub async fn member(town: &Town, name: &str, locale: &str) -> i64 {
    let new = New {
        username: name.into(),
        email: Some(format!("{name}@mail.example")),
        password: PASSWORD.into(),
        role_id: 1,
        locale: locale.into(),
        approved: true,
        confirmed: true,
        agreement: true,
        ..New::default()
    };
    create::create(&town.app, new).await.expect("a member")
}

/// Path and query of the first link to this page.
pub fn link(letter: &str, page: &str) -> String {
    let text = plain(letter);
    let start = text.find(&format!("https://town.test{page}")).unwrap_or_else(|| panic!("no link in {text}"));
    text[start..].split_whitespace().next().expect("its end").replacen("https://town.test", "", 1)
}

/// Whether this password opens the account.
async fn opens(town: &Town, name: &str, password: &str) -> bool {
    let app = town.another(|config| config.oauth.password_grant = true).await.anon();
    let fields = json!({ "client_name": "x", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read" });
    let made = app.post("/api/v1/apps").json(fields).await.ok();
    let grant = json!({
        "grant_type": "password", "client_id": made["client_id"], "client_secret": made["client_secret"],
        "username": name, "password": password,
    });
    app.post("/oauth/token").json(grant).await.status.as_u16() == 200
}

async fn choose(town: &Town, link: &str, password: &str, again: &str) -> Answer {
    let secret = link.split(['=', '&']).nth(1).expect("a secret");
    let fields = [("reset_password_token", secret), ("password", password), ("password_confirmation", again)];
    town.anon().post("/auth/password/edit").form(&fields).await
}

both_engines! {
    async fn a_forgotten_password_is_set_anew(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        let anon = town.anon();
        let anna = member(&town, "anna", "de").await;
        let phone = Actor { id: anna, ..anon.clone() }.with("read").await;
        phone.get("/api/v1/timelines/home").await.ok();
        assert!(anon.get("/auth/password/new").await.text().contains("name=\"login\""));
        let known = anon.post("/auth/password").form(&[("login", "Anna@mail.example")]).await;
        let unknown = anon.post("/auth/password").form(&[("login", "nobody@mail.example")]).await;
        assert_eq!((known.status.as_u16(), known.text()), (200, unknown.text()), "nobody learns who is a member");
        town.app.run_jobs().await.unwrap();
        let letter = letters.recv().await.unwrap();
        assert!(letters.try_recv().is_err(), "one letter, to the one who is a member");
        let text = plain(&letter);
        assert!(text.contains("To: anna@mail.example") && text.contains("Hallo anna,"), "{text}");
        assert!(text.contains("text/html") && text.contains("<html lang=\"de\">"), "{text}");
        let link = link(&letter, "/auth/password/edit");
        let page = anon.get(&link).await;
        assert!(page.status.as_u16() == 200 && page.text().contains("Wähle ein neues Passwort"), "{}", page.text());
        assert_eq!(choose(&town, &link, "short", "short").await.status.as_u16(), 422);
        assert_eq!(choose(&town, &link, "another good one", "another good ome").await.status.as_u16(), 422);
        assert!(opens(&town, "anna", PASSWORD).await, "nothing happened so far");
        assert_eq!(choose(&town, &link, "another good one", "another good one").await.status.as_u16(), 200);
        assert!(!opens(&town, "anna", PASSWORD).await && opens(&town, "anna", "another good one").await);
        phone.get("/api/v1/timelines/home").await.error(401);
        assert_eq!(choose(&town, &link, "a third good one", "a third good one").await.status.as_u16(), 404, "once");
        assert_eq!(anon.get(&link).await.status.as_u16(), 404);
        town.app.run_jobs().await.unwrap();
        assert!(plain(&letters.recv().await.unwrap()).contains("Dein Passwort wurde geändert"));
    }

    async fn links_last_two_hours_and_few_are_sent(town: Town) {
        let (port, mut letters) = mail_server().await;
        let town = town.another(|config| config.smtp = with_mail(port)).await;
        member(&town, "anna", "en").await;
        let ask = || town.anon().post("/auth/password").form(&[("login", "anna")]);
        for _ in 0..10 {
            assert_eq!(ask().await.status.as_u16(), 200);
        }
        assert_eq!(ask().await.status.as_u16(), 429, "also where limits are off");
        town.app.run_jobs().await.unwrap();
        let mut sent = Vec::new();
        while let Ok(letter) = letters.try_recv() {
            sent.push(link(&letter, "/auth/password/edit"));
        }
        assert_eq!(sent.len(), 5);
        town.advance(2 * HOUR - MINUTE);
        assert_eq!(town.anon().get(&sent[0]).await.status.as_u16(), 200);
        town.advance(MINUTE);
        assert_eq!(choose(&town, &sent[0], "another good one", "another good one").await.status.as_u16(), 404);
        assert!(opens(&town, "anna", PASSWORD).await);
    }

    async fn without_letters_the_owner_hands_a_link_over(town: Town) {
        let (olga, mira) = (town.staff("olga", "owner").await, town.staff("mira", "moderator").await);
        let anna = member(&town, "anna", "en").await;
        let page = town.anon().get("/auth/password/new").await.text();
        assert!(!page.contains("<form") && page.contains("sends no letters"), "{page}");
        let path = format!("/api/howdah/v1/members/{anna}/reset_link");
        mira.post(&path).await.error(403);
        olga.post(format!("/api/howdah/v1/members/{}/reset_link", olga.id)).await.error(403);
        olga.post("/api/howdah/v1/members/7/reset_link").await.error(404);
        let made = olga.post(&path).await.ok();
        let link = made["url"].as_str().unwrap().strip_prefix("https://town.test").unwrap().to_owned();
        assert!(made["expires_at"].as_str().is_some_and(|at| at.ends_with("Z")));
        assert_eq!(choose(&town, &link, "another good one", "another good one").await.status.as_u16(), 200);
        assert!(opens(&town, "anna", "another good one").await);
    }
}
