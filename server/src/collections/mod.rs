//! Collections: accounts that somebody recommends to others, with the consent of those who stand in them. Deliberately
//! absent: asking accounts on other servers for their consent; nobody there can be put into one until then.

pub mod api;
mod change;
mod items;
mod share;
mod store;
pub mod view;

pub use items::part;
pub use share::{named, share};
pub use store::STATEMENTS;
pub(crate) use store::owned;

/// So many accounts stand in one collection.
pub const MOST_ITEMS: i64 = 25;
pub const NAME_MAX: usize = 40;
pub const DESCRIPTION_MAX: usize = 100;

/// The states of an item as they are stored, by Mastodon's names.
pub const STATES: [&str; 4] = ["pending", "accepted", "rejected", "revoked"];
pub(crate) const ACCEPTED: i64 = 1;
pub(crate) const REVOKED: i64 = 3;
