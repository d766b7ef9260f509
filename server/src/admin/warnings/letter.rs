//! The same by letter.

use super::store;
use crate::app::App;
use crate::error::Result;
use crate::letters::{Words, compose};
use crate::mail;
use crate::messages::Locale;

/// The sentence for what was done.
pub fn words(action: &str) -> &'static str {
    match action {
        "disable" => "server_mail_warning_disable",
        "sensitive" => "server_mail_warning_sensitive",
        "mark_statuses_as_sensitive" => "server_mail_warning_mark_sensitive",
        "delete_statuses" => "server_mail_warning_delete",
        "silence" => "server_mail_warning_silence",
        "suspend" => "server_mail_warning_suspend",
        _ => "server_mail_warning_none",
    }
}

/// By a job.
pub async fn send(app: &App, id: i64) -> Result<()> {
    let Some((action, text, email, locale, name)) = store::letter(&mut app.db.read().await?, id).await? else {
        return Ok(());
    };
    if app.config.smtp.is_none() {
        return Ok(());
    }
    let locale = Locale::parse(&locale).unwrap_or_default();
    let what = locale.say(words(&action));
    let words = Words {
        subject: "server_mail_warning_subject",
        text: "server_mail_warning_text",
        button: None,
        quoted: "text",
        name: &name,
        more: &[("what", what.to_owned()), ("text", text)],
    };
    mail::send(app, compose(app, locale, &email, &words).await?).await
}
