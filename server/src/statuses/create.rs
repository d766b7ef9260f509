//! Writing a status: checked at the gate, then everything that hangs on it in one transaction.

use super::attach::{self, Holder};
use super::format::{self, Handle, Target};
use super::gate::{self, Candidate};
use super::store::write::{self, Mentioned, NewStatus};
use super::store::{self, Brief};
use crate::app::App;
use crate::bus::Event;
use crate::cards;
use crate::collections;
use crate::conversations::{self, record::Private};
use crate::db::{Reader, Tx};
use crate::error::{Error, Result};
use crate::lists;
use crate::media;
use crate::notifications::{self, notify};
use crate::polls::draft::{self, Draft};
use crate::quotes;
use crate::scheduled;
use crate::search;
use crate::tags;
use crate::time::HOUR;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// What a member wants to say. What is not given comes from the member's settings.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct New {
    pub author: i64,
    pub app_id: Option<i64>,
    pub text: String,
    pub spoiler_text: String,
    pub media: Vec<i64>,
    pub poll: Option<Draft>,
    pub in_reply_to: Option<i64>,
    pub sensitive: Option<bool>,
    pub visibility: Option<String>,
    pub language: Option<String>,
    pub local_only: Option<bool>,
    pub quoted: Option<i64>,
    pub quote_policy: Option<String>,
    /// The same key within the hour means the same status.
    pub idempotency_key: Option<String>,
    /// Not now, but then: it is checked and waits (`scheduled`).
    pub scheduled_at: Option<i64>,
    /// The row in which it has waited, which becomes this status.
    pub scheduled: Option<i64>,
}

