//! Rows -> Poll, for all polls of a page at once.

use super::expired;
use super::store::{self, Shown};
use crate::app::App;
use crate::db::Reader;
use crate::emojis::{self, Emoji};
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{Poll, PollOption};
use std::collections::HashMap;

/// The polls as this viewer sees them, by id.
pub async fn load(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    polls: &[i64],
    reader: &mut Reader,
) -> Result<HashMap<i64, Poll>> {
    if polls.is_empty() {
        return Ok(HashMap::new());
    }
    let options = store::shown(reader, polls, viewer.unwrap_or(0)).await?;
    let known = emojis::known(app, reader).await?;
    let now = app.clock.now();
    let each = options.chunk_by(|a, b| a.poll == b.poll);
    Ok(each.map(|options| (options[0].poll, entity(options, viewer, now, &known, base))).collect())
}

/// One poll, of a status that the caller has found visible.
pub async fn one(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<Poll> {
    load(app, base, viewer, &[id], &mut app.db.read().await?).await?.remove(&id).ok_or(Error::NotFound)
}

fn entity(options: &[Shown], viewer: Option<i64>, now: i64, known: &[Emoji], base: &Base) -> Poll {
    let poll = &options[0];
    let over = expired(poll.expires_at, now);
    let own_votes: Vec<i64> =
        options.iter().enumerate().filter(|(_, option)| option.chosen).map(|(at, _)| at as i64).collect();
    let titles: Vec<&str> = options.iter().map(|option| option.title.as_str()).collect();
    Poll {
        id: poll.poll.to_string(),
        expires_at: poll.expires_at.map(iso),
        expired: over,
        multiple: poll.multiple,
        votes_count: options.iter().map(|option| option.votes_count).sum(),
        // Where each voter has one vote, this would say the same twice.
        voters_count: poll.multiple.then_some(poll.voters_count),
        emojis: emojis::used(known, None, &titles, base),
        // The author cannot vote and need not: to clients that is the same as having voted.
        voted: viewer.map(|viewer| viewer == poll.account_id || !own_votes.is_empty()),
        own_votes: viewer.map(|_| own_votes),
        options: options
            .iter()
            .map(|option| PollOption {
                title: option.title.clone(),
                votes_count: (over || !option.hide_totals).then_some(option.votes_count),
            })
            .collect(),
    }
}
