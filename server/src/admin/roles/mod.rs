//! Roles: what a member may do, and who stands above whom. Deliberately absent: enforcing them (`web::auth` on each
//! route, `Actor` in each act).

pub mod api;
pub mod assign;
pub mod change;
mod store;

pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::Result;
use serde_json::{Value, json};

/// Everybody's role.
pub const BASE: i64 = 1;
pub const ADMIN: i64 = 3;
pub const OWNER: i64 = 4;

/// One row of `roles`.
#[derive(Debug, Clone)]
pub struct Role {
    pub id: i64,
    pub name: String,
    pub color: String,
    pub rank: i64,
    pub permissions: i64,
    pub highlighted: bool,
    pub collection_limit: i64,
    pub members: i64,
}

impl FromRow for Role {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            name: c.take()?,
            color: c.take()?,
            rank: c.take()?,
            permissions: c.take()?,
            highlighted: c.take()?,
            collection_limit: c.take()?,
            members: c.take()?,
        })
    }
}

impl Role {
    /// What the log keeps.
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "color": self.color,
            "rank": self.rank,
            "permissions": self.permissions.to_string(),
            "highlighted": self.highlighted,
            "collection_limit": self.collection_limit,
        })
    }
}
