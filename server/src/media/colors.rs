//! The colours that a player takes from the cover of a sound: the ground, something that stands out from it, and a
//! colour for letters on it.

use image::RgbImage;
use serde_json::{Value, json};
use std::collections::HashMap;

type Rgb = [u8; 3];

fn luminance(color: Rgb) -> f64 {
    let part = |value: u8| {
        let value = f64::from(value) / 255.0;
        if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * part(color[0]) + 0.7152 * part(color[1]) + 0.0722 * part(color[2])
}

fn contrast(a: Rgb, b: Rgb) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// `picture` is small.
pub fn of(picture: &RgbImage) -> Value {
    let mut seen: HashMap<Rgb, u32> = HashMap::new();
    for pixel in picture.pixels() {
        *seen.entry(pixel.0.map(|value| value & 0xf0 | 0x08)).or_default() += 1;
    }
    let mut colors: Vec<(Rgb, u32)> = seen.into_iter().collect();
    colors.sort_by_key(|(color, count)| (std::cmp::Reverse(*count), *color));
    let ground = colors.first().map_or([0; 3], |(color, _)| *color);
    let letters = if contrast(ground, [255; 3]) >= 4.5 { [255; 3] } else { [0; 3] };
    let accent = colors.iter().map(|(color, _)| *color).find(|color| contrast(*color, ground) >= 3.0);
    let hex = |[r, g, b]: Rgb| format!("#{r:02x}{g:02x}{b:02x}");
    json!({ "background": hex(ground), "foreground": hex(letters), "accent": hex(accent.unwrap_or(letters)) })
}
