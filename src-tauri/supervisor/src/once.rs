//! One command of the server's command line, run to its end: its promised line, or its trouble.

use crate::state::Trouble;
use std::ffi::OsStr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

/// `input` goes to stdin, which is where secrets go: an argument could be read by everybody on this computer.
pub async fn run<I, S>(server: &Path, args: I, input: Option<&str>, limit: Duration) -> Result<String, Trouble>
where
    I: IntoIterator<Item = S>,
    S: AsRef<OsStr>,
{
    let mut child = Command::new(server)
        .args(args)
        .stdin(if input.is_some() { Stdio::piped() } else { Stdio::null() })
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => Trouble::ServerMissing,
            _ => Trouble::other(error),
        })?;
    if let (Some(input), Some(mut stdin)) = (input, child.stdin.take()) {
        // A command that refuses its arguments never reads; its own words say more than a broken pipe.
        let _ = stdin.write_all(format!("{input}\n").as_bytes()).await;
    }
    let Ok(output) = tokio::time::timeout(limit, child.wait_with_output()).await else {
        return Err(Trouble::StartTimeout { seconds: u32::try_from(limit.as_secs()).unwrap_or(u32::MAX) });
    };
    let output = output.map_err(Trouble::other)?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let errors = String::from_utf8_lossy(&output.stderr);
    let said = errors.lines().rev().find_map(Trouble::from_line);
    Err(said.unwrap_or(Trouble::Crashed { code: output.status.code() }))
}
