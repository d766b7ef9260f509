//! `demo`: fill a folder with a made-up community.

use super::speech::t;
use super::{DataDir, Failure, folder, init, say};
use crate::config::{Config, FILE, Scheme, Server};
use crate::demo::{Plan, live};
use crate::instance::Registrations;
use crate::time::{Clock, DAY};
use serde_json::json;

#[derive(clap::Args)]
pub struct Demo {
    #[command(flatten)]
    data: DataDir,
    #[arg(long, default_value = "200", value_parser = clap::value_parser!(u32).range(2..=20_000), help = t("server_cli_members"))]
    members: u32,
    #[arg(long, default_value = "30", value_parser = clap::value_parser!(u16).range(1..=3650), help = t("server_cli_days"))]
    days: u16,
    #[arg(long, default_value = "1", help = t("server_cli_seed"))]
    seed: u64,
}

impl Demo {
    pub async fn run(self) -> Result<(), Failure> {
        let data = &self.data.data_dir;
        let new = !data.join(FILE).is_file();
        if new {
            folder::prepare(data)?;
            let listen = std::net::SocketAddr::from(([127, 0, 0, 1], 3000));
            let server = Server { domain: "localhost:3000".into(), scheme: Scheme::Http, listen };
            init::found(data, &Config::new(server, None), "Demo", Registrations::Approval).await?;
        }
        let days = i64::from(self.days);
        let clock = Clock::fixed(Clock::system().now() - days * DAY);
        let app = folder::open_at(data, clock, |_| {}).await?;
        // Thousands of commits: in a folder that held something before, each is as safe as any.
        app.db.hurried(new).await?;
        let founder = live(&app, Plan { members: self.members as usize, days, seed: self.seed }).await?;
        app.db.hurried(false).await?;
        let url = app.origin.to_string();
        app.db.close().await;
        say(&json!({ "event": "demo", "url": url, "user": founder.username, "password": founder.password }).to_string());
        Ok(())
    }
}
