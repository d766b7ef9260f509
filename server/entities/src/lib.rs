//! Mastodon client API JSON types: every key present, null where empty. No I/O, nothing of the server.

mod account;
mod emoji;
mod marker;
mod media;
mod oauth;
mod relationship;
mod status;

pub use account::{AccountCore, AccountRole, FeatureApproval, Field};
pub use emoji::CustomEmoji;
pub use marker::Marker;
pub use media::MediaAttachment;
pub use oauth::{Application, CredentialApplication, Token, UserInfo};
pub use relationship::Relationship;
pub use status::{Context, Mention, QuoteApproval, StatusApplication, StatusCore, StatusSource, StatusTag};
