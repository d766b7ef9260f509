//! What is known of a video or a sound before anything is made of it: from ffprobe, or else from the file's own header.

use super::sniff::Kind;
use serde_json::{Map, Value, json};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

/// `width * height` of the largest video, and how many of its pictures a second shows at the most.
pub const VIDEO_MATRIX_LIMIT: u64 = 8_294_400;
pub const FRAME_RATE_LIMIT: f64 = 120.0;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Probe {
    /// Seconds.
    pub duration: Option<f64>,
    pub bitrate: Option<i64>,
    pub video: Option<Video>,
    pub audio: Option<Audio>,
    /// A sound brings a picture along.
    pub cover: bool,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Video {
    pub width: u64,
    pub height: u64,
    pub codec: String,
    pub pixels: String,
    /// `30/1`.
    pub frame_rate: String,
}

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Audio {
    pub codec: String,
    pub sample_rate: String,
    pub channels: String,
}

fn text(value: &Value, key: &str) -> String {
    value[key].as_str().unwrap_or_default().to_owned()
}

fn number<T: std::str::FromStr>(value: &Value, key: &str) -> Option<T> {
    value[key].as_str().and_then(|text| text.parse().ok())
}

/// `30000/1001` as a number.
fn fraction(text: &str) -> Option<f64> {
    let (above, below) = text.split_once('/')?;
    let (above, below): (f64, f64) = (above.parse().ok()?, below.parse().ok()?);
    (below > 0.0 && above > 0.0).then(|| above / below)
}

impl Probe {
    pub fn read(said: &Value) -> Self {
        let none = vec![];
        let streams = said["streams"].as_array().unwrap_or(&none);
        let shows = |stream: &&Value| stream["codec_type"] == "video";
        let is_cover = |stream: &Value| stream["disposition"]["attached_pic"] == 1;
        let video = streams.iter().filter(shows).find(|stream| !is_cover(stream)).map(|stream| {
            let (mut width, mut height) =
                (stream["width"].as_u64().unwrap_or(0), stream["height"].as_u64().unwrap_or(0));
            let turned = stream["side_data_list"]
                .as_array()
                .and_then(|list| list.iter().find_map(|data| data["rotation"].as_i64()))
                .is_some_and(|degrees| degrees.rem_euclid(180) == 90);
            if turned {
                (width, height) = (height, width);
            }
            let rate = Some(text(stream, "avg_frame_rate")).filter(|rate| fraction(rate).is_some());
            Video {
                width,
                height,
                codec: text(stream, "codec_name"),
                pixels: text(stream, "pix_fmt"),
                frame_rate: rate.unwrap_or_else(|| text(stream, "r_frame_rate")),
            }
        });
        let audio = streams.iter().find(|stream| stream["codec_type"] == "audio").map(|stream| {
            let layout = Some(text(stream, "channel_layout")).filter(|layout| !layout.is_empty());
            let profile = Some(text(stream, "profile")).filter(|profile| !profile.is_empty() && profile != "unknown");
            let codec = text(stream, "codec_name");
            Audio {
                codec: profile.map_or(codec.clone(), |profile| format!("{codec} ({profile})")),
                sample_rate: text(stream, "sample_rate"),
                channels: layout.unwrap_or_else(|| match stream["channels"].as_i64() {
                    Some(1) => "mono".into(),
                    Some(2) => "stereo".into(),
                    other => format!("{} channels", other.unwrap_or(0)),
                }),
            }
        });
        Self {
            duration: number(&said["format"], "duration").filter(|seconds: &f64| seconds.is_finite()),
            bitrate: number(&said["format"], "bit_rate"),
            cover: streams.iter().filter(shows).any(is_cover),
            video,
            audio,
        }
    }

    /// Mastodon's `meta`: the newer `original` and, beside it, the keys that older clients know.
    pub fn meta(&self) -> Map<String, Value> {
        let (mut meta, mut original) = (Map::new(), Map::new());
        if let Some(video) = &self.video
            && video.width > 0
            && video.height > 0
        {
            let aspect = video.width as f64 / video.height as f64;
            for (key, value) in [("width", json!(video.width)), ("height", json!(video.height))] {
                meta.insert(key.into(), value.clone());
                original.insert(key.into(), value);
            }
            meta.insert("size".into(), json!(format!("{}x{}", video.width, video.height)));
            meta.insert("aspect".into(), json!(aspect));
            if let Some(rate) = fraction(&video.frame_rate) {
                meta.insert("fps".into(), json!((rate * 1000.0).round() / 1000.0));
                original.insert("frame_rate".into(), json!(video.frame_rate));
            }
        }
        if let Some(seconds) = self.duration {
            meta.insert("length".into(), json!(length(seconds)));
            meta.insert("duration".into(), json!(seconds));
            original.insert("duration".into(), json!(seconds));
        }
        if let Some(bitrate) = self.bitrate {
            original.insert("bitrate".into(), json!(bitrate));
        }
        if let Some(audio) = &self.audio {
            meta.insert("audio_encode".into(), json!(audio.codec));
            meta.insert("audio_bitrate".into(), json!(format!("{} Hz", audio.sample_rate)));
            meta.insert("audio_channels".into(), json!(audio.channels));
        }
        meta.insert("original".into(), Value::Object(original));
        meta
    }

    /// Mastodon's sentence when a video is too large for anybody.
    pub fn trouble(&self) -> Option<String> {
        let video = self.video.as_ref()?;
        if video.width == 0 || video.height == 0 || video.width * video.height > VIDEO_MATRIX_LIMIT {
            return Some(format!("{}x{} videos are not supported", video.width, video.height));
        }
        let rate = fraction(&video.frame_rate).filter(|rate| *rate > FRAME_RATE_LIMIT)?;
        Some(format!("{}fps videos are not supported", rate.floor()))
    }

    /// Plays everywhere as it is: only what must not be told is taken away.
    pub fn plays_everywhere(&self, kind: Kind) -> bool {
        let shows = self.video.as_ref().is_some_and(|video| video.codec == "h264" && video.pixels == "yuv420p");
        let sounds = self.audio.as_ref().is_none_or(|audio| audio.codec.starts_with("aac"));
        kind == Kind::Mp4 && shows && sounds
    }

    /// Without ffprobe: what an MP4 or a WAV says of itself.
    pub fn of_header(path: &Path, kind: Kind) -> Self {
        let found = match kind {
            Kind::Mp4 | Kind::QuickTime | Kind::M4a | Kind::ThreeGp => of_boxes(path),
            Kind::Wav => of_wave(path),
            _ => None,
        };
        let mut probe = found.unwrap_or_default();
        if !kind.is_video() {
            probe.video = None;
        }
        probe
    }
}

/// `0:01:28.65`.
fn length(seconds: f64) -> String {
    let hundredths = (seconds.max(0.0) * 100.0).round() as u64;
    let (seconds, rest) = (hundredths / 100, hundredths % 100);
    format!("{}:{:02}:{:02}.{rest:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

fn be(bytes: &[u8], at: usize, size: usize) -> Option<u64> {
    Some(bytes.get(at..at + size)?.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte)))
}

/// The `moov` box of an MP4, if it is not longer than such boxes are.
fn of_boxes(path: &Path) -> Option<Probe> {
    let mut file = File::open(path).ok()?;
    let end = file.metadata().ok()?.len();
    let mut at = 0;
    while at + 8 <= end {
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut head = [0; 16];
        let read = file.read(&mut head).ok()?;
        let mut size = be(&head, 0, 4)?;
        if size == 1 && read == 16 {
            size = be(&head, 8, 8)?;
        }
        if head[4..8] == *b"moov" && size < 16 * 1024 * 1024 {
            file.seek(SeekFrom::Start(at + 8)).ok()?;
            let mut moov = vec![];
            file.take(size.saturating_sub(8)).read_to_end(&mut moov).ok()?;
            return Some(of_moov(&moov));
        }
        if size < 8 {
            return None;
        }
        at = at.checked_add(size)?;
    }
    None
}

fn of_moov(moov: &[u8]) -> Probe {
    let mut probe = Probe::default();
    for (name, body) in boxes(moov) {
        match name {
            b"mvhd" => {
                let (scale, time) = match body.first() {
                    Some(1) => (be(body, 20, 4), be(body, 24, 8)),
                    _ => (be(body, 12, 4), be(body, 16, 4)),
                };
                probe.duration = scale.zip(time).filter(|(scale, _)| *scale > 0).map(|(s, t)| t as f64 / s as f64);
            }
            b"trak" => {
                for (_, head) in boxes(body).into_iter().filter(|(name, _)| *name == b"tkhd") {
                    let from = if head.first() == Some(&1) { 88 } else { 76 };
                    let (width, height) = (be(head, from, 2).unwrap_or(0), be(head, from + 4, 2).unwrap_or(0));
                    if width > 0 && height > 0 {
                        probe.video = Some(Video { width, height, ..Video::default() });
                    }
                }
            }
            _ => {}
        }
    }
    probe
}

fn boxes(mut bytes: &[u8]) -> Vec<(&[u8; 4], &[u8])> {
    let mut found = vec![];
    while let (Some(size), Some(name)) = (be(bytes, 0, 4), bytes.get(4..8).and_then(|name| name.try_into().ok())) {
        let Some(body) = usize::try_from(size).ok().filter(|size| *size >= 8).and_then(|size| bytes.get(8..size))
        else {
            break;
        };
        found.push((name, body));
        bytes = &bytes[8 + body.len()..];
    }
    found
}

fn of_wave(path: &Path) -> Option<Probe> {
    let mut head = [0; 44];
    let mut file = File::open(path).ok()?;
    file.read_exact(&mut head).ok()?;
    let per_second = u32::from_le_bytes(head[28..32].try_into().ok()?);
    let length = file.metadata().ok()?.len().saturating_sub(44);
    (per_second > 0).then(|| Probe {
        duration: Some(length as f64 / f64::from(per_second)),
        bitrate: Some(i64::from(per_second) * 8),
        ..Probe::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_hours_minutes_seconds() {
        assert_eq!(length(88.654), "0:01:28.65");
        assert_eq!(length(3_725.0), "1:02:05.00");
    }

    #[test]
    fn what_ffprobe_says_becomes_meta() {
        let said = json!({
            "format": { "duration": "2.5", "bit_rate": "1000" },
            "streams": [
                { "codec_type": "video", "codec_name": "h264", "pix_fmt": "yuv420p", "width": 640, "height": 360,
                  "avg_frame_rate": "30000/1001", "side_data_list": [{ "rotation": -90 }] },
                { "codec_type": "audio", "codec_name": "aac", "profile": "LC", "sample_rate": "44100", "channels": 2 },
            ],
        });
        let probe = Probe::read(&said);
        assert!(probe.plays_everywhere(Kind::Mp4) && !probe.plays_everywhere(Kind::WebM));
        let meta = Value::Object(probe.meta());
        assert_eq!((&meta["size"], &meta["fps"]), (&json!("360x640"), &json!(29.97)));
        assert_eq!(meta["original"]["frame_rate"], "30000/1001");
        assert_eq!((&meta["audio_encode"], &meta["audio_channels"]), (&json!("aac (LC)"), &json!("stereo")));
    }

    #[test]
    fn lying_boxes_are_left_alone() {
        assert_eq!(of_moov(&[0, 0, 0, 4, b'm', b'v', b'h', b'd']), Probe::default());
        assert_eq!(of_moov(&[0xff, 0xff, 0xff, 0xff, b't', b'r', b'a', b'k', 0]), Probe::default());
        assert!(boxes(b"\0\0\0").is_empty());
    }
}
