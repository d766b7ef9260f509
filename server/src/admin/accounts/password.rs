//! A new password for somebody who lost theirs.

use super::store;
use crate::accounts::{create, password};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::error::{Details, Result};
use crate::web::permission;
use serde_json::Value;

/// Sets it and signs the member out everywhere: whoever had the old one is out.
pub async fn reset(app: &App, actor: &Actor, id: i64, new: &str) -> Result<()> {
    actor.needs(permission::MANAGE_USERS)?;
    let problems = create::password_problems(app, new);
    if !problems.is_empty() {
        create::refuse(Details::from([("password", problems)]))?;
    }
    let hash = password::hash(app, new).await?;
    let mut tx = app.db.write().await?;
    let state = store::state(&mut tx, id).await?;
    actor.outranks(id, state.rank)?;
    store::set_password(&mut tx, id, &hash, app.clock.now()).await?;
    let entry = Act {
        kind: "reset_password",
        target_type: "account",
        target_id: id,
        target_label: &state.handle,
        reason: "",
        before: Value::Null,
        after: Value::Null,
        case_id: None,
    };
    admin::record(app, &mut tx, actor, &entry).await?;
    app.commit(tx, &[Event::User { account: id }]).await
}
