//! The end of an account, by the person whose it is.

use super::{archive, confirm, store};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};

/// Nothing of it comes back; the name stays taken.
pub(super) async fn leave(app: &App, me: i64, secret: &str) -> Result<()> {
    confirm(app, me, secret).await?;
    let mut tx = app.db.write().await?;
    if store::only_owner(&mut tx, me).await? {
        return Err(Error::Unprocessable("You are the only owner: make somebody else an owner first".into()));
    }
    let files = store::take_exports(&mut tx, me).await?;
    let events = accounts::delete::begin(app, &mut tx, me).await?;
    app.commit(tx, &events).await?;
    archive::remove(app, &files);
    Ok(())
}
