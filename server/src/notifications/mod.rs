//! Notifications: who is told what. Deliberately absent: their delivery (`streaming`, later `push`).

mod notify;
mod store;

pub use notify::{New, notify, notify_staff, withdraw};
pub use store::STATEMENTS;

/// Every type that a notification can have here, as Mastodon names it.
pub const KINDS: [&str; 16] = [
    "mention",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "admin.sign_up",
    "admin.report",
    "severed_relationships",
    "moderation_warning",
    "quote",
    "quoted_update",
    "added_to_collection",
    "collection_update",
];

/// The types whose notifications are told as one ("Ada and 3 others ...").
pub const GROUPED: [&str; 4] = ["favourite", "reblog", "follow", "admin.sign_up"];
