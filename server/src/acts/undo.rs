//! Taking an act back, by the staff, by an appeal that was accepted, or because its time is over.

use super::store::{self, First};
use super::{Act, conflict, deed, posts};
use crate::admin::Actor;
use crate::admin::accounts::act_in;
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::permission;
use serde_json::Value;

/// With `whole_batch` also what was done together with it. Returns what was undone.
pub async fn undo(app: &App, actor: &Actor, id: i64, whole_batch: bool) -> Result<Vec<i64>> {
    let act = store::one(&mut app.db.read().await?, id).await?;
    let ids = match act.batch_id {
        Some(batch) if whole_batch => store::of_batch(&mut app.db.read().await?, batch).await?,
        _ => vec![id],
    };
    for chunk in ids.chunks(50) {
        let mut tx = app.db.write().await?;
        let mut events = Vec::new();
        for id in chunk {
            events.extend(within(app, &mut tx, actor, *id).await?);
        }
        app.commit(tx, &events).await?;
    }
    if act.kind == "remove_posts" && act.target_type == "account" {
        posts::go_on_restoring(app, id, posts::AT_ONCE).await?;
    }
    Ok(ids)
}

/// By a job, when the time is over. What was undone before stays as it is.
pub async fn lift(app: &App, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    let Some(act) = store::maybe_to_change(&mut tx, id).await? else { return Ok(()) };
    if act.undone_at.is_some() {
        return Ok(());
    }
    let events = within(app, &mut tx, &Actor::HOUSE, id).await?;
    app.commit(tx, &events).await?;
    if act.kind == "remove_posts" && act.target_type == "account" {
        posts::go_on_restoring(app, id, posts::AT_ONCE).await?;
    }
    Ok(())
}

/// The same inside another verb's transaction. Returns the events to commit with.
pub async fn within(app: &App, tx: &mut Tx, actor: &Actor, id: i64) -> Result<Vec<Event>> {
    let act = store::one_to_change(tx, id).await?;
    actor.needs(permission::MANAGE_REPORTS | permission::MANAGE_USERS | permission::MANAGE_APPEALS)?;
    if let Some(by) = act.actor_id
        && actor.id != Some(by)
        && store::rank(tx, by).await? > actor.rank
    {
        return Err(Error::Forbidden("Somebody of a higher role decided this".into()));
    }
    if let Some(at) = act.undone_at {
        let name = match act.undone_by {
            Some(by) => store::person(tx, by).await?.map(|person| person.handle),
            None => None,
        };
        return Err(conflict("undo", Some(First { by: act.undone_by, name, at })));
    }
    if !store::undone(tx, id, actor.id, app.clock.now()).await? {
        return Err(conflict("undo", None));
    }
    store::overrule(tx, id, app.clock.now()).await?;
    take_back(app, tx, actor, &act).await
}

async fn take_back(app: &App, tx: &mut Tx, actor: &Actor, act: &Act) -> Result<Vec<Event>> {
    match (act.kind.as_str(), act.target_type.as_str()) {
        ("none" | "nothing_to_see", _) => Ok(vec![]),
        ("remove_posts", _) => Ok(posts::restore_some(app, tx, act.id).await?.0),
        ("sensitive", "status") => {
            let before = act.before.get("sensitive").and_then(Value::as_bool).unwrap_or(false);
            store::mark_sensitive(tx, act.target_id, before).await?;
            let account = act.account_id.unwrap_or(0);
            Ok(vec![Event::StatusEdited { id: act.target_id, account }])
        }
        (kind, "account") => {
            let Some(opposite) = deed::opposite(kind) else { return Err(final_act()) };
            let Some(person) = store::person(tx, act.target_id).await?.filter(|person| !person.deleted) else {
                return Ok(vec![]);
            };
            let so = match kind {
                "sensitive" => person.sensitized,
                "silence" => person.limited,
                "disable" => person.frozen,
                _ => person.suspended,
            };
            // What others decided as well stays.
            if !so || store::stands(tx, act.target_id, kind).await? {
                return Ok(vec![]);
            }
            // Whoever may decide it may take it back; the house does it for those who only may hear appeals.
            let by = if actor.may(permission::MANAGE_USERS) { *actor } else { Actor { id: actor.id, ..Actor::HOUSE } };
            actor.outranks(person.id, person.rank)?;
            let reason = format!("undo {}", act.id);
            Ok(act_in(app, tx, &by, opposite, person.id, &reason, act.case_id).await?.events)
        }
        _ => Err(final_act()),
    }
}

fn final_act() -> Error {
    Error::Unprocessable("This cannot be taken back".into())
}
