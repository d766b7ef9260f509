//! Changing one's own profile: what is acceptable, and what the texts become.

use super::images::{self, Shape};
use super::{Field, Profile, store, verify};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::media::files;
use crate::statuses::format::{self, Target};
use crate::web::Upload;
use std::collections::HashMap;

pub const DISPLAY_NAME_LIMIT: usize = 30;
pub const NOTE_LIMIT: usize = 500;
pub const FIELDS_LIMIT: usize = 4;
pub const FIELD_LIMIT: usize = 255;
pub const IMAGE_DESCRIPTION_LIMIT: usize = 150;
const DOMAINS_LIMIT: usize = 10;

/// `None` leaves a thing as it is.
#[derive(Debug, Default)]
pub struct Change {
    pub display_name: Option<String>,
    pub note: Option<String>,
    /// (name, value)
    pub fields: Option<Vec<(String, String)>>,
    pub locked: Option<bool>,
    pub bot: Option<bool>,
    pub discoverable: Option<bool>,
    pub indexable: Option<bool>,
    pub hide_collections: Option<bool>,
    pub show_media: Option<bool>,
    pub show_media_replies: Option<bool>,
    pub show_featured: Option<bool>,
    pub avatar: Option<Image>,
    pub avatar_description: Option<String>,
    pub header: Option<Image>,
    pub header_description: Option<String>,
    pub attribution_domains: Option<Vec<String>>,
    pub privacy: Option<String>,
    pub sensitive: Option<bool>,
    /// Empty: none.
    pub language: Option<String>,
    pub quote_policy: Option<String>,
}

#[derive(Debug)]
pub enum Image {
    New(Upload),
    None,
}

pub async fn change(app: &App, id: i64, mut change: Change) -> Result<()> {
    check(&mut change)?;
    // Everything that takes time comes before the transaction.
    let note = match change.note.take() {
        Some(note) => Some((html(app, &note).await?, note)),
        None => None,
    };
    let fields = match change.fields.take() {
        Some(fields) => Some(render(app, fields).await?),
        None => None,
    };
    let avatar = stored(app, change.avatar.take(), Shape::Avatar).await?;
    let header = stored(app, change.header.take(), Shape::Header).await?;
    let mut tx = app.db.write().await?;
    let mut profile = store::current(&mut tx, id).await?;
    let mut old = Vec::new();
    if let Some((html, note)) = note {
        (profile.note_html, profile.note) = (html, note);
    }
    if let Some(avatar) = avatar {
        old.extend(std::mem::replace(&mut profile.avatar, avatar));
    }
    if let Some(header) = header {
        old.extend(std::mem::replace(&mut profile.header, header));
    }
    apply(&mut profile, change, fields);
    store::save(&mut tx, &profile).await?;
    verify::plan(app, &mut tx, id, &profile.fields).await?;
    app.commit(tx, &[Event::Account { id }]).await?;
    files::remove(app, old.iter().map(String::as_str));
    Ok(())
}

fn apply(profile: &mut Profile, change: Change, fields: Option<Vec<Field>>) {
    fn set<T>(place: &mut T, value: Option<T>) {
        if let Some(value) = value {
            *place = value;
        }
    }
    set(&mut profile.display_name, change.display_name);
    if let Some(mut fields) = fields {
        for field in &mut fields {
            // What was proved stays proved as long as it says the same.
            field.verified_at = profile
                .fields
                .iter()
                .find(|old| old.name == field.name && old.value == field.value)
                .and_then(|old| old.verified_at.clone());
        }
        profile.fields = fields;
    }
    set(&mut profile.locked, change.locked);
    set(&mut profile.bot, change.bot);
    set(&mut profile.discoverable, change.discoverable);
    set(&mut profile.indexable, change.indexable);
    set(&mut profile.hide_collections, change.hide_collections);
    set(&mut profile.show_media, change.show_media);
    set(&mut profile.show_media_replies, change.show_media_replies);
    set(&mut profile.show_featured, change.show_featured);
    set(&mut profile.avatar_description, change.avatar_description);
    set(&mut profile.header_description, change.header_description);
    set(&mut profile.attribution_domains, change.attribution_domains);
    set(&mut profile.privacy, change.privacy);
    set(&mut profile.sensitive, change.sensitive);
    set(&mut profile.language, change.language.map(|language| Some(language).filter(|l| !l.is_empty())));
    set(&mut profile.quote_policy, change.quote_policy);
}

async fn stored(app: &App, image: Option<Image>, shape: Shape) -> Result<Option<Option<String>>> {
    Ok(match image {
        None => None,
        Some(Image::None) => Some(None),
        Some(Image::New(upload)) => Some(Some(images::store(app, upload, shape).await?)),
    })
}

