//! What waits for a decision of the staff: reports, sign-ups, held posts, appeals and trends, one open case for each
//! thing that they are about. Deliberately absent: what is done to people and posts (`acts`, `admin`).

pub mod api;
pub mod assign;
mod context;
pub mod note;
pub mod open;
pub mod resolve;
pub(crate) mod store;
pub mod view;

pub use store::STATEMENTS;

use crate::db::{FromRow, Row};
use crate::error::{Error, Result};
use crate::web::permission;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Report,
    SignUp,
    Held,
    Appeal,
    Trend,
}

impl Kind {
    pub const ALL: [Self; 5] = [Self::Report, Self::SignUp, Self::Held, Self::Appeal, Self::Trend];

    pub fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::SignUp => "sign_up",
            Self::Held => "held",
            Self::Appeal => "appeal",
            Self::Trend => "trend",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// Its bit in the queue's statement.
    fn bit(self) -> i64 {
        1 << self as i64
    }

    /// What a role needs to see and decide such cases.
    pub fn permission(self) -> i64 {
        match self {
            Self::Report | Self::Held => permission::MANAGE_REPORTS,
            Self::SignUp => permission::MANAGE_USERS,
            Self::Appeal => permission::MANAGE_APPEALS,
            Self::Trend => permission::MANAGE_TAXONOMIES,
        }
    }
}

/// Whoever may decide cases of some kind may open the queue.
pub const ANY_KIND: i64 =
    permission::MANAGE_REPORTS | permission::MANAGE_USERS | permission::MANAGE_APPEALS | permission::MANAGE_TAXONOMIES;

/// One row of `cases`.
#[derive(Debug, Clone)]
pub struct Case {
    pub id: i64,
    pub kind: Kind,
    pub target_type: String,
    pub target_id: i64,
    pub label: String,
    /// Whose matter it is.
    pub account_id: Option<i64>,
    /// None is this community's own.
    pub domain: Option<String>,
    /// How many reports and hits speak of it.
    pub size: i64,
    pub assigned_to: Option<i64>,
    pub outcome: Option<String>,
    pub opened_at: i64,
    pub updated_at: i64,
    pub closed_at: Option<i64>,
    pub closed_by: Option<i64>,
    /// The words that matter most, cut short.
    pub excerpt: Option<String>,
    pub rules: Vec<i64>,
}

impl FromRow for Case {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            kind: Kind::parse(&c.take::<String>()?).ok_or_else(|| Error::internal("a case of an unknown kind"))?,
            target_type: c.take()?,
            target_id: c.take()?,
            label: c.take()?,
            account_id: c.take()?,
            domain: c.take()?,
            size: c.take()?,
            assigned_to: c.take()?,
            outcome: c.take()?,
            opened_at: c.take()?,
            updated_at: c.take()?,
            closed_at: c.take()?,
            closed_by: c.take()?,
            excerpt: c.take::<Option<String>>()?.filter(|text| !text.is_empty()),
            rules: c
                .take::<Option<String>>()?
                .map(|list| list.split(',').filter_map(|id| id.parse().ok()).collect())
                .unwrap_or_default(),
        })
    }
}
