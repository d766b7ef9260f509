//! The server as a process: its commands, how long it takes to be ready, and the memory that is its own.

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

use crate::Outcome;

pub struct Server {
    pub address: String,
    pub ready: Duration,
    process: Child,
}

fn program() -> Outcome<String> {
    #[expect(clippy::disallowed_methods, reason = "the bench is told by its script where the server is")]
    std::env::var("HOWDAH_SERVER_BIN").map_err(|_| "HOWDAH_SERVER_BIN is not set: use `npm run bench`".into())
}

/// Runs a command of the server and returns what it printed.
pub async fn command(args: &[&str], folder: &Path) -> Outcome<String> {
    let output = Command::new(program()?).args(args).arg("--data-dir").arg(folder).output().await?;
    if !output.status.success() {
        return Err(format!("{args:?}: {}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

impl Server {
    pub async fn start(folder: &Path) -> Outcome<Self> {
        let start = Instant::now();
        let mut process = Command::new(program()?)
            .args(["serve", "--listen", "127.0.0.1:0", "--data-dir"])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(std::fs::File::create(folder.join("bench.log"))?)
            .kill_on_drop(true)
            .spawn()?;
        let out = process.stdout.take().ok_or("no stdout")?;
        let Some(line) = BufReader::new(out).lines().next_line().await? else {
            return Err(format!("serve failed: {}", std::fs::read_to_string(folder.join("bench.log"))?).into());
        };
        let ready = start.elapsed();
        let line: serde_json::Value = serde_json::from_str(&line)?;
        let address = line["listen"].as_str().ok_or("no address in the ready line")?.to_owned();
        Ok(Self { address, ready, process })
    }

    /// Proportional set size in MiB.
    pub fn memory(&self) -> Outcome<f64> {
        let id = self.process.id().ok_or("the server has ended")?;
        let text = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup"))?;
        let line = text.lines().find(|line| line.starts_with("Pss:")).ok_or("no Pss")?;
        let kib: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
        Ok(kib / 1024.0)
    }

    pub fn id(&self) -> Option<u32> {
        self.process.id()
    }

    /// Ends it as an owner would, and waits.
    pub async fn stop(mut self) -> Outcome<()> {
        let id = self.process.id().ok_or("the server has ended")?;
        Command::new("kill").arg(id.to_string()).status().await?;
        self.process.wait().await?;
        Ok(())
    }
}

/// The processor time that a process has used, in microseconds. What else the machine does hardly touches it.
pub fn processor_time(id: Option<u32>) -> f64 {
    let stat = id.and_then(|id| std::fs::read_to_string(format!("/proc/{id}/stat")).ok()).unwrap_or_default();
    // Behind the name, which may hold anything: user and system time are the 12th and 13th word, in hundredths.
    let words = stat.rsplit(") ").next().unwrap_or("").split_whitespace().skip(11).take(2);
    words.filter_map(|word| word.parse::<f64>().ok()).sum::<f64>() * 1e4
}
