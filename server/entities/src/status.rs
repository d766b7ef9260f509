use crate::{CustomEmoji, MediaAttachment, PollTitles};
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// The part of a Status that is the same for every viewer and changes only with its `rev`. Account, counters, poll and
/// the viewer's own flags follow at rendering.
#[derive(Debug, Clone, Serialize)]
pub struct StatusCore {
    pub id: String,
    pub uri: String,
    pub url: Option<String>,
    pub created_at: String,
    pub edited_at: Option<String>,
    pub content: String,
    pub visibility: &'static str,
    pub local_only: bool,
    pub sensitive: bool,
    pub spoiler_text: String,
    pub language: Option<String>,
    pub in_reply_to_id: Option<String>,
    pub in_reply_to_account_id: Option<String>,
    pub media_attachments: Vec<MediaAttachment>,
    pub application: Option<StatusApplication>,
    pub mentions: Vec<Mention>,
    pub tags: Vec<StatusTag>,
    pub emojis: Vec<CustomEmoji>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatusApplication {
    pub name: String,
    pub website: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Mention {
    pub id: String,
    pub username: String,
    pub url: String,
    pub acct: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct StatusTag {
    pub name: String,
    pub url: String,
}

#[derive(Debug, Serialize)]
pub struct Context<'a> {
    pub ancestors: Vec<&'a RawValue>,
    pub descendants: Vec<&'a RawValue>,
}

/// One version of a status.
#[derive(Debug, Clone, Serialize)]
pub struct StatusEdit {
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub created_at: String,
    pub account: Arc<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub poll: Option<PollTitles>,
    pub media_attachments: Vec<MediaAttachment>,
    pub emojis: Vec<CustomEmoji>,
}

#[derive(Debug, Serialize)]
pub struct StatusSource {
    pub id: String,
    pub text: String,
    pub spoiler_text: String,
}
