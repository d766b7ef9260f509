//! Voting: once for a choice, as long as the poll runs, and never in one's own.

use super::expired;
use super::store::{self, Poll};
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;

const ENDED: &str = "The poll has already ended";
const NO_SUCH: &str = "The chosen vote option does not exist";
const OWN: &str = "You cannot vote in your own polls";
const AGAIN: &str = "You have already voted on this poll";

pub async fn vote(app: &App, account: i64, id: i64, choices: &[i64]) -> Result<()> {
    let mut reader = app.db.read().await?;
    let poll = store::find(&mut reader, id).await?;
    statuses::store::find_visible(&mut reader, poll.status_id, Some(account)).await?;
    if store::blocks(&mut reader, account, poll.account_id).await? {
        return Err(Error::forbidden());
    }
    drop(reader);
    let mut tx = app.db.write().await?;
    let poll = store::lock(&mut tx, id).await?.ok_or(Error::NotFound)?;
    let before = store::choices(&mut tx, id, account).await?;
    let now = app.clock.now();
    let mut made = before.clone();
    for choice in choices {
        check(&poll, account, *choice, &made, now)?;
        made.push(*choice);
    }
    store::vote(&mut tx, id, account, choices, before.is_empty(), now).await?;
    app.commit(tx, &[]).await
}

/// Everything that is wrong with one vote, in one sentence. `made` is what the member chose until now.
fn check(poll: &Poll, account: i64, choice: i64, made: &[i64], now: i64) -> Result<()> {
    let mut wrong = Vec::new();
    if expired(poll.expires_at, now) {
        wrong.push(ENDED);
    }
    if choice < 0 || choice >= poll.options {
        wrong.push(NO_SUCH);
    }
    if account == poll.account_id {
        wrong.push(OWN);
    }
    if if poll.multiple { made.contains(&choice) } else { !made.is_empty() } {
        wrong.push(AGAIN);
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::validation(wrong.join(", "))) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vote_is_told_all_that_is_wrong_with_it() {
        let mut poll = Poll {
            id: 1,
            status_id: 2,
            account_id: 3,
            multiple: false,
            hide_totals: false,
            expires_at: Some(10),
            options: 2,
        };
        let said = |poll: &Poll, account, choice, made: &[i64], now| {
            check(poll, account, choice, made, now).err().map(|error| error.to_string())
        };
        assert_eq!(said(&poll, 4, 1, &[], 9), None);
        assert_eq!(said(&poll, 4, 1, &[0], 9), Some(format!("Validation failed: {AGAIN}")));
        assert_eq!(said(&poll, 3, 2, &[], 10), Some(format!("Validation failed: {ENDED}, {NO_SUCH}, {OWN}")));
        poll.multiple = true;
        assert_eq!(said(&poll, 4, 1, &[0], 9), None);
        assert_eq!(said(&poll, 4, 0, &[0], 9), Some(format!("Validation failed: {AGAIN}")));
    }
}
