use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Debug, Clone, Serialize)]
pub struct NotificationRequest {
    pub id: String,
    pub created_at: String,
    pub updated_at: String,
    /// A number as text, as Mastodon sends it.
    pub notifications_count: String,
    pub account: Arc<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_status: Option<Arc<RawValue>>,
}

#[derive(Debug, Clone, Serialize)]
pub struct NotificationPolicy {
    pub for_not_following: String,
    pub for_not_followers: String,
    pub for_new_accounts: String,
    pub for_private_mentions: String,
    pub for_limited_accounts: String,
    pub summary: NotificationPolicySummary,
}

/// As the first version of the API knows a policy.
#[derive(Debug, Clone, Serialize)]
pub struct FirstNotificationPolicy {
    pub filter_not_following: bool,
    pub filter_not_followers: bool,
    pub filter_new_accounts: bool,
    pub filter_private_mentions: bool,
    pub summary: NotificationPolicySummary,
}

#[derive(Debug, Clone, Serialize)]
pub struct NotificationPolicySummary {
    pub pending_requests_count: i64,
    pub pending_notifications_count: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct RelationshipSeveranceEvent {
    pub id: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub purged: bool,
    pub target_name: String,
    pub followers_count: i64,
    pub following_count: i64,
    pub created_at: String,
}
