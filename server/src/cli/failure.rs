//! Why a command failed: an exit code, a code for machines, a sentence for people.

use crate::error::Error;
use crate::messages::Locale;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::process::ExitCode;

#[derive(Debug)]
pub enum Failure {
    Usage(String),
    /// Understood by the parser, refused by the rules: an odd user name, a short password.
    Refused(String),
    Config(String),
    DataMissing(PathBuf),
    DataReadOnly(PathBuf),
    DataFull(PathBuf),
    DataNewer(PathBuf),
    DataNotEmpty(PathBuf),
    PortTaken {
        listen: String,
        port: u16,
        /// Which program has it, where the system tells.
        by: Option<String>,
    },
    DatabaseUnreachable(String),
    DatabaseDamaged(String),
    AlreadyRunning {
        folder: PathBuf,
        pid: Option<u32>,
    },
    Other(String),
}

impl Failure {
    pub fn other(cause: impl std::fmt::Display) -> Self {
        Self::Other(cause.to_string())
    }

    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Refused(_) => 2,
            Self::Config(_) => 3,
            Self::DataMissing(_)
            | Self::DataReadOnly(_)
            | Self::DataFull(_)
            | Self::DataNewer(_)
            | Self::DataNotEmpty(_) => 4,
            Self::PortTaken { .. } => 5,
            Self::DatabaseUnreachable(_) | Self::DatabaseDamaged(_) => 6,
            Self::AlreadyRunning { .. } => 7,
            Self::Other(_) => 1,
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    fn describe(&self) -> Value {
        let locale = speech();
        let folder = |code: &str, folder: &PathBuf, key: &str| {
            let message = locale.fill(key, &[("folder", &folder.display().to_string())]);
            json!({ "code": code, "folder": folder, "message": message })
        };
        match self {
            Self::Usage(message) | Self::Refused(message) => json!({ "code": "usage", "message": message }),
            Self::Config(message) => json!({ "code": "config", "message": message }),
            Self::DataMissing(f) => folder("data_missing", f, "server_cli_data_missing"),
            Self::DataReadOnly(f) => folder("data_read_only", f, "server_cli_data_read_only"),
            Self::DataFull(f) => folder("data_full", f, "server_cli_data_full"),
            Self::DataNewer(f) => folder("data_newer", f, "server_cli_data_newer"),
            Self::DataNotEmpty(f) => folder("data_not_empty", f, "server_cli_data_not_empty"),
            Self::PortTaken { listen, port, by } => {
                let who = by.as_deref().unwrap_or_else(|| locale.say("server_cli_another_program"));
                let message = locale.fill("server_cli_port_taken", &[("listen", listen), ("by", who)]);
                json!({ "code": "port_taken", "port": port, "by": by, "message": message })
            }
            Self::DatabaseUnreachable(cause) => {
                let message = locale.fill("server_cli_database_unreachable", &[("cause", cause)]);
                json!({ "code": "database_unreachable", "message": message })
            }
            Self::DatabaseDamaged(cause) => {
                let message = locale.fill("server_cli_database_damaged", &[("cause", cause)]);
                json!({ "code": "database_damaged", "message": message })
            }
            Self::AlreadyRunning { folder: f, pid } => {
                let known = pid.map(|pid| pid.to_string());
                let key = if known.is_some() { "server_cli_already_running_as" } else { "server_cli_already_running" };
                let shown = f.display().to_string();
                let message = locale.fill(key, &[("folder", &shown), ("pid", known.as_deref().unwrap_or(""))]);
                json!({ "code": "already_running", "pid": pid, "message": message })
            }
            Self::Other(cause) => json!({ "code": "other", "message": cause }),
        }
    }

    /// Says why on stderr and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let mut line = self.describe();
        line["event"] = "error".into();
        eprintln!("{line}");
        self.exit_code()
    }
}

/// The language of whoever sits at the command line.
#[expect(clippy::disallowed_methods, reason = "a command's language is the environment's")]
fn speech() -> Locale {
    let wish =
        ["LC_ALL", "LC_MESSAGES", "LANG"].iter().find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    wish.as_deref().and_then(Locale::parse).unwrap_or_default()
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(cause) => database(cause),
            Error::Unprocessable(message) | Error::BadRequest(message) => Self::Refused(message),
            Error::Invalid { message, .. } => Self::Refused(message),
            other => Self::other(other),
        }
    }
}

/// What a database error means to the owner of the folder.
fn database(cause: String) -> Failure {
    let damaged = ["malformed", "not a database", "disk image", "corrupt", "no such table"];
    if damaged.iter().any(|sign| cause.contains(sign)) {
        Failure::DatabaseDamaged(cause)
    } else if cause.contains("database or disk is full") {
        Failure::DataFull(PathBuf::new())
    } else if cause.contains("readonly database") {
        Failure::DataReadOnly(PathBuf::new())
    } else {
        Failure::DatabaseUnreachable(cause)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::DataFull(PathBuf::new()),
            std::io::ErrorKind::ReadOnlyFilesystem | std::io::ErrorKind::PermissionDenied => {
                Self::DataReadOnly(PathBuf::new())
            }
            _ => Self::other(error),
        }
    }
}
