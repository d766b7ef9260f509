//! A whole community in one file: database, uploads, look, configuration, with checksums. Made while the server runs;
//! restored into an empty folder, on either database. Deliberately absent: schedules, and copies elsewhere.

pub mod create;
pub mod restore;
mod store;

pub use store::{STATEMENTS, count};

use serde::{Deserialize, Serialize};

/// Changes when an older server could no longer read the file.
pub const FORMAT: u32 = 1;
pub const MANIFEST: &str = "manifest.json";
pub const SQLITE: &str = "database/howdah.sqlite";

/// Folders of a community that belong into its backup.
pub const FOLDERS: [&str; 3] = ["media", "branding", "emoji"];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Manifest {
    pub format: u32,
    /// The version of Howdah that wrote it.
    pub version: String,
    pub created_at: String,
    pub domain: String,
    pub title: String,
    /// `sqlite`: the file itself; `ndjson`: every table as lines of JSON.
    pub database: String,
    /// The schema that the rows fit.
    pub migrations: Vec<String>,
    pub counts: Counts,
    pub files: Vec<Entry>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub members: i64,
    pub statuses: i64,
    pub media: i64,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Entry {
    pub path: String,
    pub size: u64,
    pub sha256: String,
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
