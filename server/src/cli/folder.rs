//! Opening a community's folder for a command.

use super::Failure;
use crate::app::{App, Parts, open_database};
use crate::config::{Config, FILE};
use crate::db::Db;
use crate::db::migrate::{self, Standing};
use crate::messages::Message;
use crate::time::Clock;
use std::fs::File;
use std::path::{Path, PathBuf};

/// Held while a server runs on this folder. The file holds its process id.
pub struct Lock(#[expect(dead_code, reason = "held, not read")] File);

const LOCK: &str = "server.lock";

/// Takes the folder for one server; a second one is told who holds it.
pub fn lock(folder: &Path) -> Result<Lock, Failure> {
    let file = File::options()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(folder.join(LOCK))
        .map_err(|e| write_failure(folder, e))?;
    match file.try_lock() {
        Ok(()) => {}
        // A file system without locks is no sign of another server.
        Err(std::fs::TryLockError::Error(error)) => tracing::warn!(%error, "this folder cannot be locked"),
        Err(std::fs::TryLockError::WouldBlock) => {
            let pid = std::fs::read_to_string(folder.join(LOCK)).ok().and_then(|text| text.trim().parse().ok());
            return Err(Failure::AlreadyRunning { folder: folder.to_owned(), pid });
        }
    }
    std::fs::write(folder.join(LOCK), std::process::id().to_string()).map_err(|e| write_failure(folder, e))?;
    Ok(Lock(file))
}

/// The failure of writing below a folder, with the folder's name.
pub fn write_failure(folder: &Path, error: std::io::Error) -> Failure {
    Failure::from(error).at(folder)
}

/// A folder that may be written to, proved by writing.
pub fn probe(folder: &Path) -> Result<(), Failure> {
    let file = folder.join(".write-test");
    if let Err(error) = std::fs::write(&file, [0u8; 4096]) {
        let _ = std::fs::remove_file(&file);
        return Err(write_failure(folder, error));
    }
    std::fs::remove_file(&file).map_err(|e| write_failure(folder, e))
}

/// Makes the folder, or takes an empty one. Tells whether it was made.
pub fn prepare(data: &Path) -> Result<bool, Failure> {
    let made = !data.exists();
    if made {
        std::fs::create_dir_all(data).map_err(|e| write_failure(data, e))?;
    } else if std::fs::read_dir(data).map_err(|e| write_failure(data, e))?.next().is_some() {
        return Err(Failure::DataNotEmpty(data.to_owned()));
    }
    probe(data)?;
    Ok(made)
}

pub fn read_config(folder: &Path) -> Result<Config, Failure> {
    if !folder.join(FILE).is_file() {
        return Err(Failure::DataMissing(folder.to_owned()));
    }
    Config::read(folder).map_err(Failure::Config)
}

/// Opens the community to look at it: a database of an older version stays one. Tells whether it is.
pub async fn look(folder: &Path) -> Result<(App, bool), Failure> {
    let config = read_config(folder)?;
    let folder = folder.canonicalize()?;
    let (db, standing) = database(&config, &folder).await?;
    Ok((App::new(parts(config, folder, db, Clock::system())), standing == Standing::Behind))
}

/// Opens the community as it is, brings its database up to date and builds the `App`.
pub async fn open(folder: &Path, change: impl FnOnce(&mut Config)) -> Result<App, Failure> {
    open_at(folder, Clock::system(), change).await
}

/// The same at another time: the demo community's past is lived through, not written down.
pub async fn open_at(folder: &Path, clock: Clock, change: impl FnOnce(&mut Config)) -> Result<App, Failure> {
    let mut config = read_config(folder)?;
    change(&mut config);
    let folder: PathBuf = folder.canonicalize()?;
    let (db, standing) = database(&config, &folder).await?;
    if standing == Standing::Behind {
        let file = config.database.url.is_none().then(|| folder.join("howdah.sqlite"));
        let copies = folder.join("backups");
        let done = migrate::run(&db, clock.now(), file.as_deref(), Some(&copies)).await;
        done.map_err(|e| Failure::from(e).at(&folder))?;
    }
    Ok(App::new(parts(config, folder, db, clock)))
}

fn parts(config: Config, folder: PathBuf, db: Db, clock: Clock) -> Parts {
    Parts { config, folder, db, clock, machine_name: machine_name(), instance_token: instance_token() }
}

/// Opens the folder's database, unless it is damaged, no community's, or a newer version's.
async fn database(config: &Config, folder: &Path) -> Result<(Db, Standing), Failure> {
    probe(folder)?;
    if config.database.url.is_none() && !folder.join("howdah.sqlite").is_file() {
        return Err(damaged("server_cli_database_missing"));
    }
    if config.database.url.is_none() && is_cut_short(&folder.join("howdah.sqlite")) {
        return Err(damaged("server_cli_database_cut"));
    }
    let db = open_database(config, folder, false).await.map_err(|e| Failure::from(e).at(folder))?;
    match migrate::standing(&db).await.map_err(|e| Failure::from(e).at(folder))? {
        // A community has a schema from its first moment: this file is another one, or empty.
        Standing::Empty => Err(damaged("server_cli_database_empty")),
        Standing::Newer => Err(Failure::DataNewer(folder.to_owned())),
        standing => Ok((db, standing)),
    }
}

fn damaged(key: &'static str) -> Failure {
    Failure::DatabaseDamaged(Message::new(key))
}

/// Whether a SQLite file ends before its header says. While a write-ahead log waits to be merged nothing can be said.
fn is_cut_short(file: &Path) -> bool {
    use std::io::Read as _;
    let log = file.with_extension("sqlite-wal");
    if std::fs::metadata(log).is_ok_and(|log| log.len() > 0) {
        return false;
    }
    let mut header = [0; 32];
    let Ok(mut open) = File::open(file) else { return false };
    if open.read_exact(&mut header).is_err() {
        return true;
    }
    let size = match u16::from_be_bytes([header[16], header[17]]) {
        1 => 65_536,
        size => u64::from(size),
    };
    let pages = u64::from(u32::from_be_bytes([header[28], header[29], header[30], header[31]]));
    header.starts_with(b"SQLite format 3\0") && open.metadata().is_ok_and(|file| file.len() < size * pages)
}

#[expect(clippy::disallowed_methods, reason = "the supervisor hands the token over in the environment")]
fn instance_token() -> Option<String> {
    std::env::var("HOWDAH_INSTANCE_TOKEN").ok().filter(|token| !token.is_empty())
}

/// The host name, as members on the network may type it.
fn machine_name() -> Option<String> {
    let name = std::fs::read_to_string("/etc/hostname").ok()?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}
