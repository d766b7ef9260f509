//! `/auth/password`: where one asks for a link, and where it leads. They need no script.

use super::reset::{self, Outcome};
use super::{LIFE, ask as send_link};
use crate::admin::Actor;
use crate::admin::accounts::password;
use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::oauth::api::browser::NoticePage;
use crate::pages::frame::{Frame, page};
use crate::time::iso;
use crate::web::{Address, Base, Caller, Empty, Id, Json, Params};
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;
use serde_json::{Value, json};

#[derive(Template)]
#[template(path = "forgot.html")]
struct ForgotPage {
    frame: Frame,
    problem: String,
}

#[derive(Template)]
#[template(path = "new_password.html")]
struct NewPasswordPage {
    frame: Frame,
    secret: String,
    least: String,
    problem: String,
}

fn locale(headers: &HeaderMap, params: &Params) -> Result<Locale> {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    Ok(Locale::choose(params.text("lang")?.as_deref(), accept))
}

/// A few words and the way on: a page of ours, and the key of its label.
async fn notice(
    app: &App,
    base: &Base,
    t: Locale,
    status: StatusCode,
    (title, text): (&str, &str),
    (way, label): (&str, &str),
) -> Result<Response> {
    let notice = NoticePage {
        frame: Frame::new(app, base, t, t.say(title)).await?,
        heading: t.say(title).to_owned(),
        text: t.say(text).to_owned(),
        link: Some((format!("{base}{way}"), t.say(label).to_owned())),
    };
    Ok(page(status, notice.render().map_err(Error::internal)?))
}

const HOME: (&str, &str) = ("/", "server_page_home");

async fn form(app: &App, base: &Base, t: Locale, status: StatusCode, problem: &str) -> Result<Response> {
    if app.config.smtp.is_none() {
        let words = ("server_forgot_title", "server_forgot_no_mail");
        return notice(app, base, t, StatusCode::OK, words, HOME).await;
    }
    let frame = Frame::new(app, base, t, t.say("server_forgot_title")).await?;
    let form = ForgotPage { frame, problem: problem.to_owned() };
    Ok(page(status, form.render().map_err(Error::internal)?))
}

pub async fn ask(State(app): State<App>, base: Base, headers: HeaderMap, params: Params) -> Result<Response> {
    form(&app, &base, locale(&headers, &params)?, StatusCode::OK, "").await
}

pub async fn asked(
    State(app): State<App>,
    base: Base,
    address: Address,
    headers: HeaderMap,
    params: Params,
) -> Result<Response> {
    let t = locale(&headers, &params)?;
    // Mastodon's own form nests it.
    let login = match params.text("login")?.or(params.text("email")?) {
        Some(login) => login,
        None => params.below("user").text("email")?.unwrap_or_default(),
    };
    match send_link(&app, &login, &address.key()).await {
        Err(Error::TooMany { .. }) => {
            return form(&app, &base, t, StatusCode::TOO_MANY_REQUESTS, t.say("server_sign_in_too_many")).await;
        }
        other => other?,
    }
    if app.config.smtp.is_none() {
        return form(&app, &base, t, StatusCode::OK, "").await;
    }
    // The same for everybody: a stranger learns nothing about who is a member.
    notice(&app, &base, t, StatusCode::OK, ("server_forgot_sent_title", "server_forgot_sent"), HOME).await
}

async fn stale(app: &App, base: &Base, t: Locale) -> Result<Response> {
    let words = ("server_oauth_error_title", "server_reset_stale");
    let way = (format!("/auth/password/new?lang={}", t.code()), "server_forgot_title");
    notice(app, base, t, StatusCode::NOT_FOUND, words, (&way.0, way.1)).await
}

async fn fields(
    app: &App,
    base: &Base,
    t: Locale,
    status: StatusCode,
    secret: &str,
    problem: &str,
) -> Result<Response> {
    let least = app.config.registrations.min_password_length.to_string();
    let form = NewPasswordPage {
        frame: Frame::new(app, base, t, t.say("server_reset_title")).await?,
        secret: secret.to_owned(),
        problem: problem.to_owned(),
        least,
    };
    Ok(page(status, form.render().map_err(Error::internal)?))
}

pub async fn choose(State(app): State<App>, base: Base, headers: HeaderMap, params: Params) -> Result<Response> {
    let t = locale(&headers, &params)?;
    let secret = params.text("reset_password_token")?.unwrap_or_default();
    if !reset::works(&app, &secret).await? {
        return stale(&app, &base, t).await;
    }
    fields(&app, &base, t, StatusCode::OK, &secret, "").await
}

pub async fn chosen(
    State(app): State<App>,
    base: Base,
    address: Address,
    headers: HeaderMap,
    params: Params,
) -> Result<Response> {
    let t = locale(&headers, &params)?;
    let text = |key: &str| Ok::<_, Error>(params.text(key)?.unwrap_or_default());
    let (secret, new, again) = (text("reset_password_token")?, text("password")?, text("password_confirmation")?);
    let refuse = StatusCode::UNPROCESSABLE_ENTITY;
    if new != again {
        return fields(&app, &base, t, refuse, &secret, t.say("server_reset_differ")).await;
    }
    match reset::set(&app, &secret, &new, &address.key()).await {
        Ok(Outcome::Done) => {
            let words = ("server_reset_done_title", "server_reset_done");
            notice(&app, &base, t, StatusCode::OK, words, ("/sign-in", "server_sign_in_button")).await
        }
        Ok(Outcome::Unfit) => {
            let least = app.config.registrations.min_password_length.to_string();
            let problem = t.fill("server_reset_length", &[("count", &least)]);
            fields(&app, &base, t, refuse, &secret, &problem).await
        }
        Ok(Outcome::Stale) => stale(&app, &base, t).await,
        Err(Error::TooMany { .. }) => {
            let problem = t.say("server_sign_in_too_many");
            fields(&app, &base, t, StatusCode::TOO_MANY_REQUESTS, &secret, problem).await
        }
        Err(error) => Err(error),
    }
}

/// For somebody who cannot be written to: the link is handed over by other means.
pub async fn reset_link(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Value>> {
    let secret = password::link(&app, &Actor::of(caller.user()?), id).await?;
    let expires = iso(app.clock.now() + LIFE);
    let url = format!("{base}/auth/password/edit?reset_password_token={secret}");
    Ok(Json(json!({ "url": url, "expires_at": expires })))
}

/// For somebody who lost their authenticator app and the codes for emergencies.
pub async fn end_two_factor(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    password::end_two_factor(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}
