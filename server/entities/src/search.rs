use crate::Tag;
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

#[derive(Debug, Serialize)]
pub struct Search {
    pub accounts: Vec<Arc<RawValue>>,
    /// A list of Status that is JSON already.
    pub statuses: Box<RawValue>,
    pub hashtags: Vec<Tag>,
}
