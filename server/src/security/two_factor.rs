//! The second step: six digits from an authenticator app, or one of ten codes for emergencies. A code counts once.

use super::{prove, store};
use crate::app::{App, fill_random};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::letters::{self, Kind};
use crate::time::SECOND;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Secret, Totp};

const CODES: usize = 10;
/// Letters and digits that nobody takes for each other.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What an authenticator app must be told.
pub struct SetUp {
    pub secret: String,
    pub url: String,
    /// The same as a picture.
    pub qr: String,
}

fn totp(secret: &str) -> Result<Totp> {
    let secret = Secret::try_from_base32(secret).map_err(|error| Error::internal(format!("{error:?}")))?;
    Builder::new().with_secret(secret).build().map_err(|error| Error::internal(format!("{error:?}")))
}

fn seconds(app: &App) -> u64 {
    (app.clock.now() / SECOND) as u64
}

/// Makes a secret that counts when its first code was given.
pub async fn begin(app: &App, account: i64, password: &str) -> Result<SetUp> {
    prove(app, account, password).await?;
    let mut bytes = vec![0; 20];
    fill_random(&mut bytes);
    let secret = Secret::new(bytes.into_boxed_slice()).to_base32();
    let mut tx = app.db.write().await?;
    let name = store::begin(&mut tx, account, &secret, app.clock.now()).await?;
    let Some(name) = name else { return Err(Error::Unprocessable("Two-factor authentication is on already".into())) };
    app.commit(tx, &[]).await?;
    let issuer = app.settings().await?.title.clone();
    let part = |text: &str| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
    let label = format!("{}:{}", part(&issuer), part(&format!("{name}@{}", app.config.server.domain)));
    let url = format!("otpauth://totp/{label}?secret={secret}&issuer={}", part(&issuer));
    let code = QrCode::new(&url).map_err(Error::internal)?;
    let qr = code.render::<svg::Color<'_>>().min_dimensions(240, 240).build();
    Ok(SetUp { secret, url, qr })
}

/// Turns it on with a first code, and hands out the codes for emergencies.
pub async fn confirm(app: &App, account: i64, code: &str) -> Result<Vec<String>> {
    app.limiter.take(crate::web::limits::Kind::SecondStep, &account.to_string(), app.clock.now())?;
    let mut tx = app.db.write().await?;
    let secret = store::unconfirmed(&mut tx, account).await?.ok_or(Error::NotFound)?;
    let Some(step) = totp(&secret)?.check(&digits(code), seconds(app)) else {
        return Err(Error::Unprocessable("Validation failed: Code is wrong".into()));
    };
    store::confirm(&mut tx, account, step as i64, app.clock.now()).await?;
    let codes = renew(app, &mut tx, account).await?;
    letters::write(app, &mut tx, account, Kind::TwoFactorOn).await?;
    app.commit(tx, &[]).await?;
    Ok(codes)
}

/// Other codes for emergencies; the old ones count no more.
pub async fn new_codes(app: &App, account: i64, password: &str) -> Result<Vec<String>> {
    prove(app, account, password).await?;
    let mut tx = app.db.write().await?;
    if !store::is_on(&mut tx, account).await? {
        return Err(Error::NotFound);
    }
    let codes = renew(app, &mut tx, account).await?;
    app.commit(tx, &[]).await?;
    Ok(codes)
}

async fn renew(app: &App, tx: &mut Tx, account: i64) -> Result<Vec<String>> {
    let mut codes = Vec::with_capacity(CODES);
    for _ in 0..CODES {
        let mut bytes = [0; 12];
        fill_random(&mut bytes);
        let text: String = bytes.iter().map(|byte| char::from(ALPHABET[usize::from(byte % 32)])).collect();
        codes.push(format!("{}-{}-{}", &text[..4], &text[4..8], &text[8..]));
    }
    let hashes: Vec<[u8; 32]> = codes.iter().map(|code| hash(app, account, code)).collect();
    store::renew_codes(tx, account, &hashes, app.clock.now()).await?;
    Ok(codes)
}

/// Whose code it is, is part of the hash: a code opens one account only.
fn hash(app: &App, account: i64, code: &str) -> [u8; 32] {
    let code: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    app.hash_secret(&format!("recovery {account} {}", code.to_ascii_lowercase()))
}

/// People type them with a space in the middle.
fn digits(code: &str) -> String {
    code.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Turns it off.
pub async fn end(app: &App, account: i64, password: &str) -> Result<()> {
    prove(app, account, password).await?;
    let mut tx = app.db.write().await?;
    if store::is_on(&mut tx, account).await? {
        letters::write(app, &mut tx, account, Kind::TwoFactorOff).await?;
    }
    store::end(&mut tx, account).await?;
    app.commit(tx, &[]).await
}

/// For whoever lost everything; the caller has the right to it and logs it.
pub async fn take_away(app: &App, tx: &mut Tx, account: i64) -> Result<()> {
    store::end(tx, account).await?;
    letters::write(app, tx, account, Kind::TwoFactorOff).await
}

/// Whether this code is right, and used up with that.
pub async fn is_right(app: &App, tx: &mut Tx, account: i64, code: &str) -> Result<bool> {
    let Some(secret) = store::secret(tx, account).await? else { return Ok(false) };
    if let Some(step) = totp(&secret)?.check(&digits(code), seconds(app)) {
        return store::use_step(tx, account, step as i64).await;
    }
    let Some(left) = store::use_code(tx, account, &hash(app, account, code)).await? else { return Ok(false) };
    letters::write(app, tx, account, Kind::RecoveryCodeUsed { left }).await?;
    Ok(true)
}

/// Whether a member's sign-in has a second step.
pub async fn is_on(app: &App, account: i64) -> Result<bool> {
    Ok(store::standing(&mut app.db.read().await?, account).await?.0)
}
