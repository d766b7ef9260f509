//! Statuses and reblogs: writing, reading, rendering. Deliberately absent: the timelines that list them.

#[derive(Default)]
pub struct RenderCache {}

impl RenderCache {
    pub fn forget_emojis(&self) {}
}
