//! Changing what the community is: title, description, who may join, colour and logo.

use super::{Registrations, Terms, set, store};
use crate::accounts::{self, create};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::media::files::{self, fresh, in_turn};
use crate::media::picture::Picture;
use crate::time::{date, midnight, parse};
use crate::web::Upload;
use serde_json::{Map, json};

const TITLE_MAX: usize = 100;
const DESCRIPTION_MAX: usize = 2000;
const LEGAL_MAX: usize = 50_000;
const LOGO_SIZE: u32 = 512;
const LOGO_LIMIT: u64 = 8 * 1024 * 1024;

/// What is sent is changed; the rest stays.
#[derive(Default)]
pub struct Change {
    pub title: Option<String>,
    pub description: Option<String>,
    pub registrations: Option<String>,
    pub accent: Option<String>,
    /// Plain text; empty is none.
    pub privacy_policy: Option<String>,
    pub terms_of_service: Option<String>,
    /// Years; 0 asks nobody.
    pub min_age: Option<i64>,
    /// From which day they hold (`2024-12-31`); from today, if it is not said.
    pub terms_effective_date: Option<String>,
    /// Empty is none.
    pub contact_email: Option<String>,
    /// A member's name; empty is the first owner.
    pub contact_username: Option<String>,
    pub show_domain_blocks: Option<String>,
    pub show_domain_blocks_rationale: Option<bool>,
    pub logo: Logo,
}

#[derive(Default)]
pub enum Logo {
    #[default]
    Keep,
    Remove,
    Replace(Upload),
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

pub async fn change(app: &App, actor: &Actor, change: Change) -> Result<()> {
    let mut rows: Vec<(&str, String)> = Vec::new();
    if let Some(title) = change.title.map(|title| title.trim().to_owned()) {
        if title.is_empty() {
            return Err(Error::validation("Title can't be blank"));
        }
        if title.chars().count() > TITLE_MAX {
            return Err(Error::validation(format!("Title is too long (maximum is {TITLE_MAX} characters)")));
        }
        rows.push(("title", title));
    }
    if let Some(text) = change.description {
        if text.chars().count() > DESCRIPTION_MAX {
            return Err(Error::validation(format!(
                "Description is too long (maximum is {DESCRIPTION_MAX} characters)"
            )));
        }
        rows.push(("description", text.trim().to_owned()));
        rows.push(("description_at", app.clock.now().to_string()));
    }
    let now = app.clock.now();
    for text in [&change.privacy_policy, &change.terms_of_service].into_iter().flatten() {
        if text.chars().count() > LEGAL_MAX {
            return Err(Error::validation(format!("Text is too long (maximum is {LEGAL_MAX} characters)")));
        }
    }
    if let Some(text) = change.privacy_policy {
        rows.push(("privacy_policy", text.trim().to_owned()));
        rows.push(("privacy_policy_at", now.to_string()));
    }
    let terms = match change.terms_of_service {
        Some(text) => {
            let effective_at = match change.terms_effective_date.filter(|day| !day.trim().is_empty()) {
                Some(day) => parse(&format!("{}T00:00:00Z", day.trim()))
                    .ok_or_else(|| Error::validation("Effective date is invalid"))?,
                None => midnight(now),
            };
            if effective_at < midnight(now) {
                return Err(Error::validation("Effective date must not be in the past"));
            }
            Some(Terms { text: text.trim().to_owned(), effective_at })
        }
        None => None,
    };
    if let Some(mode) = change.registrations {
        let mode = Registrations::parse(&mode).ok_or_else(|| Error::validation("Registrations is invalid"))?;
        rows.push(("registrations", mode.as_str().to_owned()));
    }
    if let Some(years) = change.min_age {
        if !(0..=99).contains(&years) {
            return Err(Error::validation("Min age must be between 0 and 99"));
        }
        rows.push(("min_age", if years == 0 { String::new() } else { years.to_string() }));
    }
    if let Some(email) = change.contact_email.map(|email| email.trim().to_owned()) {
        if !email.is_empty() && !create::is_email(&email) {
            return Err(Error::validation("Contact email is invalid"));
        }
        rows.push(("contact_email", email));
    }
    if let Some(name) = change.contact_username.map(|name| name.trim().trim_start_matches('@').to_owned()) {
        let id = match name.as_str() {
            "" => String::new(),
            name => match accounts::store::by_name(&mut app.db.read().await?, name).await {
                Ok(id) => id.to_string(),
                Err(Error::NotFound) => return Err(Error::validation("Contact username is nobody's here")),
                Err(error) => return Err(error),
            },
        };
        rows.push(("contact_account_id", id));
    }
    if let Some(whom) = change.show_domain_blocks {
        if !["all", "users", "disabled"].contains(&whom.as_str()) {
            return Err(Error::validation("Show domain blocks is not included in the list"));
        }
        rows.push(("show_domain_blocks", whom));
    }
    if let Some(with) = change.show_domain_blocks_rationale {
        rows.push(("show_domain_blocks_rationale", with.to_string()));
    }
    if let Some(accent) = change.accent {
        if !is_colour(&accent) {
            return Err(Error::validation("Accent is not a colour such as #5b4bd6"));
        }
        rows.push(("accent", accent.to_ascii_lowercase()));
    }
    let settings = app.settings().await?;
    let old = settings.logo.clone();
    let replaced = match change.logo {
        Logo::Keep => false,
        Logo::Remove => {
            rows.push(("logo", String::new()));
            true
        }
        Logo::Replace(upload) => {
            rows.push(("logo", keep(app, upload).await?));
            true
        }
    };
    let mut tx = app.db.write().await?;
    let (mut before, mut after) = (Map::new(), Map::new());
    for (key, value) in &rows {
        set(&mut tx, key, value).await?;
        before.insert((*key).to_owned(), settings.text(key).into());
        after.insert((*key).to_owned(), value.as_str().into());
    }
    if let Some(terms) = &terms {
        let day = date(terms.effective_at);
        let known = settings.terms_of(Some(&day), now).map_or("", |(terms, _)| &terms.text);
        before.insert("terms_of_service".into(), json!({ "text": known, "effective_date": day }));
        after.insert("terms_of_service".into(), json!({ "text": terms.text, "effective_date": day }));
        if terms.text.is_empty() {
            store::no_terms(&mut tx).await?;
        } else {
            store::set_terms(&mut tx, app.ids.next(), terms, now).await?;
        }
    }
    if !after.is_empty() {
        let act = Act {
            kind: "change_settings",
            target_type: "settings",
            target_id: 0,
            target_label: &settings.title,
            reason: "",
            before: before.into(),
            after: after.into(),
            case_id: None,
        };
        admin::record(app, &mut tx, actor, &act).await?;
    }
    app.commit(tx, &[Event::Settings]).await?;
    if replaced && let Some(old) = old {
        files::remove(app, [old.as_str()]);
    }
    Ok(())
}

/// Re-encodes the picture as a square: what was uploaded is never served as it came.
async fn keep(app: &App, upload: Upload) -> Result<String> {
    if upload.size > LOGO_LIMIT {
        return Err(Error::validation("Logo file size must be less than 8 MB"));
    }
    in_turn(app, move |app| {
        let cut = Picture::read(&upload.path)?.cropped(LOGO_SIZE, LOGO_SIZE)?;
        let path = format!("{}.{}", fresh(app, "branding"), cut.extension);
        files::write(app, &path, &cut)?;
        Ok(path)
    })
    .await
}
