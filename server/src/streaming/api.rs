//! Opening a stream: the WebSocket, and one path per stream for server-sent events.

use super::channel::{self, Channel};
use super::hub::Seat;
use super::{socket, sse};
use crate::app::App;
use crate::error::{Error, Result};
use crate::relationships::feed::welcome_back;
use crate::web::auth::{self, Session};
use crate::web::{Base, Params};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Path, RawQuery, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

pub async fn health() -> Response {
    ([(header::CONTENT_TYPE, "text/plain; charset=utf-8")], "OK").into_response()
}

pub async fn open(
    State(app): State<App>,
    base: Base,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response> {
    // Asked over plain HTTP there is nothing here; streams of events have paths of their own.
    let upgrade = upgrade.map_err(|_| Error::NotFound)?;
    let protocol = headers.get(header::SEC_WEBSOCKET_PROTOCOL).and_then(|value| value.to_str().ok());
    let token = auth::bearer(&headers, query.as_deref()).or_else(|| protocol.map(str::to_owned));
    let session = listener(&app, token).await?;
    let params = Params::from_query(query.as_deref());
    let seat = Seat::take(&app, session, base);
    // Chromium closes a socket whose protocol was not said back.
    let upgrade = match protocol {
        Some(protocol) => upgrade.protocols([protocol.to_owned()]),
        None => upgrade,
    };
    Ok(upgrade.max_message_size(64 * 1024).on_upgrade(move |ws| socket::run(app, seat, ws, params)).into_response())
}

pub async fn events(
    State(app): State<App>,
    base: Base,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
    Path(path): Path<String>,
) -> Result<Response> {
    let params = Params::from_query(query.as_deref());
    let stream = channel::of_path(&path, params.is("only_media")?);
    let stream = stream.ok_or_else(|| Error::BadRequest("Unknown channel requested".into()))?;
    let session = listener(&app, auth::bearer(&headers, query.as_deref())).await?;
    let (list, tag) = (params.text("list")?, params.text("tag")?);
    let (channel, label) =
        Channel::find(&session, stream, list.as_deref(), tag.as_deref()).map_err(channel::refused)?;
    channel.check(&app, session.account_id.unwrap_or(0)).await.map_err(channel::refused)?;
    let seat = Seat::take(&app, session, base);
    seat.subscribe(channel, label);
    Ok(sse::response(&app, seat))
}

/// Streams are for members who may act.
async fn listener(app: &App, token: Option<String>) -> Result<Arc<Session>> {
    let token = token.ok_or(Error::Unauthorized("Missing access token"))?;
    let session = auth::session(app, &token).await?;
    if let Some(account) = session.as_ref().filter(|session| !session.feed_built).and_then(|session| session.account_id)
    {
        welcome_back(app, account).await?;
    }
    session
        .filter(|session| session.account_id.is_some() && auth::ready(session).is_ok())
        .inspect(|session| app.activity.note(session, app.clock.now()))
        .ok_or(Error::Unauthorized("Invalid access token"))
}
