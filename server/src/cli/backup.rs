//! `backup` and `restore`.

use super::speech::{locale, t};
use super::{DataDir, Failure, folder};
use crate::backup::restore::Refusal;
use crate::backup::{create, restore};
use crate::config::is_postgres;
use crate::messages::Message;
use crate::time::Clock;
use serde_json::json;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub struct Backup {
    #[command(flatten)]
    data: DataDir,
    #[arg(long, value_name = "FILE", help = t("server_cli_backup_to"))]
    to: PathBuf,
}

impl Backup {
    pub async fn run(self) -> Result<(), Failure> {
        if self.to.is_dir() || !self.to.parent().is_some_and(|parent| parent == Path::new("") || parent.is_dir()) {
            return Err(Failure::Usage(Message::new("server_cli_no_place").with("file", self.to.display())));
        }
        let app = folder::open(&self.data.data_dir, |_| {}).await?;
        // A full disk is the one that the file goes to.
        let place = self.to.parent().unwrap_or(Path::new(""));
        let manifest = create::create(&app, &self.to).await.map_err(|error| Failure::from(error).at(place))?;
        app.db.close().await;
        tell(
            &json!({ "event": "backed_up", "members": manifest.counts.members, "statuses": manifest.counts.statuses, "files": manifest.files.len() }),
        );
        Ok(())
    }
}

#[derive(clap::Args)]
pub struct Restore {
    #[arg(help = t("server_cli_restore_file"))]
    file: PathBuf,
    #[command(flatten)]
    data: DataDir,
    #[arg(long, help = t("server_cli_restore_database_url"))]
    database_url: Option<String>,
}

impl Restore {
    pub async fn run(self) -> Result<(), Failure> {
        let data = &self.data.data_dir;
        if self.database_url.as_deref().is_some_and(|url| !is_postgres(url)) {
            return Err(Failure::usage("server_config_database_url"));
        }
        if !self.file.is_file() {
            return Err(Failure::Usage(Message::new("server_cli_no_file").with("file", self.file.display())));
        }
        let made = folder::prepare(data)?;
        let outcome = restore::restore(&self.file, data, self.database_url, Clock::system().now()).await;
        match outcome {
            Ok(counts) => {
                tell(&json!({ "event": "restored", "members": counts.members, "statuses": counts.statuses }));
                Ok(())
            }
            Err(refusal) => {
                // The folder was empty: whatever is in it now is ours to take away.
                if let Ok(entries) = std::fs::read_dir(data) {
                    for path in entries.flatten().map(|entry| entry.path()) {
                        let _ = if path.is_dir() { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
                    }
                }
                if made {
                    let _ = std::fs::remove_dir(data);
                }
                Err(explain(refusal, &self.file, data))
            }
        }
    }
}

fn explain(refusal: Refusal, file: &Path, data: &Path) -> Failure {
    match refusal {
        Refusal::Damaged(why) => {
            let (file, why) = (file.display(), why.say(locale()));
            Failure::BackupDamaged(Message::new("server_backup_damaged").with("file", file).with("why", why))
        }
        Refusal::DatabaseNotEmpty => Failure::usage("server_backup_database_not_empty"),
        Refusal::Newer(_) => Failure::DataNewer(file.to_owned()),
        Refusal::Io(error) => folder::write_failure(data, error),
        Refusal::Error(error) => error.into(),
    }
}

/// News for whoever watches; stdout is only for what was promised.
fn tell(news: &serde_json::Value) {
    eprintln!("{news}");
}
