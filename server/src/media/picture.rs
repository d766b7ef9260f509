//! Pictures as they come and as they are kept: judged by their content, bounded before they are decoded, freed of
//! metadata, turned upright, scaled down. Pure work on bytes; callers take their turn at `App::decoding`.

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::imageops::FilterType;
use image::{AnimationDecoder as _, DynamicImage, ImageDecoder, ImageEncoder, ImageFormat, ImageReader, Limits};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

/// `width * height` of the largest picture that is decoded at all (33.2 million pixels).
pub const MATRIX_LIMIT: u64 = 33_177_600;
/// Pictures are kept with as many pixels at the most (8.3 million).
const KEPT: u64 = 3840 * 2160;
/// Pixels of a preview.
const SMALL: u64 = 640 * 360;
/// What a decoder may allocate.
const MEMORY: u64 = 200 * 1024 * 1024;
const QUALITY: u8 = 90;

/// Why a file is not taken.
#[derive(Debug)]
pub enum Bad {
    /// Not a picture of a kind that this server reads.
    Kind,
    /// A picture by its first bytes, damaged after them.
    Damaged,
    Dimensions(u32, u32),
    Io(std::io::Error),
}

impl From<std::io::Error> for Bad {
    fn from(error: std::io::Error) -> Self {
        Self::Io(error)
    }
}

/// A picture in memory, upright, without metadata but with its colour profile.
pub struct Picture {
    image: DynamicImage,
    format: ImageFormat,
    profile: Option<Vec<u8>>,
    animated: bool,
}

/// A picture ready to be written to a file.
pub struct Encoded {
    pub bytes: Vec<u8>,
    pub extension: &'static str,
    pub mime: &'static str,
    pub width: u32,
    pub height: u32,
}

impl Picture {
    /// Reads a picture of unknown origin.
    pub fn read(path: &Path) -> Result<Self, Bad> {
        let mut reader = ImageReader::new(BufReader::new(File::open(path)?)).with_guessed_format()?;
        let format = reader.format().ok_or(Bad::Kind)?;
        if !matches!(format, ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::Gif | ImageFormat::WebP) {
            return Err(Bad::Kind);
        }
        let mut limits = Limits::default();
        limits.max_alloc = Some(MEMORY);
        reader.limits(limits);
        let mut decoder = reader.into_decoder().map_err(|_| Bad::Damaged)?;
        let (width, height) = decoder.dimensions();
        // The header's word is enough to refuse: nothing has been unpacked yet.
        if width == 0 || height == 0 || u64::from(width) * u64::from(height) > MATRIX_LIMIT {
            return Err(Bad::Dimensions(width, height));
        }
        let orientation = decoder.orientation().ok();
        let profile = decoder.icc_profile().ok().flatten();
        if decoder.total_bytes() > MEMORY {
            return Err(Bad::Dimensions(width, height));
        }
        let mut image = DynamicImage::from_decoder(decoder).map_err(|_| Bad::Damaged)?;
        if let Some(orientation) = orientation {
            image.apply_orientation(orientation);
        }
        let image = plain(image);
        let profile = profile.filter(|profile| fits(profile, &image));
        let animated = format == ImageFormat::Gif && frames(path) > 1;
        Ok(Self { image, format, profile, animated })
    }

    /// The same of a picture that was made from something else: it is no PNG because it came as one.
    pub fn read_photo(path: &Path) -> Result<Self, Bad> {
        let mut picture = Self::read(path)?;
        picture.format = ImageFormat::Jpeg;
        Ok(picture)
    }

    /// What a player takes for the ground, for letters and for what stands out.
    pub fn colors(&self) -> serde_json::Value {
        super::colors::of(&self.image.thumbnail(64, 64).to_rgb8())
    }

    /// A GIF is kept as it is: its frames would not survive.
    pub fn is_gif(&self) -> bool {
        self.format == ImageFormat::Gif
    }

    pub fn is_animated(&self) -> bool {
        self.animated
    }

    pub fn size(&self) -> (u32, u32) {
        (self.image.width(), self.image.height())
    }

    /// Scales down to what is kept and encodes it.
    pub fn keep(&mut self) -> Result<Encoded, Bad> {
        let (width, height) = within(self.size(), KEPT);
        if (width, height) != self.size() {
            self.image = self.image.resize_exact(width, height, FilterType::Triangle);
        }
        self.encode(&self.image)
    }

    /// A small preview.
    pub fn preview(&self) -> Result<Encoded, Bad> {
        let (width, height) = within(self.size(), SMALL);
        self.encode(&self.image.thumbnail_exact(width, height))
    }

    /// Cut around the middle to exactly this shape, as avatars and headers are.
    pub fn cropped(&self, width: u32, height: u32) -> Result<Encoded, Bad> {
        if self.size() == (width, height) {
            return self.encode(&self.image);
        }
        self.encode(&self.image.resize_to_fill(width, height, FilterType::CatmullRom))
    }

    /// A few coloured clouds that stand in while the picture loads.
    pub fn blurhash(&self) -> Option<String> {
        let tiny = self.image.thumbnail(64, 64).to_rgba8();
        blurhash::encode(4, 4, tiny.width(), tiny.height(), &tiny).ok()
    }

