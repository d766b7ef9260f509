//! Translations of statuses by the service that the operator named in `[translation]`. Deliberately absent: choosing what
//! to translate; that is the reader's.

pub mod api;
mod backend;
mod translate;

use howdah_entities::Translation;
use moka::sync::Cache;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);

/// Which languages lead to which; the empty one stands for a text whose language nobody knows.
pub type Languages = BTreeMap<String, Vec<String>>;

/// What the service said lately: it costs time, and often money.
pub struct Memory {
    languages: Cache<(), Arc<Languages>>,
    translations: Cache<[u8; 32], Arc<Translation>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self {
            languages: Cache::builder().max_capacity(1).time_to_live(7 * 24 * HOUR).build(),
            translations: Cache::builder()
                .weigher(|_, one: &Arc<Translation>| (one.content.len() + 500) as u32)
                .max_capacity(8 * 1024 * 1024)
                .time_to_live(24 * HOUR)
                .build(),
        }
    }
}
