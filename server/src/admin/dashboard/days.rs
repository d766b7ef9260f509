//! Periods of whole days, in UTC.

use crate::error::{Error, Result};
use crate::time::{DAY, parse};

/// Nobody looks at more than this, and each day is an entry.
const LONGEST: i64 = 1100;

/// From the first millisecond to the one behind the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    pub from: i64,
    pub to: i64,
}

impl Period {
    /// Both days are part of it.
    pub fn new(first: i64, last: i64) -> Result<Self> {
        let to = (last + DAY).max(first);
        if (to - first) / DAY > LONGEST {
            return Err(Error::BadRequest(format!("The period is longer than {LONGEST} days")));
        }
        Ok(Self { from: first, to })
    }

    pub fn days(self) -> impl Iterator<Item = i64> {
        (0..(self.to - self.from) / DAY).map(move |day| self.from + day * DAY)
    }

    /// As long, just before.
    pub fn before(self) -> Self {
        Self { from: self.from - (self.to - self.from), to: self.from }
    }
}

/// The day of a date or datetime; its time is ignored, as in Mastodon.
pub fn day(key: &str, text: &str) -> Result<i64> {
    let wrong = || Error::BadRequest(format!("param has the wrong type: {key}"));
    let date = text.trim().get(..10).ok_or_else(wrong)?;
    parse(&format!("{date}T00:00:00Z")).ok_or_else(wrong)
}

/// `1536` is `1.5 KB`: three digits that count, in powers of 1024.
pub fn human_size(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["KB", "MB", "GB", "TB", "PB"];
    if bytes < 1024 {
        return format!("{bytes} {}", if bytes == 1 { "Byte" } else { "Bytes" });
    }
    let mut size = bytes as f64;
    let mut unit = "";
    for name in UNITS {
        if size < 1024.0 {
            break;
        }
        size /= 1024.0;
        unit = name;
    }
    let digits = if size < 10.0 { 2 } else { usize::from(size < 100.0) };
    let text = format!("{size:.digits$}");
    let text = if digits > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text} {unit}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_whole_days() {
        let first = day("x", "2022-09-14T23:59:59.000Z").unwrap();
        assert_eq!(first, day("x", "2022-09-14").unwrap());
        let period = Period::new(first, first + DAY).unwrap();
        assert_eq!(period.days().collect::<Vec<_>>(), [first, first + DAY]);
        assert_eq!(period.before(), Period { from: first - 2 * DAY, to: first });
        assert_eq!(Period::new(first, first - 9 * DAY).unwrap().days().count(), 0);
        assert!(Period::new(0, first).is_err() && day("x", "yesterday").is_err() && day("x", "2022-13-99").is_err());
    }

    #[test]
    fn sizes_are_short() {
        let sizes = [(0, "0 Bytes"), (1, "1 Byte"), (1024, "1 KB"), (1536, "1.5 KB"), (49_581_359_907, "46.2 GB")];
        for (bytes, text) in sizes {
            assert_eq!(human_size(bytes), text);
        }
    }
}
