//! What the server says to people, from the one catalogue. Mastodon's fixed English sentences of the API are not
//! messages; they stand where they are said.

use serde_json::{Map, Value};
use std::fmt;
use std::sync::LazyLock;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    #[default]
    En,
    De,
}

/// A sentence that is said later, when it is known to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// `None` for words that are nobody's but a program's.
    key: Option<&'static str>,
    values: Vec<(&'static str, String)>,
}

impl Message {
    pub fn new(key: &'static str) -> Self {
        Self { key: Some(key), values: Vec::new() }
    }

    /// What another program or a library said; it has no other language.
    pub fn quote(text: impl fmt::Display) -> Self {
        Self { key: None, values: vec![("", text.to_string())] }
    }

    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.values.push((name, value.to_string()));
        self
    }

    pub fn say(&self, locale: Locale) -> String {
        let values: Vec<(&str, &str)> = self.values.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match self.key {
            Some(key) => locale.fill(key, &values),
            None => values.into_iter().map(|(_, text)| text).collect(),
        }
    }
}

static EN: LazyLock<Map<String, Value>> = LazyLock::new(|| read(include_str!("../../messages/en/server.json")));
static DE: LazyLock<Map<String, Value>> = LazyLock::new(|| read(include_str!("../../messages/de/server.json")));

fn read(text: &str) -> Map<String, Value> {
    // A catalogue that is no JSON fails the test below, not a visitor.
    serde_json::from_str(text).unwrap_or_default()
}

impl Locale {
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// The language of a tag such as `de-AT`, if there is a catalogue for it.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split(['-', '_']).next().unwrap_or("").trim().to_ascii_lowercase().as_str() {
            "en" => Some(Self::En),
            "de" => Some(Self::De),
            _ => None,
        }
    }

    /// What was asked for (`?lang=`, a member's own), else the best of Accept-Language.
    pub fn choose(asked: Option<&str>, accept: &str) -> Self {
        if let Some(found) = asked.and_then(Self::parse) {
            return found;
        }
        let mut wishes: Vec<(f32, Self)> = accept
            .split(',')
            .filter_map(|part| {
                let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
                Some((weight.trim().parse().ok()?, Self::parse(tag.trim())?))
            })
            .collect();
        // Stable, so that the order counts among equals.
        wishes.sort_by(|a, b| b.0.total_cmp(&a.0));
        wishes.first().map_or(Self::En, |(_, locale)| *locale)
    }

    pub fn say(self, key: &str) -> &'static str {
        let catalogue = match self {
            Self::En => &*EN,
            Self::De => &*DE,
        };
        match catalogue.get(key).or_else(|| EN.get(key)).and_then(Value::as_str) {
            Some(text) => text,
            None => {
                tracing::error!(key, "a message is missing");
                ""
            }
        }
    }

    /// The message with its `{name}`s replaced.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        put(self.say(key), values)
    }
}

/// A text with its `{name}`s replaced.
pub fn put(text: &str, values: &[(&str, &str)]) -> String {
    let mut rest = text;
    let mut text = String::with_capacity(rest.len() + 32);
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, tail)) = after.split_once('}') else { break };
        if let Some((_, value)) = values.iter().find(|(key, _)| *key == name) {
            text.push_str(value);
        }
        rest = tail;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_catalogues_hold_the_same_keys() {
        let keys = |map: &Map<String, Value>| {
            let mut keys: Vec<String> = map.keys().filter(|key| !key.starts_with('$')).cloned().collect();
            keys.sort();
            keys
        };
        assert!(!EN.is_empty());
        assert_eq!(keys(&EN), keys(&DE));
    }

    /// Every key that the sources name in quotes is in the catalogue.
    #[test]
    fn no_message_is_missing() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut folders = vec![root.join("src"), root.join("templates")];
        let mut missing = Vec::new();
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if entry.is_dir() {
                    folders.push(entry);
                    continue;
                }
                let text = std::fs::read_to_string(&entry).unwrap_or_default();
                for (at, start) in text.match_indices("\"server_") {
                    let key: String = text[at + 1..].chars().take_while(|c| *c != '"').collect();
                    let plain = key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
                    if plain && key.len() >= start.len() && !EN.contains_key(&key) {
                        missing.push(format!("{}: {key}", entry.display()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{missing:#?}");
    }

    #[test]
    fn the_best_language_is_chosen() {
        assert_eq!(Locale::choose(None, "fr, de;q=0.7, en;q=0.3"), Locale::De);
        assert_eq!(Locale::choose(Some("en"), "de"), Locale::En);
        assert_eq!(Locale::choose(Some("xx"), ""), Locale::En);
    }
}
