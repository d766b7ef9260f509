//! Reblogs: a status of its own that shows another. Each member has one of each status at the most.

use super::store::marks;
use super::{create, delete, store};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::lists;
use crate::notifications::{self, notify};

/// Tells the id of the reblog, also when it stood already.
pub async fn reblog(app: &App, account: i64, id: i64, visibility: Option<&str>) -> Result<i64> {
    let mut reader = app.db.read().await?;
    let original = store::find_original(&mut reader, id, Some(account)).await?;
    let visibility = match (original.visibility, visibility) {
        (0 | 1, Some(name)) => create::visibility(name)
            .filter(|reach| *reach < 3)
            .ok_or_else(|| Error::validation("Visibility is not included in the list"))?,
        (0 | 1, None) => {
            let defaults = store::write::defaults(&mut reader, account).await?;
            create::visibility(&defaults.privacy).unwrap_or(0).min(2)
        }
        // To one's followers once more, and to nobody else.
        (2, _) if original.account_id == account => 2,
        _ => return Err(Error::NotFound),
    };
    drop(reader);
    let mut tx = app.db.write().await?;
    let (wrapper, now) = (app.ids.next(), app.clock.now());
    if !marks::reblog(&mut tx, wrapper, account, original.id, visibility, now).await? {
        let standing = marks::my_reblog(&mut tx, account, original.id).await?.ok_or(Error::NotFound)?;
        // Committed all the same: that waits until the other request's reblog is there to be read.
        app.commit(tx, &[]).await?;
        return Ok(standing);
    }
    marks::fan_out_reblog(&mut tx, wrapper, account, original.id).await?;
    let entry = lists::feed::Entry { status: wrapper, author: account, visibility, reply_to: None, is_reblog: true };
    lists::feed::push(&mut tx, &entry).await?;
    let mut events = vec![Event::Status { id: wrapper, account }];
    let news = notifications::New {
        account_id: original.account_id,
        kind: "reblog",
        from_account_id: account,
        status_id: Some(original.id),
        report_id: None,
    };
    events.extend(notify(app, &mut tx, &news).await?);
    app.commit(tx, &events).await?;
    Ok(wrapper)
}

/// Takes the reblog back, if there is one; tells the id of the original.
pub async fn unreblog(app: &App, account: i64, id: i64) -> Result<i64> {
    let original = store::find_original(&mut app.db.read().await?, id, Some(account)).await?;
    let mut tx = app.db.write().await?;
    let mut events = Vec::new();
    if let Some(wrapper) = marks::my_reblog(&mut tx, account, original.id).await? {
        events.push(delete::end(app, &mut tx, account, wrapper, false).await?.0);
    }
    app.commit(tx, &events).await?;
    Ok(original.id)
}
