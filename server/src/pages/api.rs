//! The pages. One path serves people and, once federation is on, other servers: `Accept` tells them apart.

use super::frame::{self, Frame};
use super::preview::{self, Preview};
use super::{files, shell};
use crate::app::App;
use crate::error::{Error, Result};
use crate::instance::Registrations;
use crate::invites;
use crate::media::view::file_url;
use crate::messages::Locale;
use crate::web::respond::error_response;
use crate::web::{Base, Id, Json, Params};
use askama::Template;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

#[derive(Template)]
#[template(path = "invite.html")]
struct InvitePage {
    frame: Frame,
    heading: String,
    text: String,
    description: String,
    link: String,
    good: bool,
    url: String,
}

/// Whether the caller is another server that wants ActivityPub.
fn wants_activity(headers: &HeaderMap) -> bool {
    headers
        .get(header::ACCEPT)
        .and_then(|v| v.to_str().ok())
        .is_some_and(|accept| accept.contains("application/activity+json") || accept.contains("application/ld+json"))
}

fn html(base: &Base, status: StatusCode, preview: &Preview) -> Response {
    let policy = HeaderValue::from_str(&shell::policy(base)).unwrap_or(HeaderValue::from_static("default-src 'self'"));
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
        (header::CONTENT_SECURITY_POLICY, policy),
        (header::VARY, HeaderValue::from_static("Accept")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        crate::NOSNIFF,
    ];
    (status, headers, shell::page(preview)).into_response()
}

/// The page about something, the plain shell with 404 where it is not for everybody's eyes (the client may know more).
async fn about(app: &App, base: &Base, headers: &HeaderMap, found: Result<Preview>) -> Response {
    if wants_activity(headers) {
        // Federation is off: nothing here speaks ActivityPub yet.
        return nothing().await;
    }
    let (status, preview) = match found {
        Ok(preview) => (StatusCode::OK, Ok(preview)),
        Err(Error::NotFound) => (StatusCode::NOT_FOUND, preview::community(app, base).await),
        Err(error) => return error_response(&error),
    };
    match preview {
        Ok(preview) => html(base, status, &preview),
        Err(error) => error_response(&error),
    }
}

pub async fn home(State(app): State<App>, base: Base, headers: HeaderMap) -> Response {
    let found = preview::community(&app, &base).await;
    about(&app, &base, &headers, found).await
}

pub async fn profile(State(app): State<App>, base: Base, headers: HeaderMap, Path(handle): Path<String>) -> Response {
    let found = preview::profile(&app, &base, &handle).await;
    about(&app, &base, &headers, found).await
}

pub async fn status(
    State(app): State<App>,
    base: Base,
    headers: HeaderMap,
    Path((handle, id)): Path<(String, String)>,
) -> Response {
    let found = match id.parse() {
        Ok(id) => preview::status(&app, &base, &handle, id).await,
        // /@name/followers and the like are the client's.
        Err(_) => preview::profile(&app, &base, &handle).await,
    };
    about(&app, &base, &headers, found).await
}

pub async fn tag(State(app): State<App>, base: Base, headers: HeaderMap, Path(name): Path<String>) -> Response {
    let found = preview::tag(&app, &base, &name).await;
    about(&app, &base, &headers, found).await
}

pub async fn collection(State(app): State<App>, base: Base, headers: HeaderMap, Id(id): Id) -> Response {
    let found = preview::collection(&app, &base, id).await;
    about(&app, &base, &headers, found).await
}

