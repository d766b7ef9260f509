//! What was done to people and posts, and doing it: the readable log, acts in the words of the queue, and their undo.
//! Deliberately absent: the change to an account itself (`admin::accounts`).

pub mod act;
pub mod api;
pub(crate) mod csv;
pub mod deed;
pub mod posts;
pub mod preview;
pub(crate) mod store;
pub mod undo;
pub mod view;

pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::{Error, Result};
use crate::time::iso;
use serde_json::{Value, json};

/// One row of `acts`.
#[derive(Debug, Clone)]
pub struct Act {
    pub id: i64,
    /// None is the house: the command line, a job, an automatic rule.
    pub actor_id: Option<i64>,
    pub kind: String,
    pub target_type: String,
    pub target_id: i64,
    pub label: String,
    pub reason: String,
    pub before: Value,
    pub after: Value,
    pub case_id: Option<i64>,
    pub account_id: Option<i64>,
    pub batch_id: Option<i64>,
    pub auto_rule_id: Option<i64>,
    pub expires_at: Option<i64>,
    pub undone_at: Option<i64>,
    pub undone_by: Option<i64>,
    pub created_at: i64,
}

impl FromRow for Act {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let json = |text: String| serde_json::from_str(&text).unwrap_or_default();
        Ok(Self {
            id: c.take()?,
            actor_id: c.take()?,
            kind: c.take()?,
            target_type: c.take()?,
            target_id: c.take()?,
            label: c.take()?,
            reason: c.take()?,
            before: json(c.take()?),
            after: json(c.take()?),
            case_id: c.take()?,
            account_id: c.take()?,
            batch_id: c.take()?,
            auto_rule_id: c.take()?,
            expires_at: c.take()?,
            undone_at: c.take()?,
            undone_by: c.take()?,
            created_at: c.take()?,
        })
    }
}

/// 409: who did what before.
fn conflict(what: &str, first: Option<store::First>) -> Error {
    let name = first.as_ref().and_then(|first| first.name.clone()).unwrap_or_else(|| "Somebody".into());
    Error::Told {
        status: 409,
        message: format!("{name} already did this: {}", what.replace('_', " ")),
        more: json!({
            "code": "already_done",
            "what": what,
            "by": first.as_ref().and_then(|first| first.by).map(|by| by.to_string()),
            "at": first.map(|first| iso(first.at)),
        }),
    }
}

/// The queue's word for what Mastodon's log calls otherwise.
pub fn word(kind: &str) -> &str {
    match kind {
        "none" => "warn",
        "silence" => "limit",
        "disable" => "freeze",
        other => other,
    }
}

/// Mastodon's word for the queue's.
pub fn mastodons(word: &str) -> &str {
    match word {
        "warn" => "none",
        "limit" => "silence",
        "freeze" => "disable",
        other => other,
    }
}
