use crate::CustomEmoji;
use serde::Serialize;

/// A poll as one viewer sees it; `voted` and `own_votes` only for those who are signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Poll {
    pub id: String,
    pub expires_at: Option<String>,
    pub expired: bool,
    pub multiple: bool,
    pub votes_count: i64,
    pub voters_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voted: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_votes: Option<Vec<i64>>,
    pub options: Vec<PollOption>,
    pub emojis: Vec<CustomEmoji>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PollOption {
    pub title: String,
    /// Null while the votes are kept secret.
    pub votes_count: Option<i64>,
}

/// What there was to choose, as the history of a status tells it.
#[derive(Debug, Clone, Serialize)]
pub struct PollTitles {
    pub options: Vec<PollTitle>,
}

#[derive(Debug, Clone, Serialize)]
pub struct PollTitle {
    pub title: String,
}
