//! Writing a backup. The database comes first: whatever files its rows name exist by then.

use super::{Counts, Entry, FOLDERS, FORMAT, MANIFEST, Manifest, SQLITE, hex, store};
use crate::app::App;
use crate::config::FILE;
use crate::db::transfer::{self, Export};
use crate::db::{Engine, migrate};
use crate::error::{Error, Result};
use crate::time;
use aws_lc_rs::digest::{Context, SHA256};
use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, Write};
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Writes the backup beside its place and moves it there when it is whole.
pub async fn create(app: &App, to: &Path) -> Result<Manifest> {
    let partial = beside(to);
    let outcome = write(app, &partial).await;
    match outcome {
        Ok(manifest) => {
            fs::rename(&partial, to)?;
            Ok(manifest)
        }
        Err(error) => {
            let _ = fs::remove_file(&partial);
            Err(error)
        }
    }
}

fn beside(to: &Path) -> PathBuf {
    let mut name = to.file_name().unwrap_or_default().to_owned();
    name.push(".partial");
    to.with_file_name(name)
}

async fn write(app: &App, file: &Path) -> Result<Manifest> {
    let mut out = Writer::new(private(file)?);
    out.file(FILE, &app.folder.join(FILE))?;
    let (database, counts) = match app.db.engine() {
        Engine::Sqlite => ("sqlite", copy_sqlite(app, &mut out).await?),
        Engine::Postgres => ("ndjson", export(app, &mut out).await?),
    };
    for folder in FOLDERS {
        out.folder(folder, &app.folder.join(folder))?;
    }
    let manifest = Manifest {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        created_at: time::iso(app.clock.now()),
        domain: app.config.server.domain.clone(),
        title: app.settings().await?.title.clone(),
        database: database.into(),
        migrations: migrate::names().into_iter().map(str::to_owned).collect(),
        counts,
        files: std::mem::take(&mut out.entries),
    };
    out.finish(&manifest)?;
    Ok(manifest)
}

/// The file holds secrets: nobody but its owner may read it.
fn private(file: &Path) -> Result<File> {
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    Ok(options.open(file)?)
}

async fn copy_sqlite(app: &App, out: &mut Writer) -> Result<Counts> {
    let copy = app.temporary_file()?;
    let outcome = async {
        app.db.copy_to(&copy).await?;
        // Counted in the copy: the server may be running.
        let db = crate::db::Db::sqlite(&copy, false).await?;
        let counts = store::count(&mut db.read().await?).await;
        db.close().await;
        out.file(SQLITE, &copy)?;
        counts
    }
    .await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{suffix}", copy.display()));
    }
    outcome
}

async fn export(app: &App, out: &mut Writer) -> Result<Counts> {
    let tables = transfer::tables(&app.db).await?;
    let mut export = Export::begin(&app.db).await?;
    let counts = store::count_export(&mut export).await?;
    let lines = app.temporary_file()?;
    for table in tables {
        let mut file = BufWriter::new(File::create(&lines)?);
        export.table(&table, &mut file).await?;
        file.flush()?;
        out.file(&format!("database/{table}.ndjson"), &lines)?;
    }
    let _ = fs::remove_file(lines);
    Ok(counts)
}

/// The disk's trouble is not the zip file's.
fn zipping(error: ZipError) -> Error {
    match error {
        ZipError::Io(error) => error.into(),
        other => Error::internal(other),
    }
}

/// The zip file as it grows.
struct Writer {
    /// Never dropped unfinished: then it would try to finish, and say on stderr that the disk is full once more.
    zip: ManuallyDrop<ZipWriter<BufWriter<File>>>,
    entries: Vec<Entry>,
}

impl Writer {
    fn new(file: File) -> Self {
        Self { zip: ManuallyDrop::new(ZipWriter::new(BufWriter::new(file))), entries: Vec::new() }
    }

    fn file(&mut self, path: &str, from: &Path) -> Result<()> {
        let mut file = BufReader::new(File::open(from)?);
        let size = file.get_ref().metadata()?.len();
        // Pictures are compressed already.
        let method = if path.starts_with("media/") { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options =
            SimpleFileOptions::default().compression_method(method).large_file(size > u64::from(u32::MAX) / 2);
        self.zip.start_file(path, options).map_err(zipping)?;
        let mut sum = Context::new(&SHA256);
        let mut buffer = vec![0; 64 * 1024];
        let mut size = 0;
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                break;
            }
            sum.update(&buffer[..read]);
            self.zip.write_all(&buffer[..read])?;
            size += read as u64;
        }
        self.entries.push(Entry { path: path.into(), size, sha256: hex(sum.finish().as_ref()) });
        Ok(())
    }

    /// Every file below a folder. One that goes away meanwhile is left out.
    fn folder(&mut self, name: &str, from: &Path) -> Result<()> {
        let Ok(entries) = fs::read_dir(from) else { return Ok(()) };
        let mut entries: Vec<_> = entries.collect::<std::io::Result<_>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let Some(file) = entry.file_name().to_str().map(|file| format!("{name}/{file}")) else { continue };
            let kind = entry.file_type()?;
            if kind.is_dir() {
                self.folder(&file, &entry.path())?;
            } else if kind.is_file() && entry.path().exists() {
                self.file(&file, &entry.path())?;
            }
        }
        Ok(())
    }

    fn finish(mut self, manifest: &Manifest) -> Result<()> {
        self.zip.start_file(MANIFEST, SimpleFileOptions::default()).map_err(zipping)?;
        self.zip.write_all(&serde_json::to_vec_pretty(manifest)?)?;
        let mut out = ManuallyDrop::into_inner(self.zip).finish().map_err(zipping)?;
        out.flush()?;
        out.rewind()?;
        out.get_ref().sync_all()?;
        Ok(())
    }
}
