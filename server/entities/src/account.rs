use crate::CustomEmoji;
use serde::Serialize;

/// The part of an Account that changes only with its `rev`. Counters and `last_status_at` follow at rendering.
#[derive(Debug, Clone, Serialize)]
pub struct AccountCore {
    pub id: String,
    pub username: String,
    pub acct: String,
    pub url: String,
    pub uri: String,
    pub display_name: String,
    pub note: String,
    pub avatar: String,
    pub avatar_static: String,
    pub avatar_description: String,
    pub header: String,
    pub header_static: String,
    pub header_description: String,
    pub locked: bool,
    pub fields: Vec<Field>,
    pub emojis: Vec<CustomEmoji>,
    pub bot: bool,
    pub group: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub noindex: bool,
    pub memorial: bool,
    pub suspended: bool,
    pub limited: bool,
    pub created_at: String,
    pub hide_collections: bool,
    pub show_media: bool,
    pub show_media_replies: bool,
    pub show_featured: bool,
    pub roles: Vec<AccountRole>,
}

#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub struct Field {
    pub name: String,
    pub value: String,
    #[serde(default)]
    pub verified_at: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AccountRole {
    pub id: String,
    pub name: String,
    pub color: String,
}

/// Who may put this account into a collection; the last word depends on who asks.
#[derive(Debug, Clone, Serialize)]
pub struct FeatureApproval {
    pub automatic: Vec<&'static str>,
    pub manual: Vec<&'static str>,
    pub current_user: &'static str,
}
