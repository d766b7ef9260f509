//! Answering those who ask to follow.

use super::{both, follow, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::notifications::{self, New};

/// The request becomes a follow.
pub async fn authorize(app: &App, me: i64, from: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    let accepted = store::accept(&mut tx, (app.ids.next(), app.clock.now()), from, me).await?;
    if !store::withdraw(&mut tx, from, me).await? {
        return Err(Error::NotFound);
    }
    store::forget_follow(&mut tx, me, from).await?;
    let mut events = both(me, from).to_vec();
    if accepted {
        follow::begin(&mut tx, from, me).await?;
        let new = New { account_id: me, kind: "follow", from_account_id: from, status_id: None, report_id: None };
        events.extend(notifications::notify(app, &mut tx, &new).await?);
    }
    app.commit(tx, &events).await
}

pub async fn reject(app: &App, me: i64, from: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::withdraw(&mut tx, from, me).await? {
        return Err(Error::NotFound);
    }
    store::forget_follow(&mut tx, me, from).await?;
    app.commit(tx, &both(me, from)).await
}
