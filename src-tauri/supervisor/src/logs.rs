//! What the server said: the last lines in memory for the window, all of it in rotating files. Secrets are taken out before either.

use regex::Regex;
use std::collections::VecDeque;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{LazyLock, Mutex};

const LINES: usize = 1000;
const LINE: usize = 4000;
const FILE_BYTES: u64 = 1024 * 1024;
const FILES: u32 = 4;

pub struct Logs {
    folder: PathBuf,
    file_bytes: u64,
    inner: Mutex<Inner>,
}

struct Inner {
    ring: VecDeque<String>,
    file: Option<File>,
    written: u64,
}

impl Logs {
    pub fn open(folder: &Path) -> Self {
        Self::with_limit(folder, FILE_BYTES)
    }

    fn with_limit(folder: &Path, file_bytes: u64) -> Self {
        let _ = std::fs::create_dir_all(folder);
        let path = folder.join("server.log");
        let file = OpenOptions::new().create(true).append(true).open(&path).ok();
        let written = file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |meta| meta.len());
        let inner = Inner { ring: VecDeque::new(), file, written };
        Self { folder: folder.to_owned(), file_bytes, inner: Mutex::new(inner) }
    }

    pub fn add(&self, line: &str) {
        // A line without end must not hold up the reader.
        let end = line.char_indices().nth(LINE).map_or(line.len(), |(at, _)| at);
        let line = redact(&line[..end]);
        let Ok(mut inner) = self.inner.lock() else { return };
        if inner.written > self.file_bytes {
            self.rotate(&mut inner);
        }
        if let Some(file) = &mut inner.file
            && writeln!(file, "{line}").is_ok()
        {
            inner.written += line.len() as u64 + 1;
        }
        if inner.ring.len() == LINES {
            inner.ring.pop_front();
        }
        inner.ring.push_back(line);
    }

    pub fn lines(&self) -> Vec<String> {
        self.inner.lock().map(|inner| inner.ring.iter().cloned().collect()).unwrap_or_default()
    }

    fn rotate(&self, inner: &mut Inner) {
        let name = |number: u32| self.folder.join(format!("server.{number}.log"));
        for number in (1..FILES - 1).rev() {
            let _ = std::fs::rename(name(number), name(number + 1));
        }
        let current = self.folder.join("server.log");
        let _ = std::fs::rename(&current, name(1));
        inner.file = OpenOptions::new().create(true).append(true).open(&current).ok();
        inner.written = 0;
    }
}

/// Bearer tokens, anything called password, secret or token, e-mail addresses, and passwords in addresses.
pub fn redact(line: &str) -> String {
    static RULES: LazyLock<Vec<(Regex, &str)>> = LazyLock::new(|| {
        [
            (r"(?i)(bearer\s+)[\w.~+/=-]+", "${1}***"),
            (r#"(?i)((?:password|secret|token|authorization)["']?\s*[=:]\s*["']?)[^\s"',&}]+"#, "${1}***"),
            (r"(\w+://[^\s:/@]+:)[^\s@/]+@", "${1}***@"),
            (r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", "***@***"),
        ]
        .into_iter()
        .map(|(rule, put)| (Regex::new(rule).expect("a rule that was tested"), put))
        .collect()
    });
    let mut line = line.to_owned();
    for (rule, put) in RULES.iter() {
        line = rule.replace_all(&line, *put).into_owned();
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_do_not_stay() {
        let line = redact(
            r#"Authorization: Bearer abc.def {"password":"hunter2"} postgres://u:pw@h/db ana@example.org token=x1"#,
        );
        for secret in ["abc.def", "hunter2", ":pw@", "ana@", "x1"] {
            assert!(!line.contains(secret), "{secret} in {line}");
        }
        assert_eq!(redact("ready listen=127.0.0.1:3000"), "ready listen=127.0.0.1:3000");
    }

    #[test]
    fn files_turn_over_and_memory_is_bounded() {
        let dir = tempfile::tempdir().unwrap();
        let logs = Logs::with_limit(dir.path(), 1000);
        for _ in 0..LINES + 100 {
            logs.add("a line of the log");
        }
        assert_eq!(logs.lines().len(), LINES);
        assert!(dir.path().join("server.1.log").exists());
        assert!(!dir.path().join("server.4.log").exists());
        assert!(std::fs::metadata(dir.path().join("server.log")).unwrap().len() <= 1100);
    }
}
