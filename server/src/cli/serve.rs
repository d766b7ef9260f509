//! `serve`: run until SIGTERM, SIGINT or, with a life-line, until stdin ends.

use super::speech::t;
use super::{DataDir, Failure, culprit, folder, say};
use crate::messages::Message;
use crate::serve;
use serde_json::json;
use std::net::SocketAddr;
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpListener;

#[derive(clap::Args)]
pub struct Serve {
    #[command(flatten)]
    data: DataDir,
    #[arg(long, value_parser = ["stdin"], help = t("server_cli_lifeline"))]
    lifeline: Option<String>,
    #[arg(long, help = t("server_cli_listen_now"))]
    listen: Option<SocketAddr>,
}

impl Serve {
    pub async fn run(self) -> Result<(), Failure> {
        let config = folder::read_config(&self.data.data_dir)?;
        init_log(&config.log.level);
        let _lock = folder::lock(&self.data.data_dir)?;
        // Listened for from the first moment: whoever ends while this is still starting takes it along.
        let mut stop = tokio::spawn(stopped(self.lifeline.is_some()));
        let wanted = self.listen.unwrap_or(config.server.listen);
        let listener = bind(wanted).await?;
        let listen = listener.local_addr()?;
        let start = async {
            let app = folder::open(&self.data.data_dir, |config| config.server.listen = listen).await?;
            serve::start_tasks(&app).await;
            Ok::<_, Failure>(app)
        };
        let app = tokio::select! {
            app = start => app?,
            _ = &mut stop => return Ok(()),
        };
        let url = if listen.port() == wanted.port() { app.origin.to_string() } else { format!("http://{listen}") };
        let ready = json!({ "event": "ready", "url": url, "listen": listen.to_string(), "pid": std::process::id() });
        say(&ready.to_string());
        tracing::info!(%listen, domain = app.config.server.domain, "ready");
        serve::run(app, listener, async move { drop(stop.await) }).await?;
        Ok(())
    }
}

async fn bind(listen: SocketAddr) -> Result<TcpListener, Failure> {
    TcpListener::bind(listen).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            let port = listen.port();
            Failure::PortTaken { listen: listen.to_string(), port, by: culprit::holder(port) }
        }
        std::io::ErrorKind::AddrNotAvailable => {
            Failure::Config(Message::new("server_cli_listen_elsewhere").with("listen", listen))
        }
        std::io::ErrorKind::PermissionDenied => {
            Failure::Config(Message::new("server_cli_listen_forbidden").with("port", listen.port()))
        }
        _ => Failure::other(error),
    })
}

async fn stopped(lifeline: bool) {
    let end_of_stdin = async {
        if !lifeline {
            std::future::pending::<()>().await;
        }
        let mut stdin = tokio::io::stdin();
        let mut scrap = [0; 64];
        while matches!(stdin.read(&mut scrap).await, Ok(n) if n > 0) {}
    };
    tokio::select! {
        () = signal() => {}
        () = end_of_stdin => {}
    }
}

#[cfg(unix)]
async fn signal() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut term) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = term.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}

#[cfg(not(unix))]
async fn signal() {
    let _ = tokio::signal::ctrl_c().await;
}

/// Logs go to stderr, one line each.
pub fn init_log(level: &str) {
    let filter = tracing_subscriber::EnvFilter::try_new(level).unwrap_or_else(|_| "info".into());
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_ansi(false).try_init();
}
