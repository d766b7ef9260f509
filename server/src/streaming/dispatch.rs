//! From the bus to the queues. Runs once a process; never waits for a client.

use super::channel::Channel;
use super::hub::{Connection, Listener, News};
use super::store::{self, Facts};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::web::auth;
use crate::web::base::Base;
use crate::{announcements, conversations, filters, notifications, statuses};
use serde_json::to_string;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Hears the bus until the server drains. Subscribe before the bus starts, or the first events are missed.
pub async fn run(app: App, mut events: Receiver<Arc<Event>>) {
    loop {
        let event = tokio::select! {
            event = events.recv() => event,
            () = app.closed() => return,
        };
        match event {
            Ok(event) => {
                if app.streams.connected() > 0
                    && let Err(error) = tell(&app, &event).await
                {
                    tracing::warn!(%error, "an event could not be streamed");
                }
            }
            // Something was missed: let everybody come back and read what they have not.
            Err(RecvError::Lagged(missed)) => {
                tracing::warn!(missed, "streaming fell behind");
                app.streams.connections().iter().for_each(|connection| connection.end());
            }
            Err(RecvError::Closed) => return,
        }
    }
}

async fn tell(app: &App, event: &Event) -> Result<()> {
    match event {
        Event::Status { id, .. } => status(app, "update", *id).await,
        Event::StatusEdited { id, .. } => status(app, "status.update", *id).await,
        Event::StatusDeleted { id, account, visibility, local, tags, reblogs } => {
            if *visibility == 0 {
                let news = News::new("delete", Some(id.to_string().into()));
                for (connection, label) in app.streams.listeners(|channel| channel.shows(*local, true, tags)) {
                    connection.send(label, news.clone());
                }
            }
            deleted_from_feeds(app, (*id, *account), reblogs).await
        }
        Event::Notification { id, account } => notification(app, *id, *account).await,
        Event::NotificationsMerged { account } => {
            let news = News::new("notifications_merged", Some("1".into()));
            for (connection, label) in app.streams.at(&Channel::Home(*account)) {
                if connection.session.scopes.grants("read:notifications") {
                    connection.send(label, news.clone());
                }
            }
            Ok(())
        }
        Event::Announcement { .. } => to_all(app, "announcement", event).await,
        Event::AnnouncementReaction { .. } => to_all(app, "announcement.reaction", event).await,
        Event::AnnouncementDeleted { .. } => to_all(app, "announcement.delete", event).await,
        Event::Conversation { id, account } => conversation(app, *id, *account).await,
        Event::Token { id } => {
            for connection in app.streams.connections() {
                if connection.session.token_id == *id {
                    connection.end();
                }
            }
            Ok(())
        }
        Event::User { account } => recheck(app, *account).await,
        Event::Filters { account } => {
            let news = News::new("filters_changed", None);
            for (connection, label) in app.streams.at(&Channel::Home(*account)) {
                connection.send(label, news.clone());
            }
            Ok(())
        }
        Event::Account { .. }
        | Event::Settings
        | Event::Emojis
        | Event::Roles
        | Event::Blocks
        | Event::Relations { .. } => Ok(()),
    }
}

