//! Paging: limits, cursors, and the Link header, which keeps every other query parameter.

use super::params::Params;
use crate::error::{Error, Result};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// One page's bounds. `min_id` asks for the page just above; its rows still come newest first.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    pub limit: i64,
    pub max_id: Option<i64>,
    pub since_id: Option<i64>,
    pub min_id: Option<i64>,
}

impl Page {
    /// `default` rows, at most twice as many (Mastodon's rule); negative limits are refused, larger ones clamped.
    pub fn read(params: &Params, default: i64) -> Result<Self> {
        Self::bounded(params, default, default * 2)
    }

    pub fn bounded(params: &Params, default: i64, max: i64) -> Result<Self> {
        let limit = params.int("limit")?.unwrap_or(default);
        if limit < 0 {
            return Err(Error::BadRequest("limit must not be negative".into()));
        }
        let limit = if limit == 0 { default } else { limit.min(max) };
        Ok(Self { limit, max_id: params.id("max_id"), since_id: params.id("since_id"), min_id: params.id("min_id") })
    }

    /// Exclusive upper bound of the ids.
    pub fn below(&self) -> i64 {
        self.max_id.unwrap_or(i64::MAX)
    }

    /// Exclusive lower bound of the ids.
    pub fn above(&self) -> i64 {
        self.min_id.or(self.since_id).unwrap_or(0)
    }

    /// `min_id` reads upwards from the bound.
    pub fn ascending(&self) -> bool {
        self.min_id.is_some()
    }

    /// Brings rows read upwards into the order of the answer: newest first.
    pub fn order<T>(&self, mut rows: Vec<T>) -> Vec<T> {
        if self.ascending() {
            rows.reverse();
        }
        rows
    }
}

/// A list with the Link header made from its cursors (of the first and the last row).
pub struct Paged<T> {
    pub body: T,
    pub link: Option<String>,
}

impl<T: IntoResponse> IntoResponse for Paged<T> {
    fn into_response(self) -> Response {
        let mut response = self.body.into_response();
        if let Some(value) = self.link.and_then(|link| HeaderValue::from_str(&link).ok()) {
            response.headers_mut().insert(header::LINK, value);
        }
        response
    }
}

/// `next` stands only behind a full page, `prev` only beside a page that is not empty.
pub fn link(
    base: &str,
    uri: &axum::http::Uri,
    page: &Page,
    cursors: Option<(i64, i64)>,
    rows: usize,
) -> Option<String> {
    let (newest, oldest) = cursors?;
    let address = |cursor: &str, id: i64| address(base, uri, cursor, id);
    let mut parts = Vec::with_capacity(2);
    if rows as i64 >= page.limit {
        parts.push(format!("<{}>; rel=\"next\"", address("max_id", oldest)));
    }
    parts.push(format!("<{}>; rel=\"prev\"", address("min_id", newest)));
    Some(parts.join(", "))
}

/// The same for lists that are counted through: `limit` and `offset`.
pub fn offset_link(base: &str, uri: &axum::http::Uri, limit: i64, offset: i64, more: bool) -> Option<String> {
    let kept: Vec<(String, String)> = url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes())
        .filter(|(key, _)| !matches!(&**key, "offset" | "access_token" | "bearer_token"))
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    let address = |offset: i64| {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for (key, value) in &kept {
            query.append_pair(key, value);
        }
        query.append_pair("offset", &offset.to_string());
        format!("{base}{}?{}", uri.path(), query.finish())
    };
    let mut parts = Vec::with_capacity(2);
    if more {
        parts.push(format!("<{}>; rel=\"next\"", address(offset.saturating_add(limit))));
    }
    if offset > 0 {
        parts.push(format!("<{}>; rel=\"prev\"", address((offset - limit).max(0))));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// The Link header of a list that is leafed through in one direction only: what follows behind the row `last`.
pub fn onward(base: &str, uri: &axum::http::Uri, last: i64) -> String {
    format!("<{}>; rel=\"next\"", address(base, uri, "max_id", last))
}

fn address(base: &str, uri: &axum::http::Uri, cursor: &str, id: i64) -> String {
    let kept = url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes())
        .filter(|(key, _)| !matches!(&**key, "max_id" | "min_id" | "since_id" | "access_token" | "bearer_token"));
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    for (key, value) in kept {
        query.append_pair(&key, &value);
    }
    query.append_pair(cursor, &id.to_string());
    format!("{base}{}?{}", uri.path(), query.finish())
}
