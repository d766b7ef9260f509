//! Files that statuses show: taken in, checked, cleaned, described. Deliberately absent: avatars and headers
//! (`accounts::images` uses the same decoder).

pub mod store;
pub mod view;

use crate::db::{FromRow, Row};
use crate::error::Result;

/// One row of `media`.
#[derive(Debug, Clone)]
pub struct Media {
    pub id: i64,
    pub account_id: i64,
    pub status_id: Option<i64>,
    pub kind: String,
    /// 0 waiting, 1 processing, 2 done, 3 failed.
    pub state: i64,
    pub file: Option<String>,
    pub thumbnail: Option<String>,
    pub remote_url: Option<String>,
    pub mime: String,
    /// Mastodon's `meta` object, as JSON text.
    pub meta: String,
    pub blurhash: Option<String>,
    pub description: Option<String>,
}

impl FromRow for Media {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            status_id: c.take()?,
            kind: c.take()?,
            state: c.take()?,
            file: c.take()?,
            thumbnail: c.take()?,
            remote_url: c.take()?,
            mime: c.take()?,
            meta: c.take()?,
            blurhash: c.take()?,
            description: c.take()?,
        })
    }
}
