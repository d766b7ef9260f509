//! Mastodon client API JSON types: every key present, null where empty. No I/O, nothing of the server.

mod media;

pub use media::MediaAttachment;
