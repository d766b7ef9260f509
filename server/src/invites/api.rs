//! /api/howdah/v1/invites

use super::{Invite, change, find};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::permission::{INVITE_USERS, MANAGE_INVITES};
use crate::web::{Base, Caller, Empty, Json, Params};
use axum::extract::{Path, State};
use serde_json::{Value, json};

/// Whether the caller may invite at all, and whether other people's invites are theirs to see.
fn everybodys(caller: &Caller) -> Result<bool> {
    let session = caller.user()?;
    if !session.may(INVITE_USERS) && !session.may(MANAGE_INVITES) {
        return Err(Error::forbidden());
    }
    Ok(session.may(MANAGE_INVITES))
}

async fn view(app: &App, base: &Base, invites: &[Invite]) -> Result<Vec<Value>> {
    let mut makers: Vec<i64> = invites.iter().filter_map(|invite| invite.created_by).collect();
    makers.sort_unstable();
    makers.dedup();
    let accounts = accounts::view::load(app, base, &makers).await?;
    Ok(invites
        .iter()
        .map(|invite| {
            json!({
                "id": invite.id.to_string(),
                "code": invite.code,
                "url": format!("{base}/invite/{}", invite.code),
                "label": invite.label,
                "uses": invite.uses,
                "max_uses": invite.max_uses,
                "expires_at": invite.expires_at.map(iso),
                "created_at": iso(invite.created_at),
                "revoked": invite.revoked_at.is_some(),
                "created_by": invite.created_by.and_then(|id| accounts.get(&id)),
            })
        })
        .collect())
}

pub async fn list(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Vec<Value>>> {
    let invites = change::list(&app, caller.id()?, everybodys(&caller)?).await?;
    Ok(Json(view(&app, &base, &invites).await?))
}

pub async fn create(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Value>> {
    everybodys(&caller)?;
    let label = params.text("label")?.unwrap_or_default();
    let (uses, length) = (params.int("max_uses")?, params.int("expires_in")?);
    let invite = change::make(&app, Some(caller.id()?), &label, uses, length).await?;
    Ok(Json(view(&app, &base, &[invite]).await?.remove(0)))
}

pub async fn revoke(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Empty> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    change::revoke(&app, caller.id()?, everybodys(&caller)?, id).await?;
    Ok(Empty)
}

pub async fn by_code(State(app): State<App>, Path(code): Path<String>) -> Result<Json<Value>> {
    let found = find(&app, &code).await?;
    let reason = match &found {
        Some(invite) => invite.trouble(app.clock.now()),
        None => Some("unknown"),
    };
    let label = found.map(|invite| invite.label).unwrap_or_default();
    Ok(Json(json!({ "code": code, "valid": reason.is_none(), "label": label, "reason": reason })))
}
