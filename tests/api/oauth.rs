//! Apps, codes, tokens, and the pages that a browser sees on the way.

use howdah_server::accounts::create::{self, New};
use howdah_tests::{Actor, Town, both_engines};
use serde_json::{Value, json};

const PASSWORD: &str = "a good long password";

async fn member(town: &Town, name: &str) -> i64 {
    let new = New {
        username: name.into(),
        email: Some(format!("{name}@mail.example")),
        password: PASSWORD.into(),
        role_id: 1,
        locale: "en".into(),
        approved: true,
        confirmed: true,
        agreement: true,
        ..New::default()
    };
    create::create(&town.app, new).await.expect("a member")
}

pub async fn client(anon: &Actor, uri: &str, scopes: &str) -> (String, String) {
    let fields = json!({ "client_name": "Ivory", "redirect_uris": uri, "scopes": scopes });
    let app = anon.post("/api/v1/apps").json(fields).await.ok();
    (app["client_id"].as_str().unwrap().into(), app["client_secret"].as_str().unwrap().into())
}

/// A browser: keeps its cookies and finds the form's token.
#[derive(Default)]
pub struct Browser {
    pub agent: String,
    cookies: Vec<(String, String)>,
    csrf: String,
}

impl Browser {
    pub fn named(agent: &str) -> Self {
        Self { agent: agent.into(), ..Self::default() }
    }

    fn jar(&self) -> String {
        self.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ")
    }

    fn keep(&mut self, answer: &howdah_tests::Answer) {
        for value in answer.headers.get_all("set-cookie") {
            let (name, rest) = value.to_str().unwrap().split_once('=').unwrap();
            self.cookies.retain(|(known, _)| known != name);
            self.cookies.push((name.into(), rest.split(';').next().unwrap().into()));
        }
        if let Some((_, rest)) = answer.text().split_once("name=\"csrf\" value=\"") {
            self.csrf = rest.split('"').next().unwrap().into();
        }
    }

    pub async fn open(&mut self, anon: &Actor, query: &str) -> howdah_tests::Answer {
        let answer = anon
            .get(format!("/oauth/authorize?{query}"))
            .header("cookie", &self.jar())
            .header("user-agent", &self.agent)
            .await;
        self.keep(&answer);
        answer
    }

    pub async fn send(&mut self, anon: &Actor, query: &str, fields: &[(&str, &str)]) -> howdah_tests::Answer {
        let mut all: Vec<(&str, &str)> = fields.to_vec();
        let csrf = self.csrf.clone();
        all.push(("csrf", &csrf));
        let call = anon
            .post(format!("/oauth/authorize?{query}"))
            .form(&all)
            .header("cookie", &self.jar())
            .header("user-agent", &self.agent);
        let answer = call.await;
        self.keep(&answer);
        answer
    }
}

pub fn sign_in(name: &str) -> [(&str, &str); 3] {
    [("action", "sign_in"), ("username", name), ("password", PASSWORD)]
}

