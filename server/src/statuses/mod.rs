//! Statuses and reblogs: writing, reading, rendering. Deliberately absent: the timelines that list them.

pub mod format;
pub mod store;
pub(crate) mod visible;

#[derive(Default)]
pub struct RenderCache {}

impl RenderCache {
    pub fn forget_emojis(&self) {}
}
