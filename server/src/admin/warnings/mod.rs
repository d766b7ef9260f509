//! What staff tell somebody after an act: a row, a notification, and a letter where there is an address and a mail
//! server. Deliberately absent: the act itself (`admin::accounts`) and what the person answers.

mod issue;
mod letter;
mod store;
pub mod view;

pub use issue::{New, issue, preset, tie};
pub use letter::{send, words};
pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::Result;

/// One row of `account_warnings`.
#[derive(Debug, Clone)]
pub struct Warning {
    pub id: i64,
    pub account_id: i64,
    pub action: String,
    pub text: String,
    /// A JSON list of ids.
    pub status_ids: Option<String>,
    pub created_at: i64,
}

impl FromRow for Warning {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            action: c.take()?,
            text: c.take()?,
            status_ids: c.take()?,
            created_at: c.take()?,
        })
    }
}
