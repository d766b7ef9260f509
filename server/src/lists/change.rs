//! Making, changing and deleting lists.

use super::{MOST_LISTS, REPLIES_POLICIES, feed, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};

/// What is not given stays.
#[derive(Debug, Default)]
pub struct Wanted {
    pub title: Option<String>,
    pub replies_policy: Option<String>,
    pub exclusive: Option<bool>,
}

fn check(wanted: &Wanted) -> Result<()> {
    if let Some(policy) = &wanted.replies_policy
        && !REPLIES_POLICIES.contains(&policy.as_str())
    {
        return Err(Error::Unprocessable(format!("'{policy}' is not a valid replies_policy")));
    }
    match wanted.title.as_deref().map(str::trim) {
        Some("") => Err(Error::validation("Title can't be blank")),
        Some(title) if title.chars().count() > 256 => {
            Err(Error::validation("Title is too long (maximum is 256 characters)"))
        }
        _ => Ok(()),
    }
}

pub async fn create(app: &App, me: i64, wanted: &Wanted) -> Result<i64> {
    check(wanted)?;
    let title = wanted.title.as_deref().ok_or_else(|| Error::validation("Title can't be blank"))?.trim();
    let policy = wanted.replies_policy.as_deref().unwrap_or("list");
    let id = app.ids.next();
    let mut tx = app.db.write().await?;
    let row = (title, policy, wanted.exclusive.unwrap_or(false));
    if !store::add(&mut tx, id, me, row, app.clock.now(), MOST_LISTS).await? {
        return Err(Error::validation("You have reached the maximum number of lists"));
    }
    app.commit(tx, &[]).await?;
    Ok(id)
}

pub async fn update(app: &App, me: i64, id: i64, wanted: &Wanted) -> Result<()> {
    check(wanted)?;
    let mut tx = app.db.write().await?;
    let before = store::one_in(&mut tx, me, id).await?;
    let title = wanted.title.as_deref().map_or(before.title.as_str(), str::trim);
    let policy = wanted.replies_policy.as_deref().unwrap_or(&before.replies_policy);
    let exclusive = wanted.exclusive.unwrap_or(before.exclusive);
    store::change(&mut tx, id, title, policy, exclusive).await?;
    if exclusive && !before.exclusive {
        for account in store::member_ids(&mut tx, id).await? {
            leave_home(&mut tx, me, account).await?;
        }
    }
    app.commit(tx, &[]).await
}

/// People of an exclusive list stand there and not in the home timeline as well.
pub(super) async fn leave_home(tx: &mut Tx, me: i64, account: i64) -> Result<()> {
    crate::relationships::feed::drop_author(tx, me, account).await
}

pub async fn delete(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::one_in(&mut tx, me, id).await?;
    feed::drop_list(&mut tx, id).await?;
    store::delete(&mut tx, id).await?;
    app.commit(tx, &[]).await
}
