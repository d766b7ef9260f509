//! A sign-in between the password and the second step: known by a secret that the browser keeps for ten minutes.

use super::{store, two_factor};
use crate::app::App;
use crate::error::Result;
use crate::time::MINUTE;
use crate::web::limits::Kind;

const LIFE: i64 = 10 * MINUTE;

/// What the cookie holds.
pub async fn begin(app: &App, account: i64) -> Result<String> {
    let secret = app.new_secret();
    let mut tx = app.db.write().await?;
    store::add_step(&mut tx, &app.hash_secret(&secret), account, app.clock.now() + LIFE).await?;
    app.commit(tx, &[]).await?;
    Ok(secret)
}

#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Right(i64),
    /// Whose code was wrong.
    Wrong(i64),
    /// The password must be given again.
    Over,
}

/// Tries a code. Guessing is held off for the account as a whole, also where limits are off.
pub async fn finish(app: &App, secret: &str, code: &str) -> Result<Outcome> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let Some(account) = store::step(&mut tx, &app.hash_secret(secret), now).await? else { return Ok(Outcome::Over) };
    app.limiter.take(Kind::SecondStep, &account.to_string(), now)?;
    if !two_factor::is_right(app, &mut tx, account, code).await? {
        return Ok(Outcome::Wrong(account));
    }
    store::end_steps(&mut tx, account).await?;
    app.commit(tx, &[]).await?;
    app.limiter.give_back(Kind::SecondStep, &account.to_string());
    Ok(Outcome::Right(account))
}
