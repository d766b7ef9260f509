//! Notifications: who is told what. Deliberately absent: their delivery (`streaming`, `push`).

pub mod api;
mod fallback;
mod groups;
mod notify;
pub mod policy;
pub mod requests;
pub mod severed;
pub mod store;
pub mod view;

pub use notify::{New, notify, notify_of_collection, notify_staff, withdraw};
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

/// Types as bits in the order of `KINDS`; unknown names count for nothing.
pub fn bits<'a>(kinds: impl IntoIterator<Item = &'a str>) -> i64 {
    kinds.into_iter().filter_map(|kind| KINDS.iter().position(|known| *known == kind)).fold(0, |sum, at| sum | 1 << at)
}

#[cfg(test)]
mod tests {
    use super::{KINDS, bits};

    #[test]
    fn kinds_are_bits_in_the_order_of_the_statement() {
        assert_eq!(bits(["mention", "reblog", "nonsense"]), 0b101);
        assert_eq!(bits(KINDS), (1 << KINDS.len()) - 1);
    }
}
