//! Which addresses an outgoing request may reach. Asked for each redirect, and again of every answer of DNS at the moment
//! of connecting, so that a name cannot point elsewhere after it was looked at.

use super::Trouble;
use crate::config::Network;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use url::{Host, Url};

/// What is allowed beyond https to public addresses.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    pub http: bool,
    pub private: bool,
    /// Single addresses that are allowed although they are not public.
    pub also: Vec<IpAddr>,
}

/// An address that the guard refused; found again in the chain of causes of a request that failed.
#[derive(Debug)]
pub(super) struct Refused(pub IpAddr);

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} is no public address", self.0)
    }
}

impl std::error::Error for Refused {}

impl Guard {
    pub fn new(network: &Network) -> Self {
        Self { http: network.allow_http, private: network.allow_private_addresses, also: vec![] }
    }

    /// Scheme and literal address. Names are looked at when they are resolved.
    pub fn url(&self, url: &Url) -> Result<(), Trouble> {
        match url.scheme() {
            "https" => {}
            "http" if self.http => {}
            scheme => return Err(Trouble::Scheme(scheme.to_owned())),
        }
        let literal: IpAddr = match url.host() {
            Some(Host::Ipv4(address)) => address.into(),
            Some(Host::Ipv6(address)) => address.into(),
            Some(Host::Domain(_)) => return Ok(()),
            None => return Err(Trouble::Broken("an address without a host".into())),
        };
        if self.allows(literal) { Ok(()) } else { Err(Trouble::Private(literal)) }
    }

    pub fn allows(&self, address: IpAddr) -> bool {
        self.private
            || self.also.contains(&address)
            || match address {
                IpAddr::V4(address) => public_v4(address),
                IpAddr::V6(address) => public_v6(address),
            }
    }
}

/// IANA's registry of special purposes, seen from outside: none of these is a place of the public internet.
fn public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    !matches!(
        (a, b, c),
        (0 | 10 | 127 | 224..=255, _, _)
            | (100, 64..=127, _)
            | (169, 254, _)
            | (172, 16..=31, _)
            | (192, 0, 0 | 2)
            | (192, 88, 99)
            | (192, 168, _)
            | (198, 18 | 19, _)
            | (198, 51, 100)
            | (203, 0, 113)
    )
}

/// Global unicast without its special parts. An address that carries an IPv4 address is as public as that one.
fn public_v6(address: Ipv6Addr) -> bool {
    let s = address.segments();
    let v4 = |high: u16, low: u16| Ipv4Addr::from((u32::from(high) << 16) | u32::from(low));
    match s {
        // Mapped, and NAT64's well-known prefix.
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => public_v4(v4(high, low)),
        // 6to4.
        [0x2002, high, low, ..] => public_v4(v4(high, low)),
        // Teredo, ORCHID, benchmarks and other protocols; documentation.
        [0x2001, 0..=0x1ff | 0xdb8, ..] => false,
        [0x3fff, 0..=0xfff, ..] => false,
        _ => s[0] & 0xe000 == 0x2000,
    }
}

/// Resolves names and keeps only what may be reached.
pub(super) struct Resolver(pub Guard);

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let guard = self.0.clone();
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let allowed: Vec<SocketAddr> = found.iter().copied().filter(|at| guard.allows(at.ip())).collect();
            match found.first() {
                Some(first) if allowed.is_empty() => Err(Refused(first.ip()).into()),
                _ => Ok(Box::new(allowed.into_iter()) as Addrs),
            }
        })
    }
}

/// For addresses that the operator wrote into the configuration.
pub(super) fn resolver(guard: &Guard) -> Arc<Resolver> {
    Arc::new(Resolver(guard.clone()))
}