/// Who listens where to a new or edited status.
async fn status(app: &App, event: &'static str, id: i64) -> Result<()> {
    let mut reader = app.db.read().await?;
    let Some(facts) = store::facts(&mut reader, id).await? else { return Ok(()) };
    let homes = app.streams.homes();
    let mut wanted: HashSet<i64> = HashSet::new();
    if !homes.is_empty() {
        wanted.extend(store::in_homes(&mut reader, &homes, &[id]).await?.into_iter().map(|(account, _)| account));
        wanted.insert(facts.author);
    }
    let mut listeners: Vec<Listener> =
        wanted.iter().flat_map(|account| app.streams.at(&Channel::Home(*account))).collect();
    for (list, _) in store::in_lists(&mut reader, &app.streams.lists(), &[id]).await? {
        listeners.extend(app.streams.at(&Channel::List(list)));
    }
    // Notifications alone do not entitle to statuses.
    listeners.retain(|(connection, _)| connection.session.scopes.grants("read:statuses"));
    if is_public(&facts) {
        let tags = store::tags(&mut reader, id).await?;
        let on_timeline = !facts.answers_another;
        listeners.extend(app.streams.listeners(|channel| {
            channel.shows(facts.local, facts.has_media, &tags)
                && (on_timeline || matches!(channel, Channel::Tag { .. }))
        }));
    }
    let listeners = at_peace(app, &mut reader, &facts, listeners).await?;
    drop(reader);
    let mut rendered: HashMap<(Base, i64), Option<Arc<News>>> = HashMap::new();
    for (connection, label) in listeners {
        let shared = same_for_all(&facts, event)
            && connection.account != facts.author
            && !filters::may_have(app, connection.account);
        let key = (connection.base.clone(), if shared { NOBODY } else { connection.account });
        let news = match rendered.get(&key) {
            Some(news) => news.clone(),
            None => {
                let found = statuses::view::render(app, &key.0, Some(key.1), &[id]).await?.pop();
                let news = found.map(|entity| News::new(event, Some(entity.get().into())));
                rendered.insert(key, news.clone());
                news
            }
        };
        // None: this person may not see it after all.
        if let Some(news) = news {
            connection.send(label, news);
        }
    }
    Ok(())
}

fn is_public(facts: &Facts) -> bool {
    facts.visibility == 0 && !facts.is_reblog && !facts.silenced
}

/// A viewer who did nothing yet, and whose status it is not.
const NOBODY: i64 = 0;

/// Nobody can have marked a status that is new: all get the same bytes, unless who looks decides whether they may, or
/// has filters.
fn same_for_all(facts: &Facts, event: &str) -> bool {
    event == "update" && facts.visibility < 2 && !facts.local_only && !facts.is_reblog
}

/// Leaves out who blocked or muted the author, or is blocked by them.
async fn at_peace(
    app: &App,
    reader: &mut crate::db::Reader,
    facts: &Facts,
    mut listeners: Vec<Listener>,
) -> Result<Vec<Listener>> {
    let mut viewers: Vec<i64> = listeners.iter().map(|(connection, _)| connection.account).collect();
    viewers.sort_unstable();
    viewers.dedup();
    viewers.retain(|viewer| *viewer != facts.author);
    if viewers.is_empty() {
        return Ok(listeners);
    }
    let hidden = store::quarrels(reader, &viewers, &[facts.author, facts.original_author], app.clock.now()).await?;
    listeners.retain(|(connection, _)| !hidden.contains(&connection.account));
    Ok(listeners)
}

/// Tells the homes and lists that hold a deleted status or a reblog of it. Followers count too: the rows may be gone.
async fn deleted_from_feeds(app: &App, deleted: (i64, i64), reblogs: &[(i64, i64)]) -> Result<()> {
    let (homes, lists) = (app.streams.homes(), app.streams.lists());
    if homes.is_empty() && lists.is_empty() {
        return Ok(());
    }
    let gone: Vec<(i64, i64)> = std::iter::once(deleted).chain(reblogs.iter().copied()).collect();
    let ids: Vec<i64> = gone.iter().map(|(id, _)| *id).collect();
    let authors: Vec<i64> = gone.iter().map(|(_, author)| *author).collect();
    let mut reader = app.db.read().await?;
    for (list, id) in store::in_lists(&mut reader, &lists, &ids).await? {
        let news = News::new("delete", Some(id.to_string().into()));
        for (connection, label) in app.streams.at(&Channel::List(list)) {
            connection.send(label, news.clone());
        }
    }
    let mut told: HashSet<(i64, i64)> = store::in_homes(&mut reader, &homes, &ids).await?.into_iter().collect();
    let mut readers_of: HashMap<i64, Vec<i64>> = HashMap::new();
    for (follower, author) in store::followers(&mut reader, &homes, &authors).await? {
        readers_of.entry(author).or_default().push(follower);
    }
    drop(reader);
    for (id, author) in gone {
        told.insert((author, id));
        told.extend(readers_of.get(&author).into_iter().flatten().map(|follower| (*follower, id)));
    }
    for (account, id) in told {
        let news = News::new("delete", Some(id.to_string().into()));
        for (connection, label) in app.streams.at(&Channel::Home(account)) {
            if connection.session.scopes.grants("read:statuses") {
                connection.send(label, news.clone());
            }
        }
    }
    Ok(())
}