/// Writes it and tells its id; of one that is to wait, the id under which it waits.
pub async fn create(app: &App, mut new: New) -> Result<i64> {
    // Mastodon's rule: a warning without a text is the text.
    if new.text.trim().is_empty() && !new.spoiler_text.trim().is_empty() {
        new.text = std::mem::take(&mut new.spoiler_text);
        new.sensitive = Some(true);
    }
    let now = app.clock.now();
    let mut reader = app.db.read().await?;
    if let Some(key) = &new.idempotency_key
        && let Some(id) = write::known_key(&mut reader, new.author, key, now - HOUR).await?
    {
        return Ok(id);
    }
    let quoted = match new.quoted {
        Some(id) => Some(quotes::attach::quotable(&mut reader, id, new.author).await?),
        None => None,
    };
    gate::check(&Candidate {
        text: &new.text,
        spoiler_text: &new.spoiler_text,
        media: new.media.len(),
        poll: new.poll.as_ref(),
        quotes: quoted.is_some(),
    })?;
    let defaults = write::defaults(&mut reader, new.author).await?;
    let visibility = match &new.visibility {
        Some(name) => visibility(name).ok_or_else(|| Error::validation("Visibility is not included in the list"))?,
        None => visibility(&defaults.privacy).unwrap_or(0),
    };
    let parent = match new.in_reply_to {
        Some(id) => Some(parent(&mut reader, id, new.author).await?),
        None => None,
    };
    let holder = Holder { status: None, scheduled: new.scheduled };
    attach::check(&mut reader, new.author, &new.media, holder).await?;
    let handles = format::mentions(&new.text);
    let mentioned = write::mentioned(&mut reader, &keys(app, &handles)).await?;
    let visibility = match &quoted {
        Some(quoted) => {
            let named: Vec<i64> = mentioned.iter().map(|account| account.id).collect();
            quotes::attach::reach(visibility, quoted, new.author, &named)?
        }
        None => visibility,
    };
    let quote_policy = quotes::policy::chosen(new.quote_policy.as_deref(), &defaults.quote_policy, visibility)?;
    drop(reader);
    if let Some(at) = new.scheduled_at {
        return scheduled::plan::add(app, &new, at).await;
    }

    let warned = !new.spoiler_text.trim().is_empty();
    let language = new.language.as_deref().and_then(language).unwrap_or(defaults.language);
    let status = NewStatus {
        id: app.ids.next(),
        account_id: new.author,
        // An answer to what stays here stays here, unless its author says otherwise.
        local_only: new
            .local_only
            .unwrap_or(defaults.local_only || parent.as_ref().is_some_and(|parent| parent.local_only)),
        visibility,
        sensitive: warned || new.sensitive.unwrap_or(defaults.sensitive),
        text: new.text.trim(),
        content: &format::html(&new.text, &targets(app, &handles, &mentioned)),
        spoiler_text: new.spoiler_text.trim(),
        language: Some(&language),
        in_reply_to_id: parent.as_ref().map(|parent| parent.id),
        in_reply_to_account_id: parent.as_ref().map(|parent| parent.account_id),
        conversation_id: parent.as_ref().and_then(|parent| parent.conversation_id).unwrap_or_else(|| app.ids.next()),
        app_id: new.app_id,
        has_media: !new.media.is_empty(),
        quote_policy,
        created_at: now,
    };
    let mut tx = app.db.write().await?;
    if let Some(key) = &new.idempotency_key
        && let Some(first) = write::claim_key(&mut tx, new.author, key, status.id, now, now - HOUR).await?
    {
        // Committed all the same: that waits until the other request's status is there to be read.
        app.commit(tx, &[]).await?;
        return Ok(first);
    }
    if let Some(row) = new.scheduled
        && !scheduled::store::take(&mut tx, row, now).await?
    {
        return Err(Error::NotFound);
    }
    if parent.as_ref().and_then(|parent| parent.conversation_id).is_none() {
        write::add_conversation(&mut tx, status.conversation_id, now).await?;
    }
    write::add(&mut tx, &status).await?;
    if !media::store::attach(&mut tx, new.author, status.id, &new.media, now).await? {
        let ids = new.media.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        return Err(Error::Unprocessable(format!("Media {ids} not found or already attached to another post")));
    }
    if let Some(poll) = &new.poll {
        draft::add(app, &mut tx, status.id, new.author, poll).await?;
    }
    let mut events = surround(app, &mut tx, &status, &mentioned).await?;
    if let Some(quoted) = &quoted {
        events.extend(quotes::attach::attach(app, &mut tx, status.id, new.author, quoted).await?);
    }
    search::index::put(&mut tx, &[status.id]).await?;
    cards::fetch::plan(app, &mut tx, status.id, status.text).await?;
    app.commit(tx, &events).await?;
    Ok(status.id)
}

/// Mentions, tags, counters, feeds and notifications of a row that was just written.
async fn surround(app: &App, tx: &mut Tx, status: &NewStatus<'_>, mentioned: &[Mentioned]) -> Result<Vec<Event>> {
    let ids: Vec<i64> = mentioned.iter().map(|account| account.id).collect();
    write::add_mentions(tx, status.id, &ids).await?;
    let mut names: Vec<(i64, String, String)> =
        format::tags(status.text).into_iter().map(|(name, shown)| (app.ids.next(), name, shown)).collect();
    names.sort_by(|a, b| a.1.cmp(&b.1));
    write::add_tags(tx, status.id, &names, status.created_at).await?;
    let spoken_of = collections::named(app, status.text);
    if !spoken_of.is_empty() {
        collections::share(tx, status.id, &spoken_of).await?;
    }
    if let Some(parent) = status.in_reply_to_id
        && status.visibility < 2
    {
        write::count_reply(tx, parent).await?;
    }
    if status.visibility < 3 {
        write::count_author(tx, status.account_id, status.created_at).await?;
    }
    write::fan_out(tx, status).await?;
    let entry = lists::feed::Entry {
        status: status.id,
        author: status.account_id,
        visibility: status.visibility,
        reply_to: status.in_reply_to_account_id,
        is_reblog: false,
    };
    lists::feed::push(tx, &entry).await?;
    if status.visibility == 0 && !names.is_empty() {
        tags::store::fan_out(tx, status.id, status.account_id).await?;
    }

    let mut events = vec![Event::Status { id: status.id, account: status.account_id }];
    // Whom their own policy keeps a private word from finds it in a request, not among the conversations.
    let mut reached = Vec::new();
    for account in mentioned.iter().filter(|account| account.local && account.id != status.account_id) {
        let told = tell(app, tx, status, account.id, "mention").await?;
        reached.extend(told.is_some().then_some(account.id));
        events.extend(told);
    }
    if status.visibility == 3 {
        let private = Private {
            status: status.id,
            author: status.account_id,
            conversation: status.conversation_id,
            mentioned: &ids,
            local: &reached,
        };
        events.extend(conversations::record::add(app, tx, &private).await?);
    }
    let answers_others = status.in_reply_to_account_id.is_some_and(|account| account != status.account_id);
    if status.visibility < 3 && !answers_others {
        for account in write::bell_ringers(tx, status.account_id, status.id).await? {
            events.extend(tell(app, tx, status, account, "status").await?);
        }
    }
    Ok(events)
}

