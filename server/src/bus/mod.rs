//! What happened, told to every server process: caches forget what changed, streams send what is new. Events are
//! written to `bus_outbox` in the transaction of their cause (`App::commit`), so that the command line and other
//! processes are heard too. Deliberately absent: work that must not be lost; that is a job.

mod store;
mod tail;

pub use store::STATEMENTS;
pub(crate) use store::publish;
pub use tail::run;

use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Event {
    /// A new status or reblog stands. `account` wrote it.
    Status {
        id: i64,
        account: i64,
    },
    StatusEdited {
        id: i64,
        account: i64,
    },
    /// Ids of the status and of the reblogs that went with it.
    StatusDeleted {
        id: i64,
        account: i64,
        visibility: i64,
        local: bool,
        tags: Vec<String>,
        reblogs: Vec<(i64, i64)>,
    },
    /// `id` is new in the notifications of `account`.
    Notification {
        id: i64,
        account: i64,
    },
    /// What `account` accepted is in their list by now.
    NotificationsMerged {
        account: i64,
    },
    /// It is shown to everybody, new or changed.
    Announcement {
        id: i64,
    },
    AnnouncementReaction {
        id: i64,
        name: String,
    },
    AnnouncementDeleted {
        id: i64,
    },
    /// A private conversation of `account` has something new.
    Conversation {
        id: i64,
        account: i64,
    },
    /// A token was revoked or its scopes changed.
    Token {
        id: i64,
    },
    /// What sessions cache of a member changed (role, approval, disabled, locale).
    User {
        account: i64,
    },
    /// Profile or state of an account changed.
    Account {
        id: i64,
    },
    /// The filters of a member changed.
    Filters {
        account: i64,
    },
    /// Title, registrations, rules, branding.
    Settings,
    Emojis,
    /// What a role may do changed.
    Roles,
    /// Which servers, e-mail domains and addresses are kept out changed.
    Blocks,
    /// Who follows, blocks or mutes whom changed for this account.
    Relations {
        account: i64,
    },
}
