//! Acting on other people's things. Every such act goes through here: whether the actor may, whether the target stands
//! below them, what was before and after, who did it and why. Deliberately absent: what members do to their own.

pub mod accounts;
pub mod blocks;
pub mod dashboard;
pub mod reports;
pub mod roles;
mod store;
pub mod warnings;

pub use store::STATEMENTS;

use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::auth::Session;
use serde_json::Value;

/// Who acts. Without an id it is the house itself: the command line or a job, which may everything.
#[derive(Debug, Clone, Copy)]
pub struct Actor {
    pub id: Option<i64>,
    pub permissions: i64,
    pub rank: i64,
}

impl Actor {
    pub const HOUSE: Self = Self { id: None, permissions: 1, rank: i64::MAX };

    pub fn of(session: &Session) -> Self {
        Self { id: session.account_id, permissions: session.permissions, rank: session.rank }
    }

    /// Whether the role has one of these permissions.
    pub fn may(&self, permissions: i64) -> bool {
        self.permissions & (permissions | crate::web::permission::ADMINISTRATOR) != 0
    }

    /// Refuses who may not.
    pub fn needs(&self, permissions: i64) -> Result<()> {
        if self.may(permissions) { Ok(()) } else { Err(Error::forbidden()) }
    }

    /// Nobody acts on themselves, their equals or their betters.
    pub fn outranks(&self, id: i64, rank: i64) -> Result<()> {
        if self.id != Some(id) && self.rank > rank { Ok(()) } else { Err(Error::forbidden()) }
    }
}

/// What is done to which thing, and why.
#[derive(Debug, Clone)]
pub struct Act<'a> {
    pub kind: &'a str,
    /// `account`, `status`, `settings`, `invite`, ...
    pub target_type: &'a str,
    pub target_id: i64,
    /// How people call the target; stays readable when the target is gone.
    pub target_label: &'a str,
    pub reason: &'a str,
    pub before: Value,
    pub after: Value,
    /// The case that led here.
    pub case_id: Option<i64>,
}

/// Writes the act into the log, in the transaction of the change.
pub async fn record(app: &App, tx: &mut Tx, actor: &Actor, act: &Act<'_>) -> Result<i64> {
    let id = app.ids.next();
    store::record(tx, id, actor.id, act, app.clock.now()).await?;
    Ok(id)
}
