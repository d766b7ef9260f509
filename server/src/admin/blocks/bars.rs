//! The blocks in memory, as every request and every sign-up is held against them.

use super::domains::Severity;
use super::{parents, store};
use crate::app::App;
use crate::error::Result;
use crate::web::address::Range;
use std::collections::{HashMap, HashSet};
use std::net::IpAddr;
use std::sync::{Arc, PoisonError};

/// What somebody who comes from a blocked address may not do; each includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Keep {
    /// Joins only when somebody lets them in.
    Waiting,
    /// Does not join.
    Out,
    /// Does not even read.
    Away,
}

impl Keep {
    pub const NAMES: [&str; 3] = ["sign_up_requires_approval", "sign_up_block", "no_access"];

    pub fn parse(text: &str) -> Option<Self> {
        [Self::Waiting, Self::Out, Self::Away].into_iter().zip(Self::NAMES).find(|(_, n)| *n == text).map(|(k, _)| k)
    }
}

/// What stands against a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    pub severity: Severity,
    pub reject_media: bool,
    pub reject_reports: bool,
}

#[derive(Debug, Default)]
pub struct Bars {
    ips: Vec<(Range, Keep, Option<i64>)>,
    domains: HashMap<String, Verdict>,
    allows: HashSet<String>,
    emails: HashMap<String, i64>,
}

/// One row of any of the tables: which, its key, a word, a number.
pub(super) type Line = (String, String, String, i64);

impl Bars {
    pub(super) fn gather(lines: Vec<Line>) -> Self {
        let mut bars = Self::default();
        for (kind, key, word, number) in lines {
            match kind.as_str() {
                "ip" => {
                    if let (Some(range), Some(keep)) = (Range::parse(&key), Keep::parse(&word)) {
                        bars.ips.push((range, keep, Some(number).filter(|at| *at > 0)));
                    }
                }
                "domain" => {
                    let severity = Severity::parse(&word).unwrap_or(Severity::Noop);
                    let verdict = Verdict { severity, reject_media: number & 1 != 0, reject_reports: number & 2 != 0 };
                    bars.domains.insert(key, verdict);
                }
                "allow" => drop(bars.allows.insert(key)),
                _ => drop(bars.emails.insert(key, number)),
            }
        }
        bars
    }

    /// The hardest that stands against an address.
    pub fn address(&self, address: IpAddr, now: i64) -> Option<Keep> {
        let stands = |until: &Option<i64>| until.is_none_or(|until| until > now);
        self.ips.iter().filter(|(range, _, until)| stands(until) && range.contains(address)).map(|bar| bar.1).max()
    }

    /// Whether anybody is kept away at all.
    pub fn keep_away(&self) -> bool {
        self.ips.iter().any(|(_, keep, _)| *keep == Keep::Away)
    }

    /// The block on this server or the nearest above it.
    pub fn server(&self, domain: &str) -> Option<Verdict> {
        parents(domain).find_map(|domain| self.domains.get(domain)).copied()
    }

    pub fn allows(&self, domain: &str) -> bool {
        self.allows.contains(domain)
    }

    /// The block on the domain of an e-mail address.
    pub fn email(&self, email: &str) -> Option<i64> {
        let domain = email.rsplit_once('@')?.1.trim().to_lowercase();
        let domain = super::fold(&domain).unwrap_or(domain);
        parents(&domain).find_map(|domain| self.emails.get(domain)).copied()
    }
}

impl App {
    /// What is blocked, read once and again after each change.
    pub async fn bars(&self) -> Result<Arc<Bars>> {
        if let Some(bars) = self.caches.bars.read().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(bars);
        }
        let bars = Arc::new(Bars::gather(store::bars(&mut self.db.read().await?).await?));
        *self.caches.bars.write().unwrap_or_else(PoisonError::into_inner) = Some(bars.clone());
        Ok(bars)
    }
}
