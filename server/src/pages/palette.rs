//! One accent colour in, the colours of a page out, for light and dark: the client's own rules (ui/src/lib/design/palette.ts),
//! so that the pages made here cannot be told from its screens. Lightness is fixed by role and moved until text can be read.

use std::fmt::Write as _;

/// A colour as lightness, chroma and hue.
#[derive(Clone, Copy)]
struct Lch(f64, f64, f64);

type Rgb = [f64; 3];

fn to_linear(c: f64) -> f64 {
    if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
}

fn from_linear(c: f64) -> f64 {
    if c <= 0.003_130_8 { c * 12.92 } else { 1.055 * c.powf(1.0 / 2.4) - 0.055 }
}

fn parse(text: &str) -> Option<Lch> {
    let hex = text.strip_prefix('#').filter(|hex| hex.len() == 6 && hex.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).ok().map(|v| to_linear(f64::from(v) / 255.0));
    let (r, g, b) = (part(0)?, part(2)?, part(4)?);
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    let lightness = 0.210_454_255_3 * l + 0.793_617_785 * m - 0.004_072_046_8 * s;
    let a = 1.977_998_495_1 * l - 2.428_592_205 * m + 0.450_593_709_9 * s;
    let b = 0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766 * s;
    Some(Lch(lightness, a.hypot(b), b.atan2(a).to_degrees().rem_euclid(360.0)))
}

impl Lch {
    fn linear(self) -> Rgb {
        let (a, b) = (self.1 * self.2.to_radians().cos(), self.1 * self.2.to_radians().sin());
        let l = (self.0 + 0.396_337_777_4 * a + 0.215_803_757_3 * b).powi(3);
        let m = (self.0 - 0.105_561_345_8 * a - 0.063_854_172_8 * b).powi(3);
        let s = (self.0 - 0.089_484_177_5 * a - 1.291_485_548 * b).powi(3);
        [
            4.076_741_662_1 * l - 3.307_711_591_3 * m + 0.230_969_929_2 * s,
            -1.268_438_004_6 * l + 2.609_757_401_1 * m - 0.341_319_396_5 * s,
            -0.004_196_086_3 * l - 0.703_418_614_7 * m + 1.707_614_701 * s,
        ]
    }

