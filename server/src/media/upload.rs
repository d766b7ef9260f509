//! Taking in an upload: check, clean, preview, describe, and only then the row. Videos, sounds and animations are turned
//! by a job (`process`) where ffmpeg is there, and kept as they are where it is not.

use super::convert::{self, Temporary};
use super::files::{self, fresh, in_turn};
use super::picture::{Bad, Encoded, Picture};
use super::probe::Probe;
use super::sniff::Kind;
use super::tool::{self, Failure, Tool};
use super::{Focus, Media, process, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::web::Upload;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// What comes with the file.
pub struct New {
    pub account_id: i64,
    pub upload: Option<Upload>,
    /// Shown in place of a small copy of the file.
    pub thumbnail: Option<Upload>,
    pub description: Option<String>,
    pub focus: Option<Focus>,
    /// Answer when it is done, and not before.
    pub wait: bool,
}

/// The files of an upload, written, and what is to be known of them.
struct Written {
    kind: &'static str,
    done: bool,
    file: String,
    thumbnail: Option<String>,
    mime: String,
    size: i64,
    meta: Value,
    blurhash: Option<String>,
}

const NOT_VERIFIED: &str = "File type of uploaded media could not be verified";
pub(super) const NOT_PROCESSED: &str = "Error processing thumbnail for uploaded media";

fn explain(failure: Failure) -> Error {
    match failure {
        Failure::Refused(why) => {
            tracing::info!(why, "an upload was refused");
            Error::Unprocessable(NOT_VERIFIED.into())
        }
        Failure::Io(error) => error.into(),
    }
}

pub async fn upload(app: &App, new: New) -> Result<Media> {
    let upload = new.upload.ok_or_else(|| Error::validation("File can't be blank"))?;
    if upload.size == 0 {
        return Err(Error::validation("File can't be blank"));
    }
    let kind = Kind::of_file(&upload.path)?.ok_or_else(|| Error::validation("File content type is invalid"))?;
    fits(app, "File", &upload, kind.is_picture())?;
    if let Some(own) = &new.thumbnail {
        fits(app, "Thumbnail", own, true)?;
    }
    let custom = new.thumbnail.is_some();
    let tool = tool::find(&app.config.media);
    let written = match kind {
        Kind::Avif | Kind::Heic => {
            let tool = tool.filter(|tool| tool.takes(kind));
            let tool = tool.ok_or_else(|| Error::validation("File content type is invalid"))?;
            let still = convert::still(app, &tool, &upload.path, kind).await.map_err(explain)?;
            in_turn(app, move |app| picture(app, Picture::read_photo(&still.0)?, 0, None, new.thumbnail.as_ref()))
                .await?
        }
        Kind::Picture | Kind::Gif => {
            let turns = tool.is_some();
            in_turn(app, move |app| {
                let read = Picture::read(&upload.path)?;
                let animation = turns && read.is_animated();
                let size = upload.size as i64;
                if animation {
                    return animated(app, &read, &upload.path, size, new.thumbnail.as_ref());
                }
                picture(app, read, size, Some(&upload.path), new.thumbnail.as_ref())
            })
            .await?
        }
        _ => moving(app, tool.as_deref(), kind, upload, new.thumbnail).await?,
    };
    let mut media = Media {
        id: app.ids.next(),
        account_id: new.account_id,
        status_id: None,
        kind: written.kind.into(),
        state: if written.done { 2 } else { 0 },
        file: Some(written.file),
        thumbnail: written.thumbnail,
        remote_url: None,
        mime: written.mime,
        meta: described(written.meta, new.focus).to_string(),
        blurhash: written.blurhash,
        description: new.description,
    };
    let mut size = written.size;
    let kept = keep(app, &mut media, &mut size, custom, new.wait).await;
    if let Err(error) = kept {
        files::remove(app, [&media.file, &media.thumbnail].into_iter().filter_map(|path| path.as_deref()));
        return Err(error);
    }
    Ok(media)
}

/// Writes the row, and the job where something is left to be done.
async fn keep(app: &App, media: &mut Media, size: &mut i64, custom: bool, wait: bool) -> Result<()> {
    if media.state == 0
        && wait
        && let Some(tool) = tool::find(&app.config.media)
    {
        let made = match process::turn(app, &tool, media).await {
            Ok(made) => made,
            Err(Failure::Refused(_)) => return Err(Error::Unprocessable(NOT_PROCESSED.into())),
            Err(Failure::Io(error)) => return Err(error.into()),
        };
        let old = media.file.clone();
        *size = made.size;
        process::show(media, made)?;
        files::remove(app, old.as_deref());
    }
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    store::add(&mut tx, media, *size, custom, now).await?;
    if media.state == 0 {
        jobs::enqueue(app, &mut tx, &Job::ProcessMedia { id: media.id }, now, None).await?;
    }
    app.commit(tx, &[]).await
}

fn described(mut meta: Value, focus: Option<Focus>) -> Value {
    if let Some(focus) = focus {
        meta["focus"] = focus.json();
    }
    meta
}

fn fits(app: &App, what: &str, upload: &Upload, picture: bool) -> Result<()> {
    let media = &app.config.media;
    let limit = if picture { media.image_size_limit } else { media.video_size_limit };
    if upload.size > limit {
        return Err(Error::validation(format!("{what} file size must be less than {} MB", limit / (1024 * 1024))));
    }
    Ok(())
}

/// A thumbnail of the member's own: its path below the media folder, and its sizes.
pub(super) async fn thumbnail(app: &App, upload: Upload) -> Result<(String, Value)> {
    fits(app, "Thumbnail", &upload, true)?;
    in_turn(app, move |app| {
        let small = Picture::read(&upload.path)?.preview()?;
        let path = format!("{}_small.{}", fresh(app, "files"), small.extension);
        files::write(app, &path, &small)?;
        Ok((path, of(&small)))
    })
    .await
}

/// The preview beside a file: the member's own, or of the file's picture.
fn beside(app: &App, path: &str, picture: &Picture, own: Option<&Upload>) -> Result<(String, Value), Bad> {
    let small = match own {
        Some(own) => Picture::read(&own.path)?.preview()?,
        None => picture.preview()?,
    };
    let thumbnail = format!("{path}_small.{}", small.extension);
    files::write(app, &thumbnail, &small)?;
    Ok((thumbnail, of(&small)))
}

/// A still picture; `as_it_is` is a GIF's file, which is not drawn anew.
fn picture(
    app: &App,
    mut picture: Picture,
    sent: i64,
    as_it_is: Option<&Path>,
    own: Option<&Upload>,
) -> Result<Written, Bad> {
    let blurhash = picture.blurhash();
    let path = fresh(app, "files");
    let (thumbnail, small) = beside(app, &path, &picture, own)?;
    let kept: Result<_, Bad> = (|| match as_it_is {
        Some(from) if picture.is_gif() => {
            let file = format!("{path}.gif");
            files::take(app, from, &file)?;
            Ok((file, "image/gif".to_owned(), sent, sizes(picture.size())))
        }
        _ => {
            let kept = picture.keep()?;
            let file = format!("{path}.{}", kept.extension);
            files::write(app, &file, &kept)?;
            Ok((file, kept.mime.to_owned(), kept.bytes.len() as i64, of(&kept)))
        }
    })();
    if kept.is_err() {
        files::remove(app, [thumbnail.as_str()]);
    }
    let (file, mime, size, original) = kept?;
    let meta = json!({ "original": original, "small": small });
    Ok(Written { kind: "image", done: true, file, thumbnail: Some(thumbnail), mime, size, meta, blurhash })
}

/// An animation waits for its turn as it is.
fn animated(app: &App, read: &Picture, from: &Path, size: i64, own: Option<&Upload>) -> Result<Written, Bad> {
    let path = fresh(app, "files");
    let (thumbnail, small) = beside(app, &path, read, own)?;
    let file = format!("{path}.gif");
    if let Err(error) = files::take(app, from, &file) {
        files::remove(app, [thumbnail.as_str()]);
        return Err(error);
    }
    let meta = json!({ "original": sizes(read.size()), "small": small });
    let (mime, blurhash) = ("image/gif".to_owned(), read.blurhash());
    Ok(Written { kind: "gifv", done: false, file, thumbnail: Some(thumbnail), mime, size, meta, blurhash })
}

/// A video or a sound.
async fn moving(app: &App, tool: Option<&Tool>, kind: Kind, upload: Upload, own: Option<Upload>) -> Result<Written> {
    let Some(tool) = tool else { return as_it_is(app, kind, upload, own).await };
    let probe = Probe::read(&tool.probe(&upload.path, kind).await.map_err(explain)?);
    if probe.video.is_none() && probe.audio.is_none() {
        return Err(Error::Unprocessable(NOT_VERIFIED.into()));
    }
    if let Some(trouble) = probe.trouble() {
        return Err(Error::Unprocessable(trouble));
    }
    let still = match probe.video.is_some() || probe.cover {
        true => Some(convert::still(app, tool, &upload.path, kind).await.map_err(explain)?),
        false => None,
    };
    let what = match (&probe.video, &probe.audio) {
        // Mastodon's rule: what makes no sound plays like an animation.
        (Some(_), None) => "gifv",
        (Some(_), Some(_)) => "video",
        (None, _) => "audio",
    };
    in_turn(app, move |app| write(app, kind, what, probe, &upload, still, own)).await
}

fn write(
    app: &App,
    kind: Kind,
    what: &'static str,
    probe: Probe,
    upload: &Upload,
    still: Option<Temporary>,
    own: Option<Upload>,
) -> Result<Written, Bad> {
    let path = fresh(app, "files");
    let mut meta = Value::Object(probe.meta());
    let picture_of = |path: &PathBuf| Picture::read_photo(path);
    let shown = match (&own, &still) {
        (Some(own), _) => Some(picture_of(&own.path)?),
        (None, Some(still)) => Some(picture_of(&still.0)?),
        (None, None) => None,
    };
    let (mut thumbnail, mut blurhash) = (None, None);
    if let Some(shown) = &shown {
        let (file, small) = beside(app, &path, shown, None)?;
        (thumbnail, blurhash) = (Some(file), shown.blurhash());
        meta["small"] = small;
        if what == "audio" {
            meta["colors"] = shown.colors();
        }
    }
    let (extension, mime) = kind.as_it_is(what != "audio");
    let file = format!("{path}.{extension}");
    if let Err(error) = files::take(app, &upload.path, &file) {
        files::remove(app, thumbnail.as_deref());
        return Err(error);
    }
    let size = upload.size as i64;
    Ok(Written { kind: what, done: false, file, thumbnail, mime: mime.into(), size, meta, blurhash })
}

/// Without ffmpeg: what browsers play is kept, with what its header says.
async fn as_it_is(app: &App, kind: Kind, upload: Upload, own: Option<Upload>) -> Result<Written> {
    if kind == Kind::Asf {
        return Err(Error::validation("File content type is invalid"));
    }
    in_turn(app, move |app| {
        let probe = Probe::of_header(&upload.path, kind);
        let what = if kind.is_video() { "video" } else { "audio" };
        let mut written = write(app, kind, what, probe, &upload, None, own)?;
        written.done = true;
        Ok(written)
    })
    .await
}

fn of(picture: &Encoded) -> Value {
    sizes((picture.width, picture.height))
}

fn sizes((width, height): (u32, u32)) -> Value {
    json!({
        "width": width,
        "height": height,
        "size": format!("{width}x{height}"),
        "aspect": f64::from(width) / f64::from(height),
    })
}
