//! Finding accounts, hashtags and statuses by what they say. The index of statuses is written in the transaction that
//! writes, edits or deletes them, in words of `crate::words`. Deliberately absent: the ranking of accounts
//! (`accounts::find`), and asking other servers.

pub mod api;
mod find;
pub mod index;
mod query;
mod store;

pub use find::{Answer, Asked, Place, Type, ask};
pub use query::Query;
pub use store::STATEMENTS;

use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the index is known to hold everything. Once it does it stays so: only a migration or a restored backup
/// begins anew, and both come before a server's start.
#[derive(Default)]
pub struct Whole(AtomicBool);

impl Whole {
    fn is_known(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn know(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}
