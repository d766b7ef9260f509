//! The time has come: the row becomes a status in one transaction, in which it also goes.

use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses::create::{self, New};

/// May run twice, and in two processes at once: whoever takes the row publishes.
pub async fn publish(app: &App, id: i64) -> Result<()> {
    let Some(row) = store::due(&mut app.db.read().await?, id, app.clock.now()).await? else { return Ok(()) };
    if !row.may_post {
        // Upstream's rule: who cannot sign in does not publish either.
        let mut tx = app.db.write().await?;
        store::remove(&mut tx, row.account_id, id).await?;
        return app.commit(tx, &[]).await;
    }
    let new = New { scheduled: Some(id), ..serde_json::from_str(&row.params)? };
    match create::create(app, new).await {
        // Another process was first.
        Ok(_) | Err(Error::NotFound) => Ok(()),
        // What it answers is gone, or a rule has changed: it stays in its author's list, to be seen and called off.
        Err(
            error @ (Error::NotFoundBecause(_)
            | Error::Unprocessable(_)
            | Error::Invalid { .. }
            | Error::BadRequest(_)
            | Error::Forbidden(_)),
        ) => {
            tracing::warn!(%error, id, "a scheduled status could not be published");
            Ok(())
        }
        Err(error) => Err(error),
    }
}
