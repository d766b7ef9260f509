//! /oauth/authorize for people: sign in, consent, the code on a page, and errors in plain language.

mod second;

use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::oauth::authorize::{self, Asked, Refusal, Request};
use crate::oauth::store::{State as Login, Visitor};
use crate::oauth::{OUT_OF_BAND, sign_in};
use crate::pages::frame::{Frame, page};
use crate::security::history::Browser;
use crate::security::two_factor;
use crate::web::{Address, Base, Params};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignInPage {
    frame: Frame,
    hidden: Vec<(&'static str, String)>,
    client: String,
    login: String,
    problem: String,
    sign_up: bool,
    /// The community's own client asks.
    own: bool,
}

#[derive(Template)]
#[template(path = "consent.html")]
struct ConsentPage {
    frame: Frame,
    hidden: Vec<(&'static str, String)>,
    client: String,
    website: Option<String>,
    destination: String,
    scopes: Vec<String>,
    name: String,
    username: String,
    avatar: String,
    own: bool,
}

#[derive(Template)]
#[template(path = "code.html")]
struct CodePage {
    frame: Frame,
    client: String,
    code: String,
}

#[derive(Template)]
#[template(path = "notice.html")]
pub struct NoticePage {
    pub frame: Frame,
    pub heading: String,
    pub text: String,
    /// Address and label of the way on.
    pub link: Option<(String, String)>,
}

fn asked(params: &Params) -> Result<Asked> {
    let text = |key: &str| Ok::<_, Error>(params.text(key)?.unwrap_or_default());
    let some = |key: &str| Ok::<_, Error>(params.text(key)?.filter(|text| !text.is_empty()));
    Ok(Asked {
        response_type: text("response_type")?,
        client_id: text("client_id")?,
        redirect_uri: text("redirect_uri")?,
        scope: text("scope")?,
        state: some("state")?,
        challenge: some("code_challenge")?,
        method: some("code_challenge_method")?,
    })
}

/// What the forms carry on from page to page.
fn hidden(asked: &Asked, locale: Locale, csrf: &str) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("csrf", csrf.to_owned()),
        ("response_type", asked.response_type.clone()),
        ("client_id", asked.client_id.clone()),
        ("redirect_uri", asked.redirect_uri.clone()),
        ("scope", asked.scope.clone()),
        ("lang", locale.code().to_owned()),
    ];
    let more =
        [("state", &asked.state), ("code_challenge", &asked.challenge), ("code_challenge_method", &asked.method)];
    fields.extend(more.into_iter().filter_map(|(key, value)| Some((key, value.clone()?))));
    fields
}

/// One visit to the page: the parts that every answer needs.
struct Visit {
    app: App,
    base: Base,
    jar: CookieJar,
    locale: Locale,
    session: String,
    form: String,
    /// Proves that a form came from a page of ours: derived from a cookie that other sites can neither read nor set.
    csrf: String,
}

