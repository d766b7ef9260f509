//! What the server can be, and what can be wrong with it: tags with parameters, which the screens put into words.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum ServerState {
    Stopped,
    Starting,
    Running {
        url: String,
        port: u16,
        /// The port that was wanted and is somebody else's.
        moved: Option<Moved>,
    },
    /// It lives, but has not answered for a while.
    Degraded {
        url: String,
        port: u16,
    },
    Stopping,
    Restarting {
        attempt: u32,
        of: u32,
        cause: Trouble,
    },
    Failed {
        cause: Trouble,
    },
    /// A backup is being tried out or taken over.
    Restoring,
}

#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[ts(export_to = "desktop.ts")]
pub struct Moved {
    pub from: u16,
    pub by: Option<String>,
}

/// A cause. Never a sentence: the window knows the person's language, we do not.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Trouble {
    /// The program howdah-server is neither beside the app nor where HOWDAH_SERVER points.
    ServerMissing,
    PortBusy {
        port: u16,
        by: Option<String>,
    },
    /// Something answers at our address that is not the server that we started.
    ForeignServer {
        port: u16,
    },
    StartTimeout {
        seconds: u32,
    },
    Unresponsive,
    Crashed {
        code: Option<i32>,
    },
    KeepsFailing {
        times: u32,
        last: Box<Trouble>,
    },
    DataMissing {
        folder: String,
    },
    DataReadOnly {
        folder: String,
    },
    DataFull {
        folder: String,
    },
    DataNewer {
        folder: String,
    },
    DataNotEmpty {
        folder: String,
    },
    DatabaseDamaged {
        message: String,
    },
    DatabaseUnreachable {
        message: String,
    },
    Config {
        message: String,
    },
    AlreadyRunning {
        pid: Option<u32>,
    },
    /// The server understood and refused: an odd user name, a short password, a file that is no backup.
    Refused {
        message: String,
    },
    /// The file is no backup, is cut short, or does not hold what it promises.
    BackupDamaged,
    Busy,
    Other {
        message: String,
    },
}

impl Trouble {
    /// Trying again would end the same way.
    pub fn is_final(&self) -> bool {
        !matches!(
            self,
            Self::Crashed { .. }
                | Self::StartTimeout { .. }
                | Self::Unresponsive
                | Self::PortBusy { .. }
                | Self::Other { .. }
                | Self::DatabaseUnreachable { .. }
        )
    }

    pub fn other(cause: impl std::fmt::Display) -> Self {
        Self::Other { message: cause.to_string() }
    }

    /// What the server's last line on stderr says: `{"event":"error","code":...}`.
    pub fn from_line(line: &str) -> Option<Self> {
        let value: serde_json::Value = serde_json::from_str(line.trim()).ok()?;
        if value["event"] != "error" {
            return None;
        }
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let (folder, message) = (text("folder"), text("message"));
        Some(match value["code"].as_str()? {
            "usage" => Self::Refused { message },
            "config" => Self::Config { message },
            "data_missing" => Self::DataMissing { folder },
            "data_read_only" => Self::DataReadOnly { folder },
            "data_full" => Self::DataFull { folder },
            "data_newer" => Self::DataNewer { folder },
            "data_not_empty" => Self::DataNotEmpty { folder },
            "port_taken" => Self::PortBusy {
                port: value["port"].as_u64().and_then(|port| u16::try_from(port).ok()).unwrap_or(0),
                by: value["by"].as_str().map(str::to_owned),
            },
            "database_unreachable" => Self::DatabaseUnreachable { message },
            "database_damaged" => Self::DatabaseDamaged { message },
            "backup_damaged" => Self::BackupDamaged,
            "already_running" => {
                Self::AlreadyRunning { pid: value["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()) }
            }
            _ => Self::Other { message },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_servers_last_words() {
        let line = r#"{"event":"error","code":"port_taken","port":3000,"by":"nginx (pid 12)","message":"x"}"#;
        assert_eq!(Trouble::from_line(line), Some(Trouble::PortBusy { port: 3000, by: Some("nginx (pid 12)".into()) }));
        assert_eq!(Trouble::from_line("2026 INFO ready"), None);
        let newer = r#"{"event":"error","code":"data_newer","folder":"/d","message":"x"}"#;
        assert!(Trouble::from_line(newer).unwrap().is_final());
    }
}
