//! What the author of a quoted status may do: take the permission back, and change it for those who come later.

use super::{policy, store};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::statuses;

/// `me` wrote what `quoting` quotes.
pub async fn revoke(app: &App, me: i64, quoted: i64, quoting: i64) -> Result<()> {
    let status = statuses::store::find_visible(&mut app.db.read().await?, quoted, Some(me)).await?;
    let mut tx = app.db.write().await?;
    let account = store::find(&mut tx, quoting, quoted).await?;
    if status.account_id != me {
        return Err(Error::forbidden());
    }
    let changed = store::revoke(&mut tx, quoting, quoted).await?;
    let event = changed.then_some(Event::StatusEdited { id: quoting, account });
    app.commit(tx, event.as_slice()).await
}

/// Changes who may quote a status from now on.
pub async fn set_policy(app: &App, me: i64, id: i64, wish: Option<&str>) -> Result<()> {
    let mut reader = app.db.read().await?;
    let status = statuses::store::find_visible(&mut reader, id, Some(me)).await?;
    if status.account_id != me || status.reblog_of_id.is_some() {
        return Err(Error::forbidden());
    }
    let default = store::default_policy(&mut reader, me).await?;
    drop(reader);
    let policy = policy::chosen(wish, &default, status.visibility)?;
    let mut tx = app.db.write().await?;
    let changed = store::set_policy(&mut tx, id, policy).await?;
    let event = changed.then_some(Event::StatusEdited { id, account: me });
    app.commit(tx, event.as_slice()).await
}
