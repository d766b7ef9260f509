//! What somebody typed, read as Mastodon reads it: words, "phrases", -without, and `prefix:value` pairs. Whatever
//! it is, it is a query; what makes no sense finds nothing.

use crate::db::Engine;
use crate::words::{self, Word};
use time::{Date, Month};

/// Clauses behind these are not looked at.
const MOST: usize = 32;

const PREFIXES: [&str; 8] = ["has", "is", "language", "from", "before", "after", "during", "in"];
/// In the order of the statement's bits.
const PROPERTIES: [(&str, &str); 9] = [
    ("has", "media"),
    ("has", "image"),
    ("has", "video"),
    ("has", "audio"),
    ("has", "poll"),
    ("has", "link"),
    ("has", "embed"),
    ("is", "sensitive"),
    ("is", "reply"),
];
const PAIRS: [(char, char); 4] = [('"', '"'), ('«', '»'), ('「', '」'), ('《', '》')];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    #[default]
    All,
    /// What one wrote, was named in, or kept.
    Library,
    /// What its authors let everybody find.
    Public,
}

/// An author: oneself, or a handle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Author {
    Me,
    Handle(String),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// Each is words that stand one behind the other.
    with: Vec<Vec<Word>>,
    without: Vec<Vec<Word>>,
    pub from: Vec<Author>,
    pub not_from: Vec<Author>,
    pub has: i64,
    pub has_not: i64,
    /// Folded; empty for any.
    pub language: String,
    pub not_languages: Vec<String>,
    /// Milliseconds: from, and up to but without.
    pub since: i64,
    pub until: i64,
    pub except: Option<(i64, i64)>,
    pub scope: Scope,
    /// Asks for what cannot be.
    impossible: bool,
    /// Says anything at all.
    meant: bool,
}

impl Query {
    pub fn parse(text: &str) -> Self {
        let mut query = Self { until: i64::MAX, ..Self::default() };
        for clause in clauses(text).into_iter().take(MOST) {
            query.take(&clause);
        }
        query
    }

    /// Whether there is anything that it could find.
    pub fn asks(&self) -> bool {
        self.meant && !self.impossible && self.since < self.until
    }

    pub fn has_words(&self) -> bool {
        !self.with.is_empty()
    }

    fn take(&mut self, clause: &Clause<'_>) {
        let Some(prefix) = clause.prefix else {
            let words = match clause.text.strip_prefix(['#', '＃']) {
                Some(tag) if !clause.quoted && tag.chars().any(char::is_alphanumeric) => {
                    vec![Word { text: words::hashtag(tag), begins: false }]
                }
                _ => words::query(clause.text),
            };
            if !words.is_empty() {
                self.meant = true;
                if clause.negated { &mut self.without } else { &mut self.with }.push(words);
            }
            return;
        };
        self.meant = true;
        match prefix {
            "has" | "is" => self.property(prefix, clause),
            "language" => self.language(clause),
            "from" => {
                let author = match clause.text {
                    "me" => Author::Me,
                    handle => Author::Handle(handle.to_lowercase()),
                };
                if clause.negated { &mut self.not_from } else { &mut self.from }.push(author);
            }
            "in" => {
                self.scope = match (clause.text, clause.negated) {
                    ("library", false) | ("public", true) => Scope::Library,
                    ("public", false) | ("library", true) => Scope::Public,
                    _ => Scope::All,
                }
            }
            _ => self.time(prefix, clause),
        }
    }

    fn property(&mut self, prefix: &str, clause: &Clause<'_>) {
        let known = PROPERTIES.iter().position(|known| *known == (prefix, clause.text));
        match (known, clause.negated) {
            (Some(at), false) => self.has |= 1 << at,
            (Some(at), true) => self.has_not |= 1 << at,
            // Nothing has what is unknown; everything lacks it.
            (None, negated) => self.impossible |= !negated,
        }
    }

    fn language(&mut self, clause: &Clause<'_>) {
        let tag = clause.text.replace('_', "-").to_lowercase();
        if clause.negated {
            self.not_languages.push(tag);
        } else {
            self.impossible |= !self.language.is_empty() && self.language != tag;
            self.language = tag;
        }
    }