fn check(change: &mut Change) -> Result<()> {
    let too_long =
        |what: &str, max: usize| Error::validation(format!("{what} is too long (maximum is {max} characters)"));
    if let Some(name) = &mut change.display_name {
        *name = name.trim().replace(['\r', '\n'], " ");
        if name.chars().count() > DISPLAY_NAME_LIMIT {
            return Err(too_long("Display name", DISPLAY_NAME_LIMIT));
        }
    }
    if let Some(note) = &change.note
        && format::length(note) > NOTE_LIMIT
    {
        return Err(too_long("Note", NOTE_LIMIT));
    }
    for (text, what) in
        [(&change.avatar_description, "Avatar description"), (&change.header_description, "Header description")]
    {
        if text.as_ref().is_some_and(|text| text.chars().count() > IMAGE_DESCRIPTION_LIMIT) {
            return Err(too_long(what, IMAGE_DESCRIPTION_LIMIT));
        }
    }
    if let Some(fields) = &mut change.fields {
        fields.retain(|(name, value)| !(name.trim().is_empty() && value.trim().is_empty()));
        if fields.len() > FIELDS_LIMIT {
            return Err(too_long("Fields", FIELDS_LIMIT));
        }
        if fields.iter().any(|(name, _)| name.trim().is_empty()) {
            return Err(Error::validation("Fields contains fields with values that are missing labels"));
        }
        for (name, value) in fields {
            *name = name.trim().chars().take(FIELD_LIMIT).collect();
            *value = value.trim().chars().take(FIELD_LIMIT).collect();
        }
    }
    let one_of = |value: &Option<String>, known: &[&str], what: &str| match value {
        Some(value) if !known.contains(&value.as_str()) => {
            Err(Error::validation(format!("{what} is not included in the list")))
        }
        _ => Ok(()),
    };
    one_of(&change.privacy, &["public", "unlisted", "private", "direct"], "Privacy")?;
    one_of(&change.quote_policy, &["public", "followers", "nobody"], "Quote policy")?;
    if change.language.as_deref().is_some_and(|language| !is_language(language)) {
        return Err(Error::validation("Language is not included in the list"));
    }
    if let Some(domains) = &mut change.attribution_domains {
        domains.retain(|domain| !domain.trim().is_empty());
        for domain in domains.iter_mut() {
            let bare = domain.trim().trim_start_matches("https://").trim_start_matches("http://");
            *domain = bare.trim_start_matches("*.").trim_end_matches('/').to_lowercase();
            if domain.len() > 253 || domain.contains(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | ':'))) {
                return Err(Error::validation("Attribution domains contains one or more invalid domain names"));
            }
        }
        if domains.len() > DOMAINS_LIMIT {
            return Err(too_long("Attribution domains", DOMAINS_LIMIT));
        }
    }
    Ok(())
}

/// `de`, `pt-BR`; empty means no choice.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or("");
    text.is_empty()
        || ((2..=3).contains(&first.len())
            && first.bytes().all(|b| b.is_ascii_alphabetic())
            && parts.all(|part| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric())))
}

async fn render(app: &App, fields: Vec<(String, String)>) -> Result<Vec<Field>> {
    let mut rendered = Vec::with_capacity(fields.len());
    for (name, source) in fields {
        let value = html(app, &source.replace(['\r', '\n'], " ")).await?;
        let value = value.strip_prefix("<p>").and_then(|v| v.strip_suffix("</p>")).unwrap_or(&value);
        // The other end may say "me", too: that is how a link is proved.
        let value = value.replace("rel=\"nofollow noopener\"", "rel=\"nofollow noopener me\"");
        rendered.push(Field { name, value, source, verified_at: None });
    }
    Ok(rendered)
}

async fn html(app: &App, text: &str) -> Result<String> {
    let mut known = HashMap::new();
    let handles = format::mentions(text);
    if !handles.is_empty() {
        let mut reader = app.db.read().await?;
        for handle in handles {
            let domain = handle.domain.as_deref().map(str::to_lowercase).filter(|d| *d != app.config.server.domain);
            let found = store::named(&mut reader, &handle.username.to_lowercase(), domain.as_deref()).await?;
            if let Some((username, url)) = found {
                let local = Target::local(&username);
                known.insert(handle.folded(), Target { href: url.unwrap_or(local.href), username });
            }
        }
    }
    Ok(format::html(text, &known))
}

#[cfg(test)]
mod tests {
    use super::is_language;

    #[test]
    fn languages_look_like_languages() {
        assert!(["", "de", "pt-BR", "zh-Hant-TW", "nds"].iter().all(|l| is_language(l)));
        assert!(["d", "deutsch", "d1", "de-", "de_DE"].iter().all(|l| !is_language(l)));
    }
}
