//! Bookmarks: a member keeps a status; nobody else hears of it.

use super::store;
use super::store::marks;
use crate::app::App;
use crate::error::Result;

pub async fn bookmark(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    marks::bookmark(&mut tx, app.ids.next(), account, status.id, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

pub async fn unbookmark(app: &App, account: i64, id: i64) -> Result<()> {
    let status = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    marks::unbookmark(&mut tx, account, status.id).await?;
    app.commit(tx, &[]).await
}
