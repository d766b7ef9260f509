//! Rows -> Announcement, for all of them at once.

use super::store::{self, Row};
use crate::accounts;
use crate::app::App;
use crate::db::Reader;
use crate::emojis::{self, Emoji};
use crate::error::{Error, Result};
use crate::statuses::format::{self, Handle, Target};
use crate::statuses::store::write::{Mentioned, mentioned};
use crate::statuses::view::tag_url;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{Announcement, AnnouncementStatus, Mention, Reaction, StatusTag};
use std::collections::HashMap;

/// `viewer`: whose marks are told; none for what everybody gets alike.
pub(super) async fn load(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    rows: &[Row],
    mut reader: Reader,
) -> Result<Vec<Announcement>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let known = emojis::known(app, &mut reader).await?;
    let mut reactions: HashMap<i64, Vec<Reaction>> = HashMap::new();
    for (id, name, count, me) in store::reactions(&mut reader, &ids, viewer.unwrap_or(0)).await? {
        let reaction = Reaction { me: viewer.map(|_| me > 0), ..reaction(&known, base, name, count) };
        reactions.entry(id).or_default().push(reaction);
    }
    let mut keys: Vec<(String, String)> = Vec::new();
    let mut linked: Vec<i64> = Vec::new();
    for row in rows {
        keys.extend(format::mentions(&row.text).iter().map(|handle| key(app, handle)));
        linked.extend(statuses_in(app, base, &row.text));
    }
    keys.sort();
    keys.dedup();
    let people = mentioned(&mut reader, &keys).await?;
    let statuses: HashMap<i64, AnnouncementStatus> = store::statuses(&mut reader, &linked)
        .await?
        .into_iter()
        .map(|(id, author, url)| {
            let url = url.unwrap_or_else(|| format!("{}/{id}", accounts::view::url(base, &author)));
            (id, AnnouncementStatus { id: id.to_string(), url })
        })
        .collect();
    let each = rows.iter().map(|row| {
        let (mentions, targets) = named(app, base, &row.text, &people);
        let content = format::localise(&format::html(&row.text, &targets), base);
        let emojis = emojis::used(&known, None, &[&content], base);
        let mut linked = statuses_in(app, base, &row.text);
        linked.dedup();
        Announcement {
            id: row.id.to_string(),
            content,
            starts_at: row.starts_at.map(iso),
            ends_at: row.ends_at.map(iso),
            all_day: row.all_day,
            published_at: iso(row.published_at.unwrap_or(row.created_at)),
            updated_at: iso(row.updated_at),
            read: viewer.map(|_| row.read),
            mentions,
            statuses: linked.iter().filter_map(|id| statuses.get(id).cloned()).collect(),
            tags: format::tags(&row.text)
                .into_iter()
                .map(|(name, _)| StatusTag { url: tag_url(base, &name), name })
                .collect(),
            emojis,
            reactions: reactions.remove(&row.id).unwrap_or_default(),
        }
    });
    Ok(each.collect())
}

fn key(app: &App, handle: &Handle) -> (String, String) {
    let domain = handle.domain.as_deref().unwrap_or("").to_lowercase();
    let own = domain.eq_ignore_ascii_case(&app.config.server.domain);
    (handle.username.to_lowercase(), if own { String::new() } else { domain })
}

/// Whom a text names, and where each name leads.
fn named(app: &App, base: &Base, text: &str, people: &[Mentioned]) -> (Vec<Mention>, HashMap<String, Target>) {
    let (mut mentions, mut targets): (Vec<Mention>, _) = (Vec::new(), HashMap::new());
    for handle in format::mentions(text) {
        let (name, domain) = key(app, &handle);
        let found = people.iter().find(|one| one.folded == name && one.domain.as_deref().unwrap_or("") == domain);
        let Some(person) = found else { continue };
        let target = match &person.url {
            Some(url) => Target { href: url.clone(), username: person.username.clone() },
            None => Target::local(&person.username),
        };
        targets.insert(handle.folded(), target);
        let id = person.id.to_string();
        if mentions.iter().all(|known| known.id != id) {
            mentions.push(Mention {
                id,
                username: person.username.clone(),
                url: person.url.clone().unwrap_or_else(|| accounts::view::url(base, &person.username)),
                acct: match &person.domain {
                    Some(domain) => format!("{}@{domain}", person.username),
                    None => person.username.clone(),
                },
            });
        }
    }
    (mentions, targets)
}

/// The statuses of this community that a text links to.
fn statuses_in(app: &App, base: &Base, text: &str) -> Vec<i64> {
    let mut finder = linkify::LinkFinder::new();
    finder.kinds(&[linkify::LinkKind::Url]);
    let own = [&app.origin[..], &base[..]];
    finder
        .links(text)
        .filter_map(|link| {
            let url = link.as_str();
            let path = own.iter().find_map(|own| url.strip_prefix(own))?;
            let mut parts = path.trim_matches('/').rsplit('/');
            let id = parts.next()?.parse().ok()?;
            (path.starts_with("/@") || path.starts_with("/users/")).then_some(id)
        })
        .collect()
}

fn reaction(known: &[Emoji], base: &Base, name: String, count: i64) -> Reaction {
    let custom = known.iter().find(|emoji| emoji.domain.is_none() && emoji.shortcode == name);
    let custom = custom.map(|emoji| emojis::entity(emoji, base));
    let (url, static_url) = custom.map_or((None, None), |emoji| (Some(emoji.url), Some(emoji.static_url)));
    Reaction { name, count, me: None, url, static_url, announcement_id: None }
}

/// An announcement that everybody sees, as everybody gets it.
pub async fn for_all(app: &App, base: &Base, id: i64) -> Result<Announcement> {
    let mut reader = app.db.read().await?;
    let row = store::shown_one(&mut reader, 0, id, app.clock.now()).await?;
    load(app, base, None, &[row], reader).await?.pop().ok_or(Error::NotFound)
}

/// How one reaction stands now; nobody's is left with a count of 0.
pub async fn reaction_now(app: &App, base: &Base, id: i64, name: &str) -> Result<Reaction> {
    let mut reader = app.db.read().await?;
    let known = emojis::known(app, &mut reader).await?;
    let all = store::reactions(&mut reader, &[id], 0).await?;
    let count = all.into_iter().find(|(_, known, ..)| known == name).map_or(0, |(_, _, count, _)| count);
    Ok(Reaction { announcement_id: Some(id.to_string()), ..reaction(&known, base, name.to_owned(), count) })
}
