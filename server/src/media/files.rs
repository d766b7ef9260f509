//! Writing a picture's files so that a row may refer to them: complete, flushed to the disk, under a name that nobody
//! can guess.

use super::picture::{Bad, Encoded};
use crate::app::App;
use crate::error::{Error, Result};
use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;

/// A fresh path below the media folder, without extension: `files/3f/Zk3…`.
pub fn fresh(app: &App, folder: &str) -> String {
    let name: String = app.new_secret().chars().filter(char::is_ascii_alphanumeric).take(24).collect();
    format!("{folder}/{}/{}", name[..2].to_ascii_lowercase(), &name[2..])
}

/// Writes below the media folder. When this returns, a power cut does not lose the file.
pub fn write(app: &App, path: &str, picture: &Encoded) -> Result<(), Bad> {
    let temporary = app.temporary_file().map_err(|error| Bad::Io(std::io::Error::other(error)))?;
    let outcome = (|| {
        let mut file = File::create(&temporary)?;
        file.write_all(&picture.bytes)?;
        file.sync_all()?;
        place(app, &temporary, path)
    })();
    if outcome.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    Ok(outcome?)
}

/// Takes a received file over as it is.
pub fn take(app: &App, from: &Path, path: &str) -> Result<(), Bad> {
    File::open(from)?.sync_all()?;
    Ok(place(app, from, path)?)
}

fn place(app: &App, from: &Path, path: &str) -> std::io::Result<()> {
    let to = app.media_folder().join(path);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
        fs::rename(from, &to)?;
        // The name itself must survive, too.
        #[cfg(unix)]
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// Best effort: an orphan costs space, not correctness, and `check` finds it.
pub fn remove<'a>(app: &App, paths: impl IntoIterator<Item = &'a str>) {
    for path in paths {
        let _ = fs::remove_file(app.media_folder().join(path));
    }
}

/// Runs picture work in its turn, off the threads that answer.
pub async fn in_turn<T: Send + 'static>(
    app: &App,
    work: impl FnOnce(&App) -> Result<T, Bad> + Send + 'static,
) -> Result<T> {
    let _turn = app.decoding.acquire().await.map_err(Error::internal)?;
    let app = app.clone();
    tokio::task::spawn_blocking(move || work(&app)).await.map_err(Error::internal)?.map_err(explain)
}

fn explain(bad: Bad) -> Error {
    match bad {
        Bad::Kind => Error::validation("File content type is invalid"),
        Bad::Damaged => Error::Unprocessable("Error processing thumbnail for uploaded media".into()),
        Bad::Dimensions(width, height) => Error::validation(format!("File {width}x{height} images are not supported")),
        Bad::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => {
            tracing::error!("the disk is full: an upload could not be kept");
            Error::NO_SPACE
        }
        Bad::Io(error) => Error::internal(error),
    }
}