async fn notification(app: &App, id: i64, account: i64) -> Result<()> {
    let mut listeners = app.streams.at(&Channel::Home(account));
    listeners.extend(app.streams.at(&Channel::Notifications(account)));
    listeners.retain(|(connection, _)| connection.session.scopes.grants("read:notifications"));
    let mut rendered: HashMap<Base, Option<Arc<News>>> = HashMap::new();
    for (connection, label) in listeners {
        let news = match rendered.get(&connection.base) {
            Some(news) => news.clone(),
            None => {
                let found = entity(app, &connection.base, account, id).await?;
                let news = found.map(|entity| News::new("notification", Some(entity.into())));
                rendered.insert(connection.base.clone(), news.clone());
                news
            }
        };
        if let Some(news) = news {
            connection.send(label, news);
        }
    }
    Ok(())
}

/// What everybody is told of an announcement; none when it is gone by now.
async fn announced(app: &App, base: &Base, event: &Event) -> Result<Option<String>> {
    let found = match event {
        Event::Announcement { id } => announcements::view::for_all(app, base, *id).await.map(|one| to_string(&one)),
        Event::AnnouncementReaction { id, name } => {
            announcements::view::reaction_now(app, base, *id, name).await.map(|one| to_string(&one))
        }
        Event::AnnouncementDeleted { id } => return Ok(Some(id.to_string())),
        _ => return Ok(None),
    };
    match found {
        Ok(text) => Ok(Some(text?)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Everybody's home stream hears the same, with the addresses through which each came.
async fn to_all(app: &App, name: &'static str, event: &Event) -> Result<()> {
    let mut rendered: HashMap<Base, Option<Arc<News>>> = HashMap::new();
    for (connection, label) in app.streams.listeners(|channel| matches!(channel, Channel::Home(_))) {
        if !connection.session.scopes.grants("read:statuses") {
            continue;
        }
        let news = match rendered.get(&connection.base) {
            Some(news) => news.clone(),
            None => {
                let found = announced(app, &connection.base, event).await?;
                let news = found.map(|text| News::new(name, Some(text.into())));
                rendered.insert(connection.base.clone(), news.clone());
                news
            }
        };
        if let Some(news) = news {
            connection.send(label, news);
        }
    }
    Ok(())
}

/// A private conversation goes to its member's `direct` streams.
async fn conversation(app: &App, id: i64, account: i64) -> Result<()> {
    for (connection, label) in app.streams.at(&Channel::Direct(account)) {
        match conversations::view::one(app, &connection.base, account, id).await {
            Ok(entity) => {
                connection.send(label, News::new("conversation", Some(serde_json::to_string(&entity)?.into())));
            }
            Err(Error::NotFound) => return Ok(()),
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// A member's role or state changed: who may no longer act is let go.
async fn recheck(app: &App, account: i64) -> Result<()> {
    let of_member: Vec<Arc<Connection>> =
        app.streams.connections().into_iter().filter(|connection| connection.account == account).collect();
    for connection in of_member {
        let session = auth::session_by_hash(app, &connection.session.hash).await?;
        if session.is_none_or(|session| auth::ready(&session).is_err()) {
            connection.end();
        }
    }
    Ok(())
}

/// The notification as this person's list shows it; None when it is gone or hidden by now.
async fn entity(app: &App, base: &Base, account: i64, id: i64) -> Result<Option<String>> {
    match notifications::view::one(app, base, account, id).await {
        Ok(found) => Ok(Some(serde_json::to_string(&found)?)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}
