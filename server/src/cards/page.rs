//! A page's HTML -> what it says of itself: structured data, OpenGraph, and plain HTML, in this order. Pure.

use super::About;
use crate::time;
use scraper::{Html, Selector};
use serde_json::Value;
use url::Url;

/// Characters of a text; whole articles are no titles.
const LONGEST: usize = 500;
const LONGEST_DESCRIPTION: usize = 2_000;

/// What was found on a page.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub about: About,
    /// The address of its picture.
    pub image: Option<Url>,
    /// Where it describes itself as oEmbed.
    pub oembed: Option<Url>,
    /// `@name@domain`.
    pub creator: Option<String>,
}

/// The text of a page in the encoding that it declares.
pub fn decode(body: &[u8], content_type: Option<&str>) -> String {
    let named = |text: &str| {
        let text = text.to_ascii_lowercase();
        let rest = text.split("charset=").nth(1)?;
        let label: String = rest
            .trim_start_matches(['"', '\''])
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
            .collect();
        encoding_rs::Encoding::for_label(label.as_bytes())
    };
    let head = String::from_utf8_lossy(&body[..body.len().min(2_048)]);
    let encoding = content_type.and_then(named).or_else(|| named(&head)).unwrap_or(encoding_rs::UTF_8);
    encoding.decode(body).0.into_owned()
}

pub(super) fn short(text: &str, most: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= most { text } else { text.chars().take(most - 1).chain(['…']).collect() }
}

/// An address on the web, relative ones seen from `from`.
pub(super) fn address(from: &Url, text: &str) -> Option<Url> {
    let url = from.join(text.trim()).ok().filter(|_| !text.trim().is_empty())?;
    let web = matches!(url.scheme(), "http" | "https") && url.has_host() && url.as_str().len() <= 2_048;
    web.then_some(url)
}

struct Page<'a> {
    html: &'a Html,
    data: Value,
}

impl Page<'_> {
    fn all<'s>(&'s self, selector: &'static str) -> Vec<scraper::ElementRef<'s>> {
        // The selectors stand below and are right.
        Selector::parse(selector).map(|selector| self.html.select(&selector).collect()).unwrap_or_default()
    }

    /// The first `<meta>` of one of these names that says something.
    fn meta(&self, names: &[&str]) -> Option<String> {
        let all = self.all("meta[content]");
        names.iter().find_map(|name| {
            let named = |tag: &&scraper::ElementRef<'_>| {
                [tag.attr("property"), tag.attr("name")]
                    .into_iter()
                    .flatten()
                    .any(|list| list.split_whitespace().any(|one| one.eq_ignore_ascii_case(name)))
            };
            let found =
                all.iter().filter(named).find_map(|tag| tag.attr("content").filter(|text| !text.trim().is_empty()));
            found.map(str::to_owned)
        })
    }

    /// A text of the structured data.
    fn said(&self, path: &[&str]) -> Option<String> {
        let mut at = &self.data;
        for key in path {
            at = at.get(key)?;
            if let Value::Array(list) = at {
                at = list.first()?;
            }
        }
        at.as_str().map(str::to_owned).filter(|text| !text.trim().is_empty())
    }
}

/// The first structured data of an article or a page.
fn structured(html: &Html) -> Value {
    const TYPES: [&str; 2] = ["NewsArticle", "WebPage"];
    let Ok(scripts) = Selector::parse("script[type=\"application/ld+json\"]") else { return Value::Null };
    for script in html.select(&scripts) {
        let text: String = script.text().collect();
        // Some wrap it in comments that were to hide it from old browsers.
        let text = text.trim().trim_start_matches("/*<![CDATA[*/").trim_start_matches("//<![CDATA[");
        let text = text.trim_end_matches("/*]]>*/").trim_end_matches("//]]>").trim();
        let found = match serde_json::from_str::<Value>(text) {
            Ok(Value::Array(list)) => list,
            Ok(one) => vec![one],
            Err(_) => continue,
        };
        let fits = |one: &Value| match &one["@type"] {
            Value::Array(kinds) => kinds.iter().any(|kind| kind.as_str().is_some_and(|kind| TYPES.contains(&kind))),
            kind => kind.as_str().is_some_and(|kind| TYPES.contains(&kind)),
        };
        if let Some(one) = found.into_iter().find(fits) {
            return one;
        }
    }
    Value::Null
}

/// `de`, `pt-BR`; pages also write `de_DE`.
fn language(text: &str) -> Option<String> {
    let tag = text.trim().replace('_', "-");
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or("");
    let known = (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_alphabetic());
    let rest = parts.all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    // What a reader is asked for is the language, not the country.
    (known && rest).then(|| first.to_ascii_lowercase())
}

