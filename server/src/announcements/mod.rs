//! Announcements: what the house tells everybody, with reactions and who has read it. Deliberately absent: who hears of
//! it live; that is `streaming`.

pub mod api;
pub mod change;
pub mod react;
mod store;
pub mod view;

pub use store::STATEMENTS;

/// So many different reactions an announcement can have.
pub const MOST_REACTIONS: i64 = 8;

/// So many characters one may have.
pub const LONGEST: usize = 5_000;
