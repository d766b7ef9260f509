use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};

pub async fn endorse(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::account(&mut tx, id).await?;
    if !store::follows(&mut tx, me, id).await? {
        return Err(Error::validation("You must be already following the person you want to endorse"));
    }
    store::endorse(&mut tx, app.ids.next(), me, id, app.clock.now()).await?;
    app.commit(tx, &[Event::Relations { account: me }]).await
}

pub async fn unendorse(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::account(&mut tx, id).await?;
    store::unendorse(&mut tx, me, id).await?;
    app.commit(tx, &[Event::Relations { account: me }]).await
}
