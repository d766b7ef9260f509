use crate::Rule;
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Debug, Clone, Serialize)]
pub struct AdminIp {
    pub ip: String,
    pub used_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminAccount {
    pub id: String,
    pub username: String,
    pub domain: Option<String>,
    pub created_at: String,
    /// Empty where there is none: clients expect text.
    pub email: String,
    pub ip: Option<String>,
    pub ips: Vec<AdminIp>,
    pub locale: Option<String>,
    pub invite_request: Option<String>,
    pub role: Role,
    pub confirmed: bool,
    pub approved: bool,
    pub disabled: bool,
    pub sensitized: bool,
    pub silenced: bool,
    pub suspended: bool,
    pub account: Arc<RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_by_application_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub invited_by_account_id: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct Role {
    pub id: String,
    pub name: String,
    pub color: String,
    pub permissions: String,
    pub highlighted: bool,
    pub collection_limit: i64,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminReport {
    pub id: String,
    pub action_taken: bool,
    pub action_taken_at: Option<String>,
    pub category: String,
    pub comment: String,
    pub forwarded: bool,
    pub created_at: String,
    pub updated_at: String,
    pub account: AdminAccount,
    pub target_account: AdminAccount,
    pub assigned_account: Option<AdminAccount>,
    pub action_taken_by_account: Option<AdminAccount>,
    pub statuses: Vec<Arc<RawValue>>,
    pub rules: Vec<Rule>,
}

/// What staff told somebody after an act.
#[derive(Debug, Clone, Serialize)]
pub struct AccountWarning {
    pub id: String,
    pub action: String,
    pub text: String,
    pub status_ids: Option<Vec<String>>,
    pub target_account: Arc<RawValue>,
    pub appeal: Option<Appeal>,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct Appeal {
    pub text: String,
    pub state: String,
}