    /// Less chroma until a screen can show it.
    fn shown(self) -> Rgb {
        let fits = |rgb: &Rgb| rgb.iter().all(|c| (-0.0005..=1.0005).contains(c));
        let mut colour = self;
        while !fits(&colour.linear()) && colour.1 > 0.0 {
            colour.1 = (colour.1 - 0.002).max(0.0);
        }
        colour.linear().map(|c| c.clamp(0.0, 1.0))
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.shown();
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    fn hex(self) -> String {
        let [r, g, b] = self.shown().map(|c| (from_linear(c) * 255.0).round() as u8);
        format!("#{r:02x}{g:02x}{b:02x}")
    }
}

fn contrast(a: Lch, b: Lch) -> f64 {
    let (a, b) = (a.luminance(), b.luminance());
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn readable(start: Lch, grounds: &[Lch], least: f64) -> Lch {
    let darker = grounds.first().is_none_or(|ground| ground.0 > 0.55);
    let mut found = start;
    while (0.0..=1.0).contains(&found.0) {
        if grounds.iter().all(|ground| contrast(found, *ground) >= least) {
            return found;
        }
        found.0 += if darker { -0.01 } else { 0.01 };
    }
    Lch(if darker { 0.0 } else { 1.0 }, 0.0, start.2)
}

fn variables(accent: Lch, light: bool) -> String {
    let Lch(l, chroma, h) = accent;
    let grey = chroma < 0.03;
    let c = if grey { chroma } else { chroma.min(0.19) };
    let n = if grey { 0.0 } else { 0.006 };
    let pick = |a: Lch, b: Lch| if light { a } else { b };
    let page = pick(Lch(0.968, n, h), Lch(0.178, n * 1.4, h));
    let surface = pick(Lch(0.997, n * 0.2, h), Lch(0.217, n * 1.5, h));
    let sunken = pick(Lch(0.948, n * 1.2, h), Lch(0.155, n, h));
    let raised = pick(Lch(1.0, 0.0, h), Lch(0.255, n * 1.7, h));
    let grounds = if light { [sunken, page, surface, raised] } else { [raised, page, surface, sunken] };
    let text = pick(Lch(0.235, n * 2.4, h), Lch(0.945, n, h));
    let muted = readable(pick(Lch(0.5, n * 2.6, h), Lch(0.7, n * 1.8, h)), &grounds, 4.6);
    let line = pick(Lch(0.905, n * 1.4, h), Lch(0.31, n * 2.0, h));
    let control = readable(pick(Lch(0.66, n * 2.4, h), Lch(0.5, n * 2.4, h)), &grounds, 3.1);
    let start = Lch(if light { l.min(0.62) } else { l.clamp(0.5, 0.74) }, c, h);
    let (white, ink) = (Lch(1.0, 0.0, h), Lch(0.17, n * 2.0, h));
    let on = if contrast(start, white) >= 3.2 { white } else { ink };
    let fill = readable(start, &[on], 4.6);
    let hover = Lch(if on.0 > 0.5 { fill.0 - 0.045 } else { (fill.0 + 0.045).min(0.97) }, c, h);
    let soft = pick(Lch(0.945, (c * 0.26).min(0.04), h), Lch(0.295, (c * 0.34).min(0.05), h));
    let mut under = grounds.to_vec();
    under.push(soft);
    let link = readable(pick(Lch(0.47, c, h), Lch(0.79, c.min(0.13), h)), &under, 4.6);
    let danger_soft = pick(Lch(0.955, 0.0306, 25.0), Lch(0.28, 0.0576, 25.0));
    let danger = readable(pick(Lch(0.5, 0.18, 25.0), Lch(0.78, 0.144, 25.0)), &[danger_soft, surface], 4.6);
    let shadow = Lch(if light { 0.35 } else { 0.05 }, n * 2.0, h);
    let mut css = String::new();
    for (name, colour) in [
        ("page", page),
        ("surface", surface),
        ("raised", raised),
        ("sunken", sunken),
        ("text", text),
        ("muted", muted),
        ("line", line),
        ("control", control),
        ("accent", fill),
        ("accent-hover", hover),
        ("on-accent", on),
        ("accent-text", link),
        ("accent-soft", soft),
        ("danger-text", danger),
        ("danger-soft", danger_soft),
        ("shadow-colour", shadow),
    ] {
        let _ = write!(css, "--{name}:{};", colour.hex());
    }
    css
}

/// The variables of both modes as a style sheet. What is no colour falls back to the client's own.
pub fn css(accent: &str) -> String {
    let accent = parse(accent).unwrap_or(Lch(0.48, 0.08, 190.0));
    format!(
        ":root{{color-scheme:light dark;{}}}@media(prefers-color-scheme:dark){{:root{{{}}}}}",
        variables(accent, true),
        variables(accent, false)
    )
}

/// The accent and what can be read on it, for letters, which know no variables.
pub fn pair(accent: &str) -> (String, String) {
    let css = css(accent);
    let value = |name: &str| {
        let after = css.split_once(&format!("--{name}:")).map_or("", |(_, rest)| rest);
        after.split(';').next().unwrap_or_default().to_owned()
    };
    (value("accent"), value("on-accent"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_on_the_accent_can_be_read_whatever_it_is() {
        for accent in ["#5b4bd6", "#ffff00", "#000000", "#ffffff", "#ff0000", "#00ff88", "nonsense"] {
            let css = css(accent);
            for mode in css.split("@media") {
                let value = |name: &str| {
                    let (_, rest) = mode.split_once(&format!("--{name}:")).unwrap();
                    parse(rest.split(';').next().unwrap()).unwrap()
                };
                assert!(contrast(value("accent"), value("on-accent")) >= 4.4, "{accent}: {mode}");
                assert!(contrast(value("muted"), value("page")) >= 4.4, "{accent}: {mode}");
                assert!(contrast(value("accent-text"), value("surface")) >= 4.4, "{accent}: {mode}");
            }
        }
    }

    #[test]
    fn colours_survive_the_round_trip() {
        assert_eq!(parse("#5b4bd6").unwrap().hex(), "#5b4bd6");
    }
}
