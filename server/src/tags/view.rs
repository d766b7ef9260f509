//! Rows -> Tag and FeaturedTag.

use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::{DAY, date, midnight};
use crate::web::Base;
use howdah_entities::{FeaturedTag, Tag, TagDay};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashMap;

/// Days of history, today included.
const DAYS: i64 = 7;

fn url(base: &Base, folded: &str) -> String {
    format!("{base}/tags/{}", utf8_percent_encode(folded, NON_ALPHANUMERIC))
}

fn history(today: i64, uses: &HashMap<i64, (i64, i64)>) -> Vec<TagDay> {
    (0..DAYS)
        .map(|back| {
            let day = today - back * DAY;
            let (count, people) = uses.get(&(day / DAY)).copied().unwrap_or_default();
            TagDay { day: (day / 1000).to_string(), accounts: people.to_string(), uses: count.to_string() }
        })
        .collect()
}

/// In the order of `ids`.
pub async fn load(app: &App, base: &Base, viewer: Option<i64>, ids: &[i64]) -> Result<Vec<Tag>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let today = midnight(app.clock.now());
    let mut reader = app.db.read().await?;
    let mut rows = store::known(&mut reader, viewer, ids).await?;
    let since = today - (DAYS - 1) * DAY;
    let mut uses: HashMap<i64, HashMap<i64, (i64, i64)>> = HashMap::new();
    for (tag, day, count, people) in store::uses(&mut reader, ids, since).await? {
        uses.entry(tag).or_default().insert(day, (count, people));
    }
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows
        .into_iter()
        .map(|row| Tag {
            id: row.id.to_string(),
            url: url(base, &row.folded),
            name: row.shown,
            history: history(today, uses.get(&row.id).unwrap_or(&HashMap::new())),
            following: viewer.map(|_| row.following),
            featuring: viewer.map(|_| row.featuring),
        })
        .collect())
}

pub async fn one(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<Tag> {
    load(app, base, viewer, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// A hashtag that nobody has written.
pub fn unused(app: &App, base: &Base, viewer: Option<i64>, folded: &str, shown: String) -> Tag {
    Tag {
        id: String::new(),
        url: url(base, folded),
        name: shown,
        history: history(midnight(app.clock.now()), &HashMap::new()),
        following: viewer.map(|_| false),
        featuring: viewer.map(|_| false),
    }
}

pub async fn featured(app: &App, base: &Base, account: i64) -> Result<Vec<FeaturedTag>> {
    let rows = store::featured(&mut app.db.read().await?, account).await?;
    let address = |row: &store::Featured| {
        let profile = match &row.domain {
            Some(domain) => format!("{base}/@{}@{domain}", row.username),
            None => format!("{base}/@{}", row.username),
        };
        format!("{profile}/tagged/{}", utf8_percent_encode(&row.folded, NON_ALPHANUMERIC))
    };
    Ok(rows
        .into_iter()
        .map(|row| FeaturedTag {
            id: row.id.to_string(),
            url: address(&row),
            name: row.shown,
            statuses_count: row.statuses.to_string(),
            last_status_at: row.last_status_at.map(date),
        })
        .collect())
}