    fn time(&mut self, prefix: &str, clause: &Clause<'_>) {
        let Some((start, end)) = span(clause.text) else {
            self.impossible |= !clause.negated;
            return;
        };
        match (prefix, clause.negated) {
            ("before", false) => self.until = self.until.min(start),
            ("before", true) => self.since = self.since.max(start),
            ("after", false) => self.since = self.since.max(end),
            ("after", true) => self.until = self.until.min(end),
            (_, false) => {
                self.since = self.since.max(start);
                self.until = self.until.min(end);
            }
            (_, true) => self.except = Some((start, end)),
        }
    }

    /// What the index is asked for, in the language of the database: what must be there, less what must not.
    pub fn with(&self, engine: Engine) -> String {
        let [and, or] = match engine {
            Engine::Sqlite => [" AND ", " OR "],
            Engine::Postgres => [" & ", " | "],
        };
        let with = joined(&self.with, and, engine);
        if self.without.is_empty() {
            return with;
        }
        let without = joined(&self.without, or, engine);
        match engine {
            Engine::Sqlite => format!("({with}) NOT ({without})"),
            Engine::Postgres => format!("({with}) & !({without})"),
        }
    }

    /// What must not be there, for a query that has no words. A word that no text has stands for nothing.
    pub fn without(&self, engine: Engine) -> String {
        let or = match engine {
            Engine::Sqlite => " OR ",
            Engine::Postgres => " | ",
        };
        let nothing = [vec![Word { text: "\u{e00f}".into(), begins: false }]];
        joined(if self.without.is_empty() { &nothing } else { &self.without }, or, engine)
    }
}

fn joined(pieces: &[Vec<Word>], by: &str, engine: Engine) -> String {
    pieces.iter().map(|words| phrase(words, engine)).collect::<Vec<_>>().join(by)
}

/// Words have neither quotes nor backslashes, so that nothing needs escaping.
fn phrase(words: &[Word], engine: Engine) -> String {
    let begins = words.last().is_some_and(|word| word.begins);
    match engine {
        Engine::Sqlite => {
            let text: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            format!("\"{}\"{}", text.join(" "), if begins { " *" } else { "" })
        }
        Engine::Postgres => {
            let word = |word: &Word| format!("'{}'{}", word.text, if word.begins { ":*" } else { "" });
            format!("({})", words.iter().map(word).collect::<Vec<_>>().join(" <-> "))
        }
    }
}

struct Clause<'t> {
    negated: bool,
    prefix: Option<&'static str>,
    quoted: bool,
    text: &'t str,
}

fn clauses(text: &str) -> Vec<Clause<'_>> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let negated = first == '-';
        let after = if negated || first == '+' { &rest[1..] } else { rest };
        let (prefix, after) = prefixed(after);
        let (quoted, value, left) = value(after);
        found.push(Clause { negated, prefix, quoted, text: value });
        rest = left.trim_start();
    }
    found
}

fn prefixed(text: &str) -> (Option<&'static str>, &str) {
    if let Some((word, rest)) = text.split_once(':')
        && let Some(known) = PREFIXES.into_iter().find(|known| known.eq_ignore_ascii_case(word))
        && rest.chars().next().is_some_and(|next| !next.is_whitespace())
    {
        return (Some(known), rest);
    }
    (None, text)
}

/// A phrase between quotation marks, or all up to the next blank; and what is left.
fn value(text: &str) -> (bool, &str, &str) {
    let mut chars = text.chars();
    let Some(open) = chars.next() else { return (false, "", "") };
    let inside = chars.as_str();
    let curly = |c: char| matches!(c, '“' | '”' | '„');
    let close = match PAIRS.iter().find(|(start, _)| *start == open) {
        Some((_, end)) => inside.find(*end),
        None if curly(open) => inside.find(curly),
        None => None,
    };
    if let Some(end) = close {
        let width = inside[end..].chars().next().map_or(0, char::len_utf8);
        return (true, &inside[..end], &inside[end + width..]);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    (false, &text[..end], &text[end..])
}

fn day(year: i32, month: u8, day: u8) -> Option<i64> {
    let date = Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp() * 1_000)
}

