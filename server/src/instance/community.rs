//! Changing what the community is: title, description, who may join, colour and logo.

use super::{Registrations, set};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::media::files::{self, fresh, in_turn};
use crate::media::picture::Picture;
use crate::web::Upload;
use serde_json::Map;

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
    }
    for (key, at, text) in [
        ("privacy_policy", "privacy_policy_at", change.privacy_policy),
        ("terms_of_service", "terms_of_service_at", change.terms_of_service),
    ] {
        let Some(text) = text else { continue };
        if text.chars().count() > LEGAL_MAX {
            return Err(Error::validation(format!("Text is too long (maximum is {LEGAL_MAX} characters)")));
        }
        rows.push((key, text.trim().to_owned()));
        rows.push((at, app.clock.now().to_string()));
    }
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
            rows.push(("logo", store(app, upload).await?));
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
    if !rows.is_empty() {
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
async fn store(app: &App, upload: Upload) -> Result<String> {
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
