//! Everything a handler may use, built in one place. Time, randomness, environment and outgoing HTTP come from here and
//! from nowhere else.

use crate::bus::{self, Event};
use crate::config::Config;
use crate::db::{Db, Tx};
use crate::error::{Error, Result};
use crate::http::Http;
use crate::ids::Ids;
use crate::instance::Settings;
use crate::jobs::Lane;
use crate::streaming::Hub;
use crate::time::Clock;
use crate::web::auth::Session;
use crate::web::base::Base;
use crate::web::limits::Limiter;
use crate::web::meter::Meter;
use crate::web::remember::Memory;
use aws_lc_rs::{digest, rand as secret};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use moka::sync::Cache;
use std::collections::HashMap;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tokio::sync::{Notify, Semaphore, broadcast, watch};
use tokio_util::task::TaskTracker;

/// Cheap to clone; every handler gets one.
#[derive(Clone)]
pub struct App(Arc<Inner>);

impl Deref for App {
    type Target = Inner;
    fn deref(&self) -> &Inner {
        &self.0
    }
}

pub struct Inner {
    pub config: Config,
    pub folder: PathBuf,
    pub db: Db,
    pub clock: Clock,
    pub ids: Ids,
    /// Every request that this server makes of its own accord.
    pub http: Http,
    pub caches: Caches,
    pub limiter: Limiter,
    pub meter: Meter,
    /// Who listens to what.
    pub streams: Hub,
    pub activity: Activity,
    /// The community's own origin: `scheme://domain`.
    pub origin: Base,
    /// The machine's name, under which `.local` reaches it.
    pub machine_name: Option<String>,
    /// Said back by /health, so that the supervisor knows its own child.
    pub instance_token: Option<String>,
    /// Every event, in the order of the outbox.
    pub events: broadcast::Sender<Arc<Event>>,
    /// Memory is bounded by doing one of each at a time.
    pub hashing: Semaphore,
    pub decoding: Semaphore,
    /// Turns true when the server drains.
    pub closing: watch::Sender<bool>,
    /// What is finished before the database is closed.
    pub tasks: TaskTracker,
    wake_bus: Notify,
    wake_jobs: [Notify; 2],
    bus_ready: watch::Sender<bool>,
}

/// What `App::new` is made from.
pub struct Parts {
    pub config: Config,
    pub folder: PathBuf,
    pub db: Db,
    pub clock: Clock,
    pub machine_name: Option<String>,
    pub instance_token: Option<String>,
}

impl App {
    pub fn new(parts: Parts) -> Self {
        let mut salt = [0; 2];
        fill_random(&mut salt);
        let origin = Base(parts.config.origin().into());
        Self(Arc::new(Inner {
            ids: Ids::new(parts.clock.clone(), u16::from_le_bytes(salt)),
            http: Http::new(&parts.config),
            caches: Caches::default(),
            limiter: Limiter::default(),
            meter: Meter::new(parts.clock.now()),
            streams: Hub::default(),
            activity: Activity::default(),
            origin,
            machine_name: parts.machine_name,
            instance_token: parts.instance_token,
            events: broadcast::channel(4096).0,
            hashing: Semaphore::new(2),
            decoding: Semaphore::new(1),
            closing: watch::channel(false).0,
            tasks: TaskTracker::new(),
            wake_bus: Notify::new(),
            wake_jobs: [Notify::new(), Notify::new()],
            bus_ready: watch::channel(false).0,
            config: parts.config,
            folder: parts.folder,
            db: parts.db,
            clock: parts.clock,
        }))
    }

    /// Commits a change together with the news of it. This process's caches have forgotten what changed when this
    /// returns; streams and other processes hear of it through the outbox.
    pub async fn commit(&self, mut tx: Tx, events: &[Event]) -> Result<()> {
        for event in events {
            bus::publish(&mut tx, self.clock.now(), event).await?;
        }
        let wakes_worker = tx.wakes_worker;
        tx.commit().await?;
        for event in events {
            self.caches.apply(event);
        }
        // What was answered between the commit and this may have come from a cache that had not heard of it.
        self.db.changed();
        if !events.is_empty() {
            self.wake_bus.notify_one();
        }
        if wakes_worker {
            self.wake_jobs.iter().for_each(Notify::notify_one);
        }
        Ok(())
    }

    /// Resolves when the server drains.
    pub async fn closed(&self) {
        let _ = self.closing.subscribe().wait_for(|closing| *closing).await;
    }

    pub async fn bus_woken(&self) {
        self.wake_bus.notified().await;
    }

    pub async fn jobs_woken(&self, lane: Lane) {
        self.wake_jobs[lane as usize].notified().await;
    }

    pub fn bus_ready(&self) {
        self.bus_ready.send_replace(true);
    }

    /// Waits until the tail of the outbox listens, so that no event after start is missed.
    pub async fn wait_for_bus(&self) {
        let _ = self.bus_ready.subscribe().wait_for(|ready| *ready).await;
    }

