//! Counting requests by route and status, and how long they took.

use axum::http::Method;
use dashmap::DashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Upper bounds of the histogram, in microseconds.
pub const BOUNDS: [u64; 11] = [500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 2_500_000];

type Counts = Mutex<Vec<(&'static str, u16, u64)>>;

pub struct Meter {
    requests: DashMap<Arc<str>, Counts>,
    buckets: [AtomicU64; BOUNDS.len() + 1],
    micros: AtomicU64,
    pub started_at: i64,
}

impl Meter {
    pub fn new(started_at: i64) -> Self {
        Self { requests: DashMap::new(), buckets: Default::default(), micros: AtomicU64::new(0), started_at }
    }

    /// Methods that nobody serves are one, or anybody could fill the memory with inventions.
    pub fn method(method: &Method) -> &'static str {
        ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]
            .into_iter()
            .find(|known| method.as_str() == *known)
            .unwrap_or("OTHER")
    }

    /// `route` is the pattern from the table, never the path.
    pub fn note(&self, method: &'static str, route: &str, status: u16, took: Duration) {
        let micros = took.as_micros() as u64;
        let at = BOUNDS.iter().position(|bound| micros <= *bound).unwrap_or(BOUNDS.len());
        self.buckets[at].fetch_add(1, Ordering::Relaxed);
        self.micros.fetch_add(micros, Ordering::Relaxed);
        if let Some(counts) = self.requests.get(route) {
            return add(&counts, method, status);
        }
        add(&self.requests.entry(route.into()).or_default(), method, status);
    }

    /// (method, route, status, how many), sorted.
    pub fn requests(&self) -> Vec<(&'static str, Arc<str>, u16, u64)> {
        let mut all = Vec::new();
        for entry in &self.requests {
            let counts = entry.value().lock().unwrap_or_else(PoisonError::into_inner);
            all.extend(counts.iter().map(|(method, status, n)| (*method, entry.key().clone(), *status, *n)));
        }
        all.sort();
        all
    }

    /// How many requests took up to each bound, the last without bound; and the sum of all times in seconds.
    pub fn times(&self) -> ([u64; BOUNDS.len() + 1], f64) {
        let mut sum = 0;
        let up_to = std::array::from_fn(|at| {
            sum += self.buckets[at].load(Ordering::Relaxed);
            sum
        });
        (up_to, self.micros.load(Ordering::Relaxed) as f64 / 1e6)
    }
}

fn add(counts: &Counts, method: &'static str, status: u16) {
    let mut counts = counts.lock().unwrap_or_else(PoisonError::into_inner);
    match counts.iter_mut().find(|(m, s, _)| *m == method && *s == status) {
        Some((_, _, n)) => *n += 1,
        None => counts.push((method, status, 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_add_up() {
        let meter = Meter::new(0);
        meter.note("GET", "/x", 200, Duration::from_micros(400));
        meter.note("GET", "/x", 200, Duration::from_micros(700));
        meter.note("GET", "/x", 404, Duration::from_secs(9));
        let (up_to, _) = meter.times();
        assert_eq!((up_to[0], up_to[1], up_to[BOUNDS.len()]), (1, 2, 3));
        assert_eq!(meter.requests(), [("GET", "/x".into(), 200, 2), ("GET", "/x".into(), 404, 1)]);
    }
}
