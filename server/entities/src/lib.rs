//! Mastodon client API JSON types: every key present, null where empty. No I/O, nothing of the server.

mod marker;
mod media;
mod relationship;

pub use marker::Marker;
pub use media::MediaAttachment;
pub use relationship::Relationship;
