//! Lists: chosen people whose statuses stand together, each list with a feed of its own. A list is its owner's affair;
//! nobody else learns of it. Deliberately absent: reading a list's timeline; that is `timelines`.

pub mod api;
pub mod change;
pub mod feed;
pub mod members;
pub mod store;

/// So many lists a member may have.
pub const MOST_LISTS: i64 = 50;

/// Whose answers to others a list shows.
pub const REPLIES_POLICIES: [&str; 3] = ["followed", "list", "none"];
