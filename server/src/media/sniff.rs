//! What a file is, by its first bytes; what its name or its sender say does not count.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

/// A kind of file that is taken, if this machine can.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// JPEG, PNG, WebP, or a GIF: the picture decoder says which.
    Picture,
    Gif,
    Avif,
    Heic,
    Mp4,
    QuickTime,
    M4a,
    ThreeGp,
    WebM,
    Ogg,
    Asf,
    Mp3,
    Aac,
    Wav,
    Flac,
}

impl Kind {
    pub fn of_file(path: &Path) -> std::io::Result<Option<Self>> {
        let mut head = Vec::with_capacity(64);
        File::open(path)?.take(64).read_to_end(&mut head)?;
        Ok(Self::of(&head))
    }

    pub fn of(head: &[u8]) -> Option<Self> {
        let at = |from: usize, text: &[u8]| head.get(from..).is_some_and(|rest| rest.starts_with(text));
        Some(match head {
            _ if at(0, b"GIF8") => Self::Gif,
            _ if at(0, b"\xff\xd8\xff") || at(0, b"\x89PNG") || (at(0, b"RIFF") && at(8, b"WEBP")) => Self::Picture,
            _ if at(4, b"ftyp") => Self::of_brand(head.get(8..12)?),
            _ if at(0, b"\x1a\x45\xdf\xa3") => Self::WebM,
            _ if at(0, b"OggS") => Self::Ogg,
            _ if at(0, b"\x30\x26\xb2\x75\x8e\x66\xcf\x11") => Self::Asf,
            _ if at(0, b"fLaC") => Self::Flac,
            _ if at(0, b"RIFF") && at(8, b"WAVE") => Self::Wav,
            _ if at(0, b"ID3") => Self::Mp3,
            // Eleven bits of one, then the version and the layer: no layer is ADTS, the third is MP3.
            [0xff, second, ..] if second & 0xf6 == 0xf0 => Self::Aac,
            [0xff, second, ..] if second & 0xe6 == 0xe2 => Self::Mp3,
            _ if at(4, b"moov") || at(4, b"mdat") || at(4, b"wide") => Self::QuickTime,
            _ => return None,
        })
    }

    fn of_brand(brand: &[u8]) -> Self {
        match brand {
            b"avif" | b"avis" => Self::Avif,
            b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => Self::Heic,
            b"qt  " => Self::QuickTime,
            b"M4A " | b"M4B " => Self::M4a,
            _ if brand.starts_with(b"3g") => Self::ThreeGp,
            _ => Self::Mp4,
        }
    }

    /// The reader that ffmpeg is told to use: it never guesses, so it never follows a playlist.
    pub fn demuxer(self) -> &'static str {
        match self {
            Self::Picture => "image2",
            Self::Gif => "gif",
            Self::Avif | Self::Heic | Self::Mp4 | Self::QuickTime | Self::M4a | Self::ThreeGp => "mov",
            Self::WebM => "matroska",
            Self::Ogg => "ogg",
            Self::Asf => "asf",
            Self::Mp3 => "mp3",
            Self::Aac => "aac",
            Self::Wav => "wav",
            Self::Flac => "flac",
        }
    }

    /// Extension and type of a file that is kept as it came. `video` says whether it shows something.
    pub fn as_it_is(self, video: bool) -> (&'static str, &'static str) {
        match self {
            Self::Picture => ("jpg", "image/jpeg"),
            Self::Gif => ("gif", "image/gif"),
            Self::Avif => ("avif", "image/avif"),
            Self::Heic => ("heic", "image/heic"),
            Self::Mp4 => ("mp4", "video/mp4"),
            Self::QuickTime => ("mov", "video/quicktime"),
            Self::M4a => ("m4a", "audio/mp4"),
            Self::ThreeGp => ("3gp", if video { "video/3gpp" } else { "audio/3gpp" }),
            Self::WebM if video => ("webm", "video/webm"),
            Self::WebM => ("weba", "audio/webm"),
            Self::Ogg if video => ("ogv", "video/ogg"),
            Self::Ogg => ("oga", "audio/ogg"),
            Self::Asf => ("asf", "video/x-ms-asf"),
            Self::Mp3 => ("mp3", "audio/mpeg"),
            Self::Aac => ("aac", "audio/aac"),
            Self::Wav => ("wav", "audio/wav"),
            Self::Flac => ("flac", "audio/flac"),
        }
    }

    /// Whether a file of this kind shows something, as far as the kind alone says.
    pub fn is_video(self) -> bool {
        matches!(self, Self::Mp4 | Self::QuickTime | Self::ThreeGp | Self::WebM | Self::Asf)
    }

    pub fn is_picture(self) -> bool {
        matches!(self, Self::Picture | Self::Gif | Self::Avif | Self::Heic)
    }
}

#[cfg(test)]
mod tests {
    use super::Kind;

    #[test]
    fn files_are_known_by_their_first_bytes() {
        assert_eq!(Kind::of(b"GIF89a"), Some(Kind::Gif));
        assert_eq!(Kind::of(include_bytes!("samples/red.avif")), Some(Kind::Avif));
        assert_eq!(Kind::of(include_bytes!("samples/red.heic")), Some(Kind::Heic));
        assert_eq!(Kind::of(b"\0\0\0\x20ftypisom"), Some(Kind::Mp4));
        assert_eq!(Kind::of(b"\0\0\0\x20ftyp3gp4"), Some(Kind::ThreeGp));
        assert_eq!(Kind::of(b"RIFF\0\0\0\0WAVEfmt "), Some(Kind::Wav));
        assert_eq!(Kind::of(b"\xff\xfb\x90\x44"), Some(Kind::Mp3));
        assert_eq!(Kind::of(b"\xff\xf1\x50\x80"), Some(Kind::Aac));
        for none in [&b""[..], b"\xff", b"#EXTM3U\n", b"<svg/>", b"ftyp", b"RIFF"] {
            assert_eq!(Kind::of(none), None, "{none:?}");
        }
    }
}
