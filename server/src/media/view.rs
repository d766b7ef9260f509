//! Rows -> MediaAttachment.

use super::Media;
use howdah_entities::MediaAttachment;

/// The address of a stored file under the caller's base.
pub fn file_url(base: &str, path: &str) -> String {
    format!("{base}/media/{path}")
}

pub fn attachment(base: &str, media: &Media) -> MediaAttachment {
    let done = media.state == 2;
    let own = |path: &Option<String>| path.as_deref().map(|path| file_url(base, path));
    let url = own(&media.file).or_else(|| media.remote_url.clone()).filter(|_| done);
    MediaAttachment {
        id: media.id.to_string(),
        kind: media.kind.clone(),
        preview_url: own(&media.thumbnail).or_else(|| url.clone().filter(|_| media.kind == "image")),
        url,
        remote_url: media.remote_url.clone(),
        preview_remote_url: None,
        meta: serde_json::from_str(&media.meta).unwrap_or_default(),
        description: media.description.clone(),
        blurhash: media.blurhash.clone(),
    }
}

/// Leaves of an attachment what the house shows of a server whose media it does not take: that there is something.
pub fn hide(attachment: &mut MediaAttachment) {
    attachment.kind = "unknown".into();
    attachment.url = None;
    attachment.preview_url = None;
    attachment.preview_remote_url = None;
}
