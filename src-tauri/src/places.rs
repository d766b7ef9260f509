//! Which folders and programs this run uses. The only file that reads the environment.
#![expect(clippy::disallowed_methods, reason = "the shell learns its places from the environment")]

use howdah_supervisor::home::folder_trouble;
use howdah_supervisor::{Home, Trouble};
use std::fs::{File, TryLockError};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::PathBuf;

pub struct Places {
    pub root: PathBuf,
    pub server: Option<PathBuf>,
    /// Off with HOWDAH_HOME: a folder of one's own holds everything.
    pub keychain: bool,
    scope: Option<u64>,
}

impl Places {
    pub fn find() -> Self {
        let own = std::env::var_os("HOWDAH_HOME").filter(|dir| !dir.is_empty()).map(PathBuf::from);
        let root = own.clone().unwrap_or_else(data_dir);
        let root = std::path::absolute(&root).unwrap_or(root);
        let scope = own.is_some().then(|| {
            let mut hasher = DefaultHasher::new();
            root.hash(&mut hasher);
            hasher.finish()
        });
        Self { root, server: server(), keychain: own.is_none(), scope }
    }

    /// The name on the session bus. Two folders are two apps.
    pub fn instance_name(&self) -> String {
        match self.scope {
            Some(scope) => format!("social.howdah.desktop.h{scope:x}"),
            None => "social.howdah.desktop".to_owned(),
        }
    }
}

fn data_dir() -> PathBuf {
    let home = || std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let dir = if cfg!(windows) {
        std::env::var_os("APPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        Some(home().join("Library/Application Support"))
    } else {
        std::env::var_os("XDG_DATA_HOME").map(PathBuf::from).or_else(|| Some(home().join(".local/share")))
    };
    dir.unwrap_or_else(home).join("howdah")
}

/// Beside our own executable, else where HOWDAH_SERVER points.
fn server() -> Option<PathBuf> {
    let name = format!("howdah-server{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok().and_then(|own| Some(own.parent()?.join(name)));
    beside
        .filter(|path| path.is_file())
        .or_else(|| std::env::var_os("HOWDAH_SERVER").map(PathBuf::from).filter(|path| path.is_file()))
}

/// Where the session bus may be, as its own rules say.
pub fn session_bus_addresses() -> Vec<String> {
    match std::env::var("DBUS_SESSION_BUS_ADDRESS") {
        Ok(list) => list.split(';').map(str::to_owned).collect(),
        Err(_) => std::env::var("XDG_RUNTIME_DIR").map(|dir| vec![format!("unix:path={dir}/bus")]).unwrap_or_default(),
    }
}

/// The person's language, as the system says it: "de_DE.UTF-8" -> "de".
pub fn language() -> String {
    let said = ["LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|v| !v.is_empty()));
    said.unwrap_or_default().split(['_', '.', ':', '-']).next().unwrap_or_default().to_lowercase()
}

/// For a page that comes and goes, when our own folder cannot be used.
pub fn passing() -> PathBuf {
    std::env::temp_dir().join(format!("howdah-{}", std::process::id()))
}

/// Held while the app runs; the system gives it back however the app ends.
pub struct FolderLock(#[expect(dead_code, reason = "held, not read")] File);

/// Holds with and without a session bus, and between two users of one folder.
pub fn lock(home: &Home) -> Result<FolderLock, Trouble> {
    let file = File::create(home.root.join("app.lock")).map_err(|error| folder_trouble(&home.root, &error))?;
    match file.try_lock() {
        Ok(()) => Ok(FolderLock(file)),
        Err(TryLockError::WouldBlock) => Err(Trouble::AlreadyRunning { pid: None }),
        Err(TryLockError::Error(error)) => Err(folder_trouble(&home.root, &error)),
    }
}
