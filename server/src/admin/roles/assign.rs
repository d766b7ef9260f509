//! Giving a member a role, and handing the community over.

use super::store::{self, Member};
use super::{ADMIN, OWNER, Role};
use crate::accounts;
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::permission;
use serde_json::json;

/// `transfer`: the owner who gives the owner's role away steps down in the same moment.
pub async fn assign(app: &App, actor: &Actor, account: i64, role: i64, transfer: bool) -> Result<()> {
    actor.needs(permission::MANAGE_ROLES)?;
    let mut tx = app.db.write().await?;
    let member = store::member(&mut tx, account).await?;
    let role = store::find(&mut tx, role).await?;
    // An owner may step down; nobody else changes their own standing.
    let steps_down = actor.id == Some(account) && member.role_id == OWNER && role.id != OWNER;
    if !steps_down {
        actor.outranks(account, member.rank)?;
    }
    // Owners make owners: that is how there comes to be a second, or another.
    let among_owners = role.id == OWNER && actor.rank >= role.rank;
    if role.rank >= actor.rank && !among_owners {
        return Err(Error::validation("Role cannot be higher than your current role"));
    }
    if transfer && (role.id != OWNER || actor.id.is_none() || steps_down) {
        return Err(Error::validation("Only the owner's role can be handed over"));
    }
    if role.id == OWNER && !member.able {
        return Err(Error::validation("Role needs somebody who can sign in"));
    }
    let mut events = vec![];
    give(app, &mut tx, actor, account, &member, &role, &mut events).await?;
    if transfer && let Some(own) = actor.id {
        let (member, admin) = (store::member(&mut tx, own).await?, store::find(&mut tx, ADMIN).await?);
        give(app, &mut tx, actor, own, &member, &admin, &mut events).await?;
    }
    app.commit(tx, &events).await
}

async fn give(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    account: i64,
    member: &Member,
    role: &Role,
    events: &mut Vec<Event>,
) -> Result<()> {
    if member.role_id == OWNER && role.id != OWNER {
        accounts::keep_an_owner(tx, account).await?;
    }
    store::assign(tx, account, role.id).await?;
    let act = Act {
        kind: "change_role",
        target_type: "account",
        target_id: account,
        target_label: &member.name,
        reason: "",
        before: json!({ "role_id": member.role_id.to_string() }),
        after: json!({ "role_id": role.id.to_string() }),
        case_id: None,
    };
    admin::record(app, tx, actor, &act).await?;
    events.extend([Event::User { account }, Event::Account { id: account }]);
    Ok(())
}
