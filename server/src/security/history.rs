//! Who signed in, or tried to, from where: kept for 30 days, so that a member can see a stranger, and a letter tells of a
//! browser that was never here.

use super::store::{self, SignIn};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::letters::{self, Kind};
use crate::time::DAY;

/// The browser that somebody signs in with.
#[derive(Debug, Clone, Copy, Default)]
pub struct Browser<'a> {
    pub agent: &'a str,
    pub address: &'a str,
    /// The secret of a cookie that stays in the browser.
    pub device: &'a str,
}

fn row<'a>(app: &App, account: i64, ok: bool, method: &'a str, browser: &Browser<'a>) -> SignIn<'a> {
    let end = browser.agent.char_indices().nth(300).map_or(browser.agent.len(), |(at, _)| at);
    SignIn {
        id: app.ids.next(),
        account,
        ok,
        method,
        ip: browser.address,
        agent: &browser.agent[..end],
        device: (!browser.device.is_empty()).then(|| app.hash_secret(browser.device)),
        at: app.clock.now(),
    }
}

/// Notes a success in its transaction. `method` is `password`, `two_factor` or `passkey`.
pub async fn signed_in(app: &App, tx: &mut Tx, account: i64, method: &str, browser: &Browser<'_>) -> Result<()> {
    let new = row(app, account, true, method, browser);
    // Whoever has just joined knows that it was them.
    let is_new = store::is_new(tx, &new, new.at - DAY).await?;
    store::note(tx, &new).await?;
    if is_new {
        let (device, address) = (new.agent.to_owned(), new.ip.to_owned());
        letters::write(app, tx, account, Kind::NewDevice { device, address, at: new.at }).await?;
    }
    Ok(())
}

/// Notes that somebody tried and had the wrong password or code.
pub async fn failed(app: &App, account: i64, method: &str, browser: &Browser<'_>) -> Result<()> {
    let new = row(app, account, false, method, browser);
    let mut tx = app.db.write().await?;
    store::note(&mut tx, &new).await?;
    app.commit(tx, &[]).await
}
