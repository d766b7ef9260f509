//! What waits because of a policy: messages of one sender are one request. Accepting lets them in, now and later;
//! dismissing throws away what is there.

use super::store::policy::{self as store, Request};
use crate::accounts;
use crate::app::App;
use crate::bus::Event;
use crate::conversations::record::{self, Private};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::statuses;
use crate::time::iso;
use crate::web::base::Base;
use howdah_entities::NotificationRequest;

/// So many notifications change in one transaction; what is beyond is a job's.
const CHUNK: i64 = 200;

/// What becomes of the notifications of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Accept,
    Dismiss,
}

/// Those of the requests that are this member's; one that is not counts as not there when it is asked for alone.
pub async fn settle(app: &App, me: i64, ids: &[i64], verdict: Verdict, alone: bool) -> Result<()> {
    let found = store::senders(&mut app.db.read().await?, me, ids).await?;
    if alone && found.is_empty() {
        return Err(Error::NotFound);
    }
    for (_, from) in found {
        let mut tx = app.db.write().await?;
        if verdict == Verdict::Accept {
            store::permit(&mut tx, me, from, app.clock.now()).await?;
        }
        store::end(&mut tx, me, from).await?;
        let (more, mut events) = step(app, &mut tx, me, from, verdict).await?;
        if more {
            let job = match verdict {
                Verdict::Accept => Job::MergeNotifications { account: me, from },
                Verdict::Dismiss => Job::DropNotifications { account: me, from },
            };
            let key = format!("{}{from}", key(me, verdict));
            jobs::enqueue(app, &mut tx, &job, app.clock.now(), Some(&key)).await?;
        } else if verdict == Verdict::Accept {
            events.push(Event::NotificationsMerged { account: me });
        }
        app.commit(tx, &events).await?;
    }
    Ok(())
}

/// How the jobs of a member are found.
fn key(me: i64, verdict: Verdict) -> String {
    match verdict {
        Verdict::Accept => format!("merge_notifications:{me}:"),
        Verdict::Dismiss => format!("drop_notifications:{me}:"),
    }
}

/// One chunk; tells whether there may be more.
async fn step(app: &App, tx: &mut Tx, me: i64, from: i64, verdict: Verdict) -> Result<(bool, Vec<Event>)> {
    let mut events = Vec::new();
    let changed = match verdict {
        Verdict::Dismiss => store::throw_out(tx, me, from, CHUNK).await?,
        Verdict::Accept => {
            // Their private words come into the conversations only now.
            for (status, conversation) in store::private(tx, me, from, CHUNK).await? {
                let mentioned = store::mentioned(tx, status).await?;
                let private = Private { status, author: from, conversation, mentioned: &mentioned, local: &[] };
                events.extend(record::receive(app, tx, me, &private).await?);
            }
            store::let_in(tx, me, from, CHUNK).await?
        }
    };
    Ok((changed as i64 == CHUNK, events))
}

/// By a job: the rest of a long request.
pub async fn finish(app: &App, me: i64, from: i64, verdict: Verdict) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        let (more, mut events) = step(app, &mut tx, me, from, verdict).await?;
        if !more && verdict == Verdict::Accept {
            events.push(Event::NotificationsMerged { account: me });
        }
        app.commit(tx, &events).await?;
        if !more {
            return Ok(());
        }
    }
}

/// Whether everything that was accepted is in the list by now.
pub async fn merged(app: &App, me: i64) -> Result<bool> {
    let first = key(me, Verdict::Accept);
    // Behind every key that begins so.
    let last = format!("{}~", &first);
    Ok(!store::merging(&mut app.db.read().await?, &first, &last).await?)
}

pub(super) async fn render(app: &App, base: &Base, me: i64, rows: &[Request]) -> Result<Vec<NotificationRequest>> {
    let people: Vec<i64> = rows.iter().map(|row| row.from).collect();
    let last: Vec<i64> = rows.iter().filter_map(|row| row.last_status).collect();
    let accounts = accounts::view::load(app, base, &people).await?;
    let statuses = statuses::view::by_id(app, base, Some(me), &last).await?;
    let each = rows.iter().filter_map(|row| {
        Some(NotificationRequest {
            id: row.id.to_string(),
            created_at: iso(row.created_at),
            updated_at: iso(row.updated_at),
            notifications_count: row.waiting.to_string(),
            account: accounts.get(&row.from)?.clone(),
            last_status: row.last_status.and_then(|id| statuses.get(&id).cloned()),
        })
    });
    Ok(each.collect())
}
