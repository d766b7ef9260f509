//! Where the app keeps everything: one folder with `app.json` (what the app remembers), `communities/`, `logs/`.

use crate::state::Trouble;
use serde::{Deserialize, Serialize};
use std::io::Write as _;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use ts_rs::TS;

pub const FIRST_PORT: u16 = 3000;

#[derive(Clone, Debug)]
pub struct Home {
    pub root: PathBuf,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
#[ts(export_to = "desktop.ts")]
pub enum Reach {
    ThisComputer,
    Network,
    /// Starts like `ThisComputer`; a domain comes later.
    InternetLater,
}

impl Reach {
    pub fn ip(self) -> IpAddr {
        IpAddr::V4(if self == Self::Network { Ipv4Addr::UNSPECIFIED } else { Ipv4Addr::LOCALHOST })
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Community {
    pub folder: PathBuf,
    pub reach: Reach,
    /// The port of the last run: not in instance.toml, because moving aside for another program is no change of settings.
    pub port: u16,
    pub owner: Option<String>,
}

/// `app.json`. Unknown fields are dropped: an older app must still open.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Remembered {
    pub community: Option<Community>,
    pub founding: Option<crate::found::Record>,
    /// The person knows that closing the window leaves the community running.
    pub told_about_tray: bool,
}

impl Home {
    pub fn open(root: &Path) -> Result<Self, Trouble> {
        let home = Self { root: root.to_owned() };
        for folder in [home.root.clone(), home.communities(), home.logs()] {
            std::fs::create_dir_all(&folder).map_err(|error| folder_trouble(&folder, &error))?;
        }
        Ok(home)
    }

    pub fn communities(&self) -> PathBuf {
        self.root.join("communities")
    }

    pub fn logs(&self) -> PathBuf {
        self.root.join("logs")
    }

    /// Where a backup is tried out. Whatever lies here without a running trial is left over.
    pub fn trial(&self) -> PathBuf {
        self.root.join("restoring")
    }

    pub fn pid_file(&self) -> PathBuf {
        self.root.join("server.pid")
    }

    pub fn remembered(&self) -> Remembered {
        // A broken file costs what the app remembered, never a community: the folders are still there.
        std::fs::read_to_string(self.root.join("app.json"))
            .ok()
            .and_then(|text| serde_json::from_str(&text).ok())
            .unwrap_or_default()
    }

    pub fn remember(&self, change: impl FnOnce(&mut Remembered)) -> Result<(), Trouble> {
        let mut all = self.remembered();
        change(&mut all);
        let text = serde_json::to_string_pretty(&all).map_err(Trouble::other)?;
        // Beside and renamed: a power cut leaves the old one or the new one.
        let (new, path) = (self.root.join("app.json.new"), self.root.join("app.json"));
        let write = || {
            let mut file = std::fs::File::create(&new)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&new, &path)
        };
        write().map_err(|error| folder_trouble(&self.root, &error))
    }

    /// A folder name made of the title that does not exist yet.
    pub fn free_folder(&self, title: &str) -> PathBuf {
        let mut slug = String::new();
        for c in title.to_lowercase().chars() {
            if c.is_ascii_alphanumeric() {
                slug.push(c);
            } else if !slug.is_empty() && !slug.ends_with('-') {
                slug.push('-');
            }
        }
        let slug: String = slug.trim_end_matches('-').chars().take(40).collect();
        let slug = if slug.is_empty() { "community".to_owned() } else { slug };
        (1..)
            .map(|n| self.communities().join(if n == 1 { slug.clone() } else { format!("{slug}-{n}") }))
            .find(|folder| !folder.exists())
            .unwrap_or_else(|| self.communities().join(slug))
    }
}

pub fn folder_trouble(folder: &Path, error: &std::io::Error) -> Trouble {
    let folder = folder.display().to_string();
    match error.kind() {
        std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => {
            Trouble::DataReadOnly { folder }
        }
        std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Trouble::DataFull { folder },
        _ => Trouble::Other { message: format!("{folder}: {error}") },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_named_after_the_title_and_never_taken_twice() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::open(dir.path()).unwrap();
        let first = home.free_folder("Ada’s  Garden!");
        assert!(first.ends_with("communities/ada-s-garden"));
        std::fs::create_dir(&first).unwrap();
        assert!(home.free_folder("Ada’s Garden").ends_with("ada-s-garden-2"));
        assert!(home.free_folder("象").ends_with("community"));
    }

    #[test]
    fn a_broken_memory_is_an_empty_one() {
        let dir = tempfile::tempdir().unwrap();
        let home = Home::open(dir.path()).unwrap();
        std::fs::write(dir.path().join("app.json"), "{oh").unwrap();
        assert!(home.remembered().community.is_none());
        let community = Community { folder: "/x".into(), reach: Reach::Network, port: 3001, owner: None };
        home.remember(|all| all.community = Some(community.clone())).unwrap();
        assert_eq!(home.remembered().community, Some(community));
    }
}
