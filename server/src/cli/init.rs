//! `init`: found a community in an empty folder.

use super::speech::t;
use super::{DataDir, Failure, folder};
use crate::app::{fill_random, open_database};
use crate::config::{Config, Scheme, Server};
use crate::db::migrate;
use crate::instance::{self, Registrations};
use crate::time::Clock;
use std::net::SocketAddr;
use std::path::Path;

#[derive(clap::Args)]
pub struct Init {
    #[command(flatten)]
    data: DataDir,
    #[arg(long, help = t("server_cli_domain"))]
    domain: String,
    #[arg(long, value_parser = ["http", "https"], help = t("server_cli_scheme"))]
    scheme: String,
    #[arg(long, help = t("server_cli_listen"))]
    listen: SocketAddr,
    #[arg(long, help = t("server_cli_title"))]
    title: String,
    #[arg(long, value_parser = ["open", "approval", "invite", "closed"], help = t("server_cli_registrations"))]
    registrations: String,
    #[arg(long, help = t("server_cli_database_url"))]
    database_url: Option<String>,
}

impl Init {
    pub async fn run(self) -> Result<(), Failure> {
        let scheme = if self.scheme == "https" { Scheme::Https } else { Scheme::Http };
        let server = Server { domain: self.domain.to_lowercase(), scheme, listen: self.listen };
        let config = Config::new(server, self.database_url.clone());
        let text = toml::to_string(&config).map_err(Failure::other)?;
        Config::parse(&text).map_err(Failure::Usage)?;
        if self.title.trim().is_empty() {
            return Err(Failure::usage("server_cli_no_title"));
        }
        // The parser let only known ones through.
        let registrations = Registrations::parse(&self.registrations).unwrap_or(Registrations::Closed);
        let made = folder::prepare(&self.data.data_dir)?;
        let outcome = found(&self.data.data_dir, &config, self.title.trim(), registrations).await;
        if outcome.is_err() {
            // Only what this founding made is taken away again.
            for name in ["howdah.sqlite", "howdah.sqlite-wal", "howdah.sqlite-shm", "instance.toml"] {
                let _ = std::fs::remove_file(self.data.data_dir.join(name));
            }
            for name in FOLDERS {
                let _ = std::fs::remove_dir(self.data.data_dir.join(name));
            }
            if made {
                let _ = std::fs::remove_dir(&self.data.data_dir);
            }
        }
        outcome
    }
}

const FOLDERS: [&str; 5] = ["media", "branding", "emoji", "backups", "logs"];

pub(super) async fn found(
    data: &Path,
    config: &Config,
    title: &str,
    registrations: Registrations,
) -> Result<(), Failure> {
    for name in FOLDERS {
        std::fs::create_dir_all(data.join(name)).map_err(|e| folder::write_failure(data, e))?;
    }
    let db = open_database(config, data, true).await?;
    let now = Clock::system().now();
    migrate::run(&db, now, None, None).await?;
    let mut id = [0; 8];
    fill_random(&mut id);
    let id: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut tx = db.write().await?;
    instance::seed(&mut tx, now, &id, title, registrations).await.map_err(|error| match error {
        crate::error::Error::Conflict(_) => Failure::usage("server_cli_database_taken"),
        other => other.into(),
    })?;
    tx.commit().await?;
    db.close().await;
    // The config comes last: a folder without it is no community.
    config.write(data).map_err(|e| folder::write_failure(data, e))
}
