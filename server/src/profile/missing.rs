//! What stands where a member has no avatar or header: drawn once, quiet, without a brand.

use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use std::sync::LazyLock;

/// A head and shoulders in two greys of violet.
pub static AVATAR: LazyLock<Vec<u8>> = LazyLock::new(|| {
    draw(200, 200, |x, y| {
        let disc = |cx: f32, cy: f32, r: f32| r + 0.5 - ((x - cx).powi(2) + (y - cy).powi(2)).sqrt();
        let cover = disc(100.0, 78.0, 34.0).max(disc(100.0, 188.0, 66.0)).clamp(0.0, 1.0);
        mix([0xd9, 0xd7, 0xe6], [0xa3, 0x9f, 0xbd], cover)
    })
});

/// A plain soft gradient.
pub static HEADER: LazyLock<Vec<u8>> =
    LazyLock::new(|| draw(600, 200, |x, y| mix([0xd9, 0xd7, 0xe6], [0xb9, 0xb5, 0xd0], (x / 600.0 + y / 200.0) / 2.0)));

fn mix(a: [u8; 3], b: [u8; 3], share: f32) -> [u8; 3] {
    std::array::from_fn(|i| (f32::from(a[i]) + (f32::from(b[i]) - f32::from(a[i])) * share) as u8)
}

fn draw(width: u32, height: u32, color: impl Fn(f32, f32) -> [u8; 3]) -> Vec<u8> {
    let pixels: Vec<u8> = (0..height)
        .flat_map(|y| (0..width).map(move |x| (x, y)))
        .flat_map(|(x, y)| color(x as f32, y as f32))
        .collect();
    let mut png = Vec::new();
    // Writing to memory does not fail.
    let _ = PngEncoder::new(&mut png).write_image(&pixels, width, height, ExtendedColorType::Rgb8);
    png
}
