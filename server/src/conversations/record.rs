//! Keeping the entries true while statuses come and go.

use super::store::{self, Entry};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::Result;

/// A private status, for the entries of its author and of everybody here whom it names.
pub struct Private<'a> {
    pub status: i64,
    pub author: i64,
    pub conversation: i64,
    /// All whom it names, from here and elsewhere.
    pub mentioned: &'a [i64],
    /// Those of them who have an account here.
    pub local: &'a [i64],
}

fn people(new: &Private<'_>) -> Vec<i64> {
    let mut people: Vec<i64> = new.mentioned.iter().copied().chain([new.author]).collect();
    people.sort_unstable();
    people.dedup();
    people
}

pub async fn add(app: &App, tx: &mut Tx, new: &Private<'_>) -> Result<Vec<Event>> {
    let people = people(new);
    let mut members: Vec<i64> = new.local.iter().copied().chain([new.author]).collect();
    members.sort_unstable();
    members.dedup();
    enter(app, tx, new, &people, &members).await
}

/// Of those here only `local` get an entry: they were named later, by an edit.
pub async fn join(app: &App, tx: &mut Tx, new: &Private<'_>) -> Result<Vec<Event>> {
    enter(app, tx, new, &people(new), new.local).await
}

async fn enter(app: &App, tx: &mut Tx, new: &Private<'_>, people: &[i64], members: &[i64]) -> Result<Vec<Event>> {
    let mut events = Vec::with_capacity(members.len());
    for member in members.iter().copied() {
        let others: Vec<i64> = people.iter().copied().filter(|person| *person != member).collect();
        let entry = Entry {
            account: member,
            conversation: new.conversation,
            participants: serde_json::to_string(&others)?,
            status: new.status,
            author: new.author,
        };
        if let Some(id) = store::add(tx, app.ids.next(), &entry, app.clock.now()).await? {
            events.push(Event::Conversation { id, account: member });
        }
    }
    Ok(events)
}

/// What the policy of one member held back comes into their conversations after all.
pub async fn receive(app: &App, tx: &mut Tx, member: i64, new: &Private<'_>) -> Result<Option<Event>> {
    let mut others: Vec<i64> =
        new.mentioned.iter().copied().chain([new.author]).filter(|person| *person != member).collect();
    others.sort_unstable();
    others.dedup();
    let entry = Entry {
        account: member,
        conversation: new.conversation,
        participants: serde_json::to_string(&others)?,
        status: new.status,
        author: new.author,
    };
    let id = store::add(tx, app.ids.next(), &entry, app.clock.now()).await?;
    Ok(id.map(|id| Event::Conversation { id, account: member }))
}

/// A status goes: the entry falls back to the one before it, or goes as well.
pub async fn forget(tx: &mut Tx, status: i64) -> Result<()> {
    store::forget(tx, status).await
}
