//! What holds for every text that people may write: it never fails, and nothing of it becomes markup.

use super::{Handle, Target, escape, html, is_tag, length, localise, mentions, tags};
use proptest::prelude::*;
use std::collections::HashMap;

/// Signs that mean something more often than chance brings them.
fn written() -> impl Strategy<Value = String> {
    let signs = [
        "@",
        "#",
        "a",
        "B2",
        "é",
        "ß",
        "İ",
        "<",
        ">",
        "&",
        "\"",
        "'",
        "<script>",
        "https://",
        "http://",
        "www.",
        "://",
        ".",
        "/",
        "?",
        "=",
        "-",
        "_",
        ":",
        "\n",
        "\n\n",
        "\r\n",
        " ",
        "\u{200d}",
        "\u{301}",
        "·",
        "＃",
        "😀",
        "bob",
        "@bob",
        "@bob@far.example",
        "howdah-base:/",
        "\"howdah-base:/",
        "&amp;",
        "javascript:",
        "(",
        ")",
        "中文",
        "\0",
    ];
    let piece = prop_oneof![
        4 => prop::sample::select(signs.to_vec()).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..32).prop_map(|pieces| pieces.concat())
}

fn known() -> HashMap<String, Target> {
    let far = Target { href: "https://far.example/@bob?a=1&b=\"2".into(), username: "bob".into() };
    HashMap::from([("bob".to_owned(), Target::local("bob")), ("bob@far.example".to_owned(), far)])
}

/// Whether all markup is what `html` writes, and all else is escaped.
fn is_clean(html: &str) -> Result<(), String> {
    const TAGS: [&str; 6] = ["p", "/p", "br /", "/a", "/span", "span"];
    const REFERENCES: [&str; 5] = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
    let mut rest = html;
    while let Some(at) = rest.find(['<', '>', '"', '\'', '&']) {
        rest = &rest[at..];
        if let Some(found) = REFERENCES.iter().find(|one| rest.starts_with(**one)) {
            rest = &rest[found.len()..];
            continue;
        }
        let inner = rest.strip_prefix('<').ok_or_else(|| format!("a bare sign: {rest}"))?;
        let (tag, behind) = inner.split_once('>').ok_or_else(|| format!("an open tag: {rest}"))?;
        let plain = TAGS.contains(&tag);
        // Attributes end where they should: what is quoted holds neither quotes nor angle brackets.
        let attributes = (tag.starts_with("a href=\"") || tag.starts_with("span class=\""))
            && tag.ends_with('"')
            && tag.matches('"').count() % 2 == 0
            && !tag.contains('<')
            && tag.split('"').skip(1).step_by(2).all(|value| !value.trim_start().starts_with("javascript:"));
        if !plain && !attributes {
            return Err(format!("a tag of its own: <{tag}>"));
        }
        rest = behind;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_written_becomes_markup(text in written()) {
        let made = html(&text, &known());
        prop_assert_eq!(is_clean(&made), Ok(()), "{:?} -> {}", text, made);
        // Nor does putting the address in open a door, or change what people wrote.
        let shown = localise(&made, "https://town.test");
        prop_assert_eq!(is_clean(&shown), Ok(()));
        prop_assert!(!shown.contains("\"howdah-base:/"));
    }

    #[test]
    fn every_text_has_a_length(text in any::<String>()) {
        prop_assert!(length(&text) <= text.chars().count().max(23 * text.matches("://").count() + text.chars().count()));
        prop_assert_eq!(is_clean(&html(&text, &known())), Ok(()));
    }

    #[test]
    fn what_is_escaped_can_be_read_again(text in written()) {
        let escaped = escape(&text);
        prop_assert_eq!(is_clean(&escaped), Ok(()));
        let mut back = escaped;
        for (reference, sign) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")] {
            back = back.replace(reference, sign);
        }
        prop_assert_eq!(back, text);
    }

    #[test]
    fn tags_and_mentions_are_found_again(text in written()) {
        for (folded, shown) in tags(&text) {
            prop_assert!(is_tag(&shown), "{:?} of {:?}", shown, text);
            let again: Vec<_> = tags(&format!("#{shown}")).into_iter().map(|(name, _)| name).collect();
            prop_assert_eq!(again, [folded]);
        }
        for handle in mentions(&text) {
            let written = match &handle {
                Handle { username, domain: Some(domain) } => format!("@{username}@{domain}"),
                Handle { username, domain: None } => format!("@{username}"),
            };
            prop_assert_eq!(mentions(&written), [handle]);
        }
    }
}
