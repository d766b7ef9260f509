//! GET /metrics: for this machine, or for whoever may read what admins read.

use crate::app::App;
use crate::error::{Error, Result};
use crate::web::auth;
use axum::extract::{ConnectInfo, State};
use axum::http::{Extensions, HeaderMap, header};
use axum::response::{IntoResponse, Response};
use std::net::SocketAddr;

pub async fn show(State(app): State<App>, headers: HeaderMap, extensions: Extensions) -> Result<Response> {
    if !from_this_machine(&headers, &extensions) {
        let token = auth::bearer(&headers, None).ok_or(Error::BAD_TOKEN)?;
        let session = auth::session(&app, &token).await?.ok_or(Error::BAD_TOKEN)?;
        if !session.scopes.grants("admin:read") || auth::ready(&session).is_err() {
            return Err(Error::forbidden());
        }
    }
    let text = super::text(&app).await?;
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response())
}

/// A proxy on this machine forwards for others: what it sends does not count as ours.
fn from_this_machine(headers: &HeaderMap, extensions: &Extensions) -> bool {
    let forwarded = ["forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via"];
    let peer = extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_canonical());
    peer.is_some_and(|peer| peer.is_loopback()) && !forwarded.iter().any(|name| headers.contains_key(*name))
}
