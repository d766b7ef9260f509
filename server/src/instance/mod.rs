//! The community itself: title, description, who may join, rules, look. How the process runs is `config`, not here.

pub mod api;
pub mod community;
mod languages;
mod store;
pub mod view;

pub use languages::is_language;
pub use store::{STATEMENTS, seed, set};

use crate::db::Db;
use crate::error::Result;
use crate::rules::{self, Rule};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Registrations {
    Open,
    Approval,
    Invite,
    Closed,
}

impl Registrations {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Approval => "approval",
            Self::Invite => "invite",
            Self::Closed => "closed",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "open" => Some(Self::Open),
            "approval" => Some(Self::Approval),
            "invite" => Some(Self::Invite),
            "closed" => Some(Self::Closed),
            _ => None,
        }
    }
}

/// What the `settings` table says, read as a whole.
#[derive(Debug, Clone)]
pub struct Settings {
    pub title: String,
    /// Plain text.
    pub description: String,
    pub registrations: Registrations,
    /// `#rrggbb`.
    pub accent: String,
    /// Path below /media, or none.
    pub logo: Option<String>,
    /// Plain text and since when.
    pub privacy_policy: Option<(String, i64)>,
    pub terms_of_service: Option<(String, i64)>,
    /// Years that somebody must have to join, where the house asks.
    pub min_age: Option<i64>,
    pub contact_email: String,
    pub contact_account_id: Option<i64>,
    /// Names this community's cookies apart from its neighbours'.
    pub instance_id: String,
    /// Web Push's public key, as clients want it.
    pub vapid_public: String,
    pub founded_at: i64,
    /// Also those that are gone.
    pub rules: Vec<Rule>,
}

/// All of it, as `App::settings` keeps it.
pub async fn load(db: &Db) -> Result<Settings> {
    let mut settings = store::load(db).await?;
    settings.rules = rules::all(&mut db.read().await?).await?;
    Ok(settings)
}

impl Settings {
    /// A setting as it is stored.
    fn text(&self, key: &str) -> String {
        let legal = |text: &Option<(String, i64)>| text.clone().unwrap_or_default();
        match key {
            "title" => self.title.clone(),
            "description" => self.description.clone(),
            "registrations" => self.registrations.as_str().to_owned(),
            "accent" => self.accent.clone(),
            "logo" => self.logo.clone().unwrap_or_default(),
            "min_age" => self.min_age.map(|years| years.to_string()).unwrap_or_default(),
            "privacy_policy" => legal(&self.privacy_policy).0,
            "privacy_policy_at" => legal(&self.privacy_policy).1.to_string(),
            "terms_of_service" => legal(&self.terms_of_service).0,
            "terms_of_service_at" => legal(&self.terms_of_service).1.to_string(),
            _ => String::new(),
        }
    }
}

pub const DEFAULT_ACCENT: &str = "#5b4bd6";

#[derive(Debug, Clone, Copy)]
pub struct Counts {
    pub members: i64,
    pub statuses: i64,
    pub active_month: i64,
    pub domains: i64,
}

/// A member's defaults for writing and reading.
#[derive(Debug, Clone)]
pub struct Preferences {
    pub privacy: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub quote_policy: String,
    pub expand_media: String,
    pub expand_spoilers: bool,
    pub autoplay_gifs: bool,
}
