//! Reading a backup into an empty folder. Nothing in the file is believed before it was checked: names stay inside the
//! folder, every file has the size and the sum that the manifest promises, and nothing else is in it.

use super::{Counts, FOLDERS, FORMAT, MANIFEST, Manifest, SQLITE, hex, store};
use crate::config::{Config, FILE};
use crate::db::transfer::{self, Export, Import};
use crate::db::{Db, migrate};
use crate::error::{Error, Result};
use crate::messages::Message;
use crate::search;
use aws_lc_rs::digest::{Context, SHA256};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;
use zip::ZipArchive;

/// Why a backup cannot be restored.
#[derive(Debug)]
pub enum Refusal {
    /// The file is not whole, or not what it says.
    Damaged(Message),
    /// Written by a newer version.
    Newer(String),
    /// Where it should go there is something already.
    DatabaseNotEmpty,
    Error(Error),
    Io(std::io::Error),
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

fn damaged(why: &'static str) -> Refusal {
    Refusal::Damaged(Message::new(why))
}

/// The same, where it shows at one of its files.
fn damaged_at(why: &'static str, file: &str) -> Refusal {
    Refusal::Damaged(Message::new(why).with("file", file))
}

type Archive = ZipArchive<BufReader<File>>;

/// Opens a backup and reads what it says of itself.
pub fn open(file: &Path) -> Result<(Archive, Manifest), Refusal> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(file)?)).map_err(|_| damaged("server_backup_no_zip"))?;
    let manifest: Manifest = {
        let entry = zip.by_name(MANIFEST).map_err(|_| damaged_at("server_backup_missing", MANIFEST))?;
        let mut text = String::new();
        let limit = 256 * 1024 * 1024;
        entry.take(limit).read_to_string(&mut text).map_err(|_| damaged_at("server_backup_broken", MANIFEST))?;
        serde_json::from_str(&text).map_err(|_| damaged_at("server_backup_broken", MANIFEST))?
    };
    let known = migrate::names();
    if manifest.format > FORMAT || manifest.migrations.iter().any(|name| !known.contains(&name.as_str())) {
        return Err(Refusal::Newer(manifest.version));
    }
    Ok((zip, manifest))
}

