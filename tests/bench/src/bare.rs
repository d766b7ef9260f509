//! The limit for reading: a bare axum handler that answers the same bytes from memory, in a process of its own as the
//! server is.

use axum::Router;
use axum::http::header;
use std::process::Stdio;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::Outcome;

pub struct Bare {
    pub address: String,
    pub process: Child,
}

/// Starts this program once more as `bare FILE`.
pub async fn start(body: &[u8]) -> Outcome<Bare> {
    let file = std::env::temp_dir().join(format!("howdah-bench-{}.json", std::process::id()));
    std::fs::write(&file, body)?;
    let mut process = Command::new(std::env::current_exe()?)
        .arg("bare")
        .arg(&file)
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let out = process.stdout.take().ok_or("no stdout")?;
    let address = BufReader::new(out).lines().next_line().await?.ok_or("the bare server said nothing")?;
    std::fs::remove_file(file)?;
    Ok(Bare { address, process })
}

/// What that process does.
pub async fn serve(file: &str) -> Outcome<()> {
    let body = axum::body::Bytes::from(std::fs::read(file)?);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    crate::report::line(&listener.local_addr()?.to_string());
    let router = Router::new().fallback(move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json; charset=utf-8")], body) }
    });
    axum::serve(listener, router).await?;
    Ok(())
}
