//! Who looks after a case. Taking what somebody else has taken is refused, unless one says that one means it.

use super::{Case, store};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use serde_json::json;

/// Whom to.
#[derive(Debug, Clone, Copy)]
pub enum Whom {
    Me,
    /// Hand over to this person.
    Other(i64),
    Nobody,
}

pub async fn assign(app: &App, actor: &Actor, id: i64, whom: Whom, force: bool) -> Result<()> {
    let me = actor.id.ok_or(Error::NEEDS_USER)?;
    if let Whom::Other(other) = whom {
        let case = store::one(&mut app.db.read().await?, id).await?;
        let permissions = store::permissions(&mut app.db.read().await?, other).await?.unwrap_or(0);
        if !(Actor { id: Some(other), permissions, rank: 0 }).may(case.kind.permission()) {
            return Err(Error::Unprocessable("This person may not decide such cases".into()));
        }
    }
    let mut tx = app.db.write().await?;
    let case = store::one_to_change(&mut tx, id).await?;
    actor.needs(case.kind.permission())?;
    still_open(&mut tx, &case).await?;
    if let Some(holder) = case.assigned_to
        && holder != me
        && !force
        && matches!(whom, Whom::Me)
    {
        let name = store::name(&mut tx, holder).await?;
        return Err(Error::Told {
            status: 409,
            message: format!("{name} is looking after this case"),
            more: json!({ "code": "assigned", "by": holder.to_string(), "what": "assigned" }),
        });
    }
    let to = match whom {
        Whom::Me => Some(me),
        Whom::Other(other) => Some(other),
        Whom::Nobody => None,
    };
    store::assign(&mut tx, id, to, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

/// Refuses an act on a case that somebody closed meanwhile.
pub async fn open_in(tx: &mut crate::db::Tx, id: i64) -> Result<()> {
    let case = store::one_to_change(tx, id).await?;
    still_open(tx, &case).await
}

/// 409 for whoever comes second, with who was first and what they decided.
pub(crate) async fn still_open(tx: &mut crate::db::Tx, case: &Case) -> Result<()> {
    if case.closed_at.is_none() {
        return Ok(());
    }
    let name = match case.closed_by {
        Some(by) => store::name(tx, by).await?,
        None => "The server".into(),
    };
    let what = case.outcome.clone().unwrap_or_default();
    Err(Error::Told {
        status: 409,
        message: format!("{name} already closed this case: {}", what.replace('_', " ")),
        more: json!({
            "code": "closed",
            "by": case.closed_by.map(|by| by.to_string()),
            "what": what,
            "at": case.closed_at.map(crate::time::iso),
        }),
    })
}
