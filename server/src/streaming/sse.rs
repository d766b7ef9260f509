//! Server-sent events: one stream as a body that does not end.

use super::hub::Seat;
use crate::app::App;
use axum::body::Body;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use std::time::Duration;
use tokio::time::{Instant, interval_at};

/// Proxies and phones drop what is silent for longer.
const THUMP: Duration = Duration::from_secs(15);

pub(super) fn response(app: &App, seat: Seat) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/event-stream"),
        (header::CACHE_CONTROL, "private, no-store"),
        // nginx would hold the events back.
        (header::HeaderName::from_static("x-accel-buffering"), "no"),
    ];
    let state = State { app: app.clone(), thump: interval_at(Instant::now() + THUMP, THUMP), greeted: false, seat };
    let events = stream::unfold(state, |mut state| async {
        let chunk = state.next().await?;
        Some((Ok::<_, Infallible>(chunk), state))
    });
    (headers, Body::from_stream(events)).into_response()
}

struct State {
    seat: Seat,
    app: App,
    thump: tokio::time::Interval,
    greeted: bool,
}

impl State {
    /// The next bytes; None ends the body.
    async fn next(&mut self) -> Option<Bytes> {
        if !self.greeted {
            self.greeted = true;
            return Some(Bytes::from_static(b":)\n"));
        }
        tokio::select! {
            () = self.seat.gone.cancelled() => None,
            () = self.app.closed() => None,
            out = self.seat.news.recv() => out.map(|out| out.news.sse().into()),
            _ = self.thump.tick() => Some(Bytes::from_static(b":thump\n")),
        }
    }
}
