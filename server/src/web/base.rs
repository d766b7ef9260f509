//! Where a request reached us. Links that a client must fetch carry the address it used; a Host that is not ours gets
//! 421, which stops DNS rebinding.

use super::respond::error_response;
use crate::app::App;
use crate::error::Error;
use axum::extract::{FromRequestParts, Request, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::middleware::Next;
use axum::response::Response;
use std::net::IpAddr;
use std::sync::Arc;

/// The origin under which the caller reached this server, such as `http://192.168.1.7:3000`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Base(pub Arc<str>);

impl std::ops::Deref for Base {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Base {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromRequestParts<App> for Base {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_else(|| app.origin.clone()))
    }
}

/// The outermost layer: finds the base, or answers 421.
pub async fn layer(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let host = request
        .headers()
        .get(header::HOST)
        .and_then(|value| value.to_str().ok())
        .or_else(|| request.uri().authority().map(|authority| authority.as_str()))
        .unwrap_or("");
    let Some(base) = find(&app, host) else { return error_response(&Error::Misdirected) };
    request.extensions_mut().insert(base);
    next.run(request).await
}

/// The origin that a Host of ours stands for.
pub fn find(app: &App, host: &str) -> Option<Base> {
    let origin = &app.origin;
    // HTTP/1.0 and health probes come without a Host.
    if host.is_empty() || host.eq_ignore_ascii_case(&app.config.server.domain) {
        return Some(origin.clone());
    }
    if let Some(known) = app.caches.bases.get(host) {
        return Some(known);
    }
    let name = host_name(host);
    if !is_ours(app, name) {
        return None;
    }
    // An address of this machine is reached directly, and there it speaks plain HTTP.
    let base = Base(format!("http://{}", host.to_ascii_lowercase()).into());
    app.caches.bases.insert(host.to_owned(), base.clone());
    Some(base)
}

/// `[::1]:3000` -> `::1`, `example.org:3000` -> `example.org`.
fn host_name(host: &str) -> &str {
    if let Some(rest) = host.strip_prefix('[') {
        return rest.split(']').next().unwrap_or("");
    }
    host.rsplit_once(':').map_or(host, |(name, _)| name)
}

fn is_ours(app: &App, name: &str) -> bool {
    let same = |other: &str| host_name(other).eq_ignore_ascii_case(name);
    if same(&app.config.server.domain) || name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    if app.config.network.hosts.iter().any(|host| same(host)) {
        return true;
    }
    if app
        .machine_name
        .as_deref()
        .is_some_and(|machine| name.strip_suffix(".local").unwrap_or(name).eq_ignore_ascii_case(machine))
    {
        return true;
    }
    let Ok(address) = name.parse::<IpAddr>() else { return false };
    address.is_loopback()
        || address == app.config.server.listen.ip()
        || if_addrs::get_if_addrs().is_ok_and(|all| all.iter().any(|interface| interface.ip() == address))
}

#[cfg(test)]
mod tests {
    use super::host_name;

    #[test]
    fn ports_are_cut_off() {
        assert_eq!(host_name("localhost:3000"), "localhost");
        assert_eq!(host_name("[::1]:3000"), "::1");
        assert_eq!(host_name("example.org"), "example.org");
    }
}
