//! Setting a password anew by a link: sent by letter to whoever forgot theirs, or handed over by the people who run the
//! community. Deliberately absent: changing it while signed in (`security`), and what makes a password acceptable
//! (`accounts::create`).

pub mod api;
mod reset;
mod store;

pub use reset::{ask, make_link, send, set};
pub use store::STATEMENTS;

use crate::time::HOUR;

/// A link works once, and so long.
pub const LIFE: i64 = 2 * HOUR;
