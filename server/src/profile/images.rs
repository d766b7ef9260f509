//! Avatars and headers: the same decoder as for posts, cut to one shape.

use crate::app::App;
use crate::error::{Error, Result};
use crate::media::files::{self, fresh, in_turn};
use crate::media::picture::Picture;
use crate::web::Upload;

/// Bytes of an uploaded avatar or header.
const LIMIT: u64 = 8 * 1024 * 1024;

#[derive(Debug, Clone, Copy)]
pub enum Shape {
    Avatar,
    Header,
}

impl Shape {
    fn folder(self) -> &'static str {
        match self {
            Self::Avatar => "avatars",
            Self::Header => "headers",
        }
    }

    fn size(self) -> (u32, u32) {
        match self {
            Self::Avatar => (400, 400),
            Self::Header => (1500, 500),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Avatar => "Avatar",
            Self::Header => "Header",
        }
    }
}

/// Cuts and stores a picture; returns its path below /media.
pub async fn store(app: &App, upload: Upload, shape: Shape) -> Result<String> {
    if upload.size > LIMIT {
        let megabytes = LIMIT / (1024 * 1024);
        return Err(Error::validation(format!("{} file size must be less than {megabytes} MB", shape.name())));
    }
    let stored = in_turn(app, move |app| {
        let (width, height) = shape.size();
        let cut = Picture::read(&upload.path)?.cropped(width, height)?;
        let path = format!("{}.{}", fresh(app, shape.folder()), cut.extension);
        files::write(app, &path, &cut)?;
        Ok(path)
    });
    stored.await.map_err(|error| match error {
        Error::Unprocessable(message) => {
            Error::Unprocessable(message.replace(": File ", &format!(": {} ", shape.name())))
        }
        other => other,
    })
}
