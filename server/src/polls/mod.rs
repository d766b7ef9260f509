//! Polls: a status asks, members choose. Deliberately absent: their place in a Status, which `statuses::view` writes.

pub mod api;
pub mod close;
pub mod draft;
pub mod edit;
pub mod store;
pub mod view;
pub mod vote;

use crate::time::SECOND;

/// Mastodon's limits, as the instance document tells them.
pub const MOST_OPTIONS: usize = 4;
pub const MOST_CHARACTERS: usize = 50;
/// Seconds.
pub const SHORTEST: i64 = 300;
pub const LONGEST: i64 = 2_629_746;

/// Whether a poll is over. One without an end never is.
pub fn expired(expires_at: Option<i64>, now: i64) -> bool {
    expires_at.is_some_and(|end| end <= now)
}

/// The moment at which a poll ends that opens now.
fn end(now: i64, expires_in: i64) -> i64 {
    now.saturating_add(expires_in.saturating_mul(SECOND))
}
