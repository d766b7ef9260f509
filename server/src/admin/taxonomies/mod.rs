//! Reviewing what may trend, and what hashtags may do: each a row in the log of acts. Deliberately absent: the counting
//! that brings things to the top (`trends`).

pub mod api;
pub mod review;
mod store;
mod view;

pub use store::STATEMENTS;
