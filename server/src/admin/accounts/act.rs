//! What staff do to an account. One function checks, changes, logs and tells.

use super::store::{self, State};
use crate::accounts;
use crate::admin::blocks::canonical;
use crate::admin::reports;
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::cases;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::letters;
use crate::web::permission;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Approve,
    Reject,
    /// A word to the person; nothing changes.
    Warn,
    Disable,
    Enable,
    Sensitive,
    Unsensitive,
    Silence,
    Unsilence,
    Suspend,
    Unsuspend,
    Delete,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Reject => "reject",
            Self::Warn => "none",
            Self::Disable => "disable",
            Self::Enable => "enable",
            Self::Sensitive => "sensitive",
            Self::Unsensitive => "unsensitive",
            Self::Silence => "silence",
            Self::Unsilence => "unsilence",
            Self::Suspend => "suspend",
            Self::Unsuspend => "unsuspend",
            Self::Delete => "delete",
        }
    }

    /// One of these permissions is needed.
    fn permissions(self) -> i64 {
        match self {
            Self::Warn | Self::Disable | Self::Sensitive | Self::Silence | Self::Suspend => {
                permission::MANAGE_USERS | permission::MANAGE_REPORTS
            }
            Self::Delete => permission::DELETE_USER_DATA,
            _ => permission::MANAGE_USERS,
        }
    }

    /// Whether the act fits what is.
    fn fits(self, state: &State) -> bool {
        let pending = state.user && !state.approved;
        match self {
            Self::Approve | Self::Reject => pending,
            Self::Disable | Self::Enable => state.user,
            // As in Mastodon: first suspended, then deleted.
            Self::Delete | Self::Unsuspend => state.suspended_at.is_some(),
            _ => true,
        }
    }
}

/// Does it, once for all: permission and rank, the change, its row in the log, and the news of it. `case` is the report
/// that led here; it is resolved.
pub async fn act(app: &App, actor: &Actor, kind: Kind, id: i64, reason: &str, case: Option<i64>) -> Result<()> {
    let mut tx = app.db.write().await?;
    let done = act_in(app, &mut tx, actor, kind, id, reason, case).await?;
    if let Some(case) = case.filter(|_| actor.may(permission::MANAGE_REPORTS)) {
        let report = reports::change::find_in(&mut tx, case).await?;
        reports::change::act_in(app, &mut tx, actor, reports::change::Kind::Resolve, &report).await?;
    }
    app.commit(tx, &done.events).await
}

/// What an act left to do: its row in the log, and the events to commit with.
pub struct Done {
    pub act_id: i64,
    pub events: Vec<Event>,
}

/// The same in a transaction of the caller's; the report is named in the log and otherwise left alone.
pub async fn act_in(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    kind: Kind,
    id: i64,
    reason: &str,
    case: Option<i64>,
) -> Result<Done> {
    actor.needs(kind.permissions())?;
    let now = app.clock.now();
    let before = store::state(tx, id).await?;
    actor.outranks(id, before.rank)?;
    if !kind.fits(&before) {
        return Err(Error::forbidden());
    }
    if matches!(kind, Kind::Disable | Kind::Suspend | Kind::Delete) {
        accounts::keep_an_owner(tx, id).await?;
    }
    // Whoever is turned away is gone a moment later: the letter must know them before.
    let news = match kind {
        Kind::Approve => letters::recipient(app, tx, id, letters::Kind::Approved).await?,
        Kind::Reject => letters::recipient(app, tx, id, letters::Kind::Rejected).await?,
        _ => None,
    };
    store::change(tx, kind, id, now).await?;
    if let Some(draft) = news {
        letters::write_to(app, tx, draft).await?;
    }
    match kind {
        Kind::Suspend => canonical::note_suspension(app, tx, id).await?,
        Kind::Unsuspend => canonical::lift_suspension(tx, id).await?,
        _ => {}
    }
    let after = match kind {
        Kind::Reject | Kind::Delete => None,
        _ => Some(store::state(tx, id).await?),
    };
    let entry = Act {
        kind: kind.name(),
        target_type: "account",
        target_id: id,
        target_label: &before.handle,
        reason,
        before: before.json(),
        after: after.map_or(serde_json::Value::Null, |state| state.json()),
        case_id: case,
    };
    let act_id = admin::record(app, tx, actor, &entry).await?;
    if matches!(kind, Kind::Approve | Kind::Reject) {
        cases::open::decided(app, tx, cases::Kind::SignUp, ("account", id), actor.id, kind.name()).await?;
    }
    let mut events = vec![Event::User { account: id }, Event::Account { id }, Event::Relations { account: id }];
    if kind == Kind::Delete {
        events = accounts::delete::begin(app, tx, id).await?.to_vec();
    }
    Ok(Done { act_id, events })
}
