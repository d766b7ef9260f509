//! Cards: previews of the pages that statuses link to. Deliberately absent: which links are popular.

pub mod fetch;
mod oembed;
pub mod page;
pub mod store;
pub mod view;

use crate::db::Cells;
use crate::error::Result;
use serde::{Deserialize, Serialize};

/// What a page says of itself. Stored as JSON.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct About {
    /// `link`, `photo` or `video`.
    pub kind: String,
    pub title: String,
    pub description: String,
    pub author_name: String,
    pub author_url: String,
    pub provider_name: String,
    pub provider_url: String,
    pub html: String,
    pub width: i64,
    pub height: i64,
    pub embed_url: String,
    pub image_description: String,
    pub blurhash: Option<String>,
    pub language: Option<String>,
    /// Milliseconds.
    pub published_at: Option<i64>,
}

/// One row of `cards`.
#[derive(Debug, Clone)]
pub struct Row {
    pub id: i64,
    pub url: String,
    pub about: About,
    /// Its picture, below the media folder.
    pub image: Option<String>,
    /// The author, who lets this site name them.
    pub account_id: Option<i64>,
    /// Whom the page names as its author.
    pub claimed_id: Option<i64>,
}

impl Row {
    /// From the next six columns: id, url, data, image, account_id, claimed_id. None where a join found no card.
    pub fn read(c: &mut Cells<'_>) -> Result<Option<Self>> {
        let (id, url, data): (Option<i64>, Option<String>, Option<String>) = (c.take()?, c.take()?, c.take()?);
        let (image, account_id, claimed_id) = (c.take()?, c.take()?, c.take()?);
        let (Some(id), Some(url), Some(data)) = (id, url, data) else { return Ok(None) };
        Ok(Some(Self { id, url, about: serde_json::from_str(&data)?, image, account_id, claimed_id }))
    }
}
