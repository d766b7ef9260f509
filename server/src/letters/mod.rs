//! What members are told by e-mail, and how such a letter looks. Deliberately absent: sending it (`mail`), and letters that
//! carry a secret link, which are written when they are sent, since only the link's hash is kept (`confirmations`,
//! `passwords`).

mod compose;
mod store;
mod write;

pub use compose::{Words, compose};
pub use store::STATEMENTS;
pub use write::{recipient, send, write, write_to};

use serde::{Deserialize, Serialize};

/// What a letter is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum Kind {
    /// Somebody signed in from a browser that was never here.
    NewDevice {
        device: String,
        address: String,
        at: i64,
    },
    PasswordChanged,
    /// Goes to the address of before.
    EmailChanged {
        to: String,
    },
    TwoFactorOn,
    TwoFactorOff,
    /// One of the codes for emergencies was used.
    RecoveryCodeUsed {
        left: i64,
    },
    Approved,
    Rejected,
    AppealDecided {
        approved: bool,
    },
}

/// A letter that waits to be sent. It knows its reader, who may be gone by then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub to: String,
    pub locale: String,
    pub name: String,
    pub kind: Kind,
}
