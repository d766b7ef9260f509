//! Links that let people in. Deliberately absent: what an invited person may skip (`registrations`).

pub mod api;
pub mod change;
mod store;

pub use store::STATEMENTS;

use crate::app::App;
use crate::db::{FromRow, Row};
use crate::error::Result;

#[derive(Debug, Clone)]
pub struct Invite {
    pub id: i64,
    pub code: String,
    pub label: String,
    pub created_by: Option<i64>,
    pub max_uses: Option<i64>,
    pub uses: i64,
    pub expires_at: Option<i64>,
    pub revoked_at: Option<i64>,
    pub created_at: i64,
}

impl FromRow for Invite {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            code: c.take()?,
            label: c.take()?,
            created_by: c.take()?,
            max_uses: c.take()?,
            uses: c.take()?,
            expires_at: c.take()?,
            revoked_at: c.take()?,
            created_at: c.take()?,
        })
    }
}

impl Invite {
    /// Why it lets nobody in any more.
    pub fn trouble(&self, now: i64) -> Option<&'static str> {
        if self.revoked_at.is_some() {
            Some("revoked")
        } else if self.expires_at.is_some_and(|at| at <= now) {
            Some("expired")
        } else if self.max_uses.is_some_and(|most| self.uses >= most) {
            Some("used_up")
        } else {
            None
        }
    }
}

pub async fn find(app: &App, code: &str) -> Result<Option<Invite>> {
    store::by_code(&mut app.db.read().await?, code).await
}

/// The id of the invite with this code, if it lets people in now.
pub async fn usable(app: &App, code: &str) -> Result<Option<i64>> {
    let found = find(app, code).await?;
    Ok(found.filter(|invite| invite.trouble(app.clock.now()).is_none()).map(|invite| invite.id))
}
