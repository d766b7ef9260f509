//! Rows -> PreviewCard. What is the same for everybody is serialised once; the author's account is put in when it is shown.

use super::Row;
use crate::error::Result;
use crate::media::view::file_url;
use crate::time;
use serde_json::json;

/// A PreviewCard but for its author's account and what only that author sees.
pub struct Card {
    /// Without the closing brace.
    json: Vec<u8>,
    /// The one author, without the closing brace.
    author: Option<Vec<u8>>,
    pub account: Option<i64>,
    claimed: Option<i64>,
}

impl Card {
    pub fn new(base: &str, row: &Row) -> Result<Self> {
        let about = &row.about;
        let mut json = serde_json::to_vec(&json!({
            "url": row.url,
            "title": about.title,
            "description": about.description,
            "language": about.language,
            "type": about.kind,
            "author_name": about.author_name,
            "author_url": about.author_url,
            "provider_name": about.provider_name,
            "provider_url": about.provider_url,
            "html": about.html,
            "width": about.width,
            "height": about.height,
            "image": row.image.as_ref().map(|image| file_url(base, image)),
            "image_description": about.image_description,
            "embed_url": about.embed_url,
            "blurhash": about.blurhash,
            "published_at": about.published_at.map(time::iso),
        }))?;
        json.pop();
        let named = !about.author_name.is_empty() || !about.author_url.is_empty() || row.account_id.is_some();
        let author = match named {
            true => {
                let mut author = serde_json::to_vec(&json!({ "name": about.author_name, "url": about.author_url }))?;
                author.pop();
                Some(author)
            }
            false => None,
        };
        Ok(Self { json, author, account: row.account_id, claimed: row.claimed_id })
    }

    /// Appends `"card": {…}` with a comma before it; `account` knows the accounts of authors as JSON.
    pub fn write<'a>(&self, out: &mut Vec<u8>, viewer: Option<i64>, account: impl Fn(i64) -> Option<&'a str>) {
        out.extend_from_slice(b",\"card\":");
        self.entity(out, viewer, account);
        out.push(b'}');
    }

    /// The PreviewCard without its closing brace, for whoever adds to it.
    pub fn entity<'a>(&self, out: &mut Vec<u8>, viewer: Option<i64>, account: impl Fn(i64) -> Option<&'a str>) {
        out.extend_from_slice(&self.json);
        out.extend_from_slice(b",\"authors\":[");
        if let Some(author) = &self.author {
            out.extend_from_slice(author);
            out.extend_from_slice(b",\"account\":");
            out.extend_from_slice(self.account.and_then(account).unwrap_or("null").as_bytes());
            out.push(b'}');
        }
        // To whom the page ascribes itself, and who has not (yet) said that it may.
        let missing: &[u8] = match viewer {
            Some(viewer) if self.claimed == Some(viewer) && self.account.is_none() => b"true",
            Some(_) => b"false",
            None => b"null",
        };
        out.extend_from_slice(b"],\"missing_attribution\":");
        out.extend_from_slice(missing);
    }
}
