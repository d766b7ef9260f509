//! Texts that the team keeps for what it says often, each for a rule and an act if that helps. They are Mastodon's
//! warning presets. Deliberately absent: sending them (`acts`).

pub mod api;
mod store;

pub use store::STATEMENTS;
