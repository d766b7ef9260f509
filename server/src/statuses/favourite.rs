//! Favourites: a member likes a status, and its author hears of it.

use super::store;
use super::store::marks;
use crate::app::App;
use crate::bus::Event;
use crate::error::Result;
use crate::notifications::{self, notify};

pub async fn favourite(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    let mut events: Vec<Event> = Vec::new();
    if marks::favourite(&mut tx, app.ids.next(), account, status.id, app.clock.now()).await? {
        let news = notifications::New {
            account_id: status.account_id,
            kind: "favourite",
            from_account_id: account,
            status_id: Some(status.id),
            report_id: None,
        };
        events.extend(notify(app, &mut tx, &news).await?);
    }
    app.commit(tx, &events).await
}

pub async fn unfavourite(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    marks::unfavourite(&mut tx, account, status.id).await?;
    app.commit(tx, &[]).await
}
