//! The servers that are let in where only listed ones are.

use super::{fold, log, store};
use crate::admin::Actor;
use crate::app::App;
use crate::bus::Event;
use crate::db::{FromRow, Row};
use crate::error::Result;
use crate::web::permission;
use serde_json::{Value, json};

/// One row of `domain_allows` or `email_domain_blocks`.
#[derive(Debug, Clone)]
pub struct Named {
    pub id: i64,
    pub domain: String,
    pub created_at: i64,
}

impl FromRow for Named {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, domain: c.take()?, created_at: c.take()? })
    }
}

/// Allowing what is allowed already changes nothing.
pub async fn allow(app: &App, actor: &Actor, domain: &str) -> Result<Named> {
    actor.needs(permission::MANAGE_FEDERATION)?;
    let domain = fold(domain)?;
    let mut tx = app.db.write().await?;
    if let Some(known) = store::allow_of(&mut tx, &domain).await? {
        return Ok(known);
    }
    let new = Named { id: app.ids.next(), domain, created_at: app.clock.now() };
    store::add_allow(&mut tx, &new).await?;
    let after = json!({ "domain": new.domain });
    log(app, &mut tx, actor, "create_domain_allow", "domain_allow", (new.id, &new.domain), Value::Null, after).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(new)
}

/// Answers what was.
pub async fn disallow(app: &App, actor: &Actor, id: i64) -> Result<Named> {
    actor.needs(permission::MANAGE_FEDERATION)?;
    let mut tx = app.db.write().await?;
    let known = store::allow_in(&mut tx, id).await?;
    store::remove_allow(&mut tx, id).await?;
    let before = json!({ "domain": known.domain });
    log(app, &mut tx, actor, "destroy_domain_allow", "domain_allow", (id, &known.domain), before, Value::Null).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(known)
}
