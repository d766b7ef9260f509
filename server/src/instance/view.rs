//! The instance documents, in the shapes of both API versions. Numbers that are limits come from where they are enforced.

use super::{Counts, Registrations, Settings};
use crate::app::App;
use crate::config::FederationMode;
use crate::media::DESCRIPTION_LIMIT;
use crate::media::picture::MATRIX_LIMIT;
use crate::media::probe::{FRAME_RATE_LIMIT, VIDEO_MATRIX_LIMIT};
use crate::media::tool::{self, Tool};
use crate::media::view::file_url;
use crate::polls;
use crate::profile::change;
use crate::rules;
use crate::statuses::gate::{MOST_CHARACTERS, MOST_MEDIA};
use crate::statuses::pin::MOST_PINNED;
use crate::web::Base;
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::sync::Arc;

/// What the features of this version add up to; stays 1 until the `not_yet` list is gone.
const API_VERSION: i64 = 1;
/// What clients read to know which features they may use.
pub const VERSION: &str = concat!("4.6.0 (compatible; Howdah ", env!("CARGO_PKG_VERSION"), ")");
const SOURCE: &str = env!("CARGO_PKG_REPOSITORY");

/// What files may be, by what it takes to take them.
const MIME_TYPES: [(&str, Needs); 27] = [
    ("image/jpeg", Needs::Nothing),
    ("image/png", Needs::Nothing),
    ("image/gif", Needs::Nothing),
    ("image/heic", Needs::Heic),
    ("image/heif", Needs::Heic),
    ("image/webp", Needs::Nothing),
    ("image/avif", Needs::Avif),
    ("video/webm", Needs::Nothing),
    ("video/mp4", Needs::Nothing),
    ("video/quicktime", Needs::Nothing),
    ("video/ogg", Needs::Nothing),
    ("video/x-ms-asf", Needs::Tool),
    ("audio/wave", Needs::Nothing),
    ("audio/wav", Needs::Nothing),
    ("audio/x-wav", Needs::Nothing),
    ("audio/x-pn-wave", Needs::Nothing),
    ("audio/vnd.wave", Needs::Nothing),
    ("audio/ogg", Needs::Nothing),
    ("audio/vorbis", Needs::Nothing),
    ("audio/mpeg", Needs::Nothing),
    ("audio/mp3", Needs::Nothing),
    ("audio/webm", Needs::Nothing),
    ("audio/flac", Needs::Nothing),
    ("audio/aac", Needs::Nothing),
    ("audio/m4a", Needs::Nothing),
    ("audio/mp4", Needs::Nothing),
    ("audio/3gpp", Needs::Nothing),
];

/// What a kind of file needs to be taken beyond the server itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Needs {
    Nothing,
    Tool,
    Avif,
    Heic,
}

/// What this machine takes.
fn mime_types(tool: Option<&Tool>) -> Vec<&'static str> {
    let there = |needs: Needs| match needs {
        Needs::Nothing => true,
        Needs::Tool => tool.is_some(),
        Needs::Avif => tool.is_some_and(|tool| tool.avif),
        Needs::Heic => tool.is_some_and(|tool| tool.heic),
    };
    MIME_TYPES.iter().filter(|(_, needs)| there(*needs)).map(|(name, _)| *name).collect()
}

/// `ws://` or `wss://` at the address that the caller used.
fn streaming(base: &Base) -> String {
    base.replacen("http", "ws", 1)
}

fn picture(base: &Base, settings: &Settings) -> String {
    match &settings.logo {
        Some(logo) => file_url(base, logo),
        None => format!("{base}/headers/original/missing.png"),
    }
}

fn statuses() -> Value {
    json!({ "max_characters": MOST_CHARACTERS, "max_media_attachments": MOST_MEDIA, "characters_reserved_per_url": 23 })
}

fn media(app: &App) -> Value {
    json!({
        "supported_mime_types": mime_types(tool::find(&app.config.media).as_deref()),
        "image_size_limit": app.config.media.image_size_limit,
        "image_matrix_limit": MATRIX_LIMIT,
        "video_size_limit": app.config.media.video_size_limit,
        "video_frame_rate_limit": FRAME_RATE_LIMIT as i64,
        "video_matrix_limit": VIDEO_MATRIX_LIMIT,
    })
}

fn poll_limits() -> Value {
    json!({
        "max_options": polls::MOST_OPTIONS, "max_characters_per_option": polls::MOST_CHARACTERS,
        "min_expiration": polls::SHORTEST, "max_expiration": polls::LONGEST,
    })
}

