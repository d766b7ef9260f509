//! Telling somebody what was decided about them.

use super::store;
use crate::admin::Actor;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::notifications;

/// What is told. `action` is Mastodon's word for what was done.
#[derive(Debug, Clone, Copy)]
pub struct New<'a> {
    pub account_id: i64,
    pub action: &'a str,
    pub text: &'a str,
    /// The posts that it was about, if it was about posts.
    pub status_ids: Option<&'a [i64]>,
    pub report_id: Option<i64>,
    /// The row of the log.
    pub act_id: Option<i64>,
    /// Whether the person hears of it.
    pub tell: bool,
}

/// The text kept under this id.
pub async fn preset(tx: &mut Tx, id: i64) -> Result<String> {
    store::preset(tx, id).await
}

/// Names the row of the log that the warning is about.
pub async fn tie(tx: &mut Tx, warning: i64, act: i64) -> Result<()> {
    store::tie(tx, warning, act).await
}

/// Writes the warning in the transaction of the act; returns its id and the events to commit with. Issue it before an
/// account is suspended: nobody else's notifications reach a suspended one.
pub async fn issue(app: &App, tx: &mut Tx, actor: &Actor, new: &New<'_>) -> Result<(i64, Vec<Event>)> {
    let (id, now) = (app.ids.next(), app.clock.now());
    let statuses = new.status_ids.map(serde_json::to_string).transpose()?;
    store::add(tx, id, new, actor.id, statuses.as_deref(), now).await?;
    if !new.tell {
        return Ok((id, vec![]));
    }
    // It comes from no other person: Mastodon names the recipient.
    let told = notifications::New {
        account_id: new.account_id,
        kind: "moderation_warning",
        from_account_id: new.account_id,
        status_id: None,
        report_id: Some(id),
    };
    let events = notifications::notify(app, tx, &told).await?.into_iter().collect();
    if app.config.smtp.is_some() {
        jobs::enqueue(app, tx, &Job::TellWarning { id }, now, None).await?;
    }
    Ok((id, events))
}
