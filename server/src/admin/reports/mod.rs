//! Reports as staff see them: list, assign, reclassify, resolve, reopen. Deliberately absent: what is done to the person
//! (`admin::accounts`) and how a report comes to be (`reports`).

pub mod api;
pub mod change;
mod store;
mod view;

pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::Result;
use serde_json::{Value, json};

/// One row of `reports`, and how its target is called.
#[derive(Debug, Clone)]
pub struct Report {
    pub id: i64,
    pub account_id: i64,
    pub target_id: i64,
    pub category: String,
    pub comment: String,
    pub forwarded: bool,
    pub status_ids: Vec<i64>,
    pub rule_ids: Vec<i64>,
    pub assigned_to: Option<i64>,
    pub action_taken_at: Option<i64>,
    pub action_taken_by: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub handle: String,
}

impl FromRow for Report {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let ids = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            target_id: c.take()?,
            category: c.take()?,
            comment: c.take()?,
            forwarded: c.take()?,
            status_ids: ids(c.take()?),
            rule_ids: ids(c.take()?),
            assigned_to: c.take()?,
            action_taken_at: c.take()?,
            action_taken_by: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            handle: {
                let (name, domain): (String, Option<String>) = (c.take()?, c.take()?);
                domain.map_or(name.clone(), |domain| format!("{name}@{domain}"))
            },
        })
    }
}

impl Report {
    /// What acts on a report change.
    fn json(&self) -> Value {
        json!({
            "category": self.category,
            "rule_ids": self.rule_ids,
            "assigned_to": self.assigned_to,
            "action_taken_at": self.action_taken_at,
            "action_taken_by": self.action_taken_by,
        })
    }
}
