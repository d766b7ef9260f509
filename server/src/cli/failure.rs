//! Why a command failed: an exit code, a code for machines, a sentence for people.

use super::speech::locale;
use crate::error::{Details, Error};
use crate::messages::Message;
use serde_json::{Value, json};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

#[derive(Debug)]
pub enum Failure {
    /// Not understood, or understood and refused: an odd user name, a short password.
    Usage(Message),
    Config(Message),
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
    DatabaseDamaged(Message),
    /// Not whole, or not what it says.
    BackupDamaged(Message),
    AlreadyRunning {
        folder: PathBuf,
        pid: Option<u32>,
    },
    Other(Message),
}

impl Failure {
    pub fn other(cause: impl std::fmt::Display) -> Self {
        Self::Other(Message::new("server_cli_failed").with("cause", cause))
    }

    pub fn usage(key: &'static str) -> Self {
        Self::Usage(Message::new(key))
    }

    fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Config(_) => 3,
            Self::DataMissing(_)
            | Self::DataReadOnly(_)
            | Self::DataFull(_)
            | Self::DataNewer(_)
            | Self::DataNotEmpty(_) => 4,
            Self::PortTaken { .. } => 5,
            Self::DatabaseUnreachable(_) | Self::DatabaseDamaged(_) => 6,
            Self::AlreadyRunning { .. } => 7,
            Self::BackupDamaged(_) | Self::Other(_) => 1,
        }
    }

    /// Names the folder in a failure that does not know which one it was.
    pub fn at(self, folder: &Path) -> Self {
        match self {
            Self::DataFull(known) if known.as_os_str().is_empty() => Self::DataFull(folder.to_owned()),
            Self::DataReadOnly(known) if known.as_os_str().is_empty() => Self::DataReadOnly(folder.to_owned()),
            other => other,
        }
    }

    pub fn exit_code(&self) -> ExitCode {
        ExitCode::from(self.code())
    }

    fn describe(&self) -> Value {
        let locale = locale();
        let folder = |code: &str, folder: &PathBuf, key: &str| {
            let message = locale.fill(key, &[("folder", &folder.display().to_string())]);
            json!({ "code": code, "folder": folder, "message": message })
        };
        match self {
            Self::Usage(message) => json!({ "code": "usage", "message": message.say(locale) }),
            Self::Config(message) => json!({ "code": "config", "message": message.say(locale) }),
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
                let message = locale.fill("server_cli_database_damaged", &[("cause", &cause.say(locale))]);
                json!({ "code": "database_damaged", "message": message })
            }
            Self::AlreadyRunning { folder: f, pid } => {
                let known = pid.map(|pid| pid.to_string());
                let key = if known.is_some() { "server_cli_already_running_as" } else { "server_cli_already_running" };
                let shown = f.display().to_string();
                let message = locale.fill(key, &[("folder", &shown), ("pid", known.as_deref().unwrap_or(""))]);
                json!({ "code": "already_running", "pid": pid, "message": message })
            }
            Self::BackupDamaged(message) => json!({ "code": "backup_damaged", "message": message.say(locale) }),
            Self::Other(message) => json!({ "code": "other", "message": message.say(locale) }),
        }
    }

    /// Says why on stderr, to people and then to programs, and gives the exit code.
    pub fn report(&self) -> ExitCode {
        let mut line = self.describe();
        line["event"] = "error".into();
        if std::io::stderr().is_terminal() {
            eprintln!("{}", line["message"].as_str().unwrap_or_default());
        }
        eprintln!("{line}");
        self.exit_code()
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Database(cause) => database(cause),
            Error::Unavailable(_) => Self::DataFull(PathBuf::new()),
            Error::Unprocessable(said) | Error::BadRequest(said) => Self::Usage(Message::quote(said)),
            Error::Invalid { message, details } => Self::Usage(refused(&details).unwrap_or(Message::quote(message))),
            other => Self::other(other),
        }
    }
}

/// The first thing that is wrong with a new member, in the catalogue's words; Mastodon's are always English.
fn refused(details: &Details) -> Option<Message> {
    let (field, (code, text)) = details.iter().find_map(|(field, all)| Some((*field, all.first()?)))?;
    let number: String = text.chars().filter(char::is_ascii_digit).collect();
    let key = match (field, *code) {
        ("username", "ERR_TAKEN") => "server_cli_username_taken",
        ("username", "ERR_TOO_LONG") => "server_cli_username_long",
        ("username", _) => "server_cli_username_odd",
        ("email", "ERR_TAKEN") => "server_cli_email_taken",
        ("email", _) => "server_cli_email_odd",
        ("password", "ERR_TOO_LONG") => "server_cli_password_long",
        ("password", _) => "server_cli_password_short",
        _ => return None,
    };
    Some(Message::new(key).with("number", number))
}

/// What a database error means to the owner of the folder.
fn database(cause: String) -> Failure {
    let damaged = ["malformed", "not a database", "disk image", "corrupt", "no such table"];
    if damaged.iter().any(|sign| cause.contains(sign)) {
        Failure::DatabaseDamaged(Message::quote(cause))
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
