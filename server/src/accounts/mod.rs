//! Accounts, local and remote, with the roles of local people. Deliberately absent: what one account thinks of
//! another (`relationships`) and how people sign in (`oauth`).

pub mod create;
pub mod delete;
pub mod find;
pub mod password;
pub mod store;
pub mod view;

use crate::db::{Cells, Tx};
use crate::error::{Error, Result};
use crate::web::permission;
use howdah_entities::Role;

/// Refuses what would leave the community without an owner who can act.
pub async fn keep_an_owner(tx: &mut Tx, id: i64) -> Result<()> {
    if store::is_last_owner(tx, id).await? {
        return Err(Error::Forbidden("A community needs an owner, and this is the last one".into()));
    }
    Ok(())
}

/// The roles that a new community starts with. They are rows: the owner may change all but the owner role itself.
pub struct SeedRole {
    pub id: i64,
    pub name: &'static str,
    pub rank: i64,
    pub permissions: i64,
    pub highlighted: bool,
}

pub const ROLES: &[SeedRole] = &[
    // Everybody's role keeps Mastodon's id of the nobody role out of the way.
    SeedRole {
        id: 1,
        name: "",
        rank: 0,
        permissions: permission::INVITE_USERS | permission::VIEW_FEEDS,
        highlighted: false,
    },
    SeedRole { id: 2, name: "Moderator", rank: 10, permissions: MODERATOR, highlighted: true },
    SeedRole { id: 3, name: "Admin", rank: 100, permissions: ADMIN, highlighted: true },
    SeedRole { id: 4, name: "Owner", rank: 1000, permissions: permission::ADMINISTRATOR, highlighted: true },
];

/// View audit log, dashboard, reports, taxonomies, appeals, users, invites, invite users, live feeds.
const MODERATOR: i64 = 0x4 | 0x8 | 0x10 | 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x10_0000;
/// All of a moderator's, and federation, settings, blocks, rules, announcements, emojis, webhooks, roles, access, data.
const ADMIN: i64 = MODERATOR | 0x20 | 0x40 | 0x80 | 0x1000 | 0x2000 | 0x4000 | 0x8000 | 0x20000 | 0x40000 | 0x80000;

/// A role from its next six columns: id, name, colour, permissions, highlighted, how many collections. Accounts without a login have none.
pub fn read_role(c: &mut Cells<'_>) -> Result<Option<Role>> {
    let (id, name, color): (Option<i64>, Option<String>, Option<String>) = (c.take()?, c.take()?, c.take()?);
    let (permissions, highlighted): (Option<i64>, Option<bool>) = (c.take()?, c.take()?);
    let collections: Option<i64> = c.take()?;
    Ok(id.map(|id| Role {
        id: id.to_string(),
        name: name.unwrap_or_default(),
        color: color.unwrap_or_default(),
        permissions: permissions.unwrap_or(0).to_string(),
        highlighted: highlighted.unwrap_or(false),
        collection_limit: collections.unwrap_or(0),
    }))
}
