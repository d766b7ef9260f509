//! Which uploads a new or edited status may show.

use crate::db::Reader;
use crate::error::{Error, Result};
use crate::media::{self, Media};

/// Who may hold some of the files already.
#[derive(Debug, Clone, Copy, Default)]
pub struct Holder {
    pub status: Option<i64>,
    pub scheduled: Option<i64>,
}

/// The files in the order in which they were asked for.
pub async fn check(reader: &mut Reader, author: i64, ids: &[i64], holder: Holder) -> Result<Vec<Media>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = media::store::usable(reader, author, ids, (holder.status, holder.scheduled)).await?;
    let missing: Vec<String> =
        ids.iter().filter(|id| found.iter().all(|file| file.id != **id)).map(ToString::to_string).collect();
    if !missing.is_empty() {
        let missing = missing.join(", ");
        return Err(Error::Unprocessable(format!("Media {missing} not found or already attached to another post")));
    }
    if found.len() > 1 && found.iter().any(|file| matches!(file.kind.as_str(), "video" | "audio")) {
        return Err(Error::Unprocessable("Cannot attach a video to a post that already contains images".into()));
    }
    if found.iter().any(|file| file.state != 2) {
        return Err(Error::Unprocessable(
            "Cannot attach files that have not finished processing. Try again in a moment!".into(),
        ));
    }
    found.sort_by_key(|file| ids.iter().position(|id| *id == file.id));
    Ok(found)
}