impl Visit {
    async fn open(app: App, base: Base, headers: &HeaderMap, params: &Params) -> Result<Self> {
        let mut jar = CookieJar::from_headers(headers);
        let settings = app.settings().await?;
        let session = format!("howdah_{}", settings.instance_id);
        let form = format!("{session}_form");
        let seed = match jar.get(&form).map(|cookie| cookie.value().to_owned()).filter(|value| value.len() >= 20) {
            Some(seed) => seed,
            None => {
                let seed = app.new_secret();
                jar = jar.add(cookie(&base, &form, &seed));
                seed
            }
        };
        let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
        let locale = Locale::choose(params.text("lang")?.as_deref(), accept);
        let csrf = app.hash_secret(&format!("csrf {seed}")).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Self { app, base, jar, locale, session, form, csrf })
    }

    /// Holds a sign-in between its two steps.
    fn step_cookie(&self) -> String {
        format!("{}_step", self.session)
    }

    /// Knows this browser again, so that only strange ones are told of.
    fn device_cookie(&self) -> String {
        format!("{}_device", self.session)
    }

    async fn visitor(&self) -> Result<Option<(Visitor, String)>> {
        let Some(cookie) = self.jar.get(&self.session) else { return Ok(None) };
        let secret = cookie.value().to_owned();
        Ok(sign_in::visitor(&self.app, &secret).await?.map(|visitor| (visitor, secret)))
    }

    async fn frame(&self, key: &str) -> Result<Frame> {
        Frame::new(&self.app, &self.base, self.locale, self.locale.say(key)).await
    }

    fn show(&self, status: StatusCode, html: String) -> Response {
        (self.jar.clone(), page(status, html)).into_response()
    }

    async fn notice(&self, status: StatusCode, heading: &str, text: &str) -> Result<Response> {
        let link = (self.base.to_string(), self.locale.say("server_page_home").to_owned());
        let notice = NoticePage {
            frame: self.frame(heading).await?,
            heading: self.locale.say(heading).to_owned(),
            text: self.locale.say(text).to_owned(),
            link: Some(link),
        };
        Ok(self.show(status, notice.render().map_err(Error::internal)?))
    }

    async fn refused(&self, refusal: Refusal) -> Result<Response> {
        match refusal {
            Refusal::Page(text) => self.notice(StatusCode::BAD_REQUEST, "server_oauth_error_title", text).await,
            Refusal::Back { location, .. } => self.leave(&location),
        }
    }

    /// Sends the browser on to the app, or to a page of ours.
    fn leave(&self, location: &str) -> Result<Response> {
        let location = HeaderValue::from_bytes(location.as_bytes()).map_err(Error::internal)?;
        let headers = [(header::LOCATION, location), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        Ok((StatusCode::FOUND, self.jar.clone(), headers).into_response())
    }

    async fn sign_in_page(
        &self,
        request: &Request,
        status: StatusCode,
        login: &str,
        problem: String,
    ) -> Result<Response> {
        let settings = self.app.settings().await?;
        let page = SignInPage {
            frame: self.frame("server_sign_in_title").await?,
            hidden: hidden(&request.asked, self.locale, &self.csrf),
            client: request.client.name.clone(),
            login: login.to_owned(),
            problem,
            sign_up: matches!(settings.registrations.as_str(), "open" | "approval"),
            own: self.is_own(request),
        };
        Ok(self.show(status, page.render().map_err(Error::internal)?))
    }

    async fn consent_page(&self, request: &Request, visitor: &Visitor) -> Result<Response> {
        let named = &visitor.display_name;
        let destination = match url::Url::parse(&request.asked.redirect_uri) {
            _ if request.asked.redirect_uri == OUT_OF_BAND => String::new(),
            Ok(uri) => uri.host_str().map_or_else(|| format!("{}:", uri.scheme()), str::to_owned),
            Err(_) => String::new(),
        };
        let page = ConsentPage {
            frame: self.frame("server_consent_title").await?,
            hidden: hidden(&request.asked, self.locale, &self.csrf),
            client: request.client.name.clone(),
            website: request.client.website.clone(),
            destination,
            scopes: explain(self.locale, &request.scopes),
            name: if named.is_empty() { visitor.username.clone() } else { named.clone() },
            username: visitor.username.clone(),
            own: self.is_own(request),
            avatar: match &visitor.avatar {
                Some(path) => crate::media::view::file_url(&self.base, path),
                None => format!("{}/avatars/original/missing.png", self.base),
            },
        };
        Ok(self.show(StatusCode::OK, page.render().map_err(Error::internal)?))
    }

    async fn allow(&self, request: &Request, account_id: i64) -> Result<Response> {
        let code = authorize::allow(&self.app, request, account_id).await?;
        if request.asked.redirect_uri != OUT_OF_BAND {
            return self.leave(&authorize::location(&request.asked, &[("code", &code)]));
        }
        let frame = self.frame("server_code_title").await?;
        let page = CodePage { frame, client: request.client.name.clone(), code };
        Ok(self.show(StatusCode::OK, page.render().map_err(Error::internal)?))
    }

    /// Whether the community's own pages ask: the code can only reach them.
    fn is_own(&self, request: &Request) -> bool {
        request.asked.redirect_uri == format!("{}/sign-in", self.base)
    }

    /// A login that may not act is told why, instead of a consent that would lead nowhere.
    async fn held_up(&self, state: Login) -> Result<Option<Response>> {
        let text = if state.disabled {
            "server_sign_in_disabled"
        } else if !state.confirmed {
            "server_sign_in_unconfirmed"
        } else if !state.approved {
            "server_sign_in_pending"
        } else {
            return Ok(None);
        };
        self.notice(StatusCode::FORBIDDEN, "server_sign_in_not_yet", text).await.map(Some)
    }
}

