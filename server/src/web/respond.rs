//! Answers: JSON bodies, and errors in Mastodon's shape.

use crate::error::{Details, Error};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::{Value, json};

/// A JSON body. Fails as a 500 that says nothing of the cause.
pub struct Json<T>(pub T);

impl<T: Serialize> IntoResponse for Json<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => bytes(StatusCode::OK, body),
            Err(error) => error_response(&Error::internal(error)),
        }
    }
}

/// A body that is JSON already.
pub struct RawJson(pub Vec<u8>);

impl IntoResponse for RawJson {
    fn into_response(self) -> Response {
        bytes(StatusCode::OK, self.0)
    }
}

/// Mastodon's empty answer: `{}`.
pub struct Empty;

impl IntoResponse for Empty {
    fn into_response(self) -> Response {
        bytes(StatusCode::OK, b"{}".to_vec())
    }
}

/// A table for other programs, to be saved under a name.
pub struct Table {
    pub name: &'static str,
    pub text: String,
}

impl IntoResponse for Table {
    fn into_response(self) -> Response {
        let name = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", self.name));
        (
            [
                (header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8")),
                (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
                (header::CONTENT_DISPOSITION, name.unwrap_or(HeaderValue::from_static("attachment"))),
            ],
            self.text,
        )
            .into_response()
    }
}

const JSON: HeaderValue = HeaderValue::from_static("application/json; charset=utf-8");

fn bytes(status: StatusCode, body: Vec<u8>) -> Response {
    (
        status,
        [(header::CONTENT_TYPE, JSON), (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"))],
        body,
    )
        .into_response()
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        error_response(&self)
    }
}

pub fn error_response(error: &Error) -> Response {
    let (status, body) = describe(error);
    let mut response = bytes(status, serde_json::to_vec(&body).unwrap_or_default());
    if let Error::TooMany { limit, reset_ms } = error {
        rate_headers(&mut response, *limit, 0, *reset_ms);
    }
    response
}

/// Mastodon's rate-limit headers.
pub fn rate_headers(response: &mut Response, limit: u64, remaining: u64, reset_ms: i64) {
    let headers = response.headers_mut();
    headers.insert("x-ratelimit-limit", limit.into());
    headers.insert("x-ratelimit-remaining", remaining.into());
    if let Ok(value) = HeaderValue::from_str(&crate::time::iso_micros(reset_ms)) {
        headers.insert("x-ratelimit-reset", value);
    }
}

fn invalid(message: &str, details: &Details) -> Value {
    let details: serde_json::Map<String, Value> = details
        .iter()
        .map(|(field, problems)| {
            let problems = problems.iter().map(|(code, text)| json!({ "error": code, "description": text }));
            ((*field).to_owned(), problems.collect())
        })
        .collect();
    json!({ "error": message, "details": details })
}

fn describe(error: &Error) -> (StatusCode, Value) {
    let plain = |status: StatusCode, message: &str| (status, json!({ "error": message }));
    match error {
        Error::BadRequest(message) => plain(StatusCode::BAD_REQUEST, message),
        Error::Unauthorized(message) => plain(StatusCode::UNAUTHORIZED, message),
        Error::Forbidden(message) => plain(StatusCode::FORBIDDEN, message),
        Error::NotFound => plain(StatusCode::NOT_FOUND, "Record not found"),
        Error::NotFoundBecause(message) => plain(StatusCode::NOT_FOUND, message),
        Error::Gone => plain(StatusCode::GONE, "Gone"),
        Error::TooLarge => plain(StatusCode::PAYLOAD_TOO_LARGE, &error.to_string()),
        Error::Misdirected => plain(StatusCode::MISDIRECTED_REQUEST, &error.to_string()),
        Error::Unprocessable(message) => plain(StatusCode::UNPROCESSABLE_ENTITY, message),
        Error::Invalid { message, details } => (StatusCode::UNPROCESSABLE_ENTITY, invalid(message, details)),
        Error::Wrapped { message, details } => {
            (StatusCode::UNPROCESSABLE_ENTITY, json!({ "error": invalid(message, details) }))
        }
        Error::Told { status, message, more } => {
            let mut body = json!({ "error": message });
            if let (Some(body), Some(more)) = (body.as_object_mut(), more.as_object()) {
                body.extend(more.clone());
            }
            (StatusCode::from_u16(*status).unwrap_or(StatusCode::CONFLICT), body)
        }
        Error::TooMany { .. } => plain(StatusCode::TOO_MANY_REQUESTS, "Too many requests"),
        Error::OAuth { status, code, description } => (
            StatusCode::from_u16(*status).unwrap_or(StatusCode::BAD_REQUEST),
            json!({ "error": code, "error_description": description }),
        ),
        Error::Unavailable(message) => plain(StatusCode::SERVICE_UNAVAILABLE, message),
        Error::Conflict(_) => {
            tracing::warn!(cause = %error, "an unexpected conflict");
            plain(StatusCode::UNPROCESSABLE_ENTITY, "Duplicate record")
        }
        Error::Database(cause) if cause.contains("disk is full") => {
            tracing::error!("the disk is full: a change could not be kept");
            describe(&Error::NO_SPACE)
        }
        Error::Internal(_) | Error::Database(_) => {
            tracing::error!(cause = %error, "a request failed");
            plain(StatusCode::INTERNAL_SERVER_ERROR, "An unexpected error occurred")
        }
    }
}
