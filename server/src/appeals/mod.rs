//! Answers of members to what was decided about them: one for each warning, heard by the staff. Accepted means undone.
//! Deliberately absent: the warnings themselves (`admin::warnings`) and the undoing (`acts::undo`).

pub mod api;
pub mod decide;
pub mod file;
mod store;
mod view;

pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::Result;

/// An appeal with the warning that it answers.
#[derive(Debug, Clone)]
pub struct Appeal {
    pub id: i64,
    pub warning_id: i64,
    pub account_id: i64,
    pub text: String,
    pub state: String,
    pub answer: String,
    pub decided_at: Option<i64>,
    pub decided_by: Option<i64>,
    pub created_at: i64,
    pub action: String,
    pub warning_text: String,
    pub act_id: Option<i64>,
    pub warned_at: i64,
}

impl FromRow for Appeal {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            warning_id: c.take()?,
            account_id: c.take()?,
            text: c.take()?,
            state: c.take()?,
            answer: c.take()?,
            decided_at: c.take()?,
            decided_by: c.take()?,
            created_at: c.take()?,
            action: c.take()?,
            warning_text: c.take()?,
            act_id: c.take()?,
            warned_at: c.take()?,
        })
    }
}
