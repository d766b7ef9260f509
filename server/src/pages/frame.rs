//! What all pages made here share: language, the community's name and colours, and headers that allow no script.

use super::{files, palette};
use crate::app::App;
use crate::error::Result;
use crate::media::view::file_url;
use crate::messages::Locale;
use crate::web::Base;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

pub struct Frame {
    pub t: Locale,
    pub title: String,
    pub community: String,
    pub logo: Option<String>,
    /// The community's first letter, where there is no logo.
    pub initial: String,
    /// Colours and typefaces as CSS.
    pub colours: String,
}

impl Frame {
    pub async fn new(app: &App, base: &Base, locale: Locale, title: &str) -> Result<Self> {
        let settings = app.settings().await?;
        Ok(Self {
            t: locale,
            title: title.to_owned(),
            community: settings.title.clone(),
            logo: settings.logo.as_ref().map(|path| file_url(base, path)),
            initial: settings.title.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default(),
            colours: palette::css(&settings.accent) + &files::FONTS,
        })
    }
}

const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; font-src 'self'; base-uri 'none'; frame-ancestors 'none'",
);

/// A page without script, that nobody may frame or keep.
pub fn page(status: StatusCode, html: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        crate::NOSNIFF,
    ];
    (status, headers, html).into_response()
}
