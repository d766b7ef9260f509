//! Where a request really comes from: the peer, or what a trusted proxy says of it. Nobody else's X-Forwarded-For counts.

use crate::app::App;
use axum::extract::{ConnectInfo, FromRequestParts};
use axum::http::HeaderMap;
use axum::http::request::Parts;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// The caller's address. `key` is what limits count by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address(pub IpAddr);

impl Address {
    pub fn find(app: &App, headers: &HeaderMap, peer: Option<IpAddr>) -> Self {
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::LOCALHOST)).to_canonical();
        let trusted = &app.config.network.trusted_proxies;
        if !trusted.iter().any(|proxy| covers(proxy, peer)) {
            return Self(peer);
        }
        // The rightmost address that is not one of our own proxies: what stands left of it, anybody may have written.
        let said: Vec<&str> = headers
            .get_all("x-forwarded-for")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .collect();
        for text in said.iter().rev() {
            let Ok(address) = text.trim().parse::<IpAddr>() else { break };
            let address = address.to_canonical();
            if !trusted.iter().any(|proxy| covers(proxy, address)) {
                return Self(address);
            }
        }
        Self(peer)
    }

    /// An IPv6 caller has a whole /64.
    pub fn key(self) -> String {
        match self.0 {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => {
                let s = address.segments();
                Ipv6Addr::new(s[0], s[1], s[2], s[3], 0, 0, 0, 0).to_string()
            }
        }
    }
}

/// `10.0.0.1` or `10.0.0.0/8`.
fn covers(range: &str, address: IpAddr) -> bool {
    let (start, length) = match range.split_once('/') {
        Some((start, length)) => (start, length.parse::<u32>().ok()),
        None => (range, Some(128)),
    };
    let (Ok(start), Some(length)) = (start.trim().parse::<IpAddr>(), length) else { return false };
    match (start.to_canonical(), address) {
        (IpAddr::V4(a), IpAddr::V4(b)) => {
            let shift = 32u32.saturating_sub(length);
            shift >= 32 || u32::from(a) >> shift == u32::from(b) >> shift
        }
        (IpAddr::V6(a), IpAddr::V6(b)) => {
            let shift = 128u32.saturating_sub(length);
            shift >= 128 || u128::from(a) >> shift == u128::from(b) >> shift
        }
        _ => false,
    }
}

impl FromRequestParts<App> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
        Ok(Self::find(app, &parts.headers, peer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_cover_what_is_in_them() {
        let at = |text: &str| text.parse::<IpAddr>().unwrap();
        assert!(covers("10.0.0.0/8", at("10.9.8.7")) && !covers("10.0.0.0/8", at("11.0.0.1")));
        assert!(covers("127.0.0.1", at("127.0.0.1")) && !covers("127.0.0.1", at("127.0.0.2")));
        assert!(covers("fd00::/8", at("fd12::1")) && !covers("nonsense", at("::1")));
    }
}
