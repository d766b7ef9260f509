//! What every request gets: an id that its answer carries, a place in the numbers, a line in the access log. The line
//! holds the route and never the path or the query, so that no name, text, token or address lands in a log.

use super::meter::Meter;
use crate::app::App;
use axum::extract::{MatchedPath, Request, State};
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;
use std::time::Instant;

const UNKNOWN: &str = "unknown";

pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = Meter::method(request.method());
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    let took = started.elapsed();
    let route = route.as_ref().map_or(UNKNOWN, MatchedPath::as_str);
    let status = response.status().as_u16();
    let id = format!("{:016x}", app.ids.next());
    app.meter.note(method, route, status, took);
    let ms = took.as_secs_f64() * 1000.0;
    if status >= 500 {
        tracing::warn!(target: "howdah::access", id, method, route, status, ms, "failed");
    } else {
        tracing::debug!(target: "howdah::access", id, method, route, status, ms);
    }
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert("x-request-id", value);
    }
    response
}
