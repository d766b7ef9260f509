//! Opening the link.

use super::{LIFE, store};
use crate::accounts::create::fold_email;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};

/// Whether the member may act at once, or still waits for approval; None when the link is no good (any more).
pub async fn confirm(app: &App, secret: &str) -> Result<Option<bool>> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Some((account, approved, email)) = store::find(&mut tx, &app.hash_secret(secret), now - LIFE).await? else {
        return Ok(None);
    };
    match store::take_address(&mut tx, account, &email, &fold_email(&email)).await {
        // Somebody else took it meanwhile.
        Err(Error::Conflict(_)) => return Ok(None),
        other => other?,
    }
    store::confirm(&mut tx, account, now).await?;
    app.commit(tx, &[Event::User { account }]).await?;
    Ok(Some(approved))
}

/// Where nobody is asked to confirm (any more), nobody waits for it. Old links are forgotten on the way.
pub async fn let_in(app: &App) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::forget(&mut tx, now - LIFE).await?;
    app.commit(tx, &[]).await?;
    while !app.config.confirms_email() {
        let mut tx = app.db.write().await?;
        let freed = store::confirm_some(&mut tx, now).await?;
        let events: Vec<Event> = freed.iter().map(|account| Event::User { account: *account }).collect();
        app.commit(tx, &events).await?;
        if freed.is_empty() {
            break;
        }
    }
    Ok(())
}