async fn tell(app: &App, tx: &mut Tx, status: &NewStatus<'_>, to: i64, kind: &str) -> Result<Option<Event>> {
    let news = notifications::New {
        account_id: to,
        kind,
        from_account_id: status.account_id,
        status_id: Some(status.id),
        report_id: None,
    };
    notify(app, tx, &news).await
}

pub fn visibility(name: &str) -> Option<i64> {
    super::VISIBILITIES.iter().position(|known| *known == name).map(|at| at as i64)
}

/// A language tag such as `en` or `zh-TW`; anything else is no language.
pub(super) fn language(tag: &str) -> Option<String> {
    let mut parts = tag.split(['-', '_']);
    let first = parts.next()?;
    let plain = |part: &str| !part.is_empty() && part.len() <= 8 && part.chars().all(|c| c.is_ascii_alphanumeric());
    let known = matches!(first.len(), 2 | 3) && first.chars().all(|c| c.is_ascii_alphabetic());
    (known && parts.all(plain)).then(|| tag.replace('_', "-"))
}

async fn parent(reader: &mut Reader, id: i64, author: i64) -> Result<Brief> {
    match store::find_original(reader, id, Some(author)).await {
        Err(Error::NotFound) => {
            Err(Error::NotFoundBecause("The post you are trying to reply to does not appear to exist."))
        }
        found => found,
    }
}

/// How an account is found: folded name and domain, this community's own being none.
fn key(app: &App, handle: &Handle) -> (String, String) {
    let domain = handle.domain.as_deref().unwrap_or("").to_lowercase();
    let own = domain.eq_ignore_ascii_case(&app.config.server.domain);
    (handle.username.to_lowercase(), if own { String::new() } else { domain })
}

pub(super) fn keys(app: &App, handles: &[Handle]) -> Vec<(String, String)> {
    let mut keys: Vec<_> = handles.iter().map(|handle| key(app, handle)).collect();
    keys.sort();
    keys.dedup();
    keys
}

/// Where each handle of the text leads, for those that were found.
pub(super) fn targets(app: &App, handles: &[Handle], mentioned: &[Mentioned]) -> HashMap<String, Target> {
    let mut targets = HashMap::new();
    for handle in handles {
        let (name, domain) = key(app, handle);
        let found = mentioned.iter().find(|m| m.folded == name && m.domain.as_deref().unwrap_or("") == domain);
        if let Some(account) = found {
            let target = match &account.url {
                Some(url) => Target { href: url.clone(), username: account.username.clone() },
                None => Target::local(&account.username),
            };
            targets.insert(handle.folded(), target);
        }
    }
    targets
}

#[cfg(test)]
mod tests {
    use super::language;

    #[test]
    fn languages_are_tags() {
        assert_eq!(language("zh_TW").as_deref(), Some("zh-TW"));
        assert_eq!(language("de").as_deref(), Some("de"));
        assert_eq!(language("english"), None);
        assert_eq!(language(""), None);
    }
}
