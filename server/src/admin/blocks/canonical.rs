//! E-mail addresses that may not join, known by the hash of their plainest form only.

use super::{log, store, taken};
use crate::admin::Actor;
use crate::app::App;
use crate::db::{FromRow, Row, Tx};
use crate::error::{Error, Result};
use crate::web::permission;
use aws_lc_rs::digest;
use serde_json::{Value, json};

/// One row of `canonical_email_blocks`.
#[derive(Debug, Clone)]
pub struct Canonical {
    pub id: i64,
    pub hash: String,
}

impl FromRow for Canonical {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, hash: c.take()? })
    }
}

/// `A.B+shop@Example.org` is `ab@example.org`.
fn plain(email: &str) -> String {
    let email = email.trim().to_lowercase();
    let (user, domain) = email.split_once('@').unwrap_or((&email, ""));
    let user = user.replace('.', "");
    format!("{}@{domain}", user.split('+').next().unwrap_or(""))
}

/// SHA-256 of the plain form, as hex.
pub fn hash(email: &str) -> String {
    hex(digest::digest(&digest::SHA256, plain(email).as_bytes()).as_ref())
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Either an address or its hash; the address counts.
pub async fn block(app: &App, actor: &Actor, email: Option<&str>, known: Option<&str>) -> Result<Canonical> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let hash = match (email.filter(|email| !email.trim().is_empty()), known.filter(|hash| !hash.trim().is_empty())) {
        (Some(email), _) if email.contains('@') => hash(email),
        (Some(_), _) => return Err(Error::validation("Email is invalid")),
        (None, Some(known)) => known.trim().to_ascii_lowercase(),
        (None, None) => return Err(Error::validation("Canonical email hash can't be blank")),
    };
    if hash.len() != 64 || !hash.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Error::validation("Canonical email hash is invalid"));
    }
    let new = Canonical { id: app.ids.next(), hash };
    let mut tx = app.db.write().await?;
    let made = store::add_canonical(&mut tx, &new, None, app.clock.now()).await;
    made.map_err(|error| taken(error, "canonical_email_blocks_hash", "Canonical email hash"))?;
    let (kind, after) = ("create_canonical_email_block", json!({ "hash": new.hash }));
    log(app, &mut tx, actor, kind, "canonical_email_block", (new.id, &new.hash), Value::Null, after).await?;
    app.commit(tx, &[]).await?;
    Ok(new)
}

pub async fn unblock(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let mut tx = app.db.write().await?;
    let known = store::canonical_in(&mut tx, id).await?;
    store::remove_canonical(&mut tx, id).await?;
    let (kind, before) = ("destroy_canonical_email_block", json!({ "hash": known.hash }));
    log(app, &mut tx, actor, kind, "canonical_email_block", (id, &known.hash), before, Value::Null).await?;
    app.commit(tx, &[]).await
}

/// Whoever is suspended does not come back under the same address.
pub async fn note_suspension(app: &App, tx: &mut Tx, account: i64) -> Result<()> {
    let Some(email) = store::email_of(tx, account).await? else { return Ok(()) };
    let new = Canonical { id: app.ids.next(), hash: hash(&email) };
    store::note_canonical(tx, &new, account, app.clock.now()).await
}

pub async fn lift_suspension(tx: &mut Tx, account: i64) -> Result<()> {
    store::forget_canonical_of(tx, account).await
}

#[cfg(test)]
mod tests {
    use super::{hash, plain};

    #[test]
    fn addresses_have_a_plainest_form() {
        assert_eq!(plain(" A.B+shop+x@Example.org"), "ab@example.org");
        assert_eq!(hash("f.oo+bar@Example.org"), hash("foo@example.org"));
        // The documentation's own example has this form.
        assert_eq!(hash("test@example.com"), "973dfe463ec85785f5f95af5ba3906eedb2d931c24e69824a89ea65dba4e813b");
    }
}
