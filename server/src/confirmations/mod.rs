//! Proving that an e-mail address is the member's: a letter with a link, and what happens when it is opened. Deliberately
//! absent: whether this community asks for it (`config`), and what an unconfirmed member may not do (`web::auth`).

pub mod api;
mod confirm;
mod send;
mod store;

pub use confirm::{confirm, let_in};
pub use send::{resend, send};
pub use store::STATEMENTS;

use crate::time::DAY;

/// A link is good for so long; opening it twice does no harm.
const LIFE: i64 = 7 * DAY;
