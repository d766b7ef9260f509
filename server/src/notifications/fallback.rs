//! What a client shows of a type that it does not know: a sentence. Only for those who say which types they know, and
//! only for types that are younger than most clients.

use crate::messages::Locale;
use crate::statuses::format::escape;
use howdah_entities::{GroupedNotificationsResults, Notification, NotificationFallback};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The types with a sentence.
const SENTENCES: [(&str, &str); 6] = [
    ("added_to_collection", "server_told_added_to_collection"),
    ("collection_update", "server_told_collection_update"),
    ("quote", "server_told_quote"),
    ("quoted_update", "server_told_quoted_update"),
    ("severed_relationships", "server_told_severed_relationships"),
    ("moderation_warning", "server_told_moderation_warning"),
];

/// Which types a client knows, and in which language it is spoken to.
pub(super) struct Known {
    pub types: Vec<String>,
    pub locale: Locale,
}

#[derive(Deserialize)]
struct Named<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    display_name: Cow<'a, str>,
    #[serde(borrow)]
    username: Cow<'a, str>,
}

fn named(account: &RawValue) -> Option<Named<'_>> {
    serde_json::from_str(account.get()).ok()
}

/// `details` is what the notification is about, as plain text.
fn sentence(known: &Known, kind: &str, who: Option<&RawValue>, details: Option<&str>) -> Option<NotificationFallback> {
    if known.types.iter().any(|one| one == kind) {
        return None;
    }
    let (_, key) = SENTENCES.iter().find(|(name, _)| *name == kind)?;
    let who = who.and_then(named);
    let name = who.map_or_else(String::new, |who| {
        escape(if who.display_name.trim().is_empty() { &who.username } else { &who.display_name })
    });
    Some(NotificationFallback {
        title: known.locale.fill(key, &[("name", &name)]),
        summary: None,
        details: details.filter(|text| !text.is_empty()).map(|text| format!("<p>{}</p>", escape(text))),
    })
}

pub(super) fn add(known: Option<&Known>, told: &mut [Notification]) {
    let Some(known) = known else { return };
    for one in told {
        let details = one.collection.as_ref().map(|collection| collection.name.as_str());
        let details = details.or(one.event.as_ref().map(|event| event.target_name.as_str()));
        let details = details.or(one.moderation_warning.as_ref().map(|warning| warning.text.as_str()));
        one.fallback = sentence(known, &one.kind, Some(&one.account), details);
    }
}

pub(super) fn add_to_groups(known: Option<&Known>, results: &mut GroupedNotificationsResults) {
    let Some(known) = known else { return };
    let GroupedNotificationsResults { accounts, notification_groups, .. } = results;
    for group in notification_groups {
        let first = group.sample_account_ids.first();
        let is_first =
            |raw: &&std::sync::Arc<RawValue>| named(raw).is_some_and(|one| first.is_some_and(|id| one.id == *id));
        let who = accounts.iter().find(is_first).map(|raw| &**raw);
        let details = group.collection.as_ref().map(|collection| collection.name.as_str());
        let details = details.or(group.event.as_ref().map(|event| event.target_name.as_str()));
        let details = details.or(group.moderation_warning.as_ref().map(|warning| warning.text.as_str()));
        group.fallback = sentence(known, &group.kind, who, details);
    }
}
