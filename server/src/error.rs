//! What can go wrong, in two halves: the words for the client (Mastodon's), and the cause for the log.

use std::collections::BTreeMap;
use std::fmt;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Mastodon's `details` of a 422: parameter -> what is wrong with it.
pub type Details = BTreeMap<&'static str, Vec<(&'static str, String)>>;

#[derive(Debug)]
pub enum Error {
    /// 400: a parameter is missing or unreadable.
    BadRequest(String),
    /// 401: no token, or one that does not count.
    Unauthorized(&'static str),
    /// 403: known caller, forbidden act.
    Forbidden(String),
    /// 404: not there, or not for this caller's eyes.
    NotFound,
    /// 404 with its own sentence.
    NotFoundBecause(&'static str),
    /// 410: was there, is gone.
    Gone,
    /// 413: too large to be read at all.
    TooLarge,
    /// 421: this server does not answer to that Host.
    Misdirected,
    /// 422: understood, but not acceptable.
    Unprocessable(String),
    /// 422 with Mastodon's `details`.
    Invalid { message: String, details: Details },
    /// The same within another `error`, as Mastodon answers about collections.
    Wrapped { message: String, details: Details },
    /// Refused in words of its own, with what a screen needs to say it better beside the sentence.
    Told { status: u16, message: String, more: serde_json::Value },
    /// 429.
    TooMany { limit: u64, reset_ms: i64 },
    /// RFC 6749 errors of the /oauth endpoints.
    OAuth { status: u16, code: &'static str, description: &'static str },
    /// 503: come back later (shutting down, store busy).
    Unavailable(&'static str),
    /// 500: our fault. The text goes to the log only.
    Internal(String),
    /// A unique constraint refused a row. Verbs turn the names they expect into answers.
    Conflict(String),
    /// The database cannot be reached or read.
    Database(String),
}

impl Error {
    pub fn internal(cause: impl fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }

    /// Mastodon's sentence for one refused field: `Validation failed: Text can't be blank`.
    pub fn validation(what: impl fmt::Display) -> Self {
        Self::Unprocessable(format!("Validation failed: {what}"))
    }

    pub const NEEDS_USER: Self = Self::Unauthorized("This method requires an authenticated user");
    pub const BAD_TOKEN: Self = Self::Unauthorized("The access token is invalid");

    /// The disk is full: nothing that one asks for differently would help.
    pub const NO_SPACE: Self = Self::Unavailable("The server has no space left");

    pub fn forbidden() -> Self {
        Self::Forbidden("This action is not allowed".into())
    }

    /// Whether a unique constraint with this name refused the row.
    pub fn is_conflict(&self, name: &str) -> bool {
        matches!(self, Self::Conflict(constraint) if constraint.contains(name))
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BadRequest(message) | Self::Forbidden(message) | Self::Unprocessable(message) => f.write_str(message),
            Self::Invalid { message, .. } | Self::Wrapped { message, .. } | Self::Told { message, .. } => {
                f.write_str(message)
            }
            Self::Unauthorized(message) | Self::Unavailable(message) | Self::NotFoundBecause(message) => {
                f.write_str(message)
            }
            Self::NotFound => f.write_str("Record not found"),
            Self::Gone => f.write_str("Gone"),
            Self::TooLarge => f.write_str("The upload is too large"),
            Self::Misdirected => f.write_str("This server does not answer to that host name"),
            Self::TooMany { .. } => f.write_str("Too many requests"),
            Self::OAuth { description, .. } => f.write_str(description),
            Self::Internal(cause) => write!(f, "internal: {cause}"),
            Self::Conflict(name) => write!(f, "conflict: {name}"),
            Self::Database(cause) => write!(f, "database: {cause}"),
        }
    }
}

impl std::error::Error for Error {}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::NO_SPACE,
            _ => Self::internal(error),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
