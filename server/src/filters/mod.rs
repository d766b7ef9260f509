//! Filters: words and statuses that a member does not want to read, or not without a warning. The server finds what
//! matches and says so in each Status. Deliberately absent: hiding; as with Mastodon that is the client's, which knows in
//! which context it shows a status.

pub mod api;
mod cached;
mod change;
mod compiled;
mod first;
mod store;

pub use cached::{FilterCache, may_have, of, warm};
pub use compiled::Compiled;
pub use store::STATEMENTS;

/// Where a filter may apply.
pub const CONTEXTS: [&str; 5] = ["home", "notifications", "public", "thread", "account"];

/// What a client is to do with what matches.
pub const ACTIONS: [&str; 3] = ["warn", "hide", "blur"];

/// So many filters a member may have.
pub const MOST_FILTERS: i64 = 500;
/// So many words and statuses all of them may have together.
pub const MOST_RULES: i64 = 5_000;
