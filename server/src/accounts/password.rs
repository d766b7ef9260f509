//! Passwords: hashed with argon2id, two at a time, off the threads that answer requests.

use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};

/// A hash that no password has: verified against when the user is unknown, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IGZvciBubw$Xp9uNqWc7lBsfOcuqRrLCDRYhtGIyTRJ6k0PLbWxZ9I";

pub async fn hash(app: &App, password: &str) -> Result<String> {
    let password = password.to_owned();
    in_turn(app, move || {
        Argon2::default().hash_password(password.as_bytes()).map(|hash| hash.to_string()).map_err(Error::internal)
    })
    .await?
}

/// Whether this is the password. `None` stands for an unknown user and is never right.
pub async fn verify(app: &App, password: &str, hash: Option<&str>) -> Result<bool> {
    let known = hash.is_some();
    let (password, hash) = (password.to_owned(), hash.unwrap_or(NOBODY).to_owned());
    let right = in_turn(app, move || {
        PasswordHash::new(&hash).is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    })
    .await?;
    Ok(known && right)
}

/// Sets a new one and signs the member out everywhere, except where this token and this browser session are (0 spares
/// none). Returns the event to commit with.
pub async fn replace(app: &App, tx: &mut Tx, account: i64, hash: &str, token: i64, session: i64) -> Result<Event> {
    store::set_password(tx, account, hash).await?;
    store::sign_out(tx, account, token, session, app.clock.now()).await?;
    Ok(Event::User { account })
}

async fn in_turn<T: Send + 'static>(app: &App, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
    let _turn = app.hashing.acquire().await.map_err(Error::internal)?;
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dummy_hash_costs_as_much_as_a_real_one() {
        let dummy = PasswordHash::new(NOBODY).unwrap();
        let real = Argon2::default().hash_password(b"x").unwrap();
        assert_eq!((dummy.algorithm, &dummy.params), (real.algorithm, &real.params));
    }
}
