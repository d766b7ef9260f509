//! Making, changing and deleting collections.

use super::store::{self, Said};
use super::{DESCRIPTION_MAX, MOST_ITEMS, NAME_MAX, items};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Details, Error, Result};
use crate::{instance, tags};

/// What is not given stays; an inner `None` takes away.
#[derive(Debug, Default)]
pub struct Wanted {
    pub name: Option<String>,
    pub description: Option<String>,
    pub language: Option<Option<String>>,
    pub tag_name: Option<Option<String>>,
    pub sensitive: Option<bool>,
    pub discoverable: Option<bool>,
}

pub(super) async fn create(app: &App, me: i64, wanted: Wanted, accounts: &[i64]) -> Result<i64> {
    let mut tx = app.db.write().await?;
    let blank = Said {
        account_id: me,
        name: String::new(),
        description: String::new(),
        language: None,
        sensitive: false,
        discoverable: true,
        tag: None,
        tag_shown: None,
    };
    let (said, mut details) = apply(app, &mut tx, blank, wanted).await?;
    let (most, made) = store::room(&mut tx, me).await?;
    if made >= most {
        wrong(&mut details, "base", "ERR_TOO_MANY", format!("You have reached the limit of {most} collections"));
    }
    if accounts.len() as i64 > MOST_ITEMS {
        let text = format!("are too many, no more than {MOST_ITEMS} are allowed");
        wrong(&mut details, "collection_items", "ERR_TOO_MANY", text);
    }
    refuse(details)?;
    let id = app.ids.next();
    store::add(&mut tx, id, &said, app.clock.now()).await?;
    let events = items::fill(app, &mut tx, me, id, accounts).await?;
    app.commit(tx, &events).await?;
    Ok(id)
}

/// Those who stand in it hear when it is called or described otherwise.
pub(super) async fn update(app: &App, me: i64, id: i64, wanted: Wanted) -> Result<()> {
    let mut tx = app.db.write().await?;
    let before = store::said(&mut tx, id).await?;
    if before.account_id != me {
        return Err(Error::forbidden());
    }
    let (said, details) = apply(app, &mut tx, before.clone(), wanted).await?;
    refuse(details)?;
    let mut events = vec![];
    if said != before {
        store::change(&mut tx, id, &said, app.clock.now()).await?;
        if (&said.name, &said.description) != (&before.name, &before.description) {
            for account in store::accepted(&mut tx, id).await? {
                events.extend(items::tell(app, &mut tx, me, account, "collection_update", id).await?);
            }
        }
    }
    app.commit(tx, &events).await
}

pub(super) async fn delete(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if store::said(&mut tx, id).await?.account_id != me {
        return Err(Error::forbidden());
    }
    store::delete(&mut tx, id).await?;
    app.commit(tx, &[]).await
}

/// What it will be, and everything that is wrong with that.
async fn apply(app: &App, tx: &mut Tx, mut said: Said, wanted: Wanted) -> Result<(Said, Details)> {
    let mut details = Details::new();
    if let Some(name) = wanted.name {
        said.name = name.trim().to_owned();
    }
    if let Some(description) = wanted.description {
        said.description = description.trim().to_owned();
    }
    said.sensitive = wanted.sensitive.unwrap_or(said.sensitive);
    said.discoverable = wanted.discoverable.unwrap_or(said.discoverable);
    if let Some(language) = wanted.language {
        if language.as_deref().is_some_and(|language| !instance::is_language(language)) {
            wrong(&mut details, "language", "ERR_INVALID", "is invalid".into());
        }
        said.language = language;
    }
    match wanted.tag_name {
        None => {}
        Some(None) => (said.tag, said.tag_shown) = (None, None),
        Some(Some(text)) => match tags::name(&text) {
            None => wrong(&mut details, "tag_name", "ERR_INVALID", "is invalid".into()),
            Some((_, shown)) => {
                let tag = tags::own_row(app, tx, &text).await?;
                if !store::tag_usable(tx, tag).await? {
                    wrong(&mut details, "tag_name", "ERR_UNUSABLE", "may not be used".into());
                }
                (said.tag, said.tag_shown) = (Some(tag), Some(shown));
            }
        },
    }
    if said.name.is_empty() {
        wrong(&mut details, "name", "ERR_BLANK", "can't be blank".into());
    }
    for (field, text, most) in [("name", &said.name, NAME_MAX), ("description", &said.description, DESCRIPTION_MAX)] {
        if text.chars().count() > most {
            wrong(&mut details, field, "ERR_TOO_LONG", format!("is too long (maximum is {most} characters)"));
        }
    }
    Ok((said, details))
}

fn wrong(details: &mut Details, field: &'static str, code: &'static str, text: String) {
    details.entry(field).or_default().push((code, text));
}

/// Mastodon's words for what is wrong, in the order of its form.
fn refuse(details: Details) -> Result<()> {
    if details.is_empty() {
        return Ok(());
    }
    let order = [
        ("name", "Name "),
        ("description", "Description "),
        ("language", "Language "),
        ("tag_name", "Tag name "),
        ("collection_items", "Collection items "),
        ("base", ""),
    ];
    let said: Vec<String> = order
        .iter()
        .flat_map(|(field, label)| {
            details.get(field).into_iter().flatten().map(move |(_, text)| format!("{label}{text}"))
        })
        .collect();
    Err(Error::Wrapped { message: format!("Validation failed: {}", said.join(", ")), details })
}
