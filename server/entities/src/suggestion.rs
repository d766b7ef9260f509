use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Debug, Clone, Serialize)]
pub struct Suggestion {
    /// The older word for the first of `sources`.
    pub source: &'static str,
    pub sources: Vec<&'static str>,
    pub account: Arc<RawValue>,
}

#[derive(Debug, Clone, Serialize)]
pub struct FamiliarFollowers {
    pub id: String,
    pub accounts: Vec<Arc<RawValue>>,
}