fn cookie(base: &Base, name: &str, value: &str) -> Cookie<'static> {
    Cookie::build((name.to_owned(), value.to_owned()))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(base.starts_with("https:"))
        .build()
}

pub async fn show(State(app): State<App>, base: Base, headers: HeaderMap, params: Params) -> Result<Response> {
    let visit = Visit::open(app.clone(), base, &headers, &params).await?;
    let request = match authorize::check(&app, asked(&params)?).await? {
        Ok(request) => request,
        Err(refusal) => return visit.refused(refusal).await,
    };
    let visitor = if params.is("force_login")? { None } else { visit.visitor().await? };
    match visitor {
        Some((visitor, _)) => match visit.held_up(visitor.state).await? {
            Some(page) => Ok(page),
            None => visit.consent_page(&request, &visitor).await,
        },
        None => visit.sign_in_page(&request, StatusCode::OK, "", String::new()).await,
    }
}

pub async fn act(
    State(app): State<App>,
    base: Base,
    address: Address,
    headers: HeaderMap,
    params: Params,
) -> Result<Response> {
    let mut visit = Visit::open(app.clone(), base, &headers, &params).await?;
    if !is_ours(&visit, &headers, &params)? {
        return visit.notice(StatusCode::FORBIDDEN, "server_oauth_error_title", "server_oauth_error_csrf").await;
    }
    let request = match authorize::check(&app, asked(&params)?).await? {
        Ok(request) => request,
        Err(refusal) => return visit.refused(refusal).await,
    };
    let action = params.text("action")?.unwrap_or_default();
    let address = address.key();
    let device = visit.jar.get(&visit.device_cookie()).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or("");
    let browser = Browser { agent, address: &address, device: &device };
    match action.as_str() {
        "sign_in" => return sign_in_with(visit, &request, &browser, &params).await,
        "second_factor" => return second::act(visit, &request, &params, &browser).await,
        _ => {}
    }
    let Some((visitor, secret)) = visit.visitor().await? else {
        return visit.sign_in_page(&request, StatusCode::OK, "", String::new()).await;
    };
    match action.as_str() {
        "allow" => match visit.held_up(visitor.state).await? {
            Some(page) => Ok(page),
            None => visit.allow(&request, visitor.account_id).await,
        },
        "sign_out" => {
            sign_in::close(&app, &secret).await?;
            let gone = Cookie::build((visit.session.clone(), "")).path("/").build();
            visit.jar = visit.jar.clone().remove(gone);
            visit.sign_in_page(&request, StatusCode::OK, "", String::new()).await
        }
        _ if request.asked.redirect_uri == OUT_OF_BAND => {
            visit.notice(StatusCode::OK, "server_consent_denied_title", "server_consent_denied_text").await
        }
        _ => visit.leave(&authorize::location(&request.asked, &[("error", "access_denied")])),
    }
}

async fn sign_in_with(visit: Visit, request: &Request, browser: &Browser<'_>, params: &Params) -> Result<Response> {
    let login = params.text("username")?.unwrap_or_default();
    let password = params.text("password")?.unwrap_or_default();
    let outcome = match sign_in::check(&visit.app, &login, &password, browser).await {
        Err(Error::TooMany { .. }) => {
            let text = visit.locale.say("server_sign_in_too_many").to_owned();
            return visit.sign_in_page(request, StatusCode::TOO_MANY_REQUESTS, &login, text).await;
        }
        other => other?,
    };
    let Some((account_id, state)) = outcome else {
        let text = visit.locale.say("server_sign_in_wrong").to_owned();
        return visit.sign_in_page(request, StatusCode::UNAUTHORIZED, &login, text).await;
    };
    if let Some(page) = visit.held_up(state).await? {
        return Ok(page);
    }
    if two_factor::is_on(&visit.app, account_id).await? {
        return second::begin(visit, request, account_id).await;
    }
    finish(visit, request, account_id, "password", browser).await
}

