//! Another file of a video, a sound or an animation: one that plays everywhere and tells nothing of where it was made.

use super::files::fresh;
use super::probe::Probe;
use super::sniff::Kind;
use super::tool::{Failure, GLANCE, Tool, WORK};
use crate::app::App;
use std::path::{Path, PathBuf};

/// Even sides, as H.264 wants them.
const EVEN: &str = "scale=trunc(iw/2)*2:trunc(ih/2)*2";
const H264: [&str; 14] = [
    "-c:v",
    "libx264",
    "-preset",
    "veryfast",
    "-crf",
    "23",
    "-maxrate",
    "2600K",
    "-bufsize",
    "5200K",
    "-pix_fmt",
    "yuv420p",
    "-frames:v",
    "10800",
];
const QUIET: [&str; 6] = ["-map_metadata", "-1", "-movflags", "+faststart", "-f", "mp4"];

/// A file below the media folder, and what is known of it.
pub struct Made {
    pub file: String,
    pub mime: &'static str,
    pub size: i64,
    pub probe: Probe,
}

/// A temporary file that goes with this value.
pub struct Temporary(pub PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

fn temporary(app: &App) -> Result<Temporary, Failure> {
    app.temporary_file().map(Temporary).map_err(|error| Failure::Io(std::io::Error::other(error)))
}

/// One picture out of a file: of a video its first, of a sound the one on its cover.
pub async fn still(app: &App, tool: &Tool, from: &Path, kind: Kind) -> Result<Temporary, Failure> {
    let to = temporary(app)?;
    let how = ["-map", "0:v:0", "-frames:v", "1", "-an", "-c:v", "png", "-f", "image2", "-update", "1"];
    tool.make(from, kind, &how, &to.0, GLANCE).await?;
    Ok(to)
}

/// What members see or hear in place of what was sent: MP4 with H.264 and AAC, or MP3.
pub async fn make(app: &App, tool: &Tool, from: &Path, kind: Kind, probe: &Probe) -> Result<Made, Failure> {
    let to = temporary(app)?;
    let (extension, mime, result) = match (&probe.video, kind) {
        (_, Kind::Gif) => {
            let how = [&["-vf", EVEN][..], &H264, &["-an"], &QUIET].concat();
            tool.make(from, kind, &how, &to.0, WORK).await?;
            ("mp4", "video/mp4", Kind::Mp4)
        }
        (Some(_), _) => {
            let streams = ["-map", "0:v:0", "-map", "0:a:0?"];
            let how = if probe.plays_everywhere(kind) {
                [&streams[..], &["-c", "copy"], &QUIET].concat()
            } else {
                let sound = ["-c:a", "aac", "-b:a", "128k", "-ac", "2"];
                [&streams[..], &["-vf", EVEN], &H264, &sound, &QUIET].concat()
            };
            tool.make(from, kind, &how, &to.0, WORK).await?;
            ("mp4", "video/mp4", Kind::Mp4)
        }
        (None, _) => {
            let codec: &[&str] =
                if kind == Kind::Mp3 { &["-c:a", "copy"] } else { &["-c:a", "libmp3lame", "-q:a", "2"] };
            let how = [&["-map", "0:a:0", "-vn"][..], codec, &["-map_metadata", "-1", "-f", "mp3"]].concat();
            tool.make(from, kind, &how, &to.0, WORK).await?;
            ("mp3", "audio/mpeg", Kind::Mp3)
        }
    };
    let probe = Probe::read(&tool.probe(&to.0, result).await?);
    let size = std::fs::metadata(&to.0)?.len() as i64;
    let file = format!("{}.{extension}", fresh(app, "files"));
    super::files::take(app, &to.0, &file).map_err(|bad| match bad {
        super::picture::Bad::Io(error) => Failure::Io(error),
        other => Failure::Refused(format!("{other:?}")),
    })?;
    Ok(Made { file, mime, size, probe })
}
