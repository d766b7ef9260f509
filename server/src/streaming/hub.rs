//! Who listens to what, in this process.

use super::channel::Channel;
use crate::app::App;
use crate::web::auth::Session;
use crate::web::base::Base;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

/// So many unsent events make a client a slow one: it is let go and reads the timeline when it is back.
const QUEUE: usize = 256;

/// An event, rendered once for all who get the same bytes.
pub struct News {
    pub event: &'static str,
    /// As server-sent events carry it; none for an event without payload.
    pub payload: Option<Box<str>>,
    escaped: OnceLock<Box<str>>,
}

impl News {
    pub fn new(event: &'static str, payload: Option<Box<str>>) -> Arc<Self> {
        Arc::new(Self { event, payload, escaped: OnceLock::new() })
    }

    /// The WebSocket's frame: the payload is JSON inside a JSON string.
    pub fn frame(&self, label: &str) -> String {
        let Some(payload) = &self.payload else {
            return format!("{{\"stream\":{label},\"event\":\"{}\"}}", self.event);
        };
        let escaped = self.escaped.get_or_init(|| serde_json::to_string(payload).unwrap_or_default().into());
        format!("{{\"stream\":{label},\"event\":\"{}\",\"payload\":{escaped}}}", self.event)
    }

    /// The same as a server-sent event.
    pub fn sse(&self) -> String {
        format!("event: {}\ndata: {}\n\n", self.event, self.payload.as_deref().unwrap_or("undefined"))
    }
}

/// One event on its way to one subscription.
pub struct Out {
    pub label: Arc<str>,
    pub news: Arc<News>,
}

/// A client that is connected.
pub struct Connection {
    pub session: Arc<Session>,
    pub account: i64,
    pub base: Base,
    queue: mpsc::Sender<Out>,
    gone: CancellationToken,
}

impl Connection {
    /// Never waits: who does not keep up is let go.
    pub fn send(&self, label: Arc<str>, news: Arc<News>) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.queue.try_send(Out { label, news }) {
            self.gone.cancel();
        }
    }

    pub fn end(&self) {
        self.gone.cancel();
    }
}

/// A connection and the label that its subscription asked with.
pub type Listener = (Arc<Connection>, Arc<str>);

#[derive(Default)]
struct Registry {
    channels: HashMap<Channel, HashMap<u64, Listener>>,
    connections: HashMap<u64, (Arc<Connection>, HashSet<Channel>)>,
}

#[derive(Default)]
pub struct Hub {
    registry: Mutex<Registry>,
    next: AtomicU64,
}

impl Hub {
    fn registry(&self) -> MutexGuard<'_, Registry> {
        self.registry.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many clients are connected.
    pub fn connected(&self) -> usize {
        self.registry().connections.len()
    }

    pub(super) fn connections(&self) -> Vec<Arc<Connection>> {
        self.registry().connections.values().map(|(connection, _)| connection.clone()).collect()
    }

    /// Whose home is being watched.
    pub(super) fn homes(&self) -> Vec<i64> {
        let registry = self.registry();
        let home = |channel: &Channel| if let Channel::Home(account) = channel { Some(*account) } else { None };
        registry.channels.keys().filter_map(home).collect()
    }

    /// Which lists are being watched.
    pub(super) fn lists(&self) -> Vec<i64> {
        let registry = self.registry();
        let list = |channel: &Channel| if let Channel::List(id) = channel { Some(*id) } else { None };
        registry.channels.keys().filter_map(list).collect()
    }

    pub(super) fn listeners(&self, wanted: impl Fn(&Channel) -> bool) -> Vec<Listener> {
        let registry = self.registry();
        let found = registry.channels.iter().filter(|(channel, _)| wanted(channel));
        found.flat_map(|(_, listeners)| listeners.values().cloned()).collect()
    }

    pub(super) fn at(&self, channel: &Channel) -> Vec<Listener> {
        self.registry().channels.get(channel).map(|found| found.values().cloned().collect()).unwrap_or_default()
    }
}

/// A client's place in the hub, given up when dropped.
pub struct Seat {
    app: App,
    id: u64,
    pub connection: Arc<Connection>,
    pub news: mpsc::Receiver<Out>,
    pub gone: CancellationToken,
}

impl Seat {
    pub fn take(app: &App, session: Arc<Session>, base: Base) -> Self {
        let (queue, news) = mpsc::channel(QUEUE);
        let gone = CancellationToken::new();
        let account = session.account_id.unwrap_or(0);
        let connection = Arc::new(Connection { session, account, base, queue, gone: gone.clone() });
        let id = app.streams.next.fetch_add(1, Ordering::Relaxed);
        app.streams.registry().connections.insert(id, (connection.clone(), HashSet::new()));
        Self { app: app.clone(), id, connection, news, gone }
    }

    /// Asking twice changes nothing.
    pub fn subscribe(&self, channel: Channel, label: Arc<str>) {
        let mut registry = self.app.streams.registry();
        let Some((connection, channels)) = registry.connections.get_mut(&self.id) else { return };
        let connection = connection.clone();
        if channels.insert(channel.clone()) {
            registry.channels.entry(channel).or_default().insert(self.id, (connection, label));
        }
    }

    pub fn unsubscribe(&self, channel: &Channel) {
        let mut registry = self.app.streams.registry();
        if let Some((_, channels)) = registry.connections.get_mut(&self.id) {
            channels.remove(channel);
        }
        leave(&mut registry, channel, self.id);
    }
}

fn leave(registry: &mut Registry, channel: &Channel, id: u64) {
    if let Some(listeners) = registry.channels.get_mut(channel) {
        listeners.remove(&id);
        if listeners.is_empty() {
            registry.channels.remove(channel);
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut registry = self.app.streams.registry();
        let Some((_, channels)) = registry.connections.remove(&self.id) else { return };
        for channel in &channels {
            leave(&mut registry, channel, self.id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_are_strings_in_frames() {
        let news = News::new("update", Some("{\"id\":\"1\"}".into()));
        assert_eq!(
            news.frame("[\"user\"]"),
            "{\"stream\":[\"user\"],\"event\":\"update\",\"payload\":\"{\\\"id\\\":\\\"1\\\"}\"}"
        );
        assert_eq!(news.sse(), "event: update\ndata: {\"id\":\"1\"}\n\n");
        let bare = News::new("filters_changed", None);
        assert_eq!(bare.frame("[\"user\"]"), "{\"stream\":[\"user\"],\"event\":\"filters_changed\"}");
        assert_eq!(bare.sse(), "event: filters_changed\ndata: undefined\n\n");
    }
}
