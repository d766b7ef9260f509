//! Mastodon's entities as a table (`data/entities.json`), and values held against it.
//!
//! A key's name says what may be missing: `name?` may be null, `name~` may be absent. Its value is a type: a word such as
//! `datetime`, another entity, `[Entity]` for a list, a JSON list for the only texts allowed, an object for keys below
//! (`[]` for each of a list, `*` for any key). `...` names the entity whose keys come first.

use serde_json::{Map, Value};
use std::sync::OnceLock;

type Table = Map<String, Value>;

fn table() -> &'static Table {
    static TABLE: OnceLock<Table> = OnceLock::new();
    TABLE.get_or_init(|| serde_json::from_str(include_str!("data/entities.json")).expect("the table of entities"))
}

/// Keys of our own, and what Mastodon sends without documenting it.
const OURS: [(&str, &str); 2] = [("Status", "local_only"), ("Preferences", "reading:autoplay:gifs")];

/// What is wrong with a value that should be a `kind`: `Account`, `[Status]`, `{}` for Mastodon's empty answer.
pub fn faults(kind: &str, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    if kind == "{}" {
        if value.as_object().is_none_or(|map| !map.is_empty()) {
            faults.push(format!("{value} is not {{}}"));
        }
        return faults;
    }
    check(&Value::String(kind.into()), value, kind, &mut faults);
    faults
}

fn check(kind: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    match kind {
        Value::String(name) => match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            Some(inner) => each(&Value::String(inner.into()), value, at, faults),
            None => named(name, value, at, faults),
        },
        Value::Array(allowed) => {
            if !allowed.contains(value) {
                faults.push(format!("{at}: {value} is none of {}", kind));
            }
        }
        Value::Object(keys) => match (keys.get("[]"), keys.get("*")) {
            (Some(inner), _) => each(inner, value, at, faults),
            (_, Some(inner)) => match value.as_object() {
                Some(map) => map.iter().for_each(|(key, value)| check(inner, value, &format!("{at}.{key}"), faults)),
                None => faults.push(format!("{at}: {value} is no object")),
            },
            _ => object(at, &[keys], value, at, faults),
        },
        other => panic!("{other} is no type"),
    }
}

fn each(inner: &Value, value: &Value, at: &str, faults: &mut Vec<String>) {
    match value.as_array() {
        Some(items) => items.iter().enumerate().for_each(|(n, item)| check(inner, item, &format!("{at}[{n}]"), faults)),
        None => faults.push(format!("{at}: {value} is no list")),
    }
}

fn faults_of(name: &str, value: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    named(name, value, name, &mut faults);
    faults
}

fn named(name: &str, value: &Value, at: &str, faults: &mut Vec<String>) {
    if let Some(keys) = table().get(name) {
        let keys = keys.as_object().expect("an entity is an object");
        let base = keys.get("...").map(|base| table()[base.as_str().expect("a name")].as_object().expect("an entity"));
        let all: Vec<&Table> = base.into_iter().chain([keys]).collect();
        return object(name, &all, value, at, faults);
    }
    let right = name.split('|').any(|name| match table().contains_key(name) {
        true => faults_of(name, value).is_empty(),
        false => scalar(name, value),
    });
    if !right {
        faults.push(format!("{at}: {value} is no {name}"));
    }
}

fn object(name: &str, parts: &[&Table], value: &Value, at: &str, faults: &mut Vec<String>) {
    let Some(map) = value.as_object() else { return faults.push(format!("{at}: {value} is no object")) };
    let mut known: Vec<&str> = OURS.iter().filter(|(entity, _)| *entity == name).map(|(_, key)| *key).collect();
    for (key, kind) in parts.iter().flat_map(|part| part.iter()).filter(|(key, _)| *key != "...") {
        let plain = key.trim_end_matches(['?', '~']);
        known.push(plain);
        match map.get(plain) {
            None if key.contains('~') => {}
            None => faults.push(format!("{at}.{plain} is missing")),
            Some(Value::Null) if key.contains('?') => {}
            Some(Value::Null) => faults.push(format!("{at}.{plain} is null")),
            Some(value) => check(kind, value, &format!("{at}.{plain}"), faults),
        }
    }
    for key in map.keys().filter(|key| !known.contains(&key.as_str())) {
        faults.push(format!("{at}.{key} is nobody's"));
    }
}

fn scalar(name: &str, value: &Value) -> bool {
    let text = value.as_str();
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match name {
        "string" | "html" | "email" | "blurhash" => text.is_some(),
        "id" | "numeric_string" | "unix_timestamp_string" => text.is_some_and(digits),
        "integer" | "unix_timestamp" => value.is_i64(),
        "float" | "number" => value.is_number(),
        "boolean" => value.is_boolean(),
        "url" => text.is_some_and(|text| url::Url::parse(text).is_ok() && text.contains(':')),
        "date" => text.is_some_and(|text| shaped(text, "0000-00-00")),
        "datetime" => text.is_some_and(|text| shaped(text, "0000-00-00T00:00:00.000Z")),
        "language" => text.is_some_and(|text| (2..=12).contains(&text.len())),
        // Mastodon's documentation writes a range with its length.
        "range" => text
            .and_then(|text| text.split_once('/'))
            .is_some_and(|(ip, length)| ip.parse::<std::net::IpAddr>().is_ok() && length.parse::<u8>().is_ok()),
        "sha256" => text.is_some_and(|text| text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit())),
        "ip" => text.is_some_and(|text| text.parse::<std::net::IpAddr>().is_ok()),
        _ => false,
    }
}

/// Digits where the pattern has zeros, its own characters elsewhere.
fn shaped(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text
            .bytes()
            .zip(pattern.bytes())
            .all(|(byte, wanted)| if wanted == b'0' { byte.is_ascii_digit() } else { byte == wanted })
}

#[test]
fn shapes_are_told_apart() {
    let rule = serde_json::json!({ "id": "7", "text": "Be kind", "hint": "", "translations": {} });
    assert_eq!(faults("Rule", &rule), Vec::<String>::new());
    let wrong = serde_json::json!({ "id": 7, "text": null, "translations": {}, "mood": 1 });
    assert_eq!(faults("[Rule]", &serde_json::json!([wrong])).len(), 4);
    assert!(shaped("2026-01-01T00:00:00.000Z", "0000-00-00T00:00:00.000Z") && !shaped("2026-1-1", "0000-00-00"));
}
