//! Making, changing and dropping roles. Nobody touches a role at or above their own, nor gives what they do not have.

use super::{BASE, OWNER, Role, store};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::permission;
use serde_json::Value;

/// What is sent is changed; the rest stays.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub name: Option<String>,
    pub color: Option<String>,
    pub rank: Option<i64>,
    pub permissions: Option<i64>,
    pub highlighted: Option<bool>,
    pub collection_limit: Option<i64>,
}

const NAME_MAX: usize = 100;
const RANK_MAX: i64 = 999;
const COLLECTIONS_MAX: i64 = 1000;
/// Mastodon's 21 permissions.
const KNOWN: i64 = 0x1F_FFFF;
/// What everybody may have.
const SAFE: i64 = permission::INVITE_USERS | permission::VIEW_FEEDS;
/// The four that a community starts with.
const BUILT_IN: std::ops::RangeInclusive<i64> = BASE..=OWNER;

impl Wish {
    fn apply(self, actor: &Actor, role: &mut Role) -> Result<()> {
        if let Some(name) = self.name {
            role.name = name.trim().to_owned();
        }
        if role.name.is_empty() && role.id != BASE {
            return Err(Error::validation("Name can't be blank"));
        }
        if role.name.chars().count() > NAME_MAX {
            return Err(Error::validation(format!("Name is too long (maximum is {NAME_MAX} characters)")));
        }
        if let Some(color) = self.color {
            let hex = color.trim().trim_start_matches('#').to_ascii_lowercase();
            if !(hex.is_empty() || matches!(hex.len(), 3 | 6)) || !hex.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(Error::validation("Color is invalid"));
            }
            role.color = if hex.is_empty() { hex } else { format!("#{hex}") };
        }
        if let Some(rank) = self.rank.filter(|rank| *rank != role.rank) {
            if role.id == BASE || !(1..=RANK_MAX).contains(&rank) {
                return Err(Error::validation("Position is invalid"));
            }
            if rank >= actor.rank {
                return Err(Error::validation("Position cannot be higher than your current role"));
            }
            role.rank = rank;
        }
        if let Some(permissions) = self.permissions.filter(|permissions| *permissions != role.permissions) {
            if permissions & !KNOWN != 0 {
                return Err(Error::validation("Permissions is invalid"));
            }
            let own = if actor.may(0) { KNOWN } else { actor.permissions };
            // What the role has already may stay.
            if permissions & !role.permissions & !own != 0 {
                return Err(Error::validation(
                    "Permissions cannot include permissions your current role does not possess",
                ));
            }
            if role.id == BASE && permissions & !SAFE != 0 {
                return Err(Error::validation("Permissions contain privileges that are not safe for the base role"));
            }
            role.permissions = permissions;
        }
        if let Some(limit) = self.collection_limit {
            if !(0..=COLLECTIONS_MAX).contains(&limit) {
                return Err(Error::validation("Collection limit is invalid"));
            }
            role.collection_limit = limit;
        }
        role.highlighted = self.highlighted.unwrap_or(role.highlighted);
        Ok(())
    }
}

fn below(actor: &Actor, role: &Role) -> Result<()> {
    if role.rank < actor.rank && role.id != OWNER { Ok(()) } else { Err(Error::forbidden()) }
}

pub async fn add(app: &App, actor: &Actor, wish: Wish) -> Result<i64> {
    actor.needs(permission::MANAGE_ROLES)?;
    let mut role = Role {
        id: app.ids.next(),
        name: String::new(),
        color: String::new(),
        rank: 1,
        permissions: 0,
        highlighted: false,
        collection_limit: 0,
        members: 0,
    };
    wish.apply(actor, &mut role)?;
    below(actor, &role)?;
    let mut tx = app.db.write().await?;
    store::add(&mut tx, &role, app.clock.now()).await?;
    log(app, &mut tx, actor, "create_role", &role, Value::Null, role.json()).await?;
    app.commit(tx, &[]).await?;
    Ok(role.id)
}

pub async fn change(app: &App, actor: &Actor, id: i64, wish: Wish) -> Result<()> {
    actor.needs(permission::MANAGE_ROLES)?;
    let mut tx = app.db.write().await?;
    let before = store::find(&mut tx, id).await?;
    below(actor, &before)?;
    let mut role = before.clone();
    wish.apply(actor, &mut role)?;
    store::change(&mut tx, &role, app.clock.now()).await?;
    if before.highlighted || role.highlighted {
        store::render_again(&mut tx, id).await?;
    }
    log(app, &mut tx, actor, "update_role", &role, before.json(), role.json()).await?;
    app.commit(tx, &[Event::Roles]).await
}

pub async fn remove(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_ROLES)?;
    let mut tx = app.db.write().await?;
    let role = store::find(&mut tx, id).await?;
    below(actor, &role)?;
    if BUILT_IN.contains(&id) {
        return Err(Error::validation("Role is one that every community has"));
    }
    store::render_again(&mut tx, id).await?;
    store::remove(&mut tx, id).await?;
    log(app, &mut tx, actor, "destroy_role", &role, role.json(), Value::Null).await?;
    app.commit(tx, &[Event::Roles]).await
}

async fn log(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    kind: &str,
    role: &Role,
    before: Value,
    after: Value,
) -> Result<()> {
    let act = Act {
        kind,
        target_type: "role",
        target_id: role.id,
        target_label: &role.name,
        reason: "",
        before,
        after,
        case_id: None,
    };
    admin::record(app, tx, actor, &act).await.map(drop)
}
