//! What one account thinks of another: follows and requests, blocks, mutes, private notes, blocked domains.
//! Deliberately absent: what the home timeline shows of it (`timelines`); only the rows of the feed are kept right here.

pub mod api;
pub mod block;
pub mod feed;
pub mod follow;
pub mod mute;
pub mod requests;
pub mod sever;
mod store;
pub mod unfollow;
pub mod view;

pub use store::STATEMENTS;

use crate::app::App;
use crate::bus::Event;
use crate::db::{FromRow, Row};
use crate::error::{Error, Result};

/// What an act needs to know of the other account, and how both stand to each other.
#[derive(Debug)]
pub struct Target {
    pub id: i64,
    pub remote: bool,
    pub locked: bool,
    pub moved: bool,
    pub suspended: bool,
    /// One of both blocks the other.
    pub blocked: bool,
    /// The one who acts is limited by the moderators.
    pub in_limits: bool,
}

impl FromRow for Target {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            remote: c.take::<Option<String>>()?.is_some(),
            locked: c.take()?,
            moved: c.take::<Option<i64>>()?.is_some(),
            suspended: c.take::<Option<i64>>()?.is_some(),
            blocked: c.take()?,
            in_limits: c.take()?,
        })
    }
}

/// The other account, which must exist.
pub async fn target(app: &App, me: i64, id: i64) -> Result<Target> {
    store::target(&mut app.db.read().await?, me, id).await
}

/// Nobody follows, blocks or mutes themselves.
fn other(me: i64, id: i64) -> Result<()> {
    if me == id { Err(Error::forbidden()) } else { Ok(()) }
}

/// Both sides' streams and caches hear of a change between them.
fn both(a: i64, b: i64) -> [Event; 2] {
    [Event::Relations { account: a }, Event::Relations { account: b }]
}