/// First millisecond of what a date names, and the first behind it: a year, a month, a day, a moment in ISO 8601, or
/// milliseconds since 1970.
fn span(text: &str) -> Option<(i64, i64)> {
    if text.len() > 4 && text.len() < 16 && text.bytes().all(|b| b.is_ascii_digit()) {
        let at: i64 = text.parse().ok()?;
        return Some((at, at + 1));
    }
    if let Some(at) = crate::time::parse(text) {
        return Some((at, at + 1));
    }
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'-') {
        return None;
    }
    let parts: Vec<&str> = text.split('-').collect();
    let year: i32 = parts.first().filter(|year| year.len() == 4)?.parse().ok()?;
    let two = |text: &str| -> Option<u8> { text.parse().ok().filter(|_| text.len() == 2) };
    match parts[1..] {
        [] => Some((day(year, 1, 1)?, day(year + 1, 1, 1)?)),
        [month] => {
            let month = two(month)?;
            let next = if month == 12 { day(year + 1, 1, 1) } else { day(year, month + 1, 1) };
            Some((day(year, month, 1)?, next?))
        }
        [month, date] => {
            let start = day(year, two(month)?, two(date)?)?;
            Some((start, start + crate::time::DAY))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::DAY;

    fn both(text: &str) -> (String, String) {
        let query = Query::parse(text);
        (query.with(Engine::Sqlite), query.with(Engine::Postgres))
    }

    #[test]
    fn words_phrases_and_without() {
        assert_eq!(both("tea"), ("\"tea\"".into(), "('tea')".into()));
        let (lite, post) = both("Tea -milk +\"Herbal mix\" -“two lumps”");
        assert_eq!(lite, "(\"tea\" AND \"herbal mix\") NOT (\"milk\" OR \"two lumps\")");
        assert_eq!(post, "(('tea') & ('herbal' <-> 'mix')) & !(('milk') | ('two' <-> 'lumps'))");
        assert_eq!(both("塔"), ("\"塔\" *".into(), "('塔':*)".into()));
        assert_eq!(both("#Tea").0, "\"\u{e000}tea\"");
        assert_eq!(both("nonsense:value").0, "\"nonsense value\"");
    }

    #[test]
    fn what_says_nothing_asks_nothing() {
        for text in ["", " ", "-", "\"\"", "!!! ??", "\"", "-\"", "has:", "+"] {
            let query = Query::parse(text);
            assert!(!query.asks() || query.has_words(), "{text}");
        }
        assert!(!Query::parse("has:wings").asks());
        assert!(Query::parse("-has:wings").asks());
        assert!(!Query::parse("before:never tea").asks());
        assert!(!Query::parse("before:2020 after:2021").asks());
    }

    #[test]
    fn pairs_are_filters() {
        let query = Query::parse("from:me -from:@Bob has:media IS:reply language:DE -language:en in:library tea");
        assert_eq!(query.from, [Author::Me]);
        assert_eq!(query.not_from, [Author::Handle("@bob".into())]);
        assert_eq!(query.has, 1 | 1 << 8);
        assert_eq!((query.language.as_str(), query.scope), ("de", Scope::Library));
        assert_eq!(query.not_languages, ["en"]);
        assert!(query.has_words() && query.asks());
    }

    #[test]
    fn dates_are_days_and_more() {
        let start = day(2025, 3, 1).unwrap();
        assert_eq!(Query::parse("before:2025-03-01").until, start);
        assert_eq!(Query::parse("after:\"2025-03-01\"").since, start + DAY);
        let during = Query::parse("during:2025-03-01");
        assert_eq!((during.since, during.until), (start, start + DAY));
        let month = Query::parse("during:2025-12");
        assert_eq!((month.since, month.until), (day(2025, 12, 1).unwrap(), day(2026, 1, 1).unwrap()));
        assert_eq!(Query::parse("-during:2025").except, Some((day(2025, 1, 1).unwrap(), day(2026, 1, 1).unwrap())));
        assert_eq!(Query::parse("before:1740787200000").until, 1_740_787_200_000);
        assert_eq!(Query::parse("after:2025-03-01T10:00:00Z").since, start + 10 * 3_600_000 + 1);
    }
}
