//! Statuses and reblogs: writing, reading, rendering. Deliberately absent: the timelines that list them.

pub mod api;
mod attach;
pub mod bookmark;
pub mod context;
pub mod create;
pub mod delete;
pub mod edit;
pub mod favourite;
pub mod format;
pub mod gate;
pub mod mute;
pub mod pin;
pub mod reblog;
pub mod store;
pub mod view;
pub(crate) mod visible;

use crate::web::Base;
use moka::sync::Cache;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

/// The numbers that stand for visibilities in the database.
pub const VISIBILITIES: [&str; 4] = ["public", "unlisted", "private", "direct"];

/// What is rendered once and used until the row's `rev` or the emoji epoch moves on.
pub struct RenderCache {
    pub(crate) accounts: Cache<(i64, Base), Arc<crate::accounts::view::Core>>,
    pub(crate) statuses: Cache<(i64, Base), Arc<view::Core>>,
    pub(crate) emojis: RwLock<Option<Arc<Vec<crate::emojis::Emoji>>>>,
    epoch: AtomicU64,
}

impl Default for RenderCache {
    fn default() -> Self {
        Self {
            accounts: Cache::new(5_000),
            statuses: Cache::builder()
                .weigher(|_, core: &Arc<view::Core>| core.json.len() as u32 + 200)
                .max_capacity(24 * 1024 * 1024)
                .build(),
            emojis: RwLock::default(),
            epoch: AtomicU64::new(0),
        }
    }
}

impl RenderCache {
    pub(crate) fn epoch(&self) -> u64 {
        self.epoch.load(Ordering::Acquire)
    }

    pub fn forget_emojis(&self) {
        let mut known = self.emojis.write().unwrap_or_else(PoisonError::into_inner);
        self.epoch.fetch_add(1, Ordering::AcqRel);
        *known = None;
    }
}
