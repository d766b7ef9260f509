//! Which custom emojis a text uses. The known ones are few and kept in memory, under an epoch that rises with each change.

mod store;
pub use store::STATEMENTS;

use crate::app::App;
use crate::db::{FromRow, Reader, Row};
use crate::error::Result;
use crate::web::Base;
use howdah_entities::CustomEmoji;
use std::sync::{Arc, PoisonError};

#[derive(Debug, Clone)]
pub struct Emoji {
    pub shortcode: String,
    pub domain: Option<String>,
    pub file: String,
    pub static_file: String,
    pub category: Option<String>,
    pub visible_in_picker: bool,
}

impl FromRow for Emoji {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            shortcode: c.take()?,
            domain: c.take()?,
            file: c.take()?,
            static_file: c.take()?,
            category: c.take()?,
            visible_in_picker: c.take()?,
        })
    }
}

/// In memory since the start (`warm`); read here only when a page is faster than the news of a change.
pub async fn known(app: &App, reader: &mut Reader) -> Result<Arc<Vec<Emoji>>> {
    let cache = &app.caches.rendered;
    if let Some(known) = cache.emojis.read().unwrap_or_else(PoisonError::into_inner).clone() {
        return Ok(known);
    }
    let epoch = cache.epoch();
    let known = Arc::new(store::known(reader).await?);
    let mut slot = cache.emojis.write().unwrap_or_else(PoisonError::into_inner);
    // What was read before a change must not be kept after it.
    if cache.epoch() == epoch {
        *slot = Some(known.clone());
    }
    Ok(known)
}

/// Reads them at the start and after each change, so that no page pays for it.
pub async fn warm(app: &App) -> Result<()> {
    known(app, &mut app.db.read().await?).await.map(drop)
}

pub fn entity(emoji: &Emoji, base: &str) -> CustomEmoji {
    let address = |file: &str| {
        if file.starts_with("http") { file.to_owned() } else { crate::media::view::file_url(base, file) }
    };
    CustomEmoji {
        shortcode: emoji.shortcode.clone(),
        url: address(&emoji.file),
        static_url: address(&emoji.static_file),
        visible_in_picker: emoji.visible_in_picker,
        category: emoji.category.clone(),
    }
}

/// Those whose `:shortcode:` stands in one of the texts.
pub fn used(known: &[Emoji], domain: Option<&str>, texts: &[&str], base: &str) -> Vec<CustomEmoji> {
    if known.is_empty() || texts.iter().all(|text| !text.contains(':')) {
        return vec![];
    }
    known
        .iter()
        .filter(|emoji| emoji.domain.as_deref() == domain)
        .filter(|emoji| {
            let code = format!(":{}:", emoji.shortcode);
            texts.iter().any(|text| text.contains(&code))
        })
        .map(|emoji| entity(emoji, base))
        .collect()
}

/// What `GET /api/v1/custom_emojis` lists: our own that may be picked. Disabled ones are not known at all.
pub async fn own(app: &App, base: &Base) -> Result<Vec<CustomEmoji>> {
    let known = known(app, &mut app.db.read().await?).await?;
    Ok(known
        .iter()
        .filter(|emoji| emoji.domain.is_none() && emoji.visible_in_picker)
        .map(|emoji| entity(emoji, base))
        .collect())
}