fn takes_sign_ups(settings: &Settings) -> bool {
    matches!(settings.registrations, Registrations::Open | Registrations::Approval)
}

pub struct Parts<'a> {
    pub settings: &'a Settings,
    pub counts: Counts,
    pub contact: Option<Arc<RawValue>>,
}

pub fn v2(app: &App, base: &Base, parts: &Parts<'_>) -> Value {
    let settings = parts.settings;
    let picture = picture(base, settings);
    let mut media = media(app);
    media["description_limit"] = DESCRIPTION_LIMIT.into();
    json!({
        "domain": app.config.server.domain,
        "title": settings.title,
        "version": VERSION,
        "source_url": SOURCE,
        "description": settings.description,
        "wrapstodon": null,
        "usage": { "users": { "active_month": parts.counts.active_month } },
        "thumbnail": { "url": picture, "description": "", "versions": { "@1x": picture, "@2x": picture } },
        "icon": [],
        "languages": ["en"],
        "configuration": {
            "urls": { "streaming": streaming(base), "status": null, "about": format!("{base}/about"), "privacy_policy": null, "terms_of_service": null },
            "vapid": { "public_key": settings.vapid_public },
            "accounts": {
                "max_display_name_length": change::DISPLAY_NAME_LIMIT, "max_note_length": change::NOTE_LIMIT,
                "max_avatar_description_length": change::IMAGE_DESCRIPTION_LIMIT,
                "max_header_description_length": change::IMAGE_DESCRIPTION_LIMIT,
                "max_featured_tags": 10, "max_pinned_statuses": MOST_PINNED, "max_profile_fields": change::FIELDS_LIMIT,
                "profile_field_name_limit": change::FIELD_LIMIT, "profile_field_value_limit": change::FIELD_LIMIT,
            },
            "statuses": statuses(),
            "media_attachments": media,
            "polls": poll_limits(),
            "translation": { "enabled": app.config.translation.is_some() },
            "timelines_access": {
                "live_feeds": { "local": "public", "remote": "public" },
                "hashtag_feeds": { "local": "public", "remote": "public" },
                "trending_link_feeds": { "local": "public", "remote": "public" },
            },
            "limited_federation": app.config.federation.mode != FederationMode::Open,
        },
        "registrations": {
            "enabled": takes_sign_ups(settings),
            "approval_required": settings.registrations == Registrations::Approval,
            "reason_required": settings.registrations == Registrations::Approval,
            "message": null,
            "min_age": settings.min_age,
            "url": null,
        },
        "api_versions": { "mastodon": API_VERSION },
        "contact": { "email": settings.contact_email, "account": parts.contact },
        "rules": rules::entities(&settings.rules),
    })
}

pub fn v1(app: &App, base: &Base, parts: &Parts<'_>) -> Value {
    let settings = parts.settings;
    json!({
        "uri": app.config.server.domain,
        "title": settings.title,
        "short_description": settings.description,
        "description": settings.description,
        "email": settings.contact_email,
        "version": VERSION,
        "urls": { "streaming_api": streaming(base) },
        "stats": {
            "user_count": parts.counts.members,
            "status_count": parts.counts.statuses,
            "domain_count": parts.counts.domains,
        },
        "thumbnail": picture(base, settings),
        "languages": ["en"],
        "registrations": takes_sign_ups(settings),
        "approval_required": settings.registrations == Registrations::Approval,
        "invites_enabled": settings.registrations != Registrations::Closed,
        "configuration": {
            "accounts": { "max_featured_tags": 10 },
            "statuses": statuses(),
            "media_attachments": media(app),
            "polls": poll_limits(),
        },
        "contact_account": parts.contact,
        "rules": rules::entities(&settings.rules),
    })
}

/// Our own document: what the client and the wizard show and change.
pub fn community(app: &App, base: &Base, parts: &Parts<'_>) -> Value {
    let settings = parts.settings;
    json!({
        "title": settings.title,
        "description": settings.description,
        "registrations": settings.registrations.as_str(),
        "accent": settings.accent,
        "logo": settings.logo.as_ref().map(|logo| file_url(base, logo)),
        "domain": app.config.server.domain,
        "url": &**base,
        "version": env!("CARGO_PKG_VERSION"),
        "min_age": settings.min_age,
        "min_password_length": app.config.registrations.min_password_length,
        "email_required": app.config.confirms_email(),
        "rules": rules::entities(&settings.rules),
        "stats": { "members": parts.counts.members, "statuses": parts.counts.statuses },
        "contact": parts.contact,
    })
}
