//! Statuses that wait for their time: planned, moved, called off, published. Deliberately absent: what a status must be
//! like, which `statuses::create` says when it is planned and once more when it is published.

pub mod api;
pub mod plan;
pub mod publish;
pub mod store;
mod view;

use crate::time::MINUTE;

/// Mastodon's limits: at least so far ahead, so many for one day, so many in total.
const SOONEST: i64 = 5 * MINUTE;
const MOST_A_DAY: i64 = 25;
const MOST: i64 = 300;
