//! Asking for the link, and using it.

use super::{LIFE, store};
use crate::accounts::create::{fold_email, password_problems};
use crate::accounts::password;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::letters::{self, Words, compose};
use crate::mail;
use crate::messages::Locale;
use crate::oauth::sign_in::name_of;
use crate::web::limits::Kind;

/// Sends a letter to whoever this is. Tells nobody whether there is such a member; throttled also where limits are off.
pub async fn ask(app: &App, login: &str, address: &str) -> Result<()> {
    let now = app.clock.now();
    app.limiter.take(Kind::Reset, address, now)?;
    if app.config.smtp.is_none() || login.trim().is_empty() {
        return Ok(());
    }
    let name = name_of(app, login);
    let found = store::find(&mut app.db.read().await?, &name, &fold_email(login)).await?;
    let Some(account) = found else { return Ok(()) };
    // Letters to one person are few, wherever they are asked for.
    if app.limiter.take(Kind::Letters, &format!("reset:{account}"), now).is_err() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    jobs::enqueue(app, &mut tx, &Job::ResetLetter { account }, now, None).await?;
    app.commit(tx, &[]).await
}

/// A secret that is good for one change.
pub async fn make_link(app: &App, tx: &mut Tx, account: i64) -> Result<String> {
    let (secret, now) = (app.new_secret(), app.clock.now());
    store::add(tx, &app.hash_secret(&secret), account, now, now + LIFE).await?;
    Ok(secret)
}

/// By a job. Each try carries a link of its own, as only its hash is kept.
pub async fn send(app: &App, account: i64) -> Result<()> {
    if app.config.smtp.is_none() {
        return Ok(());
    }
    let found = store::recipient(&mut app.db.read().await?, account).await?;
    let Some((email, locale, name)) = found else { return Ok(()) };
    let mut tx = app.db.write().await?;
    let secret = make_link(app, &mut tx, account).await?;
    app.commit(tx, &[]).await?;
    let locale = Locale::parse(&locale).unwrap_or_default();
    let link = format!("{}/auth/password/edit?reset_password_token={secret}&lang={}", app.origin, locale.code());
    let words = Words {
        subject: "server_mail_reset_subject",
        text: "server_mail_reset_text",
        button: Some(("server_mail_button_reset", &link)),
        quoted: "",
        name: &name,
        more: &[],
    };
    mail::send(app, compose(app, locale, &email, &words).await?).await
}

/// Whether a link still works.
pub async fn works(app: &App, secret: &str) -> Result<bool> {
    let hash = app.hash_secret(secret);
    Ok(store::owner(&mut app.db.read().await?, &hash, app.clock.now()).await?.is_some())
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Done,
    /// Too short or too long; the link still works.
    Unfit,
    Stale,
}

/// Sets it, uses the link up, and signs everybody out.
pub async fn set(app: &App, secret: &str, new: &str, address: &str) -> Result<Outcome> {
    app.limiter.take(Kind::Reset, address, app.clock.now())?;
    if !works(app, secret).await? {
        return Ok(Outcome::Stale);
    }
    if !password_problems(app, new).is_empty() {
        return Ok(Outcome::Unfit);
    }
    let hash = password::hash(app, new).await?;
    let mut tx = app.db.write().await?;
    let Some(account) = store::take(&mut tx, &app.hash_secret(secret), app.clock.now()).await? else {
        return Ok(Outcome::Stale);
    };
    let event = password::replace(app, &mut tx, account, &hash, 0, 0).await?;
    letters::write(app, &mut tx, account, letters::Kind::PasswordChanged).await?;
    app.commit(tx, &[event]).await?;
    Ok(Outcome::Done)
}
