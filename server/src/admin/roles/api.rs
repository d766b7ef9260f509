//! `/api/howdah/v1/roles` and `/api/howdah/v1/members/{id}/role`.

use super::change::{self, Wish};
use super::{BASE, OWNER, Role, assign, store};
use crate::admin::{Actor, accounts};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Empty, Id, Json, Params};
use axum::extract::State;
use howdah_entities::AdminAccount;
use serde_json::{Value, json};

/// Mastodon's entity, and what those need who change it.
fn entity(role: &Role, actor: &Actor) -> Value {
    json!({
        "id": role.id.to_string(),
        "name": role.name,
        "color": role.color,
        "permissions": role.permissions.to_string(),
        "highlighted": role.highlighted,
        "collection_limit": role.collection_limit,
        "position": role.rank,
        "members_count": role.members,
        "base": role.id == BASE,
        "editable": role.rank < actor.rank && role.id != OWNER,
    })
}

fn wish(params: &Params) -> Result<Wish> {
    Ok(Wish {
        name: params.text("name")?,
        color: params.text("color")?,
        rank: params.int("position")?,
        permissions: params.int("permissions")?,
        highlighted: params.flag("highlighted")?,
        collection_limit: params.int("collection_limit")?,
    })
}

async fn one(app: &App, actor: &Actor, id: i64) -> Result<Json<Value>> {
    Ok(Json(entity(&store::one(&mut app.db.read().await?, id).await?, actor)))
}

pub async fn index(State(app): State<App>, caller: Caller) -> Result<Json<Vec<Value>>> {
    let actor = Actor::of(caller.user()?);
    let roles = store::all(&mut app.db.read().await?).await?;
    Ok(Json(roles.iter().map(|role| entity(role, &actor)).collect()))
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<Value>> {
    let actor = Actor::of(caller.user()?);
    let id = change::add(&app, &actor, wish(&params)?).await?;
    one(&app, &actor, id).await
}

pub async fn update(State(app): State<App>, caller: Caller, Id(id): Id, params: Params) -> Result<Json<Value>> {
    let actor = Actor::of(caller.user()?);
    change::change(&app, &actor, id, wish(&params)?).await?;
    one(&app, &actor, id).await
}

pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    change::remove(&app, &Actor::of(caller.user()?), id).await?;
    Ok(Empty)
}

pub async fn give(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<AdminAccount>> {
    params.required("role_id")?;
    let role = params.id("role_id").ok_or(Error::NotFound)?;
    assign::assign(&app, &Actor::of(caller.user()?), id, role, params.is("transfer")?).await?;
    accounts::view::by_id(&app, &base, &[id]).await?.remove(&id).map(Json).ok_or(Error::NotFound)
}
