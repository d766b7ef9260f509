//! Ids that sort by time: milliseconds in the upper bits, 16 bits of process randomness and counter below.

use crate::time::Clock;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

#[derive(Clone)]
pub struct Ids {
    clock: Clock,
    last: Arc<AtomicI64>,
    salt: i64,
}

impl Ids {
    /// `salt` sets processes that share one database apart.
    pub fn new(clock: Clock, salt: u16) -> Self {
        Self { clock, last: Arc::new(AtomicI64::new(0)), salt: i64::from(salt) }
    }

    /// Unique in this process and always growing.
    pub fn next(&self) -> i64 {
        let fresh = at(self.clock.now()) | self.salt;
        let previous =
            self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |last| Some(fresh.max(last + 1))).unwrap_or(0);
        fresh.max(previous + 1)
    }
}

/// The smallest id of a millisecond.
pub fn at(ms: i64) -> i64 {
    ms.max(0) << 16
}

/// When an id was made, in milliseconds.
pub fn made_at(id: i64) -> i64 {
    id >> 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_grow_even_when_the_clock_stands_still() {
        let ids = Ids::new(Clock::fixed(1_000), 65_535);
        let (a, b, c) = (ids.next(), ids.next(), ids.next());
        assert!(a < b && b < c);
        assert_eq!(made_at(a), 1_000);
    }
}
