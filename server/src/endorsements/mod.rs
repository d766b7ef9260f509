//! People whom somebody recommends on their profile ("pin" in older clients). Only those one follows.

pub mod api;
mod endorse;
mod store;

pub use store::STATEMENTS;
pub(crate) use store::unendorse;
