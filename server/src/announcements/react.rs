//! Reading, and reacting with an emoji.

use super::{MOST_REACTIONS, store};
use crate::app::App;
use crate::bus::Event;
use crate::emojis;
use crate::error::{Error, Result};

/// A Unicode emoji, or the shortcode of one of our own.
async fn is_known(app: &App, name: &str) -> Result<bool> {
    if ::emojis::get(name).is_some() {
        return Ok(true);
    }
    let known = emojis::known(app, &mut app.db.read().await?).await?;
    Ok(known.iter().any(|emoji| emoji.domain.is_none() && emoji.shortcode == name))
}

pub async fn react(app: &App, me: i64, id: i64, name: &str) -> Result<()> {
    let now = app.clock.now();
    store::shown_one(&mut app.db.read().await?, me, id, now).await?;
    if name.trim().is_empty() {
        return Err(Error::validation("Name can't be blank"));
    }
    if !is_known(app, name).await? {
        return Err(Error::validation("Name is not a recognized emoji"));
    }
    let mut tx = app.db.write().await?;
    if !store::react(&mut tx, id, name, me, now, MOST_REACTIONS).await? {
        return Err(Error::validation("Limit of different reactions reached"));
    }
    app.commit(tx, &[Event::AnnouncementReaction { id, name: name.to_owned() }]).await
}

pub async fn unreact(app: &App, me: i64, id: i64, name: &str) -> Result<()> {
    store::shown_one(&mut app.db.read().await?, me, id, app.clock.now()).await?;
    let mut tx = app.db.write().await?;
    if !store::unreact(&mut tx, id, name, me).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[Event::AnnouncementReaction { id, name: name.to_owned() }]).await
}

pub async fn dismiss(app: &App, me: i64, id: i64) -> Result<()> {
    let now = app.clock.now();
    store::shown_one(&mut app.db.read().await?, me, id, now).await?;
    let mut tx = app.db.write().await?;
    store::dismiss(&mut tx, me, id, now).await?;
    app.commit(tx, &[]).await
}
