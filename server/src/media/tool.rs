//! ffmpeg, where it is installed: found once, never through a shell, bounded in time, memory and size. It is told which
//! kind of file it reads and may open nothing but that file.

use super::sniff::Kind;
use crate::config::Media as Config;
use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// Looking at a file and taking one picture out of it may take so long.
pub const GLANCE: Duration = Duration::from_secs(20);
/// And making another file of it so long.
pub const WORK: Duration = Duration::from_secs(10 * 60);
/// Bytes of memory, and of a file that it writes.
const MEMORY: u64 = 3 * 1024 * 1024 * 1024;
const FILE: u64 = 200 * 1024 * 1024;

const AVIF: &[u8] = include_bytes!("samples/red.avif");
const HEIC: &[u8] = include_bytes!("samples/red.heic");

/// What is there to be used.
#[derive(Debug)]
pub struct Tool {
    ffmpeg: String,
    ffprobe: String,
    /// Linux' own way to bound a process.
    prlimit: bool,
    pub avif: bool,
    pub heic: bool,
}

/// Why there is no result.
#[derive(Debug)]
pub enum Failure {
    /// The file is not what it seems, or too much for the bounds.
    Refused(String),
    Io(std::io::Error),
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// The tool that the config names, if it works. Asked once a process: that costs a few tenths of a second.
pub fn find(config: &Config) -> Option<Arc<Tool>> {
    static FOUND: Mutex<Option<HashMap<String, Option<Arc<Tool>>>>> = Mutex::new(None);
    if config.ffmpeg.is_empty() {
        return None;
    }
    let mut found = FOUND.lock().unwrap_or_else(PoisonError::into_inner);
    let known = found.get_or_insert_default();
    known.entry(config.ffmpeg.clone()).or_insert_with(|| look(&config.ffmpeg).map(Arc::new)).clone()
}

/// `ffmpeg` -> `ffprobe` beside it.
fn sibling(ffmpeg: &str) -> String {
    let (folder, name) = ffmpeg.rsplit_once('/').map_or(("", ffmpeg), |(folder, name)| (folder, name));
    let name = name.replacen("ffmpeg", "ffprobe", 1);
    if folder.is_empty() { name } else { format!("{folder}/{name}") }
}

fn look(ffmpeg: &str) -> Option<Tool> {
    let said = |program: &str, args: &[&str]| {
        let output = std::process::Command::new(program).args(args).stdin(Stdio::null()).output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let encoders = said(ffmpeg, &["-v", "quiet", "-encoders"])?;
    let ffprobe = sibling(ffmpeg);
    said(&ffprobe, &["-v", "quiet", "-version"])?;
    // Without these it could only be half of use.
    if !["libx264 ", "aac ", "libmp3lame "].iter().all(|encoder| encoders.contains(&format!(" {encoder}"))) {
        tracing::warn!(ffmpeg, "ffmpeg is there, but without H.264, AAC or MP3: it is not used");
        return None;
    }
    let prlimit = said("prlimit", &["--version"]).is_some();
    let mut tool = Tool { ffmpeg: ffmpeg.to_owned(), ffprobe, prlimit, avif: false, heic: false };
    tool.avif = tool.reads(AVIF);
    tool.heic = tool.reads(HEIC);
    tracing::info!(ffmpeg, avif = tool.avif, heic = tool.heic, prlimit, "ffmpeg turns videos, sounds and animations");
    Some(tool)
}

impl Tool {
    /// Whether it decodes a picture of sixteen red pixels.
    fn reads(&self, sample: &[u8]) -> bool {
        use std::io::Write as _;
        let wanted = ["-v", "quiet", "-f", "mov", "-i", "pipe:0", "-frames:v", "1", "-f", "null", "-"];
        let spawned = std::process::Command::new(&self.ffmpeg)
            .args(wanted)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut child) = spawned else { return false };
        if let Some(mut input) = child.stdin.take() {
            let _ = input.write_all(sample);
        }
        child.wait().is_ok_and(|status| status.success())
    }

    /// Which pictures it takes beyond what the server reads itself.
    pub fn takes(&self, kind: Kind) -> bool {
        match kind {
            Kind::Avif => self.avif,
            Kind::Heic => self.heic,
            _ => true,
        }
    }

    /// What ffprobe says of a file.
    pub async fn probe(&self, path: &Path, kind: Kind) -> Result<serde_json::Value, Failure> {
        let args = ["-v", "error", "-of", "json", "-show_format", "-show_streams"];
        let said = self.run(&self.ffprobe, &args, path, kind, &[], GLANCE).await?;
        serde_json::from_slice(&said).map_err(|error| Failure::Refused(error.to_string()))
    }

    /// Reads `from` and writes `to` as `how` says.
    pub async fn make(&self, from: &Path, kind: Kind, how: &[&str], to: &Path, time: Duration) -> Result<(), Failure> {
        let to = format!("file:{}", to.display());
        let end = [how, &[to.as_str()]].concat();
        let start = ["-v", "error", "-nostdin", "-y", "-threads", "2"];
        self.run(&self.ffmpeg, &start, from, kind, &end, time).await.map(drop)
    }

    async fn run(
        &self,
        program: &str,
        start: &[&str],
        from: &Path,
        kind: Kind,
        end: &[&str],
        time: Duration,
    ) -> Result<Vec<u8>, Failure> {
        let mut command = if self.prlimit {
            let mut command = tokio::process::Command::new("prlimit");
            let cpu = time.as_secs() * 2;
            command.arg(format!("--as={MEMORY}")).arg(format!("--cpu={cpu}")).arg(format!("--fsize={FILE}"));
            command.arg("--core=0").arg("--").arg(program);
            command
        } else {
            tokio::process::Command::new(program)
        };
        command.args(start).args(["-protocol_whitelist", "file", "-f", kind.demuxer()]);
        command.arg("-i").arg(format!("file:{}", from.display())).args(end);
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
        let Ok(done) = tokio::time::timeout(time, command.output()).await else {
            return Err(Failure::Refused(format!("it took longer than {} s", time.as_secs())));
        };
        let output = done?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let said = String::from_utf8_lossy(&output.stderr);
        if said.contains("No space left on device") {
            return Err(Failure::Io(std::io::ErrorKind::StorageFull.into()));
        }
        Err(Failure::Refused(said.chars().take(300).collect()))
    }
}
