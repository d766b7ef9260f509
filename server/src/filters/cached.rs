//! The compiled filters of members, in memory until one of them changes. Who has none costs nothing: the members who
//! have some are known by id.

use super::compiled::Compiled;
use super::store;
use crate::app::App;
use crate::db::Reader;
use crate::error::Result;
use moka::sync::Cache;
use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// Bytes of compiled filters that are kept.
const ROOM: u64 = 16 * 1024 * 1024;

pub struct FilterCache {
    compiled: Cache<i64, Arc<Compiled>>,
    /// Who may have filters; not yet read if none.
    owners: RwLock<Option<HashSet<i64>>>,
    /// Rises with each change: what was read before it must not be kept after it.
    epoch: AtomicU64,
}

impl Default for FilterCache {
    fn default() -> Self {
        let weigh = |_: &i64, one: &Arc<Compiled>| u32::try_from(one.size() + 100).unwrap_or(u32::MAX);
        Self {
            compiled: Cache::builder().weigher(weigh).max_capacity(ROOM).build(),
            owners: RwLock::default(),
            epoch: AtomicU64::new(0),
        }
    }
}

impl FilterCache {
    /// The filters of this member changed.
    pub fn forget(&self, account: i64) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        if let Some(owners) = &mut *self.owners.write().unwrap_or_else(PoisonError::into_inner) {
            owners.insert(account);
        }
        self.compiled.invalidate(&account);
    }

    pub fn forget_all(&self) {
        self.epoch.fetch_add(1, Ordering::AcqRel);
        *self.owners.write().unwrap_or_else(PoisonError::into_inner) = None;
        self.compiled.invalidate_all();
    }

    /// None: that is not known.
    fn owns(&self, account: i64) -> Option<bool> {
        let owners = self.owners.read().unwrap_or_else(PoisonError::into_inner);
        owners.as_ref().map(|owners| owners.contains(&account))
    }
}

/// Reads who has filters at the start, so that no page pays for it.
pub async fn warm(app: &App) -> Result<()> {
    let cache = &app.caches.filters;
    let epoch = cache.epoch.load(Ordering::Acquire);
    let found = store::owners(&mut app.db.read().await?).await?;
    let mut owners = cache.owners.write().unwrap_or_else(PoisonError::into_inner);
    if cache.epoch.load(Ordering::Acquire) == epoch {
        *owners = Some(found.into_iter().collect());
    }
    Ok(())
}

/// Whether this member may have filters.
pub fn may_have(app: &App, account: i64) -> bool {
    app.caches.filters.owns(account) != Some(false)
}

/// The filters of this viewer, if there are any.
pub async fn of(app: &App, reader: &mut Option<Reader>, viewer: Option<i64>) -> Result<Option<Arc<Compiled>>> {
    let Some(account) = viewer.filter(|id| *id > 0) else { return Ok(None) };
    let cache = &app.caches.filters;
    if cache.owns(account) == Some(false) {
        return Ok(None);
    }
    if let Some(known) = cache.compiled.get(&account) {
        return Ok(Some(known).filter(|known| !known.is_empty()));
    }
    let epoch = cache.epoch.load(Ordering::Acquire);
    let reader = match reader {
        Some(reader) => reader,
        none => none.insert(app.db.read().await?),
    };
    let (rows, rules) = store::everything(reader, account).await?;
    let compiled = Arc::new(Compiled::new(&rows, &rules)?);
    cache.compiled.insert(account, compiled.clone());
    // A change that came in between wins.
    if cache.epoch.load(Ordering::Acquire) != epoch {
        cache.compiled.invalidate(&account);
    }
    Ok(Some(compiled).filter(|compiled| !compiled.is_empty()))
}
