//! The job: one notification to one app.

use super::store::{self, Recipient};
use super::{LIFE, cipher, payload, vapid};
use crate::app::App;
use crate::error::{Error, Result};
use crate::http::header::{self, HeaderName};
use crate::media::view::file_url;
use crate::web::scope::Scopes;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use std::time::Duration;
use url::Url;

const PATIENCE: Duration = Duration::from_secs(10);

/// Fails, to be tried again, when the push service is unwell or wants a pause. What is over meanwhile (a subscription,
/// a token, a status) is no failure.
pub async fn deliver(app: &App, token: i64, notification: i64) -> Result<()> {
    let mut reader = app.db.read().await?;
    let Some(to) = store::recipient(&mut reader, token).await? else { return Ok(()) };
    let news = store::news(&mut reader, notification, to.subscription.account).await?;
    drop(reader);
    let now = app.clock.now();
    let Some(news) = news.filter(|news| news.created_at > now - LIFE) else { return Ok(()) };
    if (news.has_status && news.text.is_none()) || !Scopes::parse(&to.scopes).grants("push") {
        return Ok(());
    }
    let icon = match &news.avatar {
        Some(path) => file_url(&app.origin, path),
        None => format!("{}/avatars/original/missing.png", app.origin),
    };
    let text = payload::payload(&news, notification, &to.locale, &icon).to_string();
    match send(app, &to, text.as_bytes()).await? {
        200..300 => Ok(()),
        // Nobody listens there any more, or will ever understand us. Only a pause or a slow service is worth another try.
        status @ 400..500 if status != 408 && status != 429 => {
            tracing::info!(status, "a push subscription ended");
            let mut tx = app.db.write().await?;
            store::forget(&mut tx, token).await?;
            app.commit(tx, &[]).await
        }
        status => Err(Error::internal(format!("the push service answered {status}"))),
    }
}

async fn send(app: &App, to: &Recipient, text: &[u8]) -> Result<u16> {
    let subscription = &to.subscription;
    let url = Url::parse(&subscription.endpoint).map_err(Error::internal)?;
    let settings = app.settings().await?;
    let contact = match settings.contact_email.as_str() {
        "" => app.origin.to_string(),
        email => format!("mailto:{email}"),
    };
    let private_key = store::private_key(&mut app.db.read().await?).await?;
    let token = vapid::token(&private_key, &url, &contact, app.clock.now())?;
    let name = HeaderName::from_static;
    let ask = if subscription.standard {
        let body = cipher::standard(text, &subscription.p256dh, &subscription.auth)?;
        app.http
            .post(url, body)
            .header(header::CONTENT_ENCODING, "aes128gcm")
            .header(header::AUTHORIZATION, &format!("vapid t={token}, k={}", settings.vapid_public))
    } else {
        let sealed = cipher::legacy(text, &subscription.p256dh, &subscription.auth)?;
        let (salt, dh) = (URL_SAFE_NO_PAD.encode(sealed.salt), URL_SAFE_NO_PAD.encode(&sealed.public_key));
        app.http
            .post(url, sealed.body)
            .header(header::CONTENT_ENCODING, "aesgcm")
            .header(name("encryption"), &format!("salt={salt}"))
            .header(name("crypto-key"), &format!("dh={dh};p256ecdsa={}", settings.vapid_public))
            .header(header::AUTHORIZATION, &format!("WebPush {token}"))
    };
    let ask = ask
        .header(header::CONTENT_TYPE, "application/octet-stream")
        .header(name("ttl"), &(LIFE / 1000).to_string())
        .header(name("urgency"), "normal");
    Ok(ask.within(PATIENCE).send().await?.status)
}
