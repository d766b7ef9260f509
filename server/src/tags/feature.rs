//! Hashtags that somebody shows on their profile.

use super::{MOST_FEATURED, name, own_row, store};
use crate::app::App;
use crate::error::{Error, Result};

pub struct Featured {
    pub id: i64,
    pub tag: i64,
    /// False when it was shown already.
    pub new: bool,
}

pub async fn feature(app: &App, me: i64, text: &str) -> Result<Featured> {
    let mut tx = app.db.write().await?;
    let tag = own_row(app, &mut tx, text).await?;
    if let Some(id) = store::featured_id(&mut tx, me, tag).await? {
        return Ok(Featured { id, tag, new: false });
    }
    let shown = name(text).map(|(_, shown)| shown).unwrap_or_default();
    let id = app.ids.next();
    if !store::feature(&mut tx, id, me, tag, &shown, app.clock.now(), MOST_FEATURED).await? {
        return Err(Error::validation("You have already featured the maximum number of hashtags"));
    }
    app.commit(tx, &[]).await?;
    Ok(Featured { id, tag, new: true })
}

/// Shown already is as good.
pub async fn feature_tag(app: &App, me: i64, text: &str) -> Result<i64> {
    Ok(feature(app, me, text).await?.tag)
}

pub async fn unfeature(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::unfeature(&mut tx, me, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await
}

pub async fn unfeature_tag(app: &App, me: i64, text: &str) -> Result<i64> {
    let mut tx = app.db.write().await?;
    let tag = own_row(app, &mut tx, text).await?;
    if let Some(id) = store::featured_id(&mut tx, me, tag).await? {
        store::unfeature(&mut tx, me, id).await?;
    }
    app.commit(tx, &[]).await?;
    Ok(tag)
}
