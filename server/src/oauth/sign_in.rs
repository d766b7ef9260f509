//! Signing in with a password, and the browser sessions that follow from it.

use super::store::{self, NewSession, State, Visitor};
use crate::accounts::create::fold_email;
use crate::accounts::password;
use crate::app::App;
use crate::error::Result;
use crate::security::history::{self, Browser};
use crate::time::DAY;
use crate::web::limits::Kind;

/// Sessions end by themselves, and with them what they keep of the browser.
const LENGTH: i64 = 30 * DAY;

/// Whose password this is and how that login stands; `None` when there is no such pair. Throttled also where limits are off,
/// and as slow for names that do not exist.
pub async fn check(app: &App, login: &str, secret: &str, browser: &Browser<'_>) -> Result<Option<(i64, State)>> {
    let (now, address) = (app.clock.now(), browser.address);
    let name = name_of(app, login);
    let wide = format!("name:{name}");
    app.limiter.take(Kind::SignIn, address, now)?;
    app.limiter.take(Kind::SignInName, &wide, now)?;
    let found = store::login(&mut app.db.read().await?, &name, &fold_email(login)).await?;
    let right = password::verify(app, secret, found.as_ref().map(|login| login.password_hash.as_str())).await?;
    if let Some(login) = found.as_ref().filter(|_| !right) {
        history::failed(app, login.account_id, "password", browser).await?;
    }
    let Some(login) = found.filter(|_| right) else { return Ok(None) };
    app.limiter.give_back(Kind::SignIn, address);
    app.limiter.give_back(Kind::SignInName, &wide);
    Ok(Some((login.account_id, login.state)))
}

/// People type `anna`, `@anna` and `anna@this.community`.
pub fn name_of(app: &App, login: &str) -> String {
    let login = login.trim().trim_start_matches('@').to_lowercase();
    match login.split_once('@') {
        Some((name, domain)) if domain == app.config.server.domain => name.to_owned(),
        _ => login,
    }
}

/// Opens a session; returns what the cookie holds.
pub async fn open(app: &App, account_id: i64, method: &str, browser: &Browser<'_>) -> Result<String> {
    let (secret, now) = (app.new_secret(), app.clock.now());
    let agent: String = browser.agent.chars().take(300).collect();
    let new = NewSession {
        id: app.ids.next(),
        hash: app.hash_secret(&secret),
        account_id,
        agent: &agent,
        ip: browser.address,
        now,
        expires: now + LENGTH,
    };
    let mut tx = app.db.write().await?;
    store::add_session(&mut tx, &new).await?;
    history::signed_in(app, &mut tx, account_id, method, browser).await?;
    app.commit(tx, &[]).await?;
    Ok(secret)
}

/// Who is signed in with this cookie.
pub async fn visitor(app: &App, secret: &str) -> Result<Option<Visitor>> {
    store::session(&mut app.db.read().await?, &app.hash_secret(secret), app.clock.now()).await
}

pub async fn close(app: &App, secret: &str) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::end_session(&mut tx, &app.hash_secret(secret)).await?;
    app.commit(tx, &[]).await
}
