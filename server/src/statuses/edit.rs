//! Editing a status: what changed is written with a version for the history, in one transaction; what did not change
//! makes no version. The visibility of a status and what it answers stay.

use super::attach::{self, Holder};
use super::create::{keys, language, targets};
use super::format;
use super::gate::{self, Candidate, MOST_MEDIA};
use super::store::edit::{self as store, Changed, Current, Version};
use super::store::write::Mentioned;
use super::store::{marks, write};
use crate::app::App;
use crate::bus::Event;
use crate::cards;
use crate::collections;
use crate::conversations::{self, record::Private};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::media::{self, Focus, Media};
use crate::notifications::{self, notify};
use crate::polls;
use crate::polls::draft::Draft;
use crate::quotes;
use crate::search;

/// What is not given stays as it is.
#[derive(Debug, Default)]
pub struct Edit {
    pub text: Option<String>,
    pub spoiler_text: Option<String>,
    pub sensitive: Option<bool>,
    pub language: Option<String>,
    /// All files that it shows from now on, in their order.
    pub media: Option<Vec<i64>>,
    pub media_changes: Vec<MediaChange>,
    /// Given and `None` takes the poll away.
    pub poll: Option<Option<Draft>>,
    pub quote_policy: Option<String>,
}

/// What is changed about a file that the status shows.
#[derive(Debug)]
pub struct MediaChange {
    pub id: i64,
    /// Given and `None` takes the description away.
    pub description: Option<Option<String>>,
    pub focus: Option<Focus>,
}

pub async fn edit(app: &App, author: i64, id: i64, mut edit: Edit) -> Result<()> {
    // A warning without a text is the text, as in a new status.
    if edit.text.as_deref().is_some_and(|text| text.trim().is_empty())
        && edit.spoiler_text.as_deref().is_some_and(|warning| !warning.trim().is_empty())
    {
        edit.text = edit.spoiler_text.replace(String::new());
        edit.sensitive = Some(true);
    }
    let mut reader = app.db.read().await?;
    let before = store::current(&mut reader, id, author).await?;
    let shown: Vec<i64> = media::store::of_statuses(&mut reader, &[id]).await?.iter().map(|file| file.id).collect();
    let wanted = edit.media.as_ref().unwrap_or(&shown);
    let poll_stays = edit.poll.is_none() && before.poll_id.is_some();
    gate::check(&Candidate {
        text: edit.text.as_deref().unwrap_or(&before.text),
        spoiler_text: edit.spoiler_text.as_deref().unwrap_or(&before.spoiler_text),
        media: if poll_stays && !wanted.is_empty() { MOST_MEDIA + 1 } else { wanted.len() },
        poll: edit.poll.as_ref().and_then(Option::as_ref),
        quotes: before.quotes,
    })?;
    let policy = match &edit.quote_policy {
        Some(wish) => Some(quotes::policy::chosen(Some(wish), wish, before.visibility)?),
        None => None,
    };
    let files = attach::check(&mut reader, author, wanted, Holder { status: Some(id), scheduled: None }).await?;
    let text = match &edit.text {
        Some(text) => {
            let handles = format::mentions(text);
            let mentioned = write::mentioned(&mut reader, &keys(app, &handles)).await?;
            Some((format::html(text, &targets(app, &handles, &mentioned)), mentioned))
        }
        None => None,
    };
    drop(reader);

    let mut tx = app.db.write().await?;
    let before = store::lock(&mut tx, id, author).await?.ok_or(Error::NotFound)?;
    let now = app.clock.now();
    let poll_before = polls::store::titles(&mut tx, id).await?;
    let media_before = media::store::shown(&mut tx, id).await?;
    let poll_changed = match &edit.poll {
        Some(poll) => polls::edit::change(app, &mut tx, (id, author), poll.as_ref()).await?,
        None => false,
    };
    let media_changed = arrange(&mut tx, id, &edit, &files, &media_before, now).await?;
    let after = after(&before, &edit, text.as_ref().map(|(content, _)| content.as_str()), !files.is_empty());
    let policy_changed = match policy {
        Some(policy) => quotes::store::set_policy(&mut tx, id, policy).await?,
        None => false,
    };
    if !poll_changed && !media_changed && !differs(&before, &after) {
        if policy_changed {
            return app.commit(tx, &[Event::StatusEdited { id, account: author }]).await;
        }
        // The transaction is dropped: whatever it touched is as before.
        return Ok(());
    }
    if before.edited_at.is_none() {
        let version = Version::new(&before.changed(), described(&media_before), poll_before, before.created_at);
        store::add_version(&mut tx, app.ids.next(), id, &version).await?;
    }
    store::save(&mut tx, id, &after, now).await?;
    let media_after = media::store::shown(&mut tx, id).await?;
    let poll_after = polls::store::titles(&mut tx, id).await?;
    let version = Version::new(&after, described(&media_after), poll_after, now);
    store::add_version(&mut tx, app.ids.next(), id, &version).await?;

    let mut events = vec![Event::StatusEdited { id, account: author }];
    if before.text != after.text {
        // Another text may link elsewhere.
        cards::store::detach(&mut tx, id).await?;
        cards::fetch::plan(app, &mut tx, id, &after.text).await?;
    }
    if let Some((_, mentioned)) = &text {
        name_tags(app, &mut tx, id, &after.text, now).await?;
        events.extend(name_people(app, &mut tx, (id, author), &before, mentioned).await?);
    }
    if poll_changed {
        // Whoever heard that it is over hears it again when it really is.
        marks::forget_news(&mut tx, id, author, "poll").await?;
    }
    search::index::put(&mut tx, &[id]).await?;
    let job = Job::TellOfEdit { status: id, author };
    jobs::enqueue(app, &mut tx, &job, now, Some(&format!("edit:{id}:{now}"))).await?;
    app.commit(tx, &events).await
}