/// Reads a page that came from `url`.
pub(super) fn read(url: &Url, text: &str) -> Found {
    let html = Html::parse_document(text);
    let page = Page { data: structured(&html), html: &html };
    let line = |text: Option<String>| short(&text.unwrap_or_default(), LONGEST);
    let link = |text: Option<String>| text.and_then(|text| address(url, &text));
    let title = page.said(&["headline"]).or_else(|| page.meta(&["og:title"]));
    let title = title.or_else(|| page.all("title").first().map(|title| title.text().collect()));
    let description = page.said(&["description"]).or_else(|| page.meta(&["og:description", "description"]));
    let spoken = page.said(&["inLanguage"]).or_else(|| page.said(&["inLanguage", "alternateName"]));
    let spoken = spoken.or_else(|| page.meta(&["og:locale"]));
    let spoken = spoken.or_else(|| Some(page.all("html").first()?.attr("lang")?.to_owned()));
    let player = link(page.meta(&["twitter:player"]));
    let number =
        |names: &[&str]| page.meta(names).and_then(|text| text.trim().parse().ok()).unwrap_or(0i64).clamp(0, 10_000);
    let site = page.meta(&["og:site"]).map(|site| if site.contains("://") { site } else { format!("https://{site}") });
    let mut about = About {
        kind: "link".into(),
        title: line(title),
        description: short(&description.unwrap_or_default(), LONGEST_DESCRIPTION),
        author_name: line(page.said(&["author", "name"]).or_else(|| page.meta(&["og:author", "og:author:username"]))),
        author_url: link(page.said(&["author", "url"])).map(String::from).unwrap_or_default(),
        provider_name: line(page.said(&["publisher", "name"]).or_else(|| page.meta(&["og:site_name"]))),
        provider_url: link(site).map(String::from).unwrap_or_default(),
        image_description: short(&page.meta(&["og:image:alt"]).unwrap_or_default(), 1_500),
        embed_url: link(page.meta(&["twitter:player:stream"])).map(String::from).unwrap_or_default(),
        language: spoken.as_deref().and_then(language),
        published_at: page
            .said(&["datePublished"])
            .or_else(|| page.meta(&["article:published_time"]))
            .and_then(|text| time::parse_any(text.trim())),
        ..About::default()
    };
    if let Some(player) = player {
        about.kind = "video".into();
        about.width = number(&["twitter:player:width"]);
        about.height = number(&["twitter:player:height"]);
        about.html = super::oembed::frame(&player, about.width, about.height);
    }
    let oembed = page.all("link[type=\"application/json+oembed\"][href]");
    Found {
        image: link(page.meta(&["og:image"])),
        oembed: oembed.first().and_then(|tag| address(url, tag.attr("href")?)),
        creator: page.meta(&["fediverse:creator"]),
        about,
    }
}

/// Whether a page links to `back` with `rel="me"`; otherwise the first address that it claims so.
pub fn links_back(text: &str, back: &str) -> Result<(), Option<String>> {
    let html = Html::parse_document(text);
    let Ok(links) = Selector::parse("a[rel~=\"me\"][href], link[rel~=\"me\"][href]") else { return Err(None) };
    let mut first = None;
    for link in html.select(&links) {
        let href = link.attr("href").unwrap_or("").trim();
        if href.eq_ignore_ascii_case(back) {
            return Ok(());
        }
        first.get_or_insert_with(|| href.to_owned());
    }
    Err(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url() -> Url {
        Url::parse("https://news.example/a/b").unwrap()
    }

    #[test]
    fn structured_data_comes_before_opengraph_and_that_before_html() {
        let found = read(&url(), "<html lang=de><title> Plain\n title </title><meta name=description content=words>");
        assert_eq!((found.about.title.as_str(), found.about.description.as_str()), ("Plain title", "words"));
        assert_eq!(found.about.language.as_deref(), Some("de"));
        let graph =
            "<title>x</title><meta property='og:title' content='A &amp; B'><meta property='og:locale' content='pt_BR'>
            <meta property=og:image content=/i.png><meta property=og:site_name content=News>
            <meta property='article:published_time' content='2026-01-01T10:00:00+01:00'>";
        let found = read(&url(), graph);
        assert_eq!((found.about.title.as_str(), found.about.language.as_deref()), ("A & B", Some("pt")));
        assert_eq!(found.image.unwrap().as_str(), "https://news.example/i.png");
        assert_eq!(found.about.published_at, Some(1_767_258_000_000));
        let data = format!("{graph}<script type='application/ld+json'>//<![CDATA[\n[{{\"@type\":\"Thing\"}},
            {{\"@type\":[\"NewsArticle\"],\"headline\":\"C\",\"author\":[{{\"name\":\"Ada\",\"url\":\"/ada\"}}]}}]\n//]]></script>");
        let found = read(&url(), &data).about;
        assert_eq!(
            (found.title, found.author_name, found.author_url),
            ("C".into(), "Ada".into(), "https://news.example/ada".into())
        );
    }

    #[test]
    fn addresses_lead_to_the_web() {
        for bad in ["javascript:alert(1)", "data:text/html,x", "", "file:///etc/passwd", "http://"] {
            assert_eq!(address(&url(), bad), None, "{bad}");
        }
        let found = read(&url(), "<meta name='twitter:player' content='javascript:alert(1)'><title>x</title>");
        assert_eq!((found.about.kind.as_str(), found.about.html.as_str()), ("link", ""));
    }

    #[test]
    fn pages_are_read_in_their_encoding() {
        let latin = b"<meta charset=\"iso-8859-1\"><title>caf\xe9</title>";
        assert!(decode(latin, None).contains("café"));
        assert!(decode(b"caf\xe9", Some("text/html; charset=ISO-8859-1")).contains("café"));
        assert_eq!(decode("é".as_bytes(), Some("text/html")), "é");
    }

    #[test]
    fn only_me_proves_a_link() {
        let back = "https://town.test/@alice";
        assert_eq!(links_back("<a rel='nofollow me' href='https://TOWN.test/@alice'>", back), Ok(()));
        assert_eq!(links_back("<link rel=me href=https://town.test/@alice>", back), Ok(()));
        assert_eq!(links_back("<a href='https://town.test/@alice'>", back), Err(None));
        assert_eq!(links_back("<a rel=me href=https://x.example/>", back), Err(Some("https://x.example/".into())));
    }
}
