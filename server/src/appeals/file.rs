//! A member asks for a decision to be looked at again: within twenty days, once.

use super::store;
use crate::app::App;
use crate::cases::{self, Kind};
use crate::error::{Error, Result};
use crate::time::DAY;

/// Mastodon's bounds.
pub const DAYS: i64 = 20;
const LENGTH: usize = 2_000;

pub async fn file(app: &App, me: i64, warning: i64, text: &str) -> Result<i64> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::validation("Text can't be blank"));
    }
    if text.chars().count() > LENGTH {
        return Err(Error::validation(format!("Text is too long (maximum is {LENGTH} characters)")));
    }
    let (id, now) = (app.ids.next(), app.clock.now());
    let mut tx = app.db.write().await?;
    let (whose, at, overruled, appeal) = store::warning(&mut tx, warning).await?;
    if whose != me {
        return Err(Error::NotFound);
    }
    if appeal.is_some() {
        return Err(Error::Unprocessable("You have already appealed this decision".into()));
    }
    if overruled.is_some() {
        return Err(Error::Unprocessable("This decision was already taken back".into()));
    }
    if now > at + DAYS * DAY {
        return Err(Error::Unprocessable(format!("It is too late: decisions can be appealed for {DAYS} days")));
    }
    store::add(&mut tx, id, warning, me, text, now).await?;
    cases::open::waits(app, &mut tx, Kind::Appeal, ("appeal", id), me, &[]).await?;
    app.commit(tx, &[]).await?;
    Ok(id)
}
