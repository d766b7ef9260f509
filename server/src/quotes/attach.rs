//! Quoting: what may be quoted by whom, and what hangs on it.

use super::policy::{Policy, Standing};
use super::store::{self, Quotable};
use crate::app::App;
use crate::bus::Event;
use crate::db::{Reader, Tx};
use crate::error::{Error, Result};
use crate::notifications::{self, notify};

const NOT_THERE: Error = Error::NotFoundBecause("The post you are trying to quote does not appear to exist.");

/// The status that somebody wants to quote; one that they may not quote does not exist for them.
pub async fn quotable(reader: &mut Reader, id: i64, author: i64) -> Result<Quotable> {
    let quoted = match store::quotable(reader, id, author).await {
        Err(Error::NotFound) => return Err(NOT_THERE),
        found => found?,
    };
    if quoted.visibility == 3 || expect(&quoted, author) == "denied" {
        return Err(NOT_THERE);
    }
    Ok(quoted)
}

fn expect(quoted: &Quotable, author: i64) -> &'static str {
    let own = quoted.account_id == author;
    let policy = if quoted.local && quoted.visibility >= 2 { Policy::default() } else { Policy::read(&quoted.policy) };
    policy.expect(Standing { own, follows: quoted.follows, followed: quoted.followed })
}

/// How far a quote reaches: not further than what it quotes. `mentioned` are those whom its text names.
pub fn reach(visibility: i64, quoted: &Quotable, author: i64, mentioned: &[i64]) -> Result<i64> {
    if visibility == 3 && quoted.account_id != author && !mentioned.contains(&quoted.account_id) {
        return Err(Error::validation("Cannot quote a non-mentioned user in a Private Mention post."));
    }
    Ok(if quoted.visibility == 2 { visibility.max(2) } else { visibility })
}

/// Makes a status that was just written a quote, and tells the quoted author.
pub async fn attach(app: &App, tx: &mut Tx, status: i64, author: i64, quoted: &Quotable) -> Result<Option<Event>> {
    // The policy of another server's status is for that server to apply.
    let accepted = quoted.account_id == author || (quoted.local && expect(quoted, author) == "automatic");
    store::attach(tx, status, quoted, accepted).await?;
    if !accepted || quoted.account_id == author {
        return Ok(None);
    }
    let news = notifications::New {
        account_id: quoted.account_id,
        kind: "quote",
        from_account_id: author,
        status_id: Some(status),
        report_id: None,
    };
    notify(app, tx, &news).await
}

/// A status that quotes another is deleted: it no longer counts.
pub async fn forget(tx: &mut Tx, status: i64) -> Result<()> {
    if let (Some(quoted), Some(state)) = store::quote_of(tx, status).await?
        && state == "accepted"
    {
        store::less_quotes(tx, quoted).await?;
    }
    Ok(())
}

/// So many are told in one transaction.
const CHUNK: usize = 100;

/// A status was edited: whoever quoted it hears of it, once for the newest edit.
pub async fn tell_of_edit(app: &App, status: i64, author: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let mut tx = app.db.write().await?;
        let quoters = store::quoters(&mut tx, status, after, CHUNK as i64).await?;
        let mut events = Vec::new();
        for (quote, quoter) in &quoters {
            let news = notifications::New {
                account_id: *quoter,
                kind: "quoted_update",
                from_account_id: author,
                status_id: Some(*quote),
                report_id: None,
            };
            notifications::withdraw(&mut tx, &news).await?;
            events.extend(notify(app, &mut tx, &news).await?);
        }
        app.commit(tx, &events).await?;
        match quoters.last() {
            Some((last, _)) if quoters.len() == CHUNK => after = *last,
            _ => return Ok(()),
        }
    }
}
