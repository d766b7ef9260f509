use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    /// Empty for a hashtag that nobody has used yet.
    pub id: String,
    pub name: String,
    pub url: String,
    /// The last seven days, today first.
    pub history: Vec<TagDay>,
    /// Only for somebody who is signed in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub following: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub featuring: Option<bool>,
}

/// Numbers as strings, as Mastodon has them.
#[derive(Debug, Clone, Serialize)]
pub struct TagDay {
    pub day: String,
    pub accounts: String,
    pub uses: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct FeaturedTag {
    pub id: String,
    pub name: String,
    pub url: String,
    pub statuses_count: String,
    pub last_status_at: Option<String>,
}
