//! What the window's commands answer with.

use crate::home::Reach;
use crate::lan::LanAddress;
use crate::state::ServerState;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who is signed in where. The window talks to this address with this token.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export_to = "desktop.ts")]
pub struct Session {
    pub base_url: String,
    pub token: Option<String>,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct Status {
    pub state: ServerState,
    pub has_community: bool,
    pub reach: Option<Reach>,
    pub folder: Option<String>,
    pub notices: Vec<Notice>,
}

/// Something of the desktop is missing here. The app works without; settings say what does not.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Notice {
    NoTray,
    NoSessionBus,
    /// The owner's token lies in a file that only this user may read.
    NoKeychain,
}

/// What the window asks before it closes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Closing {
    /// Said once: closing leaves the community running behind the icon beside the clock.
    IntoTray,
    /// Nothing would bring the window back, so closing ends the community.
    WithoutTray,
}

/// The answer to it.
#[derive(Clone, Copy, Debug, PartialEq, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Close {
    KeepRunning,
    Quit,
    Stay,
}

#[derive(Clone, Debug, Serialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct Network {
    pub reach: Reach,
    pub port: u16,
    pub addresses: Vec<LanAddress>,
    pub local_name: Option<String>,
}
