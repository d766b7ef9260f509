//! Notifications: who is told what. Deliberately absent: their delivery (`streaming`, later `push`).

use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;

/// What somebody is to be told. `kind` is Mastodon's type name.
pub struct New<'a> {
    pub account_id: i64,
    pub kind: &'a str,
    pub from_account_id: i64,
    pub status_id: Option<i64>,
    pub report_id: Option<i64>,
}

/// Writes a notification in the transaction of its cause, unless the recipient is remote, the sender, or does not want
/// to hear of it. Returns the event to commit with.
pub async fn notify(_app: &App, _tx: &mut Tx, _new: &New<'_>) -> Result<Option<Event>> {
    Ok(None)
}