both_engines! {
    async fn a_code_is_good_once_and_for_its_maker(town: Town) {
        let (anon, anna) = (town.anon(), member(&town, "anna").await);
        let (id, secret) = client(&anon, "myapp://cb", "read write follow push").await;
        // The verifier and challenge of RFC 7636's appendix B.
        let verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
        let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
        let query = format!(
            "response_type=code&client_id={id}&redirect_uri=myapp://cb&scope=read+write&state=x%26y&code_challenge={challenge}&code_challenge_method=S256"
        );
        let mut browser = Browser::default();
        let page = browser.open(&anon, &query).await;
        assert_eq!(page.status.as_u16(), 200);
        assert!(page.header("content-security-policy").unwrap().contains("frame-ancestors 'none'"));
        let cookie = page.header("set-cookie").unwrap().to_owned();
        assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax") && cookie.contains("Secure"), "{cookie}");
        let answer = browser.send(&anon, &query, &sign_in("anna@mail.example")).await;
        assert_eq!(answer.status.as_u16(), 302, "{}", answer.text());
        let mut codes = Vec::new();
        for _ in 0..3 {
            let page = browser.open(&anon, &query).await;
            assert!(page.text().contains("Connect Ivory?"));
            let answer = browser.send(&anon, &query, &[("action", "allow")]).await;
            let place = answer.header("location").unwrap().to_owned();
            assert!(place.starts_with("myapp://cb?code=") && place.ends_with("&state=x%26y"), "{place}");
            codes.push(place.split(['=', '&']).nth(1).unwrap().to_owned());
        }
        let exchange = |code: &str, verifier: &str, uri: &str| {
            let fields: [(&str, &str); 6] = [
                ("grant_type", "authorization_code"), ("client_id", &id), ("client_secret", &secret),
                ("redirect_uri", uri), ("code", code), ("code_verifier", verifier),
            ];
            anon.post("/oauth/token").form(&fields)
        };
        assert_eq!(exchange(&codes[0], "wrong", "myapp://cb").await.error(400), "invalid_grant");
        assert_eq!(exchange(&codes[0], verifier, "myapp://cb").await.error(400), "invalid_grant");
        assert_eq!(exchange(&codes[1], verifier, "myapp://other").await.error(400), "invalid_grant");
        let token = exchange(&codes[2], verifier, "myapp://cb").await.ok();
        assert_eq!(exchange(&codes[2], verifier, "myapp://cb").await.error(400), "invalid_grant");
        assert_eq!(token["scope"], "read write");
        assert!(token["created_at"].is_i64() && token["token_type"] == "Bearer");
        let secret_token = token["access_token"].as_str().unwrap();
        let me = Actor { token: Some(secret_token.into()), ..anon.clone() };
        assert_eq!(me.get("/api/v1/accounts/verify_credentials").await.ok()["id"], anna.to_string());
        assert_eq!(me.get("/oauth/userinfo").await.error(403), "This action is outside the authorized scopes");
        // A stranger's app cannot end it; its own can, and twice is no error.
        let (other, other_secret) = client(&anon, "myapp://cb", "read").await;
        let revoke = |id: &str, secret: &str| {
            anon.post("/oauth/revoke").form(&[("client_id", id), ("client_secret", secret), ("token", secret_token)])
        };
        assert_eq!(revoke(&other, &other_secret).await.error(403), "unauthorized_client");
        assert_eq!(revoke(&id, "wrong").await.error(403), "unauthorized_client");
        let nothing = anon.post("/oauth/revoke").form(&[("client_id", &*id), ("client_secret", &*secret)]).await;
        assert_eq!(nothing.json()["error_description"], "You are not authorized to revoke this token");
        assert_eq!(nothing.status.as_u16(), 403);
        assert_eq!(revoke(&id, &secret).await.ok(), json!({}));
        assert_eq!(revoke(&id, &secret).await.ok(), json!({}));
        assert_eq!(me.get("/api/v1/accounts/verify_credentials").await.error(401), "The access token is invalid");
    }

    async fn codes_run_out(town: Town) {
        let anon = town.anon();
        member(&town, "anna").await;
        let oob = "urn:ietf:wg:oauth:2.0:oob";
        let (id, secret) = client(&anon, oob, "read").await;
        let query = format!("response_type=code&client_id={id}&redirect_uri={oob}");
        let mut browser = Browser::default();
        browser.open(&anon, &query).await;
        browser.send(&anon, &query, &sign_in("@anna@town.test")).await;
        browser.open(&anon, &query).await;
        let page = browser.send(&anon, &query, &[("action", "allow")]).await.text();
        let code = page.split_once("display:block\">").unwrap().1.split('<').next().unwrap().to_owned();
        town.advance(11 * 60_000);
        let fields = [
            ("grant_type", "authorization_code"), ("client_id", &*id), ("client_secret", &*secret),
            ("redirect_uri", oob), ("code", &*code),
        ];
        assert_eq!(anon.post("/oauth/token").form(&fields).await.error(400), "invalid_grant");
    }

    async fn foreign_forms_and_wrong_passwords_stay_out(town: Town) {
        let anon = town.anon();
        member(&town, "anna").await;
        let (id, _) = client(&anon, "myapp://cb", "read").await;
        let query = format!("response_type=code&client_id={id}&redirect_uri=myapp://cb");
        let mut browser = Browser::default();
        browser.open(&anon, &query).await;
        let right = std::mem::replace(&mut browser.csrf, "guessed".into());
        assert_eq!(browser.send(&anon, &query, &sign_in("anna")).await.status.as_u16(), 403);
        browser.csrf = right;
        // Throttled although this town has no limits.
        let wrong = [("action", "sign_in"), ("username", "anna"), ("password", "nope")];
        for _ in 0..10 {
            assert_eq!(browser.send(&anon, &query, &wrong).await.status.as_u16(), 401);
        }
        assert_eq!(browser.send(&anon, &query, &sign_in("anna")).await.status.as_u16(), 429);
        town.advance(6 * 60_000);
        assert_eq!(browser.send(&anon, &query, &sign_in("anna")).await.status.as_u16(), 302);
    }

    async fn bad_requests_are_told_where_it_is_safe(town: Town) {
        let anon = town.anon();
        let (id, secret) = client(&anon, "myapp://cb", "read").await;
        let ask = |rest: String| anon.get(format!("/oauth/authorize?{rest}"));
        assert_eq!(ask("response_type=code&client_id=x".into()).await.status.as_u16(), 400);
        let elsewhere = ask(format!("response_type=code&client_id={id}&redirect_uri=myapp://cb2")).await;
        assert!(elsewhere.status.as_u16() == 400 && elsewhere.header("location").is_none());
        let scope = ask(format!("response_type=code&client_id={id}&redirect_uri=myapp://cb&scope=write&state=s")).await;
        assert_eq!(scope.header("location"), Some("myapp://cb?error=invalid_scope&state=s"));
        let token = |fields: Value| anon.post("/oauth/token").json(fields);
        let base = json!({ "grant_type": "client_credentials", "client_id": id, "client_secret": secret });
        assert_eq!(token(base.clone()).await.ok()["scope"], "read");
        let with = |key: &str, value: &str| {
            let mut fields = base.clone();
            fields[key] = value.into();
            token(fields)
        };
        assert_eq!(with("scope", "write").await.error(400), "invalid_scope");
        assert_eq!(with("client_secret", "x").await.error(401), "invalid_client");
        assert_eq!(with("grant_type", "password").await.error(400), "unsupported_grant_type");
        anon.post("/api/v1/apps").form(&[("client_name", ""), ("redirect_uris", "myapp://cb")]).await.error(422);
        for bad in ["javascript:alert(1)", "/relative", "data:text/html,x"] {
            anon.post("/api/v1/apps").form(&[("client_name", "x"), ("redirect_uris", bad)]).await.error(422);
        }
    }

    async fn limits_are_mastodons(town: Town) {
        let busy = town.another(|config| config.limits.enabled = true).await;
        let anon = busy.anon();
        let first = anon.get("/api/v1/instance/rules").await;
        assert_eq!((first.header("x-ratelimit-limit"), first.header("x-ratelimit-remaining")), (Some("300"), Some("299")));
        assert!(first.header("x-ratelimit-reset").unwrap().ends_with(".000000Z"));
        for _ in 0..299 {
            anon.get("/api/v1/instance/rules").await.ok();
        }
        assert_eq!(anon.get("/api/v1/instance/rules").await.error(429), "Too many requests");
        // Another address has a window of its own, and nobody may claim to be one.
        anon.get("/api/v1/instance/rules").from("192.0.2.7:1000").await.ok();
        anon.get("/api/v1/instance/rules").header("x-forwarded-for", "192.0.2.9").await.error(429);
    }
}
