use crate::TagDay;
use serde::Serialize;

#[derive(Debug, Clone, Serialize)]
pub struct AdminDomainBlock {
    pub id: String,
    pub domain: String,
    pub digest: String,
    pub created_at: String,
    pub severity: String,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    pub obfuscate: bool,
}

/// What everybody may know of it.
#[derive(Debug, Clone, Serialize)]
pub struct DomainBlock {
    pub domain: String,
    pub digest: String,
    pub severity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminDomainAllow {
    pub id: String,
    pub domain: String,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminEmailDomainBlock {
    pub id: String,
    pub domain: String,
    pub created_at: String,
    pub history: Vec<TagDay>,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminCanonicalEmailBlock {
    pub id: String,
    pub canonical_email_hash: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct AdminIpBlock {
    pub id: String,
    pub ip: String,
    pub severity: String,
    pub comment: String,
    pub created_at: String,
    pub expires_at: Option<String>,
}
