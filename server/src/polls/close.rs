//! The end of a poll: its author and everybody who voted hear of it, some at a time.

use super::{expired, store};
use crate::app::App;
use crate::error::Result;
use crate::notifications::{self, notify};

/// So many are told in one transaction.
const CHUNK: i64 = 100;

/// May run twice: nobody is told again.
pub async fn close(app: &App, id: i64) -> Result<()> {
    let mut after = 0;
    loop {
        let mut tx = app.db.write().await?;
        // Gone with its status, or its end was moved: then another job comes.
        let Some(poll) = store::lock(&mut tx, id).await?.filter(|poll| expired(poll.expires_at, app.clock.now()))
        else {
            return Ok(());
        };
        let voters = store::voters(&mut tx, id, after, CHUNK).await?;
        let author = (after == 0).then_some(poll.account_id);
        let mut events = Vec::new();
        for account_id in author.into_iter().chain(voters.iter().copied()) {
            let news = notifications::New {
                account_id,
                kind: "poll",
                from_account_id: poll.account_id,
                status_id: Some(poll.status_id),
                report_id: None,
            };
            events.extend(notify(app, &mut tx, &news).await?);
        }
        app.commit(tx, &events).await?;
        match voters.last() {
            Some(last) if voters.len() as i64 == CHUNK => after = *last,
            _ => return Ok(()),
        }
    }
}