    fn encode(&self, image: &DynamicImage) -> Result<Encoded, Bad> {
        let png = match self.format {
            ImageFormat::Png => true,
            _ => image.color().has_alpha() && image.to_rgba8().pixels().any(|pixel| pixel.0[3] < 255),
        };
        let mut bytes = Vec::new();
        let color = |image: &DynamicImage| image.color().into();
        let (extension, mime) = if png {
            let mut encoder = PngEncoder::new(&mut bytes);
            if let Some(profile) = &self.profile {
                let _ = encoder.set_icc_profile(profile.clone());
            }
            let written = encoder.write_image(image.as_bytes(), image.width(), image.height(), color(image));
            written.map_err(|_| Bad::Damaged)?;
            ("png", "image/png")
        } else {
            let flat = if image.color().has_alpha() { DynamicImage::from(image.to_rgb8()) } else { image.clone() };
            let mut encoder = JpegEncoder::new_with_quality(&mut bytes, QUALITY);
            if let Some(profile) = &self.profile {
                let _ = encoder.set_icc_profile(profile.clone());
            }
            let written = encoder.write_image(flat.as_bytes(), flat.width(), flat.height(), color(&flat));
            written.map_err(|_| Bad::Damaged)?;
            ("jpg", "image/jpeg")
        };
        Ok(Encoded { bytes, extension, mime, width: image.width(), height: image.height() })
    }
}

/// Eight bits per channel, in one of the layouts that both encoders write.
fn plain(image: DynamicImage) -> DynamicImage {
    match image {
        DynamicImage::ImageLuma8(_) | DynamicImage::ImageRgb8(_) | DynamicImage::ImageRgba8(_) => image,
        DynamicImage::ImageLuma16(_) => image.to_luma8().into(),
        other if other.color().has_alpha() => other.to_rgba8().into(),
        other => other.to_rgb8().into(),
    }
}

/// Whether a colour profile describes the channels that were decoded; a CMYK profile does not fit its RGB result.
fn fits(profile: &[u8], image: &DynamicImage) -> bool {
    let space: &[u8] = if matches!(image, DynamicImage::ImageLuma8(_)) { b"GRAY" } else { b"RGB " };
    profile.len() < 1024 * 1024 && profile.get(16..20) == Some(space)
}

/// Counts no further than it must.
fn frames(path: &Path) -> usize {
    let Ok(file) = File::open(path) else { return 0 };
    let Ok(decoder) = GifDecoder::new(BufReader::new(file)) else { return 0 };
    decoder.into_frames().take(2).filter(Result::is_ok).count()
}

/// The largest size of this shape with at most so many pixels.
fn within((width, height): (u32, u32), pixels: u64) -> (u32, u32) {
    let now = f64::from(width) * f64::from(height);
    if now <= pixels as f64 {
        return (width, height);
    }
    let scale = (pixels as f64 / now).sqrt();
    let side = |length: u32| ((f64::from(length) * scale).floor() as u32).max(1);
    (side(width), side(height))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;

    fn read(name: &str, bytes: &[u8]) -> Result<Picture, Bad> {
        let file = std::env::temp_dir().join(format!("howdah-picture-{}-{name}", std::process::id()));
        std::fs::write(&file, bytes).unwrap();
        let picture = Picture::read(&file);
        std::fs::remove_file(file).unwrap();
        picture
    }

    fn encoded(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
        let mut bytes = Cursor::new(Vec::new());
        image.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn pictures_keep_their_shape() {
        assert_eq!(within((640, 360), 640 * 360), (640, 360));
        assert_eq!(within((7680, 4320), 3840 * 2160), (3840, 2160));
        assert_eq!(within((1, 100), 25), (1, 50));
    }

    #[test]
    fn a_photo_is_turned_upright_and_loses_its_exif() {
        let jpeg = encoded(&DynamicImage::new_rgb8(200, 100), ImageFormat::Jpeg);
        let mut exif = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0".to_vec();
        exif.extend_from_slice(b"where the photo was taken");
        let mut photo = jpeg[..2].to_vec();
        photo.extend_from_slice(&[0xff, 0xe1]);
        photo.extend_from_slice(&(exif.len() as u16 + 2).to_be_bytes());
        photo.extend_from_slice(&exif);
        photo.extend_from_slice(&jpeg[2..]);
        let kept = read("exif", &photo).unwrap().keep().unwrap();
        assert_eq!((kept.width, kept.height, kept.mime), (100, 200, "image/jpeg"));
        assert!(!kept.bytes.windows(4).any(|part| part == b"Exif" || part == b"take"));
    }

    #[test]
    fn what_is_seen_through_stays_so() {
        let clear = read("clear", &encoded(&DynamicImage::new_rgba8(9, 9), ImageFormat::WebP)).unwrap();
        assert_eq!(clear.preview().unwrap().mime, "image/png");
        let solid = read("solid", &encoded(&DynamicImage::new_rgb8(9, 9), ImageFormat::WebP)).unwrap();
        assert_eq!(solid.preview().unwrap().mime, "image/jpeg");
    }

    #[test]
    fn lies_and_damage_are_found_out() {
        assert!(matches!(read("text", b"I am a picture, believe me"), Err(Bad::Kind)));
        let mut png = encoded(&DynamicImage::new_luma8(90, 90), ImageFormat::Png);
        png.truncate(60);
        assert!(matches!(read("cut", &png), Err(Bad::Damaged)));
    }
}