    /// A fresh secret of 256 bits from the system's generator, as URL-safe text.
    pub fn new_secret(&self) -> String {
        let mut bytes = [0; 32];
        fill_random(&mut bytes);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    /// What is stored of a secret.
    pub fn hash_secret(&self, secret: &str) -> [u8; 32] {
        let mut out = [0; 32];
        out.copy_from_slice(digest::digest(&digest::SHA256, secret.as_bytes()).as_ref());
        out
    }

    /// A new path in the data folder's own temporary folder.
    pub fn temporary_file(&self) -> Result<PathBuf> {
        let folder = self.folder.join("tmp");
        std::fs::create_dir_all(&folder)?;
        Ok(folder.join(format!("{}-{}", self.ids.next(), &self.new_secret()[..8])))
    }

    pub fn media_folder(&self) -> PathBuf {
        self.folder.join("media")
    }

    /// The community's settings, read once and again after each change.
    pub async fn settings(&self) -> Result<Arc<Settings>> {
        if let Some(settings) = self.caches.settings.read().unwrap_or_else(PoisonError::into_inner).clone() {
            return Ok(settings);
        }
        let settings = Arc::new(crate::instance::load(&self.db).await?);
        *self.caches.settings.write().unwrap_or_else(PoisonError::into_inner) = Some(settings.clone());
        Ok(settings)
    }
}

pub fn fill_random(bytes: &mut [u8]) {
    // The operating system's generator does not fail once it is seeded.
    secret::fill(bytes).expect("the system's random generator answers");
}

/// A key pair for Web Push: (PKCS#8, uncompressed public point), both as URL-safe text.
pub fn new_vapid_keys() -> Result<(String, String)> {
    use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
    let random = secret::SystemRandom::new();
    let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).map_err(Error::internal)?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref()).map_err(Error::internal)?;
    Ok((URL_SAFE_NO_PAD.encode(pkcs8.as_ref()), URL_SAFE_NO_PAD.encode(pair.public_key().as_ref())))
}

/// What is kept in memory. Nothing here may be believed after the event that changes it.
pub struct Caches {
    pub sessions: Cache<[u8; 32], Arc<Session>>,
    pub bases: Cache<String, Base>,
    pub settings: RwLock<Option<Arc<Settings>>>,
    pub rendered: crate::statuses::RenderCache,
    pub bars: RwLock<Option<Arc<crate::admin::blocks::Bars>>>,
    pub answers: Memory,
    pub translations: crate::translations::Memory,
    pub filters: crate::filters::FilterCache,
    /// Whether the search finds everything already.
    pub search: crate::search::Whole,
}

impl Default for Caches {
    fn default() -> Self {
        Self {
            sessions: Cache::builder().max_capacity(10_000).support_invalidation_closures().build(),
            bases: Cache::new(256),
            settings: RwLock::default(),
            rendered: crate::statuses::RenderCache::default(),
            bars: RwLock::default(),
            answers: Memory::default(),
            translations: crate::translations::Memory::default(),
            filters: crate::filters::FilterCache::default(),
            search: crate::search::Whole::default(),
        }
    }
}

impl Caches {
    pub fn apply(&self, event: &Event) {
        match event {
            Event::Token { id } => {
                let id = *id;
                self.forget_sessions(move |session| session.token_id == id);
            }
            Event::User { account } => {
                let account = *account;
                self.forget_sessions(move |session| session.account_id == Some(account));
            }
            Event::Settings => *self.settings.write().unwrap_or_else(PoisonError::into_inner) = None,
            Event::Emojis => self.rendered.forget_emojis(),
            Event::Roles => self.sessions.invalidate_all(),
            Event::Blocks => *self.bars.write().unwrap_or_else(PoisonError::into_inner) = None,
            Event::Filters { account } => self.filters.forget(*account),
            Event::Account { .. }
            | Event::Status { .. }
            | Event::StatusEdited { .. }
            | Event::StatusDeleted { .. }
            | Event::Notification { .. }
            | Event::NotificationsMerged { .. }
            | Event::Announcement { .. }
            | Event::AnnouncementReaction { .. }
            | Event::AnnouncementDeleted { .. }
            | Event::Conversation { .. }
            | Event::Relations { .. } => {}
        }
    }

    fn forget_sessions(&self, matching: impl Fn(&Session) -> bool + Send + Sync + 'static) {
        // Fails only when closures are not supported, and they are.
        let _ = self.sessions.invalidate_entries_if(move |_, session| matching(session));
    }

    pub fn forget_all(&self) {
        self.sessions.invalidate_all();
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = None;
        *self.bars.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.rendered.forget_emojis();
        self.filters.forget_all();
    }
}

/// Who was here when, gathered in memory and written by a periodic job.
#[derive(Default)]
pub struct Activity {
    seen: Mutex<HashMap<i64, (i64, i64)>>,
}

impl Activity {
    pub fn note(&self, session: &Session, now: i64) {
        if let Ok(mut seen) = self.seen.try_lock() {
            seen.insert(session.token_id, (session.account_id.unwrap_or(0), now));
        }
    }

    /// (token, account, when), emptied.
    pub fn drain(&self) -> Vec<(i64, i64, i64)> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        seen.drain().map(|(token, (account, at))| (token, account, at)).collect()
    }
}

/// The folder's database: SQLite beside the config, or where the config says.
pub async fn open_database(config: &Config, folder: &Path, create: bool) -> Result<Db> {
    match &config.database.url {
        Some(url) => Db::postgres(url).await,
        None => Db::sqlite(&folder.join("howdah.sqlite"), create).await,
    }
}
