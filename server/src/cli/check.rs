//! `check`: is this community whole? Reads everything, changes nothing; the answer is the exit code, the findings are
//! on stderr: sentences for people, then one line for programs.

use super::speech::locale;
use super::{DataDir, Failure, folder};
use crate::db::migrate;
use crate::error::Error;
use crate::media::store;
use crate::messages::Message;
use serde_json::json;
use std::collections::HashSet;
use std::path::Path;

/// Less than this is soon nothing: pictures, backups and the copy before an update need room.
const LITTLE: u64 = 500_000_000;

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    data: DataDir,
}

impl Check {
    pub async fn run(self) -> Result<(), Failure> {
        // A config that is not understood and a database that is not there end it here, each with its own sentence.
        let (app, behind) = folder::look(&self.data.data_dir).await?;
        migrate::check(&app.db).await.map_err(|error| match error {
            Error::Database(cause) => Failure::DatabaseDamaged(Message::quote(cause)),
            other => other.into(),
        })?;
        let named: HashSet<String> = store::all_files(&mut app.db.read().await?).await?.into_iter().collect();
        app.db.close().await;
        let mut found = HashSet::new();
        let media = app.media_folder();
        walk(&media, "", &mut found).map_err(|error| folder::write_failure(&media, error))?;
        let missing = named.difference(&found).count();
        let orphaned = found.difference(&named).count();
        let free = fs4::available_space(&app.folder).map_err(|error| folder::write_failure(&app.folder, error))?;
        tell(Message::new("server_cli_checked_config").with("domain", &app.config.server.domain));
        tell(Message::new(if behind { "server_cli_checked_behind" } else { "server_cli_checked_database" }));
        tell(Message::new("server_cli_checked_files").with("files", found.len()).with("orphaned", orphaned));
        let key = if free < LITTLE { "server_cli_checked_little_space" } else { "server_cli_checked_space" };
        tell(Message::new(key).with("space", format!("{:.1} GB", free as f64 / 1e9)));
        let findings = json!({
            "event": "checked", "config": "ok", "database": if behind { "behind" } else { "ok" }, "files": found.len(),
            "orphaned_files": orphaned, "missing_files": missing, "free_bytes": free,
        });
        eprintln!("{findings}");
        // Orphans cost space only; a missing file is a hole in somebody's post.
        if missing > 0 {
            return Err(Failure::Other(Message::new("server_cli_checked_missing").with("files", missing)));
        }
        Ok(())
    }
}

fn tell(finding: Message) {
    eprintln!("{}", finding.say(locale()));
}

/// Paths below the media folder, with `/`.
fn walk(folder: &Path, below: &str, found: &mut HashSet<String>) -> std::io::Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let Some(name) = entry.file_name().to_str().map(|name| format!("{below}{name}")) else { continue };
        if entry.file_type()?.is_dir() {
            walk(&entry.path(), &format!("{name}/"), found)?;
        } else {
            found.insert(name);
        }
    }
    Ok(())
}
