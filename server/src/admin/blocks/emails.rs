//! E-mail domains from which nobody may join, and how often that was tried.

use super::allows::Named;
use super::{canonical, fold, log, store, taken};
use crate::admin::Actor;
use crate::app::App;
use crate::bus::Event;
use crate::error::{Error, Result};
use crate::time::{DAY, midnight};
use crate::web::permission;
use serde_json::{Value, json};

pub async fn block(app: &App, actor: &Actor, domain: &str) -> Result<Named> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let domain = match fold(domain) {
        Err(_) if !domain.trim().is_empty() => {
            return Err(Error::validation("Domain is invalid, Domain is not a valid domain name"));
        }
        folded => folded?,
    };
    let new = Named { id: app.ids.next(), domain, created_at: app.clock.now() };
    let mut tx = app.db.write().await?;
    let made = store::add_email_block(&mut tx, &new).await;
    made.map_err(|error| taken(error, "email_domain_blocks_domain", "Domain"))?;
    let (kind, after) = ("create_email_domain_block", json!({ "domain": new.domain }));
    log(app, &mut tx, actor, kind, "email_domain_block", (new.id, &new.domain), Value::Null, after).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(new)
}

pub async fn unblock(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let mut tx = app.db.write().await?;
    let known = store::email_block_in(&mut tx, id).await?;
    store::remove_email_block(&mut tx, id).await?;
    let (kind, before) = ("destroy_email_domain_block", json!({ "domain": known.domain }));
    log(app, &mut tx, actor, kind, "email_domain_block", (id, &known.domain), before, Value::Null).await?;
    app.commit(tx, &[Event::Blocks]).await
}

/// What stands against an e-mail address, in Mastodon's code and words; the try is counted.
pub async fn problem(app: &App, email: &str, from: Option<&str>) -> Result<Option<(&'static str, String)>> {
    if let Some(block) = app.bars().await?.email(email) {
        let day = midnight(app.clock.now());
        // Enough to tell people apart for a day, and nothing more.
        let salt = &app.settings().await?.instance_id;
        let hash = app.hash_secret(&format!("{salt} {day} {}", from.unwrap_or("")));
        let who: String = hash[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        let mut tx = app.db.write().await?;
        store::note_try(&mut tx, block, day, &who).await?;
        app.commit(tx, &[]).await?;
        return Ok(Some(("ERR_BLOCKED", "uses a disallowed e-mail provider".into())));
    }
    let hash = canonical::hash(email);
    if !store::canonical_by_hash(&mut app.db.read().await?, &hash).await?.is_empty() {
        return Ok(Some(("ERR_TAKEN", "has already been taken".into())));
    }
    Ok(None)
}

/// The last seven days, newest first: (day in milliseconds, people, tries).
pub(super) fn week(now: i64, block: i64, tries: &[(i64, i64, i64, i64)]) -> Vec<(i64, i64, i64)> {
    let today = midnight(now);
    (0..7)
        .map(|back| {
            let day = today - back * DAY;
            let found = tries.iter().find(|(id, at, ..)| *id == block && *at == day);
            found.map_or((day, 0, 0), |(_, _, people, uses)| (day, *people, *uses))
        })
        .collect()
}

/// Forgets tries that nobody is shown any more.
pub async fn forget(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::forget_tries(&mut tx, midnight(app.clock.now()) - 7 * DAY).await?;
    tx.commit().await
}
