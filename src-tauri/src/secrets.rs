//! The owner's token: in the system's keychain, else in a file that only this user may read.

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::mpsc;
use std::time::Duration;

/// A keychain that asks for a password on a screen nobody sees must not hold the app.
const LIMIT: Duration = Duration::from_secs(5);
const SERVICE: &str = "social.howdah.desktop";

#[derive(PartialEq)]
pub enum Place {
    Keychain,
    File,
}

pub struct Secrets {
    pub keychain: bool,
    pub file: PathBuf,
}

impl Secrets {
    pub fn read(&self, name: &str) -> Option<(String, Place)> {
        let name = name.to_owned();
        if self.keychain
            && let Some(Ok(token)) = in_time(move || keyring::Entry::new(SERVICE, &name)?.get_password())
        {
            return Some((token, Place::Keychain));
        }
        let text = std::fs::read_to_string(&self.file).ok()?;
        let token = text.trim();
        (!token.is_empty()).then(|| (token.to_owned(), Place::File))
    }

    /// Tells whether the keychain took it.
    pub fn write(&self, name: &str, token: Option<&str>) -> bool {
        let (name, value) = (name.to_owned(), token.map(str::to_owned));
        let kept = self.keychain
            && matches!(
                in_time(move || {
                    let entry = keyring::Entry::new(SERVICE, &name)?;
                    match value {
                        Some(token) => entry.set_password(&token),
                        None => entry.delete_credential(),
                    }
                }),
                Some(Ok(()))
            );
        let _ = std::fs::remove_file(&self.file);
        if let (false, Some(token)) = (kept, token)
            && let Err(error) = self.write_file(token)
        {
            tracing::error!(%error, "the owner's token could not be kept");
        }
        kept
    }

    fn write_file(&self, token: &str) -> std::io::Result<()> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.file)?.write_all(token.as_bytes())
    }
}

fn in_time<T: Send + 'static>(ask: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (tell, answer) = mpsc::channel();
    std::thread::spawn(move || {
        let _ = tell.send(ask());
    });
    answer.recv_timeout(LIMIT).ok()
}
