//! Moderating accounts: letting in, refusing, disabling, limiting, suspending, deleting, and undoing all but the last.

pub mod act;
pub mod action;
pub mod api;
mod list;
pub mod password;
mod store;
pub mod view;

pub use act::{Done, Kind, act, act_in};
pub use store::STATEMENTS;

use crate::accounts;
use crate::accounts::view::Brief;
use crate::db::{FromRow, Row};
use crate::error::Result;
use howdah_entities::Role;

/// An account as staff see it.
pub(super) struct Seen {
    pub id: i64,
    pub username: String,
    pub domain: Option<String>,
    pub created_at: i64,
    pub user: bool,
    pub email: Option<String>,
    pub sign_up_ip: Option<String>,
    pub locale: Option<String>,
    pub reason: Option<String>,
    pub confirmed: bool,
    pub approved: bool,
    pub disabled: bool,
    pub sensitized: bool,
    pub silenced: bool,
    pub suspended: bool,
    pub role: Option<Role>,
    pub invited_by: Option<i64>,
    /// The app that signed them up.
    pub app_id: Option<i64>,
    /// `address time` of each address used, by semicolons.
    pub ips: String,
    pub brief: Brief,
}

impl FromRow for Seen {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            username: c.take()?,
            domain: c.take()?,
            created_at: c.take()?,
            user: c.take()?,
            email: c.take()?,
            sign_up_ip: c.take()?,
            locale: c.take()?,
            reason: c.take()?,
            confirmed: c.take::<Option<i64>>()?.is_some(),
            approved: c.take::<Option<bool>>()?.unwrap_or(true),
            disabled: c.take::<Option<bool>>()?.unwrap_or(false),
            sensitized: c.take::<Option<i64>>()?.is_some(),
            silenced: c.take::<Option<i64>>()?.is_some(),
            suspended: c.take::<Option<i64>>()?.is_some(),
            role: accounts::read_role(&mut c)?,
            invited_by: c.take()?,
            app_id: c.take()?,
            ips: c.take::<Option<String>>()?.unwrap_or_default(),
            brief: Brief::read(&mut c)?,
        })
    }
}