/// Where an invite leads: whoever may come in goes to the form, the others read why not.
pub async fn invite(
    State(app): State<App>,
    base: Base,
    headers: HeaderMap,
    Path(code): Path<String>,
    params: Params,
) -> Result<Response> {
    let accept = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("");
    let locale = Locale::choose(params.text("lang")?.as_deref(), accept);
    let settings = app.settings().await?;
    let found = invites::find(&app, &code).await?;
    let trouble = match &found {
        Some(invite) => invite.trouble(app.clock.now()),
        None => Some("unknown"),
    };
    let closed = settings.registrations == Registrations::Closed;
    let text = match trouble {
        _ if closed => "server_invite_closed",
        None => "server_invite_lead",
        Some("expired") => "server_invite_expired",
        Some("used_up") => "server_invite_used_up",
        Some("revoked") => "server_invite_revoked",
        Some(_) => "server_invite_unknown",
    };
    let good = trouble.is_none() && !closed;
    let heading = locale.fill(
        if good { "server_invite_title" } else { "server_invite_bad_title" },
        &[("community", settings.title.as_str())],
    );
    let page = InvitePage {
        frame: Frame::new(&app, &base, locale, &heading).await?,
        heading,
        text: locale.say(text).to_owned(),
        description: settings.description.clone(),
        link: if good { format!("/sign-up?invite={code}") } else { "/".to_owned() },
        good,
        url: format!("{base}/invite/{code}"),
    };
    let status = if good { StatusCode::OK } else { StatusCode::NOT_FOUND };
    Ok(frame::page(status, page.render().map_err(Error::internal)?))
}

/// Lets a phone put the community on its home screen.
pub async fn manifest(State(app): State<App>, base: Base) -> Result<Response> {
    let settings = app.settings().await?;
    let icon = match &settings.logo {
        Some(logo) => json!({ "src": file_url(&base, logo), "sizes": "512x512", "purpose": "any" }),
        None => json!({ "src": "/favicon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any" }),
    };
    let manifest = json!({
        "name": settings.title,
        "short_name": settings.title,
        "description": settings.description,
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "theme_color": settings.accent,
        "background_color": "#f7f5f2",
        "icons": [icon],
    });
    let mut response = Json(manifest).into_response();
    let kind = HeaderValue::from_static("application/manifest+json");
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

pub async fn robots() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "User-agent: *\nDisallow: /api/\nDisallow: /oauth/\n")
        .into_response()
}

/// The client's own pages that no route above names.
const CLIENT: [&str; 16] = [
    "home",
    "public",
    "notifications",
    "sign-up",
    "sign-in",
    "settings",
    "people",
    "search",
    "bookmarks",
    "favourites",
    "about",
    "compose",
    "explore",
    "follow-requests",
    "auth",
    "tags",
];

/// Mastodon's answer where there is no route.
pub async fn nothing() -> Response {
    (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response()
}

/// Everything else: a file of the client, a page of the client, or nothing. Never a page below the API's roots.
pub async fn fallback(State(app): State<App>, method: Method, uri: Uri, base: Base, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    let root = path.split('/').next().unwrap_or("");
    if matches!(root, "api" | "oauth" | ".well-known" | "nodeinfo" | "users" | "inbox")
        || !matches!(method, Method::GET | Method::HEAD)
    {
        return (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response();
    }
    if path != "index.html"
        && let Some(file) = files::find(path)
    {
        return embedded(path, file, &headers);
    }
    let found = if CLIENT.contains(&root) { preview::community(&app, &base).await } else { Err(Error::NotFound) };
    about(&app, &base, &headers, found).await
}

fn embedded(path: &str, file: rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag: String = file.metadata.sha256_hash().iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    let tag = HeaderValue::from_str(&format!("\"{tag}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let cache = if files::is_immutable(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
    let fixed = [(header::CACHE_CONTROL, HeaderValue::from_static(cache)), (header::ETAG, tag.clone()), crate::NOSNIFF];
    if headers.get(header::IF_NONE_MATCH) == Some(&tag) {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    let mime = mime_guess::from_path(path).first_raw().unwrap_or("application/octet-stream");
    (fixed, [(header::CONTENT_TYPE, HeaderValue::from_static(mime))], Body::from(file.data.into_owned()))
        .into_response()
}
