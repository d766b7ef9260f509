//! Taking in an upload: check, clean, preview, describe, and only then the row.

use super::files::{self, fresh, in_turn};
use super::picture::{Bad, Encoded, Picture};
use super::{Focus, Media, store};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::Upload;
use serde_json::{Value, json};

/// What comes with the file.
pub struct New {
    pub account_id: i64,
    pub upload: Option<Upload>,
    /// Shown in place of a small copy of the file.
    pub thumbnail: Option<Upload>,
    pub description: Option<String>,
    pub focus: Option<Focus>,
}

/// The files of an upload, written, and what is to be known of them.
struct Written {
    file: String,
    thumbnail: String,
    mime: String,
    size: i64,
    meta: Value,
    blurhash: Option<String>,
}

pub async fn upload(app: &App, new: New) -> Result<Media> {
    let upload = new.upload.ok_or_else(|| Error::validation("File can't be blank"))?;
    fits(app, "File", &upload)?;
    if upload.size == 0 {
        return Err(Error::validation("File can't be blank"));
    }
    let (focus, own) = (new.focus, new.thumbnail);
    let custom = own.is_some();
    if let Some(own) = &own {
        fits(app, "Thumbnail", own)?;
    }
    let written = in_turn(app, move |app| process(app, &upload, own.as_ref(), focus)).await?;
    let (id, now) = (app.ids.next(), app.clock.now());
    let media = Media {
        id,
        account_id: new.account_id,
        status_id: None,
        kind: "image".into(),
        state: 2,
        file: Some(written.file),
        thumbnail: Some(written.thumbnail),
        remote_url: None,
        mime: written.mime,
        meta: written.meta.to_string(),
        blurhash: written.blurhash,
        description: new.description,
    };
    let outcome = async {
        let mut tx = app.db.write().await?;
        store::add(&mut tx, &media, written.size, custom, now).await?;
        app.commit(tx, &[]).await
    };
    if let Err(error) = outcome.await {
        files::remove(app, [&media.file, &media.thumbnail].into_iter().filter_map(|path| path.as_deref()));
        return Err(error);
    }
    Ok(media)
}

fn fits(app: &App, what: &str, upload: &Upload) -> Result<()> {
    let limit = app.config.media.image_size_limit;
    if upload.size > limit {
        return Err(Error::validation(format!("{what} file size must be less than {} MB", limit / (1024 * 1024))));
    }
    Ok(())
}

/// A thumbnail of the member's own: its path below the media folder, and its sizes.
pub(super) async fn thumbnail(app: &App, upload: Upload) -> Result<(String, Value)> {
    fits(app, "Thumbnail", &upload)?;
    in_turn(app, move |app| {
        let small = Picture::read(&upload.path)?.preview()?;
        let path = format!("{}_small.{}", fresh(app, "files"), small.extension);
        files::write(app, &path, &small)?;
        Ok((path, of(&small)))
    })
    .await
}

fn process(app: &App, upload: &Upload, own: Option<&Upload>, focus: Option<Focus>) -> Result<Written, Bad> {
    let mut picture = Picture::read(&upload.path)?;
    let blurhash = picture.blurhash();
    let small = match own {
        Some(own) => Picture::read(&own.path)?.preview()?,
        None => picture.preview()?,
    };
    let path = fresh(app, "files");
    let (file, mime, size, original) = if picture.is_gif() {
        let file = format!("{path}.gif");
        files::take(app, &upload.path, &file)?;
        (file, "image/gif".to_owned(), upload.size as i64, sizes(picture.size()))
    } else {
        let kept = picture.keep()?;
        let file = format!("{path}.{}", kept.extension);
        files::write(app, &file, &kept)?;
        (file, kept.mime.to_owned(), kept.bytes.len() as i64, of(&kept))
    };
    let thumbnail = format!("{path}_small.{}", small.extension);
    if let Err(error) = files::write(app, &thumbnail, &small) {
        files::remove(app, [file.as_str()]);
        return Err(error);
    }
    let mut meta = json!({ "original": original, "small": of(&small) });
    if let Some(focus) = focus {
        meta["focus"] = focus.json();
    }
    Ok(Written { file, thumbnail, mime, size, meta, blurhash })
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
