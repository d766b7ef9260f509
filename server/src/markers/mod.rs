//! How far a person has read in each timeline. Deliberately absent: conflicts; the last write counts.

pub mod api;
mod store;

pub use store::STATEMENTS;

/// The timelines that have a marker.
pub const TIMELINES: [&str; 2] = ["home", "notifications"];
