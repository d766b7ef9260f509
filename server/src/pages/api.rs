//! The pages. One path serves people and, once federation is on, other servers: `Accept` tells them apart.

use super::preview::{self, Preview};
use super::{files, shell};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::respond::error_response;
use crate::web::{Base, Json};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

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
        return (StatusCode::NOT_FOUND, Json(json!({ "error": "Not Found" }))).into_response();
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
