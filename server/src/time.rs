//! Time as the API writes it, and the clock that tests can hold still.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

pub const SECOND: i64 = 1_000;
pub const MINUTE: i64 = 60 * SECOND;
pub const HOUR: i64 = 60 * MINUTE;
pub const DAY: i64 = 24 * HOUR;

/// The source of "now", in milliseconds since 1970.
#[derive(Clone, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands still until `advance`.
    pub fn fixed(ms: i64) -> Self {
        Self(Some(Arc::new(AtomicI64::new(ms))))
    }

    pub fn advance(&self, ms: i64) {
        if let Some(fixed) = &self.0 {
            fixed.fetch_add(ms, Ordering::SeqCst);
        }
    }

    pub fn now(&self) -> i64 {
        match &self.0 {
            Some(fixed) => fixed.load(Ordering::SeqCst),
            #[expect(clippy::disallowed_methods, reason = "this is the clock")]
            None => SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64),
        }
    }
}

fn datetime(ms: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(ms) * 1_000_000).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

const ISO: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]Z");
const ISO_MICROS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]Z");
const DATE: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// `2019-12-05T11:34:47.196Z`: three digits and Z, or strict clients stumble.
pub fn iso(ms: i64) -> String {
    datetime(ms).format(ISO).unwrap_or_default()
}

/// As the rate limit headers want it: six digits.
pub fn iso_micros(ms: i64) -> String {
    datetime(ms).format(ISO_MICROS).unwrap_or_default()
}

/// `2019-12-05`.
pub fn date(ms: i64) -> String {
    datetime(ms).format(DATE).unwrap_or_default()
}

/// The first millisecond of the day (UTC): what Account.created_at shows.
pub fn midnight(ms: i64) -> i64 {
    ms - ms.rem_euclid(DAY)
}

/// Reads RFC 3339.
pub fn parse(text: &str) -> Option<i64> {
    let at = OffsetDateTime::parse(text, &time::format_description::well_known::Rfc3339).ok()?;
    Some((at.unix_timestamp_nanos() / 1_000_000) as i64)
}

/// Reads what people and programs write for a moment: RFC 3339, other ISO 8601, a blank in place of the `T`; without a zone
/// it is UTC, and a day alone begins at midnight.
pub fn parse_any(text: &str) -> Option<i64> {
    use time::format_description::well_known::Iso8601;
    use time::{Date, PrimitiveDateTime};
    if let Some(at) = parse(text) {
        return Some(at);
    }
    let text = text.replacen(' ', "T", 1);
    let format = &Iso8601::PARSING;
    let at = OffsetDateTime::parse(&text, format)
        .or_else(|_| PrimitiveDateTime::parse(&text, format).map(PrimitiveDateTime::assume_utc))
        .or_else(|_| Date::parse(&text, format).map(|day| day.midnight().assume_utc()))
        .ok()?;
    Some((at.unix_timestamp_nanos() / 1_000_000) as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_mastodons() {
        assert_eq!(iso(1_575_545_687_196), "2019-12-05T11:34:47.196Z");
        assert_eq!(iso(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(iso_micros(300_000), "1970-01-01T00:05:00.000000Z");
        assert_eq!(date(1_575_545_687_196), "2019-12-05");
        assert_eq!(iso(midnight(1_575_545_687_196)), "2019-12-05T00:00:00.000Z");
        assert_eq!(parse("2019-12-05T11:34:47.196Z"), Some(1_575_545_687_196));
        assert_eq!(parse("yesterday"), None);
        for text in [
            "2019-12-05T11:34:00Z",
            "2019-12-05T12:34:00+01:00",
            "2019-12-05T12:34:00+0100",
            "2019-12-05 11:34:00",
            "2019-12-05T11:34",
        ] {
            assert_eq!(parse_any(text), Some(1_575_545_640_000), "{text}");
        }
        assert_eq!(parse_any("2019-12-05"), Some(1_575_504_000_000));
        assert_eq!(parse_any("soon"), None);
    }
}
