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
    Range::parse(range).is_some_and(|range| range.contains(address))
}

/// A range of addresses, written as its first and the length of what they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    start: IpAddr,
    length: u8,
}

impl Range {
    /// `10.0.0.1`, `10.0.0.0/8`, `2001:db8::/32`. Bits beyond the length are dropped, as PostgreSQL's `cidr` wants it.
    pub fn parse(text: &str) -> Option<Self> {
        let (start, length) = match text.trim().split_once('/') {
            Some((start, length)) => (start, Some(length.parse::<u8>().ok()?)),
            None => (text.trim(), None),
        };
        let start = start.trim().parse::<IpAddr>().ok()?;
        let most = if start.is_ipv4() { 32 } else { 128 };
        let mut length = length.unwrap_or(most);
        if length > most {
            return None;
        }
        let mut first = start.to_canonical();
        if start.is_ipv6() && first.is_ipv4() {
            // `::ffff:10.0.0.0/104` is 10.0.0.0/8; what reaches beyond IPv4 stays IPv6.
            match length.checked_sub(96) {
                Some(rest) => length = rest,
                None => first = start,
            }
        }
        let start = match first {
            IpAddr::V4(a) => IpAddr::V4(Ipv4Addr::from(u32::from(a) & mask(length, 32) as u32)),
            IpAddr::V6(a) => IpAddr::V6(Ipv6Addr::from(u128::from(a) & mask(length, 128))),
        };
        Some(Self { start, length })
    }

    pub fn contains(&self, address: IpAddr) -> bool {
        match (self.start, address.to_canonical()) {
            (IpAddr::V4(a), IpAddr::V4(b)) => u32::from(a) == u32::from(b) & mask(self.length, 32) as u32,
            (IpAddr::V6(a), IpAddr::V6(b)) => u128::from(a) == u128::from(b) & mask(self.length, 128),
            _ => false,
        }
    }
}

impl std::fmt::Display for Range {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.start, self.length)
    }
}

/// The first `length` of `bits` bits.
fn mask(length: u8, bits: u32) -> u128 {
    let all = u128::MAX >> (128 - bits);
    all & !all.checked_shr(u32::from(length)).unwrap_or(0)
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
        assert!(covers("0.0.0.0/0", at("9.9.9.9")) && covers("::/0", at("fd12::1")) && !covers("::/0", at("9.9.9.9")));
        for (text, written) in [
            ("8.8.8.8", Some("8.8.8.8/32")),
            ("10.1.2.3/8", Some("10.0.0.0/8")),
            ("::ffff:1.2.3.4", Some("1.2.3.4/32")),
            ("2001:db8::7/32", Some("2001:db8::/32")),
            ("1.2.3.4/33", None),
            ("1.2.3/8", None),
        ] {
            assert_eq!(Range::parse(text).map(|range| range.to_string()).as_deref(), written, "{text}");
        }
    }
}
