//! Muting a conversation: no notifications of it from now on.

use super::store;
use super::store::marks;
use crate::app::App;
use crate::error::{Error, Result};

pub async fn mute(app: &App, account: i64, id: i64) -> Result<()> {
    let conversation = conversation(app, account, id).await?;
    let mut tx = app.db.write().await?;
    marks::mute(&mut tx, account, conversation, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

pub async fn unmute(app: &App, account: i64, id: i64) -> Result<()> {
    let conversation = conversation(app, account, id).await?;
    let mut tx = app.db.write().await?;
    marks::unmute(&mut tx, account, conversation).await?;
    app.commit(tx, &[]).await
}

async fn conversation(app: &App, account: i64, id: i64) -> Result<i64> {
    let status = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    // Every status written here is in one.
    status.conversation_id.ok_or(Error::NotFound)
}
