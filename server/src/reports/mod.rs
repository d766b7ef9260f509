//! What members tell the moderators about others. Deliberately absent: what moderators do with it (`admin`).

pub mod api;
pub mod create;
mod store;
pub mod view;

pub use store::STATEMENTS;

use crate::accounts::view::Brief;
use crate::db::{FromRow, Row};
use crate::error::Result;

/// One row of `reports`.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: i64,
    pub category: String,
    pub comment: String,
    pub forwarded: bool,
    /// JSON lists of ids.
    pub status_ids: String,
    pub rule_ids: String,
    pub collection_ids: String,
    pub action_taken_at: Option<i64>,
    pub created_at: i64,
    pub target: Brief,
}

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            category: c.take()?,
            comment: c.take()?,
            forwarded: c.take()?,
            status_ids: c.take()?,
            rule_ids: c.take()?,
            collection_ids: c.take()?,
            action_taken_at: c.take()?,
            created_at: c.take()?,
            target: Brief::read(&mut c)?,
        })
    }
}
