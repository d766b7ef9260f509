//! Hearing an appeal. Accepted means that what was decided is undone in the same transaction.

use super::store;
use crate::acts;
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::cases::{self, Kind};
use crate::error::{Error, Result};
use crate::letters;
use crate::time::iso;
use crate::web::permission;
use serde_json::json;

pub async fn decide(app: &App, actor: &Actor, id: i64, accepted: bool, answer: &str) -> Result<()> {
    actor.needs(permission::MANAGE_APPEALS)?;
    let state = if accepted { "approved" } else { "rejected" };
    let mut tx = app.db.write().await?;
    let appeal = store::one_to_change(&mut tx, id).await?;
    if !store::decide(&mut tx, id, state, answer.trim(), actor.id, app.clock.now()).await? {
        let name = match appeal.decided_by {
            Some(by) => store::handle(&mut tx, by).await?,
            None => "Somebody".into(),
        };
        return Err(Error::Told {
            status: 409,
            message: format!("{name} already decided this appeal: {}", appeal.state),
            more: json!({
                "code": "already_done",
                "by": appeal.decided_by.map(|by| by.to_string()),
                "what": appeal.state,
                "at": appeal.decided_at.map(iso),
            }),
        });
    }
    let mut events = Vec::new();
    if accepted && let Some(act) = appeal.act_id {
        events = match acts::undo::within(app, &mut tx, actor, act).await {
            // Undone meanwhile: it is as the member wished.
            Err(Error::Told { status: 409, .. }) => Vec::new(),
            outcome => outcome?,
        };
    }
    let label = store::handle(&mut tx, appeal.account_id).await?;
    let entry = Act {
        kind: if accepted { "accept_appeal" } else { "reject_appeal" },
        target_type: "appeal",
        target_id: id,
        target_label: &label,
        reason: answer,
        before: json!({ "state": "pending" }),
        after: json!({ "state": state }),
        case_id: None,
    };
    admin::record(app, &mut tx, actor, &entry).await?;
    let outcome = if accepted { "accept" } else { "reject" };
    cases::open::decided(app, &mut tx, Kind::Appeal, ("appeal", id), actor.id, outcome).await?;
    letters::write(app, &mut tx, appeal.account_id, letters::Kind::AppealDecided { approved: accepted }).await?;
    app.commit(tx, &events).await?;
    if accepted && let Some(act) = appeal.act_id {
        acts::posts::go_on_restoring(app, act, acts::posts::AT_ONCE).await?;
    }
    Ok(())
}
