//! Another password, another address.

use super::{prove, store};
use crate::accounts::create::{self, New};
use crate::accounts::password as secrets;
use crate::app::App;
use crate::error::{Details, Result};
use crate::jobs::{self, Job};
use crate::letters::{self, Kind};

/// Sets it and signs the member out everywhere else: `token` is the caller's.
pub async fn password(app: &App, account: i64, token: i64, current: &str, new: &str) -> Result<()> {
    prove(app, account, current).await?;
    let problems = create::password_problems(app, new);
    if !problems.is_empty() {
        create::refuse(Details::from([("password", problems)]))?;
    }
    let hash = secrets::hash(app, new).await?;
    let mut tx = app.db.write().await?;
    let event = secrets::replace(app, &mut tx, account, &hash, token, 0).await?;
    letters::write(app, &mut tx, account, Kind::PasswordChanged).await?;
    app.commit(tx, &[event]).await
}

/// Where letters are sent, the new address counts only when the link in one was opened, and the old one is told. Returns
/// whether that is still to come.
pub async fn email(app: &App, account: i64, current: &str, new: &str) -> Result<bool> {
    prove(app, account, current).await?;
    let new = new.trim();
    let wrong = |code, text: &str| create::refuse(Details::from([("email", vec![(code, text.to_owned())])]));
    if new.is_empty() {
        wrong("ERR_BLANK", "can't be blank")?;
    }
    if !create::is_email(new) {
        wrong("ERR_INVALID", "is invalid")?;
    }
    if create::taken(app, &New { email: Some(new.to_owned()), ..New::default() }).await?.contains_key("email") {
        wrong("ERR_TAKEN", "has already been taken")?;
    }
    let mut tx = app.db.write().await?;
    let waits = app.config.smtp.is_some();
    if waits {
        store::want_email(&mut tx, account, new).await?;
        jobs::enqueue(app, &mut tx, &Job::ConfirmEmail { account }, app.clock.now(), None).await?;
    } else {
        store::set_email(&mut tx, account, new, &create::fold_email(new)).await?;
    }
    letters::write(app, &mut tx, account, Kind::EmailChanged { to: new.to_owned() }).await?;
    app.commit(tx, &[]).await?;
    Ok(waits)
}
