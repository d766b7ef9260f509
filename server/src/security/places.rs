//! Where a member is signed in: browsers, and apps with a token.

use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::push;

/// Signs one browser out.
pub(super) async fn end_session(app: &App, account: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if store::end_session(&mut tx, account, id).await? == 0 {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await
}

/// Takes an app's token back.
pub(super) async fn end_token(app: &App, account: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if store::end_token(&mut tx, account, id, app.clock.now()).await? == 0 {
        return Err(Error::NotFound);
    }
    push::forget(&mut tx, id).await?;
    app.commit(tx, &[Event::Token { id }]).await
}
