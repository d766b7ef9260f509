use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;
use std::sync::Arc;

/// A person's year.
#[derive(Debug, Serialize)]
pub struct AnnualReport {
    pub year: i64,
    /// Its shape depends on `schema_version`.
    pub data: Value,
    pub schema_version: i64,
    pub share_url: Option<String>,
    pub account_id: String,
}

#[derive(Debug, Serialize)]
pub struct WrappedAnnualReports {
    pub annual_reports: Vec<AnnualReport>,
    pub accounts: Vec<Arc<RawValue>>,
    pub statuses: Vec<Arc<RawValue>>,
}
