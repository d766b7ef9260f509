use crate::MediaAttachment;
use serde::Serialize;

/// A status that waits for its time.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduledStatus {
    pub id: String,
    pub scheduled_at: String,
    pub params: ScheduledParams,
    pub media_attachments: Vec<MediaAttachment>,
}

/// What was asked for.
#[derive(Debug, Clone, Serialize)]
pub struct ScheduledParams {
    pub text: String,
    pub poll: Option<ScheduledPoll>,
    pub media_ids: Option<Vec<String>>,
    pub sensitive: Option<bool>,
    pub spoiler_text: Option<String>,
    pub visibility: Option<String>,
    pub in_reply_to_id: Option<String>,
    pub language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quoted_status_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote_approval_policy: Option<String>,
    pub application_id: i64,
    /// Always null: the time stands beside the parameters.
    pub scheduled_at: Option<()>,
    /// Always null: the key counted when it was planned.
    pub idempotency: Option<String>,
    pub with_rate_limit: bool,
}

#[derive(Debug, Clone, Serialize)]
pub struct ScheduledPoll {
    pub options: Vec<String>,
    pub expires_in: i64,
    pub multiple: bool,
    pub hide_totals: bool,
}
