//! How somebody becomes a member: by an app (Mastodon's endpoint) or by our own form. Deliberately absent: what makes a
//! name or a password acceptable (`accounts::create`).

pub mod api;
pub mod sign_up;
