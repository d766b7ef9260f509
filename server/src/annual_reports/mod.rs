//! A person's year: offered in December to those who wrote enough, made by a job, kept. Deliberately absent: a page for
//! others (`share_url` is none).

pub mod api;
pub mod generate;
mod store;
mod view;

pub use generate::campaign;
pub use store::STATEMENTS;
