//! Private conversations as each of their members has them: one entry per thread and circle of people, with its newest
//! status and whether it is read.

pub mod api;
pub mod record;
mod store;
pub mod view;

pub use store::STATEMENTS;
