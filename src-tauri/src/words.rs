//! The shell's own few texts (tray), from the one catalogue.

use std::collections::HashMap;
use std::sync::LazyLock;

static WORDS: LazyLock<HashMap<String, String>> = LazyLock::new(|| {
    let text = match crate::places::language().as_str() {
        "de" => include_str!("../../messages/de/desktop.json"),
        _ => include_str!("../../messages/en/desktop.json"),
    };
    serde_json::from_str(text).unwrap_or_default()
});

/// A message; a missing one shows its key rather than nothing.
pub fn say(key: &str) -> String {
    WORDS.get(key).cloned().unwrap_or_else(|| key.to_owned())
}

pub fn say_with(key: &str, name: &str, value: &str) -> String {
    say(key).replace(&format!("{{{name}}}"), value)
}

#[cfg(test)]
mod tests {
    #[test]
    fn both_languages_are_flat_tables() {
        for text in [include_str!("../../messages/en/desktop.json"), include_str!("../../messages/de/desktop.json")] {
            let words: std::collections::HashMap<String, String> = serde_json::from_str(text).unwrap();
            assert!(words.contains_key("desktop_tray_open"));
        }
    }
}
