//! The endpoints of each kind of block, and the door that keeps people away.

pub mod allows;
pub mod canonical;
pub mod domains;
pub mod emails;
pub mod ips;

use super::bars::Keep;
use crate::app::App;
use crate::error::Error;
use crate::web::auth::{bearer, ready, session};
use crate::web::{Address, Json, Page, Paged, link, permission};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;
use std::net::SocketAddr;

/// A page of rows and their entities.
fn paged<R, E: Serialize>(
    base: &str,
    uri: &Uri,
    page: &Page,
    rows: Vec<R>,
    id: impl Fn(&R) -> i64,
    entity: impl Fn(R) -> E,
) -> Paged<Json<Vec<E>>> {
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (id(first), id(last)));
    let link = link(base, uri, page, cursors, rows.len());
    Paged { body: Json(rows.into_iter().map(entity).collect()), link }
}

/// Keeps away whoever comes from an address that is blocked altogether. Whoever may lift such a block is not shut out
/// by it, and the window's own question whether the server lives is always answered.
pub async fn door(State(app): State<App>, request: Request, next: Next) -> Response {
    let bars = match app.bars().await {
        Ok(bars) => bars,
        Err(error) => return error.into_response(),
    };
    if bars.keep_away() && request.uri().path() != "/health" {
        let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        let address = Address::find(&app, request.headers(), peer);
        let kept = bars.address(address.0, app.clock.now()) == Some(Keep::Away);
        // Bodies cannot be shared between threads: what is awaited holds the token only.
        let token = bearer(request.headers(), request.uri().query());
        if kept && !may_lift(&app, token).await {
            return Error::Forbidden("Forbidden".into()).into_response();
        }
    }
    next.run(request).await
}

async fn may_lift(app: &App, token: Option<String>) -> bool {
    let Some(token) = token else { return false };
    matches!(session(app, &token).await, Ok(Some(session))
        if session.may(permission::MANAGE_BLOCKS) && ready(&session).is_ok())
}
