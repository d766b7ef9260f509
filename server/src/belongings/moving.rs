//! Moving to another account: the old one points to the new one, and its followers follow there, in a job.

use super::{confirm, store};
use crate::accounts::find;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::relationships::follow::{self, Options};
use crate::relationships::unfollow;
use crate::time::DAY;

/// Nobody moves more often.
pub(super) const REST: i64 = 30 * DAY;
const CHUNK: i64 = 50;

pub(super) async fn begin(app: &App, me: i64, acct: &str, secret: &str) -> Result<()> {
    confirm(app, me, secret).await?;
    let target = match find::by_handle(app, acct).await {
        Ok(target) => target,
        Err(Error::NotFound) => return Err(Error::validation("Acct could not be found")),
        Err(error) => return Err(error),
    };
    if target == me {
        return Err(Error::validation("Acct cannot be current account"));
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if store::moved_to(&mut tx, me).await? == Some(target) {
        return Err(Error::validation("Acct is the same account you have already moved to"));
    }
    // A chain of moves would lead followers in a circle.
    if !store::may_be_moved_to(&mut tx, target).await? || !store::is_alias(&mut tx, target, me).await? {
        return Err(Error::validation("Acct is not an alias of this account"));
    }
    if store::last_move_in(&mut tx, me).await?.is_some_and(|at| now < at + REST) {
        return Err(Error::validation("You are on cooldown"));
    }
    store::add_move(&mut tx, app.ids.next(), me, target, now).await?;
    store::set_moved(&mut tx, me, Some(target)).await?;
    jobs::enqueue(app, &mut tx, &Job::MoveFollowers { account: me, target }, now, None).await?;
    app.commit(tx, &[Event::Account { id: me }, Event::User { account: me }]).await
}

/// The account is used again. Who followed elsewhere stays there.
pub(super) async fn cancel(app: &App, me: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::set_moved(&mut tx, me, None).await?;
    app.commit(tx, &[Event::Account { id: me }, Event::User { account: me }]).await
}

/// Each follower that came along is one less of the old account: a crash in between loses nobody.
pub async fn carry(app: &App, account: i64, target: i64) -> Result<()> {
    loop {
        let followers = store::followers(&mut app.db.read().await?, account, CHUNK).await?;
        for one in &followers {
            let languages = one.languages.as_deref().and_then(|list| serde_json::from_str(list).ok());
            let options = Options { reblogs: Some(one.reblogs), notify: Some(one.notify), languages };
            if one.account != target {
                match follow::follow(app, one.account, target, &options).await {
                    // Whoever blocks, or is blocked, does not come along.
                    Ok(()) | Err(Error::Forbidden(_) | Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
            unfollow::unfollow(app, one.account, account).await?;
        }
        if (followers.len() as i64) < CHUNK {
            return Ok(());
        }
    }
}