/// Whether a name stays inside the folder and is one that a backup may hold.
fn allowed(path: &str) -> bool {
    let plain = path
        .split('/')
        .all(|part| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0']));
    let known =
        path == FILE || path.starts_with("database/") || FOLDERS.iter().any(|f| path.starts_with(&format!("{f}/")));
    plain && known
}

/// Restores into a folder that exists and is empty. `database_url` moves the community to PostgreSQL. The config is
/// written last: until then the folder is no community.
pub async fn restore(file: &Path, folder: &Path, database_url: Option<String>, now: i64) -> Result<Counts, Refusal> {
    let (mut zip, manifest) = open(file)?;
    let mut seen = HashSet::new();
    for entry in &manifest.files {
        if !allowed(&entry.path) || !seen.insert(entry.path.as_str()) {
            return Err(damaged_at("server_backup_foreign", &entry.path));
        }
    }
    for name in zip.file_names() {
        let name = name.map_err(|_| damaged("server_backup_no_zip"))?;
        let name = name.as_ref();
        if name != MANIFEST && !seen.contains(name) {
            return Err(damaged_at("server_backup_foreign", name));
        }
    }
    let incoming = folder.join("restoring");
    for entry in &manifest.files {
        unpack(&mut zip, entry, &incoming)?;
    }
    let text = fs::read_to_string(incoming.join(FILE)).map_err(|_| damaged_at("server_backup_missing", FILE))?;
    let mut config = Config::parse(&text).map_err(|_| damaged_at("server_backup_broken", FILE))?;
    config.database.url = database_url;
    let counts = database(&incoming, folder, &config, &manifest, now).await?;
    if counts != manifest.counts {
        return Err(damaged("server_backup_counts"));
    }
    for name in FOLDERS {
        let from = incoming.join(name);
        if from.is_dir() {
            fs::rename(from, folder.join(name))?;
        } else {
            fs::create_dir_all(folder.join(name))?;
        }
    }
    for name in ["backups", "logs"] {
        fs::create_dir_all(folder.join(name))?;
    }
    fs::remove_dir_all(&incoming)?;
    config.write(folder)?;
    Ok(counts)
}

fn unpack(zip: &mut Archive, entry: &super::Entry, to: &Path) -> Result<(), Refusal> {
    let broken = || damaged_at("server_backup_broken", &entry.path);
    let packed = zip.by_name(&entry.path).map_err(|_| damaged_at("server_backup_missing", &entry.path))?;
    // What is longer than promised is not unpacked to its end.
    let mut packed = packed.take(entry.size + 1);
    let target = to.join(&entry.path);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = BufWriter::new(File::create(&target)?);
    let mut sum = Context::new(&SHA256);
    let mut buffer = vec![0; 64 * 1024];
    let mut size = 0;
    loop {
        let read = packed.read(&mut buffer).map_err(|_| broken())?;
        if read == 0 {
            break;
        }
        sum.update(&buffer[..read]);
        file.write_all(&buffer[..read])?;
        size += read as u64;
    }
    file.flush()?;
    file.get_ref().sync_all()?;
    if size != entry.size || hex(sum.finish().as_ref()) != entry.sha256 {
        return Err(broken());
    }
    Ok(())
}

/// Brings the database to where the config wants it and up to this version.
async fn database(
    incoming: &Path,
    folder: &Path,
    config: &Config,
    manifest: &Manifest,
    now: i64,
) -> Result<Counts, Refusal> {
    let target = folder.join("howdah.sqlite");
    let has_file = incoming.join(SQLITE).is_file();
    if has_file && config.database.url.is_none() {
        fs::rename(incoming.join(SQLITE), &target)?;
        let db = Db::sqlite(&target, false).await?;
        migrate::check(&db).await?;
        return finish(db, now).await;
    }
    if has_file {
        let db = Db::sqlite(&incoming.join(SQLITE), false).await?;
        let mut export = Export::begin(&db).await?;
        for table in transfer::tables(&db).await? {
            let mut out = BufWriter::new(File::create(incoming.join("database").join(format!("{table}.ndjson")))?);
            export.table(&table, &mut out).await?;
            out.flush()?;
        }
        drop(export);
        db.close().await;
    }
    let db = crate::app::open_database(config, folder, true).await?;
    if !transfer::tables(&db).await?.is_empty() {
        return Err(Refusal::DatabaseNotEmpty);
    }
    migrate::run_only(&db, now, &manifest.migrations).await?;
    let mut import = Import::begin(&db, &target).await?;
    for table in transfer::tables(&db).await? {
        if let Ok(file) = File::open(incoming.join("database").join(format!("{table}.ndjson"))) {
            import.table(&table, BufReader::new(file)).await?;
        }
    }
    import.finish().await?;
    migrate::run(&db, now, None, None).await?;
    // The index of words is no part of a backup: whoever serves this next builds it.
    let mut tx = db.write().await?;
    search::index::begin_anew(&mut tx, now).await?;
    tx.commit().await?;
    finish(db, now).await
}

async fn finish(db: Db, now: i64) -> Result<Counts, Refusal> {
    migrate::run(&db, now, None, None).await?;
    let counts = store::count(&mut db.read().await?).await?;
    db.close().await;
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn names_stay_inside_the_folder() {
        assert!(allowed("media/files/aa/b.png") && allowed("instance.toml") && allowed("database/howdah.sqlite"));
        for bad in ["../x", "media/../../x", "/etc/passwd", "media//x", "media/a\\b", "server.lock", "media/c:x", ""] {
            assert!(!allowed(bad), "{bad}");
        }
    }
}
