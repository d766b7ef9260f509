//! The slow half of an upload, in a job: until it is done, the file has no address.

use super::convert::{self, Made};
use super::probe::Probe;
use super::sniff::Kind;
use super::tool::{self, Failure, Tool};
use super::{Media, files, store};
use crate::app::App;
use crate::error::{Error, Result};
use serde_json::Value;

/// Done again after a crash, it begins anew; done twice, it does nothing.
pub async fn process(app: &App, id: i64) -> Result<()> {
    let Some(mut media) = store::waiting(&mut app.db.read().await?, id).await? else { return Ok(()) };
    let old = media.file.clone().unwrap_or_default();
    let made = match tool::find(&app.config.media) {
        Some(tool) => turn(app, &tool, &media).await,
        None => Err(Failure::Refused("ffmpeg is gone".into())),
    };
    let mut tx = app.db.write().await?;
    // Who described it meanwhile described what will be shown.
    let Some(now) = store::waiting_in(&mut tx, id).await? else {
        drop(tx);
        if let Ok(made) = made {
            files::remove(app, [made.file.as_str()]);
        }
        return Ok(());
    };
    media.meta = now.meta;
    match made {
        Ok(made) => {
            let size = made.size;
            show(&mut media, made)?;
            store::finish(&mut tx, &media, size, app.clock.now()).await?;
        }
        Err(Failure::Refused(why)) => {
            tracing::info!(why, media = id, "an upload could not be turned into something that plays");
            media.state = 3;
            media.file = None;
            store::finish(&mut tx, &media, 0, app.clock.now()).await?;
        }
        Err(Failure::Io(error)) => return Err(error.into()),
    }
    app.commit(tx, &[]).await?;
    files::remove(app, [old.as_str()]);
    Ok(())
}

/// Makes what will be shown of the file as it was sent.
pub(super) async fn turn(app: &App, tool: &Tool, media: &Media) -> Result<Made, Failure> {
    let from = app.media_folder().join(media.file.as_deref().unwrap_or_default());
    let kind = Kind::of_file(&from)?.ok_or_else(|| Failure::Refused("an unknown kind".into()))?;
    let probe = Probe::read(&tool.probe(&from, kind).await?);
    convert::make(app, tool, &from, kind, &probe).await
}

/// The row speaks of the made file from here on.
pub(super) fn show(media: &mut Media, made: Made) -> Result<()> {
    let mut meta: Value = serde_json::from_str(&media.meta)?;
    let object = meta.as_object_mut().ok_or_else(|| Error::Internal("meta is no object".into()))?;
    object.extend(made.probe.meta());
    media.meta = meta.to_string();
    media.state = 2;
    media.mime = made.mime.into();
    media.file = Some(made.file);
    Ok(())
}
