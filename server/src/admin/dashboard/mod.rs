//! The numbers on the dashboard: measures by day, what is most used, and who stays. All of it is counted from the rows
//! themselves; only who was here on which day is written down, by the job that notes activity. Deliberately absent: the
//! numbers of the process (`metrics`).

pub mod api;
mod days;
mod dimensions;
mod measures;
mod retention;
mod store;

pub use store::STATEMENTS;
