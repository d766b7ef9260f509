//! Making and revoking invites.

use super::{Invite, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::SECOND;

const LABEL_MAX: usize = 100;

/// Mine, or everybody's for those who manage invites.
pub async fn list(app: &App, me: i64, everybodys: bool) -> Result<Vec<Invite>> {
    store::list(&mut app.db.read().await?, everybodys, me).await
}

/// `by` is who invites; the house itself may have nobody to name.
pub async fn make(
    app: &App,
    by: Option<i64>,
    label: &str,
    max_uses: Option<i64>,
    expires_in: Option<i64>,
) -> Result<Invite> {
    if label.chars().count() > LABEL_MAX {
        return Err(Error::validation(format!("Label is too long (maximum is {LABEL_MAX} characters)")));
    }
    if max_uses.is_some_and(|uses| uses < 1) {
        return Err(Error::validation("Max uses must be greater than 0"));
    }
    if expires_in.is_some_and(|seconds| seconds < 1) {
        return Err(Error::validation("Expires in must be greater than 0"));
    }
    let now = app.clock.now();
    let invite = Invite {
        id: app.ids.next(),
        code: app.new_secret().chars().filter(char::is_ascii_alphanumeric).take(12).collect(),
        label: label.trim().to_owned(),
        created_by: by,
        max_uses,
        uses: 0,
        expires_at: expires_in.map(|seconds| now.saturating_add(seconds.saturating_mul(SECOND))),
        revoked_at: None,
        created_at: now,
    };
    let mut tx = app.db.write().await?;
    store::add(&mut tx, &invite).await?;
    app.commit(tx, &[]).await?;
    Ok(invite)
}

/// One's own, or anybody's for those who manage invites.
pub async fn revoke(app: &App, me: i64, everybodys: bool, id: i64) -> Result<()> {
    let invite = store::by_id(&mut app.db.read().await?, id).await?;
    if invite.created_by != Some(me) && !everybodys {
        return Err(Error::NotFound);
    }
    let mut tx = app.db.write().await?;
    store::revoke(&mut tx, id, app.clock.now()).await?;
    app.commit(tx, &[]).await
}
