//! `check`: is this community whole? Reads everything, changes nothing; the answer is the exit code, the findings are
//! on stderr.

use super::{DataDir, Failure, folder};
use crate::db::migrate;
use crate::media::store;
use serde_json::json;
use std::collections::HashSet;
use std::path::Path;

#[derive(clap::Args)]
pub struct Check {
    #[command(flatten)]
    data: DataDir,
}

impl Check {
    pub async fn run(self) -> Result<(), Failure> {
        let app = folder::open(&self.data.data_dir, |_| {}).await?;
        migrate::check(&app.db).await.map_err(|error| match error {
            crate::error::Error::Database(cause) => Failure::DatabaseDamaged(cause),
            other => other.into(),
        })?;
        let named: HashSet<String> = store::all_files(&mut app.db.read().await?).await?.into_iter().collect();
        app.db.close().await;
        let mut found = HashSet::new();
        let media = app.media_folder();
        walk(&media, "", &mut found).map_err(|error| folder::write_failure(&media, error))?;
        let missing = named.difference(&found).count();
        let orphaned = found.difference(&named).count();
        let findings = json!({ "event": "checked", "database": "ok", "files": found.len(), "orphaned_files": orphaned, "missing_files": missing });
        eprintln!("{findings}");
        // Orphans cost space only; a missing file is a hole in somebody's post.
        if missing > 0 {
            return Err(Failure::Other(format!(
                "{missing} uploaded files are missing. Restore a backup to get them back."
            )));
        }
        Ok(())
    }
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
