//! The page between the password and the consent, for members who have a second step.

use super::{Request, Visit, cookie, finish, hidden};
use crate::error::{Error, Result};
use crate::pages::frame::Frame;
use crate::security::history::{self, Browser};
use crate::security::step::{self, Outcome};
use crate::web::Params;
use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use axum_extra::extract::cookie::Cookie;

#[derive(Template)]
#[template(path = "second.html")]
struct SecondPage {
    frame: Frame,
    hidden: Vec<(&'static str, String)>,
    problem: String,
}

/// Notes that the password was right, in a cookie that is worth nothing without a code.
pub(super) async fn begin(mut visit: Visit, request: &Request, account: i64) -> Result<Response> {
    let secret = step::begin(&visit.app, account).await?;
    visit.jar = visit.jar.clone().add(cookie(&visit.base, &visit.step_cookie(), &secret));
    show(&visit, request, StatusCode::OK, "").await
}

async fn show(visit: &Visit, request: &Request, status: StatusCode, problem: &str) -> Result<Response> {
    let page = SecondPage {
        frame: visit.frame("server_second_title").await?,
        hidden: hidden(&request.asked, visit.locale, &visit.csrf),
        problem: problem.to_owned(),
    };
    Ok(visit.show(status, page.render().map_err(Error::internal)?))
}

pub(super) async fn act(
    mut visit: Visit,
    request: &Request,
    params: &Params,
    browser: &Browser<'_>,
) -> Result<Response> {
    let secret = visit.jar.get(&visit.step_cookie()).map(|cookie| cookie.value().to_owned()).unwrap_or_default();
    let code = params.text("code")?.unwrap_or_default();
    match step::finish(&visit.app, &secret, &code).await {
        Ok(Outcome::Right(account)) => {
            visit.jar = visit.jar.clone().remove(Cookie::build((visit.step_cookie(), "")).path("/").build());
            finish(visit, request, account, "two_factor", browser).await
        }
        Ok(Outcome::Wrong(account)) => {
            history::failed(&visit.app, account, "two_factor", browser).await?;
            let problem = visit.locale.say("server_second_wrong");
            show(&visit, request, StatusCode::UNAUTHORIZED, problem).await
        }
        Ok(Outcome::Over) => {
            let problem = visit.locale.say("server_second_over").to_owned();
            visit.sign_in_page(request, StatusCode::UNAUTHORIZED, "", problem).await
        }
        Err(Error::TooMany { .. }) => {
            let problem = visit.locale.say("server_sign_in_too_many");
            show(&visit, request, StatusCode::TOO_MANY_REQUESTS, problem).await
        }
        Err(error) => Err(error),
    }
}
