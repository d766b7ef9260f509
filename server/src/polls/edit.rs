//! The poll of an edited status: it comes, goes or changes. Other options, or another way of choosing, make all votes void.

use super::draft::{self, Draft};
use super::{SHORTEST, end, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// `home` is the status and its author. Tells whether anything is different now. An edit that names the poll moves its
/// end: it is counted from the edit.
pub async fn change(app: &App, tx: &mut Tx, home: (i64, i64), draft: Option<&Draft>) -> Result<bool> {
    let (status, author) = home;
    let Some(before) = store::lock_of(tx, status).await? else {
        return match draft {
            Some(draft) => draft::add(app, tx, status, author, draft).await.map(|()| true),
            None => Ok(false),
        };
    };
    let Some(draft) = draft else {
        store::remove(tx, status).await?;
        return Ok(true);
    };
    let other = before.multiple != draft.multiple || store::titles(tx, status).await? != draft.options;
    if other {
        store::reset(tx, before.id, &draft.options).await?;
    }
    let expires_at = end(app.clock.now(), draft.expires_in.unwrap_or(SHORTEST));
    store::save(tx, before.id, draft, expires_at).await?;
    if before.expires_at == Some(expires_at) {
        return Ok(other || before.hide_totals != draft.hide_totals);
    }
    draft::close_at(app, tx, before.id, expires_at).await?;
    Ok(true)
}
