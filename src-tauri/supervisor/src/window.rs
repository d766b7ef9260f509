//! Where the window was, and where it may be: a screen may have been unplugged or made smaller since.

use serde::{Deserialize, Serialize};
use std::path::Path;

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Placed {
    pub x: i32,
    pub y: i32,
    pub width: u32,
    pub height: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    #[serde(flatten)]
    pub placed: Placed,
    pub maximized: bool,
}

pub type Screen = Placed;

const SMALLEST: (u32, u32) = (360, 480);

impl State {
    /// A broken file is as good as none.
    pub fn read(file: &Path) -> Option<Self> {
        serde_json::from_str(&std::fs::read_to_string(file).ok()?).ok()
    }

    pub fn write(&self, file: &Path) -> std::io::Result<()> {
        std::fs::write(file, serde_json::to_vec(self)?)
    }

    /// The whole of it on the screen that shows most of it, else on the first.
    pub fn place(&self, screens: &[Screen]) -> Option<Placed> {
        let screen = screens.iter().rev().max_by_key(|screen| self.placed.shared(screen))?;
        let screen = if self.placed.shared(screen) == 0 { screens.first()? } else { screen };
        let width = self.placed.width.max(SMALLEST.0).min(screen.width);
        let height = self.placed.height.max(SMALLEST.1).min(screen.height);
        let within = |at: i32, from: i32, room: u32| at.clamp(from, from.saturating_add_unsigned(room));
        Some(Placed {
            x: within(self.placed.x, screen.x, screen.width - width),
            y: within(self.placed.y, screen.y, screen.height - height),
            width,
            height,
        })
    }
}

impl Placed {
    /// How many points of it lie on a screen.
    fn shared(&self, screen: &Screen) -> u64 {
        let overlap = |at: i32, size: u32, from: i32, room: u32| {
            let end = at.saturating_add_unsigned(size).min(from.saturating_add_unsigned(room));
            u64::try_from(end.saturating_sub(at.max(from))).unwrap_or(0)
        };
        overlap(self.x, self.width, screen.x, screen.width) * overlap(self.y, self.height, screen.y, screen.height)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEFT: Screen = Placed { x: 0, y: 0, width: 1280, height: 900 };
    const RIGHT: Screen = Placed { x: 1280, y: 0, width: 1920, height: 1080 };

    fn placed(x: i32, y: i32, width: u32, height: u32, screens: &[Screen]) -> Placed {
        State { placed: Placed { x, y, width, height }, maximized: false }.place(screens).unwrap()
    }

    #[test]
    fn what_is_seen_stays() {
        let there = Placed { x: 1500, y: 40, width: 1000, height: 700 };
        assert_eq!(placed(1500, 40, 1000, 700, &[LEFT, RIGHT]), there);
    }

    #[test]
    fn an_unplugged_screen_brings_it_back_to_the_first() {
        assert_eq!(placed(1500, 40, 1000, 700, &[LEFT]), Placed { x: 280, y: 40, width: 1000, height: 700 });
        assert_eq!(placed(-4000, -4000, 1000, 700, &[LEFT, RIGHT]), Placed { x: 0, y: 0, width: 1000, height: 700 });
    }

    #[test]
    fn a_smaller_screen_makes_it_smaller_and_nonsense_stays_usable() {
        assert_eq!(placed(10, 10, 3000, 2000, &[LEFT]), LEFT);
        assert_eq!(placed(i32::MAX, i32::MIN, 0, 0, &[LEFT]).width, 360);
        assert_eq!(placed(i32::MIN, i32::MAX, u32::MAX, u32::MAX, &[LEFT]), LEFT);
        assert!(State { placed: LEFT, maximized: false }.place(&[]).is_none());
    }
}
