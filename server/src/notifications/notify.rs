//! Telling somebody, unless they do not want to hear of it.

use super::{GROUPED, policy, store};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;
use crate::push;
use crate::time::HOUR;

/// What somebody is to be told. `kind` is Mastodon's type name; for a reblog the status is the one that was reblogged.
#[derive(Debug, Clone)]
pub struct New<'a> {
    pub account_id: i64,
    pub kind: &'a str,
    pub from_account_id: i64,
    pub status_id: Option<i64>,
    pub report_id: Option<i64>,
}

/// What happens within such a span is told as one.
const SPAN: i64 = 12 * HOUR;

/// Once is enough: doing it again after taking it back is not news.
const ONCE: [&str; 5] = ["favourite", "reblog", "follow", "follow_request", "poll"];

/// A poll's end is news for its author too, and what the house decides comes from no other person.
const OF_ONESELF: [&str; 3] = ["poll", "moderation_warning", "severed_relationships"];

/// Writes a notification in the transaction of its cause, unless the recipient is remote, the sender, or does not want
/// to hear of it. Returns the event to commit with; a filtered notification has none.
pub async fn notify(app: &App, tx: &mut Tx, new: &New<'_>) -> Result<Option<Event>> {
    write(app, tx, new, None).await
}

/// The same about a collection.
pub async fn notify_of_collection(app: &App, tx: &mut Tx, new: &New<'_>, collection: i64) -> Result<Option<Event>> {
    write(app, tx, new, Some(collection)).await
}

async fn write(app: &App, tx: &mut Tx, new: &New<'_>, collection: Option<i64>) -> Result<Option<Event>> {
    let own = new.account_id == new.from_account_id;
    if own && !OF_ONESELF.contains(&new.kind) {
        return Ok(None);
    }
    let now = app.clock.now();
    let Some(wanted) = store::wanted(tx, new, now).await? else { return Ok(None) };
    // Staff hear of reports and sign-ups whatever they think of the person.
    let official = new.kind.starts_with("admin.");
    if (wanted.refused && !official) || (wanted.told && ONCE.contains(&new.kind)) {
        return Ok(None);
    }
    let rule = policy::rule(tx, new, now).await?;
    if rule == policy::Rule::Drop {
        return Ok(None);
    }
    let filtered = rule == policy::Rule::Filter;
    let id = app.ids.next();
    store::add(tx, id, new, group_key(new, now).as_deref(), filtered, now).await?;
    if let Some(collection) = collection {
        store::about_collection(tx, id, collection).await?;
    }
    if filtered {
        policy::set_aside(app, tx, new).await?;
        return Ok(None);
    }
    push::tell(app, tx, new, id).await?;
    Ok(Some(Event::Notification { id, account: new.account_id }))
}

/// Tells every local person whose role has the permission.
pub async fn notify_staff(
    app: &App,
    tx: &mut Tx,
    permission: i64,
    kind: &str,
    from_account_id: i64,
    report_id: Option<i64>,
) -> Result<Vec<Event>> {
    let mut events = Vec::new();
    for account_id in store::staff(tx, permission).await? {
        let new = New { account_id, kind, from_account_id, status_id: None, report_id };
        events.extend(notify(app, tx, &new).await?);
    }
    Ok(events)
}

/// Takes back what is no longer so, such as a favourite.
pub async fn withdraw(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    store::withdraw(tx, new).await
}

fn group_key(new: &New<'_>, now: i64) -> Option<String> {
    if !GROUPED.contains(&new.kind) {
        return None;
    }
    let span = now / SPAN;
    Some(match new.status_id {
        Some(status) => format!("{}-{status}-{span}", new.kind),
        None => format!("{}-{span}", new.kind),
    })
}
