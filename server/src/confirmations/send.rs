//! Writing the letter, and writing it again.

use super::store;
use crate::accounts::create::{self, New};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::letters::{Words, compose};
use crate::mail;
use crate::messages::Locale;

/// By a job. Each try carries a link of its own, as only its hash is kept.
pub async fn send(app: &App, account: i64) -> Result<()> {
    let Some((email, locale, name, changes)) = store::waiting(&mut app.db.read().await?, account).await? else {
        return Ok(());
    };
    let secret = app.new_secret();
    let mut tx = app.db.write().await?;
    store::add(&mut tx, &app.hash_secret(&secret), account, &email, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    let locale = Locale::parse(&locale).unwrap_or_default();
    let link = format!("{}/auth/confirmation?confirmation_token={secret}&lang={}", app.origin, locale.code());
    let words = Words {
        subject: if changes { "server_mail_new_address_subject" } else { "server_mail_confirm_subject" },
        text: if changes { "server_mail_new_address_text" } else { "server_mail_confirm_text" },
        button: Some(("server_mail_confirm_button", &link)),
        quoted: "",
        name: &name,
        more: &[],
    };
    mail::send(app, compose(app, locale, &email, &words).await?).await
}

/// Once more, perhaps to another address. Mastodon's words for those who have nothing to confirm.
pub async fn resend(app: &App, account: i64, by: Option<i64>, email: Option<String>) -> Result<()> {
    let (confirmed, maker) = store::standing(&mut app.db.read().await?, account).await?;
    if maker.is_some() && maker != by {
        return Err(Error::Forbidden(
            "This method is only available to the application the user originally signed-up with".into(),
        ));
    }
    if confirmed {
        return Err(Error::Forbidden("This method is only available while the e-mail is awaiting confirmation".into()));
    }
    let email = email.map(|email| email.trim().to_owned()).filter(|email| !email.is_empty());
    if let Some(email) = &email {
        if !create::is_email(email) {
            return Err(Error::validation("Email is invalid"));
        }
        let probe = New { email: Some(email.clone()), ..New::default() };
        if let Some((_, text)) = create::taken(app, &probe).await?.remove("email").and_then(|mut wrong| wrong.pop()) {
            return Err(Error::validation(format!("Email {text}")));
        }
    }
    let mut tx = app.db.write().await?;
    if let Some(email) = &email {
        store::readdress(&mut tx, account, email, &create::fold_email(email)).await?;
    }
    jobs::enqueue(app, &mut tx, &Job::ConfirmEmail { account }, app.clock.now(), None).await?;
    app.commit(tx, &[]).await
}
