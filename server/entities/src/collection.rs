use crate::StatusTag;
use serde::Serialize;
use serde_json::value::RawValue;
use std::sync::Arc;

/// Accounts that somebody recommends, as one viewer sees them.
#[derive(Debug, Clone, Serialize)]
pub struct Collection {
    pub id: String,
    pub account_id: String,
    pub uri: String,
    pub url: Option<String>,
    pub name: String,
    pub description: String,
    pub language: Option<String>,
    pub local: bool,
    pub sensitive: bool,
    pub discoverable: bool,
    pub tag: Option<StatusTag>,
    pub item_count: i64,
    pub items: Vec<CollectionItem>,
    pub created_at: String,
    pub updated_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct CollectionItem {
    pub id: String,
    pub account_id: Option<String>,
    pub state: &'static str,
    pub created_at: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct WrappedCollection {
    pub collection: Collection,
}

#[derive(Debug, Clone, Serialize)]
pub struct WrappedCollectionItem {
    pub collection_item: CollectionItem,
}

#[derive(Debug, Clone, Serialize)]
pub struct Collections {
    pub collections: Vec<Collection>,
}

#[derive(Debug, Clone, Serialize)]
pub struct CollectionWithAccounts {
    /// The owner first.
    pub accounts: Vec<Arc<RawValue>>,
    pub collection: Collection,
}
