//! Letters, by the mail server that instance.toml names. Deliberately absent: what they say; that stands with the noun
//! whose news it is, and is sent by a job, so that nobody waits for a mail server.

use crate::app::App;
use crate::config::Smtp;
use crate::error::{Error, Result};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use std::net::IpAddr;
use std::time::Duration;

const PATIENCE: Duration = Duration::from_secs(30);
/// Where TLS begins with the first byte instead of after STARTTLS.
const SMTPS: u16 = 465;

pub struct Letter {
    pub to: String,
    pub subject: String,
    /// Plain text.
    pub text: String,
    /// The same as a page.
    pub html: String,
}

/// `Tea house <house@example.org>` or the bare address.
pub fn is_mailbox(text: &str) -> bool {
    text.parse::<Mailbox>().is_ok()
}

/// Resolves when the mail server has taken it.
pub async fn send(app: &App, letter: Letter) -> Result<()> {
    let smtp = app.config.smtp.as_ref().ok_or_else(|| Error::internal("no mail server is configured"))?;
    let mailbox = |text: &str| text.parse::<Mailbox>().map_err(Error::internal);
    let mut from = mailbox(&smtp.from)?;
    if from.name.is_none() {
        from.name = Some(app.settings().await?.title.clone());
    }
    let message = Message::builder()
        .from(from)
        .to(mailbox(&letter.to)?)
        .subject(letter.subject)
        .multipart(MultiPart::alternative_plain_html(letter.text, letter.html))
        .map_err(Error::internal)?;
    transport(app, smtp)?.send(message).await.map(drop).map_err(Error::internal)
}

/// Always encrypted, except to a mail server on this machine.
fn transport(app: &App, smtp: &Smtp) -> Result<AsyncSmtpTransport<Tokio1Executor>> {
    let here = smtp.host == "localhost" || smtp.host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    let tls = match (here, smtp.port) {
        (_, SMTPS) => Tls::Wrapper(TlsParameters::new(smtp.host.clone()).map_err(Error::internal)?),
        (true, _) => Tls::None,
        (false, _) => Tls::Required(TlsParameters::new(smtp.host.clone()).map_err(Error::internal)?),
    };
    let name = app.config.server.domain.split(':').next().unwrap_or("localhost");
    let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&smtp.host)
        .port(smtp.port)
        .tls(tls)
        .timeout(Some(PATIENCE))
        .hello_name(ClientId::Domain(name.to_owned()));
    if let (Some(user), Some(password)) = (&smtp.user, &smtp.password) {
        builder = builder.credentials(Credentials::new(user.clone(), password.clone()));
    }
    Ok(builder.build())
}
