//! What a page says of itself as oEmbed, and HTML of others that may be shown.

use super::About;
use super::page::{Found, address, short};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use url::Url;

/// Attributes of a frame that keep it from doing anything to the page around it.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-forms";

/// A player as HTML.
pub(super) fn frame(src: &Url, width: i64, height: i64) -> String {
    clean(&format!(
        "<iframe src=\"{}\" width=\"{width}\" height=\"{height}\" allowfullscreen=\"true\" scrolling=\"no\" frameborder=\"0\"></iframe>",
        src.as_str().replace('&', "&amp;").replace('"', "%22")
    ))
}

/// Players only, in a sandbox; no scripts, no styles.
fn clean(html: &str) -> String {
    let players = ["audio", "embed", "iframe", "source", "video"];
    let attributes = HashMap::from([
        ("audio", HashSet::from(["controls"])),
        ("embed", HashSet::from(["height", "src", "type", "width"])),
        ("iframe", HashSet::from(["allowfullscreen", "frameborder", "height", "scrolling", "src", "width"])),
        ("source", HashSet::from(["src", "type"])),
        ("video", HashSet::from(["controls", "height", "loop", "width"])),
    ]);
    ammonia::Builder::empty()
        .tags(HashSet::from(players))
        .tag_attributes(attributes)
        .set_tag_attribute_value("iframe", "sandbox", SANDBOX)
        .url_schemes(HashSet::from(["http", "https"]))
        .url_relative(ammonia::UrlRelative::Deny)
        .link_rel(None)
        .clean(html)
        .to_string()
}

/// Takes over what the provider says; None where that is of no use, and the page itself must do.
pub(super) fn read(from: &Url, said: &Value, page: &About) -> Option<Found> {
    let text = |key: &str| said[key].as_str().map(|text| short(text, 500)).unwrap_or_default();
    let link = |key: &str| said[key].as_str().and_then(|text| address(from, text));
    let number = |key: &str| {
        let number = said[key].as_i64().or_else(|| said[key].as_str()?.trim().parse().ok());
        number.unwrap_or(0).clamp(0, 10_000)
    };
    let mut about = About {
        kind: text("type"),
        title: text("title"),
        author_name: text("author_name"),
        author_url: link("author_url").map(String::from).unwrap_or_default(),
        provider_name: text("provider_name"),
        provider_url: link("provider_url").map(String::from).unwrap_or_default(),
        description: page.description.clone(),
        language: page.language.clone(),
        published_at: page.published_at,
        image_description: page.image_description.clone(),
        ..About::default()
    };
    let mut image = link("thumbnail_url");
    match about.kind.as_str() {
        "link" => {}
        "photo" => {
            let photo = link("url")?;
            about.embed_url = photo.to_string();
            (about.width, about.height) = (number("width"), number("height"));
            image = Some(photo);
        }
        "video" => {
            about.html = clean(said["html"].as_str().unwrap_or_default());
            if about.html.trim().is_empty() {
                return None;
            }
            (about.width, about.height) = (number("width"), number("height"));
        }
        // Most that call themselves rich rely on scripts.
        _ => return None,
    }
    if about.title.is_empty() {
        about.title.clone_from(&page.title);
    }
    Some(Found { about, image, oembed: None, creator: None })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn players_are_kept_and_nothing_else() {
        let made = clean(
            "<script>x()</script><p onclick=x()>hi</p><iframe src='https://v.example/1' onload='x()' style='a' width=2></iframe>",
        );
        assert!(made.contains("<iframe src=\"https://v.example/1\" width=\"2\" sandbox=\"allow-scripts"), "{made}");
        assert!(!made.contains("script>") && !made.contains("onload") && !made.contains("style"), "{made}");
        assert!(!clean("<iframe src='javascript:x()'></iframe>").contains("javascript"));
    }

    #[test]
    fn kinds_have_what_they_need() {
        let from = Url::parse("https://v.example/oembed").unwrap();
        let page = About { title: "Page".into(), ..About::default() };
        let kind = |said: Value| read(&from, &said, &page).map(|found| (found.about.kind, found.about.title));
        assert_eq!(
            kind(json!({ "type": "video", "html": "<iframe src=\"https://v.example/1\"></iframe>" })),
            Some(("video".into(), "Page".into()))
        );
        assert_eq!(kind(json!({ "type": "video", "html": "<script></script>" })), None);
        assert_eq!(kind(json!({ "type": "photo" })), None);
        assert_eq!(kind(json!({ "type": "rich", "html": "<b>x</b>" })), None);
        assert_eq!(kind(json!({ "type": "link", "title": "T" })), Some(("link".into(), "T".into())));
    }
}
