//! One process of the server: started without a shell, tied to us by its stdin, listened to, and ended politely first.

use crate::logs::Logs;
use crate::state::Trouble;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, ChildStdin, Command};
use tokio::sync::oneshot;

pub struct Server {
    child: Child,
    /// The life-line: when we die, the system closes it and the server ends.
    lifeline: Option<ChildStdin>,
    last_words: Arc<Mutex<Option<Trouble>>>,
    pub ready: Option<oneshot::Receiver<Value>>,
}

impl Server {
    pub fn spawn(
        server: &Path,
        data: &Path,
        listen: SocketAddr,
        token: &str,
        logs: &Arc<Logs>,
    ) -> Result<Self, Trouble> {
        let mut command = Command::new(server);
        command
            .args(["serve", "--lifeline", "stdin", "--listen"])
            .arg(listen.to_string())
            .arg("--data-dir")
            .arg(data)
            .env("HOWDAH_INSTANCE_TOKEN", token)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        let mut child = command.spawn().map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Trouble::ServerMissing,
            _ => Trouble::other(error),
        })?;
        let (tell, ready) = oneshot::channel();
        if let Some(out) = child.stdout.take() {
            let logs = logs.clone();
            tokio::spawn(async move {
                let mut tell = Some(tell);
                let mut lines = BufReader::new(out).lines();
                while let Ok(Some(line)) = lines.next_line().await {
                    logs.add(&line);
                    let said = serde_json::from_str::<Value>(&line).ok().filter(|said| said["event"] == "ready");
                    if let (Some(said), Some(tell)) = (said, tell.take_if(|_| line.contains("\"ready\""))) {
                        let _ = tell.send(said);
                    }
                }
            });
        }
        let last_words = Arc::new(Mutex::new(None));
        if let Some(err) = child.stderr.take() {
            let (logs, last_words) = (logs.clone(), last_words.clone());
            tokio::spawn(async move {
                let mut lines = BufReader::new(err).lines();
                while let Ok(Some(line)) = lines.next_line().await {
                    logs.add(&line);
                    if let (Some(trouble), Ok(mut last)) = (Trouble::from_line(&line), last_words.lock()) {
                        *last = Some(trouble);
                    }
                }
            });
        }
        let lifeline = child.stdin.take();
        Ok(Self { child, lifeline, last_words, ready: Some(ready) })
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Resolves when the process has ended, with what it said last, else with its exit code.
    pub async fn ended(&mut self) -> Trouble {
        let code = self.child.wait().await.ok().and_then(|status| status.code());
        // The reader of stderr may be a moment behind.
        for _ in 0..10 {
            if let Some(said) = self.last_words.lock().ok().and_then(|mut last| last.take()) {
                return said;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        Trouble::Crashed { code }
    }

    /// Asks, waits, and only then kills.
    pub async fn stop(&mut self, grace: Duration) {
        drop(self.lifeline.take());
        #[cfg(unix)]
        if let Some(pid) = self.pid().and_then(|pid| i32::try_from(pid).ok()).and_then(rustix::process::Pid::from_raw) {
            let _ = rustix::process::kill_process(pid, rustix::process::Signal::TERM);
        }
        if tokio::time::timeout(grace, self.child.wait()).await.is_err() {
            self.kill().await;
        }
    }

    pub async fn kill(&mut self) {
        let _ = self.child.kill().await;
    }
}