/// What a version keeps of its files.
pub(super) fn described(files: &[Media]) -> Vec<(i64, Option<String>)> {
    files.iter().map(|file| (file.id, file.description.clone())).collect()
}

/// The columns as they will be.
fn after(before: &Current, edit: &Edit, content: Option<&str>, has_media: bool) -> Changed {
    let mut after = before.changed();
    if let (Some(text), Some(content)) = (&edit.text, content) {
        after.text = text.trim().to_owned();
        after.content = content.to_owned();
    }
    if let Some(warning) = &edit.spoiler_text {
        after.spoiler_text = warning.trim().to_owned();
    }
    if edit.sensitive.is_some() || edit.spoiler_text.is_some() {
        after.sensitive = edit.sensitive.unwrap_or(before.sensitive) || !after.spoiler_text.is_empty();
    }
    if let Some(tag) = edit.language.as_deref().and_then(language) {
        after.language = Some(tag);
    }
    after.has_media = has_media;
    after
}

/// The HTML may differ although the text does not: names may have come or gone meanwhile. That is no change.
fn differs(before: &Current, after: &Changed) -> bool {
    (&before.text, &before.spoiler_text, before.sensitive, &before.language)
        != (&after.text, &after.spoiler_text, after.sensitive, &after.language)
}

/// Puts the files in their order with what is said of them; tells whether anything is different now.
async fn arrange(tx: &mut Tx, status: i64, edit: &Edit, files: &[Media], before: &[Media], now: i64) -> Result<bool> {
    let mut changed = false;
    for file in files {
        let Some(change) = edit.media_changes.iter().find(|change| change.id == file.id) else { continue };
        let mut next = file.clone();
        if let Some(description) = &change.description {
            next.description.clone_from(description);
        }
        if let Some(focus) = change.focus {
            let mut meta: serde_json::Value = serde_json::from_str(&next.meta)?;
            meta["focus"] = focus.json();
            next.meta = meta.to_string();
        }
        if (&next.description, &next.meta) != (&file.description, &file.meta) {
            media::store::describe(tx, &next, false, now).await?;
            changed = true;
        }
    }
    let ids: Vec<i64> = files.iter().map(|file| file.id).collect();
    if before.iter().map(|file| file.id).ne(ids.iter().copied()) {
        if !media::store::arrange(tx, status, &ids, now).await? {
            return Err(Error::Unprocessable("Media not found or already attached to another post".into()));
        }
        changed = true;
    }
    Ok(changed)
}

async fn name_tags(app: &App, tx: &mut Tx, status: i64, text: &str, now: i64) -> Result<()> {
    let mut names: Vec<(i64, String, String)> =
        format::tags(text).into_iter().map(|(name, shown)| (app.ids.next(), name, shown)).collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    store::forget_tags(tx, status).await?;
    collections::share(tx, status, &collections::named(app, text)).await?;
    write::add_tags(tx, status, &names, now).await
}

/// Who is named now for the first time hears of it. Who is no longer named may still read what they were told of.
async fn name_people(
    app: &App,
    tx: &mut Tx,
    (status, author): (i64, i64),
    before: &Current,
    mentioned: &[Mentioned],
) -> Result<Vec<Event>> {
    let ids: Vec<i64> = mentioned.iter().map(|account| account.id).collect();
    let known = store::mentioned(tx, status).await?;
    store::name(tx, status, &ids).await?;
    let new: Vec<&Mentioned> = mentioned.iter().filter(|account| !known.contains(&account.id)).collect();
    let local: Vec<i64> =
        new.iter().filter(|account| account.local && account.id != author).map(|account| account.id).collect();
    let mut events = Vec::new();
    if let (3, Some(conversation), false) = (before.visibility, before.conversation_id, local.is_empty()) {
        let private = Private { status, author, conversation, mentioned: &ids, local: &local };
        events.extend(conversations::record::join(app, tx, &private).await?);
    }
    for account_id in local {
        let news = notifications::New {
            account_id,
            kind: "mention",
            from_account_id: author,
            status_id: Some(status),
            report_id: None,
        };
        events.extend(notify(app, tx, &news).await?);
    }
    Ok(events)
}

/// So many are told in one transaction.
const CHUNK: i64 = 100;

/// Tells those who boosted or quoted it; only of the newest edit. May run twice: the later notification takes the place of the
/// earlier.
pub async fn tell(app: &App, status: i64, author: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let mut tx = app.db.write().await?;
        let boosters = store::boosters(&mut tx, status, after, CHUNK).await?;
        let mut events = Vec::new();
        for (_, account_id) in &boosters {
            let news = notifications::New {
                account_id: *account_id,
                kind: "update",
                from_account_id: author,
                status_id: Some(status),
                report_id: None,
            };
            notifications::withdraw(&mut tx, &news).await?;
            events.extend(notify(app, &mut tx, &news).await?);
        }
        app.commit(tx, &events).await?;
        match boosters.last() {
            Some((last, _)) if boosters.len() as i64 == CHUNK => after = *last,
            _ => break,
        }
    }
    quotes::attach::tell_of_edit(app, status, author).await
}
