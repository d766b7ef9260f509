//! The door to the database: the only place that names sqlx. SQLite (embedded, the default) and PostgreSQL
//! take the same statement texts; `read()` hands out a connection that cannot write, `write()` a transaction.
//!
//! Deliberately absent: a query builder, per-noun traits, and any knowledge of what a table means.

mod arg;
mod conn;
pub mod generation;
mod inspect;
pub mod migrate;
mod open;
mod pack;
mod row;
mod sql;
pub mod transfer;
mod watch;
mod writer;

pub use arg::Arg;
pub use conn::{Reader, counted, statements_run};
pub use generation::Generation;
pub use open::{Db, Engine};
pub use pack::{Fields, FromFields};
pub use row::{Cells, Column, FromRow, Row};
pub use sql::Sql;
pub use watch::{Listener, Watch};
pub use writer::Tx;
