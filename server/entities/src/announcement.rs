use crate::{CustomEmoji, Mention, StatusTag};
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Announcement {
    pub id: String,
    pub content: String,
    pub starts_at: Option<String>,
    pub ends_at: Option<String>,
    pub all_day: bool,
    pub published_at: String,
    pub updated_at: String,
    /// Absent where it is told to everybody alike.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<bool>,
    pub mentions: Vec<Mention>,
    pub statuses: Vec<AnnouncementStatus>,
    pub tags: Vec<StatusTag>,
    pub emojis: Vec<CustomEmoji>,
    pub reactions: Vec<Reaction>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AnnouncementStatus {
    pub id: String,
    pub url: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Reaction {
    pub name: String,
    pub count: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub me: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub static_url: Option<String>,
    /// Only where it is streamed alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub announcement_id: Option<String>,
}
