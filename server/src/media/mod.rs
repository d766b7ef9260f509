//! Files that statuses show: taken in, checked, cleaned, described. Deliberately absent: avatars and headers
//! (`accounts::images` uses the same decoder).

pub mod api;
pub mod change;
mod colors;
mod convert;
pub mod files;
pub mod picture;
pub mod probe;
pub mod process;
pub mod sniff;
pub mod store;
pub mod sweep;
pub mod tool;
pub mod upload;
pub mod view;

use crate::db::{FromRow, Row};
use crate::error::Result;

/// Characters of an alt text.
pub const DESCRIPTION_LIMIT: usize = 1500;

/// The point of a picture that must stay visible when it is cut; -1 to 1 in both directions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Focus {
    pub x: f64,
    pub y: f64,
}

impl Focus {
    /// `x,y`. What is no number counts as the middle, as upstream does.
    pub fn parse(text: &str) -> Self {
        let mut numbers = text.split(',').map(|part| {
            let number: f64 = part.trim().parse().unwrap_or(0.0);
            if number.is_finite() { number.clamp(-1.0, 1.0) } else { 0.0 }
        });
        Self { x: numbers.next().unwrap_or(0.0), y: numbers.next().unwrap_or(0.0) }
    }

    pub fn json(self) -> serde_json::Value {
        serde_json::json!({ "x": self.x, "y": self.y })
    }
}

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

#[cfg(test)]
mod tests {
    use super::Focus;

    #[test]
    fn a_focus_is_two_numbers_within_the_picture() {
        assert_eq!(Focus::parse("-0.5, 2"), Focus { x: -0.5, y: 1.0 });
        assert_eq!(Focus::parse("nonsense"), Focus { x: 0.0, y: 0.0 });
        assert_eq!(Focus::parse("NaN,inf"), Focus { x: 0.0, y: 0.0 });
    }
}
