//! Moderating accounts: letting in, refusing, disabling, limiting, suspending, deleting, and undoing all but the last.

pub mod act;
pub mod api;
mod list;
mod store;
mod view;

pub use act::{Kind, act};
pub use store::STATEMENTS;
