//! The community itself: title, description, who may join, rules, look. How the process runs is `config`, not here.

pub mod api;
pub mod community;
mod languages;
mod store;
pub mod view;

pub use languages::{is_language, language_name};
pub use store::{STATEMENTS, seed, set};

use crate::db::Db;
use crate::error::Result;
use crate::rules::{self, Rule};
use crate::time::date;
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
    /// Years that somebody must have to join, where the house asks.
    pub min_age: Option<i64>,
    /// Oldest first.
    pub terms: Vec<Terms>,
    /// When the description was last written.
    pub description_at: i64,
    pub contact_email: String,
    /// Who may see which servers are blocked (`all`, `users`, `disabled`), and whether with the reasons.
    pub show_domain_blocks: String,
    pub show_domain_blocks_rationale: bool,
    pub contact_account_id: Option<i64>,
    /// Names this community's cookies apart from its neighbours'.
    pub instance_id: String,
    /// Web Push's public key, as clients want it.
    pub vapid_public: String,
    pub founded_at: i64,
    /// Also those that are gone.
    pub rules: Vec<Rule>,
}

/// What members agree to, from a day on (its first millisecond).
#[derive(Debug, Clone)]
pub struct Terms {
    pub text: String,
    pub effective_at: i64,
}

impl Settings {
    /// The terms of this day (`2024-12-31`), or those in force, or, where none are yet, the next; and what follows them.
    pub fn terms_of(&self, day: Option<&str>, now: i64) -> Option<(&Terms, Option<&Terms>)> {
        let at = match day {
            Some(day) => self.terms.iter().position(|terms| date(terms.effective_at) == day)?,
            None => self.terms.iter().rposition(|terms| terms.effective_at <= now).unwrap_or(0),
        };
        Some((self.terms.get(at)?, self.terms.get(at + 1)))
    }
}

/// All of it, as `App::settings` keeps it.
pub async fn load(db: &Db) -> Result<Settings> {
    let mut settings = store::load(db).await?;
    settings.terms = store::terms(&mut db.read().await?).await?;
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
            "description_at" => self.description_at.to_string(),
            "contact_email" => self.contact_email.clone(),
            "contact_account_id" => self.contact_account_id.map(|id| id.to_string()).unwrap_or_default(),
            "show_domain_blocks" => self.show_domain_blocks.clone(),
            "show_domain_blocks_rationale" => self.show_domain_blocks_rationale.to_string(),
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
