//! `/auth/confirmation`, where the link leads, and `/api/v1/emails`.

use super::{confirm, resend, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::oauth::api::browser::NoticePage;
use crate::pages::frame::{Frame, page};
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Empty, Json, Params};
use askama::Template as _;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::Response;

pub async fn open(State(app): State<App>, base: Base, headers: HeaderMap, params: Params) -> Result<Response> {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let locale = Locale::choose(params.text("lang")?.as_deref(), accept);
    let secret = params.text("confirmation_token")?.unwrap_or_default();
    let (status, title, text) = match confirm(&app, &secret).await? {
        Some(true) => (StatusCode::OK, "server_confirm_title", "server_confirm_done"),
        Some(false) => (StatusCode::OK, "server_confirm_title", "server_sign_in_pending"),
        None => (StatusCode::NOT_FOUND, "server_oauth_error_title", "server_confirm_stale"),
    };
    let notice = NoticePage {
        frame: Frame::new(&app, &base, locale, locale.say(title)).await?,
        heading: locale.say(title).to_owned(),
        text: locale.say(text).to_owned(),
        link: Some((base.to_string(), locale.say("server_page_home").to_owned())),
    };
    Ok(page(status, notice.render().map_err(Error::internal)?))
}

pub async fn again(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    let account = caller.id()?;
    if app.config.limits.enabled {
        app.limiter.take(Kind::Letters, &account.to_string(), app.clock.now())?;
    }
    resend(&app, account, caller.session()?.app_id, params.text("email")?).await?;
    Ok(Empty)
}

/// Whether there is nothing left to confirm.
pub async fn check(State(app): State<App>, caller: Caller) -> Result<Json<bool>> {
    Ok(Json(store::is_confirmed(&mut app.db.read().await?, caller.id()?).await?))
}