/// Opens the browser's session, and goes on to the consent.
async fn finish(
    mut visit: Visit,
    request: &Request,
    account_id: i64,
    method: &str,
    browser: &Browser<'_>,
) -> Result<Response> {
    let device = if browser.device.len() < 20 { visit.app.new_secret() } else { browser.device.to_owned() };
    let browser = Browser { device: &device, ..*browser };
    let secret = sign_in::open(&visit.app, account_id, method, &browser).await?;
    let mut known = cookie(&visit.base, &visit.device_cookie(), &device);
    known.make_permanent();
    visit.jar = visit.jar.clone().add(known);
    // The cookie behind the form's token is new for every sign-in.
    let (session, form, seed) = (visit.session.clone(), visit.form.clone(), visit.app.new_secret());
    visit.jar = visit.jar.clone().add(cookie(&visit.base, &session, &secret)).add(cookie(&visit.base, &form, &seed));
    // Whoever has just signed in on the community's own pages has been asked enough.
    if visit.is_own(request) {
        return visit.allow(request, account_id).await;
    }
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(hidden(&request.asked, visit.locale, "").into_iter().filter(|(key, _)| *key != "csrf"));
    visit.leave(&format!("/oauth/authorize?{}", query.finish()))
}

/// Whether a form was sent from a page of ours.
fn is_ours(visit: &Visit, headers: &HeaderMap, params: &Params) -> Result<bool> {
    let given = params.text("csrf")?.unwrap_or_default();
    let same = aws_lc_rs::constant_time::verify_slices_are_equal(given.as_bytes(), visit.csrf.as_bytes()).is_ok();
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    Ok(same && origin.is_none_or(|origin| origin == "null" || origin == &*visit.base))
}

/// Signs the browser out: what the client's own sign-out may call.
pub async fn sign_out(State(app): State<App>, base: Base, headers: HeaderMap, params: Params) -> Result<Response> {
    let mut visit = Visit::open(app.clone(), base, &headers, &params).await?;
    let origin = headers.get(header::ORIGIN).and_then(|value| value.to_str().ok());
    if origin.is_some_and(|origin| origin != &*visit.base) && !is_ours(&visit, &headers, &params)? {
        return Err(Error::forbidden());
    }
    if let Some((_, secret)) = visit.visitor().await? {
        sign_in::close(&app, &secret).await?;
    }
    visit.jar = visit.jar.clone().remove(Cookie::build((visit.session.clone(), "")).path("/").build());
    visit.leave("/")
}

/// What an app will be able to do, in a few sentences.
fn explain(locale: Locale, scopes: &str) -> Vec<String> {
    let has = |name: &str| scopes.split(' ').any(|scope| scope == name);
    let below = |name: &str| scopes.split(' ').any(|scope| scope.starts_with(&format!("{name}:")));
    let mut lines = Vec::new();
    let mut say = |key: &str| lines.push(locale.say(key).to_owned());
    if has("read") {
        say("server_scope_read");
    } else if below("read") {
        say("server_scope_read_some");
    } else if has("profile") {
        say("server_scope_profile");
    }
    if has("write") {
        say("server_scope_write");
    } else if below("write") {
        say("server_scope_write_some");
    }
    if has("follow") && !has("write") {
        say("server_scope_follow");
    }
    if has("push") {
        say("server_scope_push");
    }
    if scopes.contains("admin:write") {
        say("server_scope_admin_write");
    } else if scopes.contains("admin:read") {
        say("server_scope_admin_read");
    }
    lines
}
