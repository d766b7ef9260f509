//! Putting a letter into the queue, in the transaction of its cause, and sending it.

use super::{Draft, Kind, Words, compose, store};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::mail;
use crate::messages::Locale;
use crate::time::iso;

/// Whom a letter to this member would reach; None without an address, or where no mail server is named.
pub async fn recipient(app: &App, tx: &mut Tx, account: i64, kind: Kind) -> Result<Option<Draft>> {
    if app.config.smtp.is_none() {
        return Ok(None);
    }
    let found = store::recipient(tx, account).await?;
    Ok(found.map(|(to, locale, name)| Draft { to, locale, name, kind }))
}

/// To a member.
pub async fn write(app: &App, tx: &mut Tx, account: i64, kind: Kind) -> Result<()> {
    match recipient(app, tx, account, kind).await? {
        Some(draft) => write_to(app, tx, draft).await,
        None => Ok(()),
    }
}

/// To somebody whose row may be gone when the letter goes.
pub async fn write_to(app: &App, tx: &mut Tx, draft: Draft) -> Result<()> {
    jobs::enqueue(app, tx, &Job::Letter { draft }, app.clock.now(), None).await
}

/// By a job.
pub async fn send(app: &App, draft: &Draft) -> Result<()> {
    // The mail server may have been taken out of the configuration meanwhile: then nobody waits for letters.
    if app.config.smtp.is_none() {
        return Ok(());
    }
    let locale = Locale::parse(&draft.locale).unwrap_or_default();
    let settings = format!("{}/settings", app.origin);
    let sign_in = format!("{}/sign-in", app.origin);
    let reset = format!("{}/auth/password/new?lang={}", app.origin, locale.code());
    let settings = Some(("server_mail_button_settings", settings.as_str()));
    let mut more = Vec::new();
    let (subject, text, button) = match &draft.kind {
        Kind::NewDevice { device, address, at } => {
            more.extend([("device", device.clone()), ("address", address.clone())]);
            more.push(("time", iso(*at).replace('T', " ").chars().take(16).chain(" UTC".chars()).collect()));
            let button = Some(("server_mail_button_reset", reset.as_str()));
            ("server_mail_new_device_subject", "server_mail_new_device_text", button)
        }
        Kind::PasswordChanged => {
            let button = Some(("server_mail_button_reset", reset.as_str()));
            ("server_mail_password_changed_subject", "server_mail_password_changed_text", button)
        }
        Kind::EmailChanged { to } => {
            more.push(("address", to.clone()));
            ("server_mail_email_changed_subject", "server_mail_email_changed_text", None)
        }
        Kind::TwoFactorOn => ("server_mail_two_factor_on_subject", "server_mail_two_factor_on_text", settings),
        Kind::TwoFactorOff => ("server_mail_two_factor_off_subject", "server_mail_two_factor_off_text", settings),
        Kind::RecoveryCodeUsed { left } => {
            more.push(("count", left.to_string()));
            ("server_mail_recovery_used_subject", "server_mail_recovery_used_text", settings)
        }
        Kind::Approved => {
            let button = Some(("server_mail_button_sign_in", sign_in.as_str()));
            ("server_mail_approved_subject", "server_mail_approved_text", button)
        }
        Kind::Rejected => ("server_mail_rejected_subject", "server_mail_rejected_text", None),
        Kind::AppealDecided { approved: true } => {
            ("server_mail_appeal_yes_subject", "server_mail_appeal_yes_text", None)
        }
        Kind::AppealDecided { approved: false } => {
            ("server_mail_appeal_no_subject", "server_mail_appeal_no_text", None)
        }
    };
    let words = Words { subject, text, button, quoted: "", name: &draft.name, more: &more };
    mail::send(app, compose(app, locale, &draft.to, &words).await?).await
}
