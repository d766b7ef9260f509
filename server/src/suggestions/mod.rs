//! Whom one might follow: friends of friends first, then those whom most people follow. Only people who want to be
//! found. Also the directory of all who do, and whom one knows among somebody's followers.

pub mod api;
mod store;

pub use store::STATEMENTS;
