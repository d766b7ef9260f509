//! Following a hashtag: its public statuses come to the home timeline from now on.

use super::{own_row, store};
use crate::app::App;
use crate::error::Result;

pub async fn follow(app: &App, me: i64, text: &str) -> Result<i64> {
    let mut tx = app.db.write().await?;
    let tag = own_row(app, &mut tx, text).await?;
    store::follow(&mut tx, app.ids.next(), me, tag, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    Ok(tag)
}

/// What the hashtag alone brought leaves the home timeline.
pub async fn unfollow(app: &App, me: i64, text: &str) -> Result<i64> {
    let mut tx = app.db.write().await?;
    let tag = own_row(app, &mut tx, text).await?;
    store::unfollow(&mut tx, me, tag).await?;
    store::leave_home(&mut tx, me, tag).await?;
    app.commit(tx, &[]).await?;
    Ok(tag)
}
