//! Pictures for people who do not exist: landscapes and patterns, drawn from chance alone.

use super::random::Random;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ExtendedColorType, ImageEncoder as _};

type Color = [f32; 3];

fn mix(a: Color, b: Color, share: f32) -> Color {
    std::array::from_fn(|i| a[i] + (b[i] - a[i]) * share.clamp(0.0, 1.0))
}

/// Sky from above to the horizon, the nearest hill, the light in the sky, and its height (0 above, 1 below).
struct Mood {
    sky: [Color; 2],
    hills: [Color; 2],
    light: Color,
    height: f32,
    size: f32,
}

fn mood(kind: &str) -> Mood {
    match kind {
        "night" => Mood {
            sky: [[10., 14., 40.], [52., 62., 110.]],
            hills: [[40., 46., 84.], [8., 10., 24.]],
            light: [244., 240., 220.],
            height: 0.3,
            size: 0.09,
        },
        "lake" => Mood {
            sky: [[150., 190., 225.], [250., 226., 200.]],
            hills: [[176., 190., 206.], [70., 98., 120.]],
            light: [255., 246., 220.],
            height: 0.42,
            size: 0.05,
        },
        "mist" => Mood {
            sky: [[206., 220., 222.], [238., 240., 232.]],
            hills: [[196., 214., 204.], [38., 78., 58.]],
            light: [255., 255., 246.],
            height: 0.2,
            size: 0.05,
        },
        _ => Mood {
            sky: [[66., 44., 110.], [255., 158., 84.]],
            hills: [[150., 82., 110.], [36., 22., 52.]],
            light: [255., 226., 150.],
            height: 0.52,
            size: 0.07,
        },
    }
}

/// A JPEG of a landscape.
pub fn landscape(random: &mut Random, kind: &str, width: u32, height: u32) -> Vec<u8> {
    let mood = mood(kind);
    let sun_x = 0.2 + 0.6 * random.share() as f32;
    // Each row of hills is a sum of three waves.
    let rows: Vec<[(f32, f32, f32); 3]> = (0..4)
        .map(|_| {
            std::array::from_fn(|i| {
                let (r, s) = (random.share() as f32, random.share() as f32);
                ((i as f32 + 1.0) * (2.0 + 4.0 * r), s * 6.3, 0.06 / (i as f32 + 1.0))
            })
        })
        .collect();
    // How high each row stands above each column: the dear part, so not once per pixel.
    let tops: Vec<[f32; 4]> = (0..width)
        .map(|x| {
            let u = x as f32 / width as f32;
            std::array::from_fn(|row| {
                0.5 + 0.13 * row as f32 + rows[row].iter().map(|(f, p, a)| (u * f + p).sin() * a).sum::<f32>()
            })
        })
        .collect();
    let water = if kind == "lake" { 0.66 } else { 2.0 };
    let stars: Vec<(u32, u32)> = (0..if kind == "night" { 220 } else { 0 })
        .map(|_| (random.below(width as usize) as u32, random.below(height as usize / 2) as u32))
        .collect();
    let ratio = width as f32 / height as f32;
    let mut pixels = Vec::with_capacity((width * height * 3) as usize);
    for y in 0..height {
        for x in 0..width {
            let (u, v) = (x as f32 / width as f32, y as f32 / height as f32);
            let mirrored = v > water;
            let v = if mirrored { 2.0 * water - v } else { v };
            let mut color = mix(mood.sky[0], mood.sky[1], v / 0.7);
            let away = (((u - sun_x) * ratio).powi(2) + (v - mood.height).powi(2)).sqrt();
            color = mix(color, mood.light, (1.0 - (away - mood.size) * 260.0).clamp(0.0, 1.0));
            color = mix(color, mood.light, (0.35 - away * 0.6).max(0.0));
            for (row, top) in tops[x as usize].into_iter().enumerate() {
                let depth = row as f32 / 3.0;
                if v > top && !(kind == "lake" && row > 1) {
                    color = mix(mood.hills[0], mood.hills[1], depth);
                    color = mix(color, mood.sky[1], ((v - top) * 1.4).min(0.5) * (1.0 - depth));
                }
            }
            if mirrored {
                color = mix(color, [70., 100., 130.], 0.25);
            }
            pixels.extend(color.map(|c| c.clamp(0.0, 255.0) as u8));
        }
    }
    for (x, y) in stars {
        let at = ((y * width + x) * 3) as usize;
        pixels[at..at + 3].fill(230);
    }
    let mut jpeg = Vec::new();
    // Writing to memory does not fail.
    let _ = JpegEncoder::new_with_quality(&mut jpeg, 88).write_image(&pixels, width, height, ExtendedColorType::Rgb8);
    jpeg
}

/// A PNG with a pattern of circles in three colours that go together.
pub fn avatar(random: &mut Random) -> Vec<u8> {
    const SIDE: u32 = 400;
    let turn = random.share() as f32;
    let hue = |offset: f32, light: f32| -> Color {
        std::array::from_fn(|i| {
            let wave = ((turn + offset + i as f32 / 3.0) * std::f32::consts::TAU).cos();
            (light + wave * 60.0).clamp(0.0, 255.0)
        })
    };
    let colors = [hue(0.0, 190.0), hue(0.12, 120.0), hue(0.45, 170.0)];
    let circles: Vec<(f32, f32, f32, usize)> = (0..5)
        .map(|i| {
            let (x, y, r) = (random.share() as f32, random.share() as f32, random.share() as f32);
            (x * 400.0, y * 400.0, 50.0 + r * 130.0, 1 + i % 2)
        })
        .collect();
    let mut pixels = Vec::with_capacity((SIDE * SIDE * 3) as usize);
    for y in 0..SIDE {
        for x in 0..SIDE {
            let mut color = mix(colors[0], [255.; 3], y as f32 / 1200.0);
            for (cx, cy, radius, which) in &circles {
                let away = ((x as f32 - cx).powi(2) + (y as f32 - cy).powi(2)).sqrt();
                color = mix(color, colors[*which], (radius - away).clamp(0.0, 1.0) * 0.8);
            }
            pixels.extend(color.map(|c| c as u8));
        }
    }
    let mut png = Vec::new();
    let _ = PngEncoder::new(&mut png).write_image(&pixels, SIDE, SIDE, ExtendedColorType::Rgb8);
    png
}
