//! Taking note of where an app wants to be told, and of what.

use super::{POLICIES, Subscription, cipher, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::notifications::bits;
use base64::Engine as _;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use url::Url;

const LONGEST_ENDPOINT: usize = 2048;
/// Apps send either alphabet, with padding or without.
const ANY_PADDING: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
const BASE64: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, ANY_PADDING);

/// What it is told of.
#[derive(Debug, Clone)]
pub struct Data {
    /// The types that were turned on.
    pub alerts: Vec<String>,
    pub policy: Option<String>,
}

pub struct New {
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub standard: bool,
    pub data: Data,
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.trim().replace('+', "-").replace('/', "_")).ok()
}

fn endpoint(text: &str) -> Result<String> {
    if text.is_empty() {
        return Err(Error::validation("Endpoint can't be blank"));
    }
    let good = Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    if good && text.len() <= LONGEST_ENDPOINT {
        Ok(text.to_owned())
    } else {
        Err(Error::validation("Endpoint is not a valid URL"))
    }
}

fn policy(data: &Data) -> Result<String> {
    match data.policy.as_deref().filter(|policy| !policy.is_empty()) {
        None => Ok("all".into()),
        Some(policy) if POLICIES.contains(&policy) => Ok(policy.into()),
        Some(_) => Err(Error::validation("Policy is not included in the list")),
    }
}

fn alerts(data: &Data) -> i64 {
    bits(data.alerts.iter().map(String::as_str))
}

/// Each token has one: a new subscription takes the place of the old.
pub async fn subscribe(app: &App, token: i64, account: i64, new: New) -> Result<Subscription> {
    for (name, key) in [("p256dh", &new.p256dh), ("auth", &new.auth)] {
        if key.trim().is_empty() {
            return Err(Error::validation(format!("Key {name} can't be blank")));
        }
    }
    let wrong = |name: &str| Error::validation(format!("Key {name} is invalid"));
    let mut subscription = Subscription {
        id: 0,
        token,
        account,
        endpoint: endpoint(new.endpoint.trim())?,
        p256dh: bytes(&new.p256dh).filter(|key| cipher::is_key(key)).ok_or_else(|| wrong("p256dh"))?,
        auth: bytes(&new.auth).filter(|secret| secret.len() == 16).ok_or_else(|| wrong("auth"))?,
        standard: new.standard,
        alerts: alerts(&new.data),
        policy: policy(&new.data)?,
    };
    let mut tries = 0;
    loop {
        let mut tx = app.db.write().await?;
        store::forget(&mut tx, token).await?;
        match store::add(&mut tx, &subscription, app.clock.now()).await {
            Ok(id) => subscription.id = id,
            // Two at once took the same number, which only PostgreSQL lets them.
            Err(Error::Conflict(_)) if tries < 5 => {
                tries += 1;
                continue;
            }
            Err(error) => return Err(error),
        }
        app.commit(tx, &[]).await?;
        return Ok(subscription);
    }
}

/// Another choice of what is told; where it goes stays as it is.
pub async fn change(app: &App, token: i64, data: &Data) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::change(&mut tx, token, alerts(data), &policy(data)?, app.clock.now()).await?;
    app.commit(tx, &[]).await
}
