//! What staff write down for each other.

use super::store;
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};

const LENGTH: usize = 5_000;

pub async fn add(app: &App, actor: &Actor, id: i64, text: &str) -> Result<()> {
    let author = actor.id.ok_or(Error::NEEDS_USER)?;
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::validation("Text can't be blank"));
    }
    if text.chars().count() > LENGTH {
        return Err(Error::validation(format!("Text is too long (maximum is {LENGTH} characters)")));
    }
    let mut tx = app.db.write().await?;
    let case = store::one_to_change(&mut tx, id).await?;
    actor.needs(case.kind.permission())?;
    store::add_note(&mut tx, app.ids.next(), &case, author, text, app.clock.now()).await?;
    app.commit(tx, &[]).await
}
