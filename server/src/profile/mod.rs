//! A member's own profile: what they say of themselves, and their defaults for new posts. Deliberately absent: how
//! others see it (`accounts::view`).

pub mod api;
pub mod change;
pub mod images;
mod missing;
mod store;
pub mod verify;
pub mod view;

pub use store::STATEMENTS;

use crate::accounts;
use crate::db::{FromRow, Row};
use crate::error::{Error, Result};
use howdah_entities::Role;
use serde::{Deserialize, Serialize};

/// One line of the profile's table, as stored: what was written and what it became.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    /// HTML.
    pub value: String,
    /// Plain text.
    #[serde(default)]
    pub source: String,
    #[serde(default)]
    pub verified_at: Option<String>,
}

/// Everything a member may change about themselves.
#[derive(Debug, Clone)]
pub struct Profile {
    pub id: i64,
    pub username: String,
    pub display_name: String,
    pub note: String,
    pub note_html: String,
    pub fields: Vec<Field>,
    pub locked: bool,
    pub bot: bool,
    pub discoverable: bool,
    pub indexable: bool,
    pub hide_collections: bool,
    pub show_media: bool,
    pub show_media_replies: bool,
    pub show_featured: bool,
    pub avatar: Option<String>,
    pub avatar_description: String,
    pub header: Option<String>,
    pub header_description: String,
    pub attribution_domains: Vec<String>,
    pub privacy: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub quote_policy: String,
    pub role: Role,
    pub follow_requests: i64,
}

impl FromRow for Profile {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            username: c.take()?,
            display_name: c.take()?,
            note: c.take()?,
            note_html: c.take()?,
            fields: serde_json::from_str(&c.take::<String>()?).unwrap_or_default(),
            locked: c.take()?,
            bot: c.take()?,
            discoverable: c.take()?,
            indexable: c.take()?,
            hide_collections: c.take()?,
            show_media: c.take()?,
            show_media_replies: c.take()?,
            show_featured: c.take()?,
            avatar: c.take()?,
            avatar_description: c.take()?,
            header: c.take()?,
            header_description: c.take()?,
            attribution_domains: serde_json::from_str(&c.take::<String>()?).unwrap_or_default(),
            privacy: c.take()?,
            sensitive: c.take()?,
            language: c.take()?,
            quote_policy: c.take()?,
            role: accounts::read_role(&mut c)?.ok_or(Error::NotFound)?,
            follow_requests: c.take()?,
        })
    }
}
