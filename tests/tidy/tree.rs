//! The files of this checkout that people wrote.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// Folders that hold what was built, fetched or left behind.
const NOT_OURS: [&str; 10] = [
    "target",
    "node_modules",
    ".git",
    ".svelte-kit",
    "artifacts",
    "paraglide",
    "gen",
    "__pycache__",
    ".venv",
    "bindings", // generated from server/entities, checked for freshness elsewhere
];

const TEXT: [&str; 16] =
    ["rs", "toml", "md", "tsv", "json", "sql", "ts", "js", "mjs", "svelte", "css", "html", "py", "sh", "yml", "snap"];

pub struct File {
    /// From the root of the checkout, with `/`.
    pub path: String,
    pub text: String,
}

impl File {
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    pub fn ends(&self, extensions: &[&str]) -> bool {
        self.path.rsplit_once('.').is_some_and(|(_, extension)| extensions.contains(&extension))
    }

    /// Numbered lines that are code: comments and, in Rust, the unit tests at the end of the file are left out.
    pub fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        let end = self.text.find("\n#[cfg(test)]\nmod tests {").unwrap_or(self.text.len());
        self.text[..end].lines().enumerate().map(|(index, line)| (index + 1, line)).filter(|(_, line)| {
            let line = line.trim_start();
            !line.starts_with("//") && !line.starts_with('*') && !line.starts_with("/*")
        })
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("tests/tidy lies in the checkout").to_owned()
}

/// Every text file, read once.
pub fn files() -> &'static [File] {
    static FILES: OnceLock<Vec<File>> = OnceLock::new();
    FILES.get_or_init(|| {
        let mut files = Vec::new();
        read(&root(), "", &mut files);
        assert!(files.len() > 20, "the tree is not where this test looks for it: {}", root().display());
        files
    })
}

pub fn under(folder: &'static str) -> impl Iterator<Item = &'static File> {
    files().iter().filter(move |file| file.path.starts_with(folder))
}

fn read(folder: &Path, prefix: &str, files: &mut Vec<File>) {
    let mut entries: Vec<_> = fs::read_dir(folder).expect("a readable folder").flatten().collect();
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type().expect("a file type");
        if kind.is_dir() {
            if !NOT_OURS.contains(&name.as_str()) && path != "ui/build" {
                read(&entry.path(), &format!("{path}/"), files);
            }
        } else if kind.is_file()
            && path.rsplit_once('.').is_some_and(|(_, extension)| TEXT.contains(&extension))
            && let Ok(text) = fs::read_to_string(entry.path())
        {
            files.push(File { path, text });
        }
    }
}
