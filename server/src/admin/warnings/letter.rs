//! The same by letter.

use super::store;
use crate::app::App;
use crate::error::Result;
use crate::mail::{self, Letter};
use crate::messages::Locale;

/// By a job.
pub async fn send(app: &App, id: i64) -> Result<()> {
    let Some((action, text, email, locale, name)) = store::letter(&mut app.db.read().await?, id).await? else {
        return Ok(());
    };
    if app.config.smtp.is_none() {
        return Ok(());
    }
    let locale = Locale::parse(&locale).unwrap_or_default();
    let community = app.settings().await?.title.clone();
    let what = locale.say(match action.as_str() {
        "disable" => "server_mail_warning_disable",
        "sensitive" => "server_mail_warning_sensitive",
        "mark_statuses_as_sensitive" => "server_mail_warning_mark_sensitive",
        "delete_statuses" => "server_mail_warning_delete",
        "silence" => "server_mail_warning_silence",
        "suspend" => "server_mail_warning_suspend",
        _ => "server_mail_warning_none",
    });
    let words = [("name", name.as_str()), ("community", &community), ("what", what), ("text", &text)];
    let letter = Letter {
        to: email,
        subject: locale.fill("server_mail_warning_subject", &words),
        text: locale.fill("server_mail_warning_text", &words),
    };
    mail::send(app, letter).await
}
