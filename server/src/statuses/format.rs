//! Plain text -> the HTML that Mastodon writes: paragraphs, links, mentions and hashtags. Links to this community's own
//! pages carry a marker in place of its address, since members reach it under several (see `localise`).

use linkify::{LinkFinder, LinkKind};
use std::collections::HashMap;

/// Stands for the base in stored HTML. Escaped user text cannot contain it: there `"` is `&quot;`.
const MARKER: &str = "\"howdah-base:/";

/// Puts the caller's base into stored HTML.
pub fn localise(html: &str, base: &str) -> String {
    if html.contains(MARKER) { html.replace(MARKER, &format!("\"{base}/")) } else { html.to_owned() }
}

/// A name in a text: `@name` or `@name@domain`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Handle {
    pub username: String,
    pub domain: Option<String>,
}

impl Handle {
    /// As a key: folded.
    pub fn folded(&self) -> String {
        match &self.domain {
            Some(domain) => format!("{}@{}", self.username.to_lowercase(), domain.to_lowercase()),
            None => self.username.to_lowercase(),
        }
    }
}

/// Where a mention leads: the href (own pages through the marker) and the name shown.
#[derive(Debug, Clone)]
pub struct Target {
    pub href: String,
    pub username: String,
}

impl Target {
    pub fn local(username: &str) -> Self {
        Self { href: format!("howdah-base:/@{username}"), username: username.to_owned() }
    }
}

enum Piece<'t> {
    Text(&'t str),
    Link(&'t str),
    Mention(&'t str, Handle),
    Tag(&'t str),
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The length in bytes of a mention that starts at `@`, with the handle.
fn mention_at(text: &str) -> Option<(usize, Handle)> {
    let rest = text.strip_prefix('@')?;
    let name_end = rest
        .char_indices()
        .find(|(_, c)| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-')))
        .map_or(rest.len(), |(at, _)| at);
    let name = rest[..name_end].trim_end_matches(['.', '-']);
    if name.is_empty() || name.starts_with(['.', '-']) {
        return None;
    }
    let local = || Some((1 + name.len(), Handle { username: name.to_owned(), domain: None }));
    let Some(after) = rest[name.len()..].strip_prefix('@') else { return local() };
    let domain_end = after
        .char_indices()
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '-' | ':')))
        .map_or(after.len(), |(at, _)| at);
    let domain = after[..domain_end].trim_end_matches(['.', '-', ':']);
    if domain.is_empty() {
        return local();
    }
    let handle = Handle { username: name.to_owned(), domain: Some(domain.to_owned()) };
    Some((2 + name.len() + domain.len(), handle))
}

/// The length in bytes of a hashtag that starts at `#`: it needs a letter, digits alone are no tag.
fn tag_at(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('#')?;
    let end = rest
        .char_indices()
        .find(|(_, c)| !(is_word(*c) || *c == '\u{b7}' || is_mark(*c)))
        .map_or(rest.len(), |(at, _)| at);
    let name = &rest[..end];
    (name.chars().any(|c| c.is_alphabetic() || c == '_') && name.chars().any(char::is_alphabetic)).then_some(1 + end)
}

/// Combining marks belong to the letter before them (Devanagari, Thai and others write vowels so).
fn is_mark(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]).url_must_have_scheme(true);
    let mut out = Vec::new();
    for span in finder.spans(text) {
        let part = span.as_str();
        let is_web = part.starts_with("http://") || part.starts_with("https://");
        if span.kind() == Some(&LinkKind::Url) && is_web {
            out.push(Piece::Link(part));
        } else {
            words(part, &mut out);
        }
    }
    out
}

fn words<'t>(text: &'t str, out: &mut Vec<Piece<'t>>) {
    let (mut plain, mut at, mut before) = (0, 0, None::<char>);
    while let Some(c) = text[at..].chars().next() {
        let free = before.is_none_or(|b| !is_word(b) && b != '/' && b != '@' && b != '#' && b != '&');
        let found = match c {
            '@' if free => mention_at(&text[at..]).map(|(len, handle)| (len, Some(handle))),
            '#' | '＃' if free => tag_at(&text[at..]).map(|len| (len, None)),
            _ => None,
        };
        if let Some((len, handle)) = found {
            if plain < at {
                out.push(Piece::Text(&text[plain..at]));
            }
            let piece = &text[at..at + len];
            out.push(match handle {
                Some(handle) => Piece::Mention(piece, handle),
                None => Piece::Tag(&piece[1..]),
            });
            at += len;
            plain = at;
            before = text[..at].chars().next_back();
        } else {
            at += c.len_utf8();
            before = Some(c);
        }
    }
    if plain < text.len() {
        out.push(Piece::Text(&text[plain..]));
    }
}

/// The handles that a text names, each once, in order.
pub fn mentions(text: &str) -> Vec<Handle> {
    let mut found: Vec<Handle> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Mention(_, handle) = piece
            && found.iter().all(|h| h.folded() != handle.folded())
        {
            found.push(handle);
        }
    }
    found
}

/// The addresses in a text, as written.
pub fn links(text: &str) -> Vec<&str> {
    let link = |piece| if let Piece::Link(address) = piece { Some(address) } else { None };
    pieces(text).into_iter().filter_map(link).collect()
}

/// The hashtags of a text as (folded, as written), each once.
pub fn tags(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for piece in pieces(text) {
        if let Piece::Tag(name) = piece {
            let folded = fold_tag(name);
            if found.iter().all(|(known, _)| *known != folded) {
                found.push((folded, name.to_owned()));
            }
        }
    }
    found
}

/// Whether this is a hashtag's name, without the `#`.
pub fn is_tag(name: &str) -> bool {
    tag_at(&format!("#{name}")) == Some(name.len() + 1)
}

/// The form under which a hashtag is stored and found.
pub fn fold_tag(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    name.trim_start_matches('#').nfkc().collect::<String>().to_lowercase()
}

/// Characters as Mastodon counts them: a URL is 23, of a remote mention only the name counts.
pub fn length(text: &str) -> usize {
    use unicode_segmentation::UnicodeSegmentation as _;
    pieces(text)
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.graphemes(true).count(),
            Piece::Link(_) => 23,
            Piece::Mention(_, handle) => 1 + handle.username.chars().count(),
            Piece::Tag(name) => 1 + name.graphemes(true).count(),
        })
        .sum()
}

pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The whole text as HTML. `known` maps folded handles to where they lead; others stay plain text.
pub fn html(text: &str, known: &HashMap<String, Target>) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    let mut body = String::with_capacity(text.len() * 2);
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => body.push_str(&escape(text)),
            Piece::Link(url) => body.push_str(&link(url)),
            Piece::Mention(written, handle) => match known.get(&handle.folded()) {
                Some(target) => body.push_str(&format!(
                    "<span class=\"h-card\" translate=\"no\"><a href=\"{}\" class=\"u-url mention\">@<span>{}</span></a></span>",
                    escape(&target.href),
                    escape(&target.username)
                )),
                None => body.push_str(&escape(written)),
            },
            Piece::Tag(name) => body.push_str(&format!(
                "<a href=\"howdah-base:/tags/{}\" class=\"mention hashtag\" rel=\"tag\">#<span>{}</span></a>",
                percent_encoding::utf8_percent_encode(&fold_tag(name), percent_encoding::NON_ALPHANUMERIC),
                escape(name)
            )),
        }
    }
    let paragraphs: Vec<String> = body
        .split("\n\n")
        .map(|part| part.trim_matches('\n'))
        .filter(|part| !part.is_empty())
        .map(|part| format!("<p>{}</p>", part.replace('\n', "<br />")))
        .collect();
    paragraphs.concat()
}

/// Long addresses are shortened for the eye; the whole stays in the text for copying and reading aloud.
pub fn link(url: &str) -> String {
    let start = url.find("://").map_or(0, |at| at + 3);
    let start = if url[start..].starts_with("www.") { start + 4 } else { start };
    let (prefix, shown) = url.split_at(start);
    let cut = shown.char_indices().nth(30).map(|(at, _)| at);
    let (visible, hidden) = shown.split_at(cut.unwrap_or(shown.len()));
    format!(
        "<a href=\"{}\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">{}</span><span class=\"{}\">{}</span><span class=\"invisible\">{}</span></a>",
        escape(url),
        escape(prefix),
        if cut.is_some() { "ellipsis" } else { "" },
        escape(visible),
        escape(hidden)
    )
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_becomes_mastodons_html() {
        let known = HashMap::from([("bob".to_owned(), Target::local("bob"))]);
        assert_eq!(html("Hi\nyou\n\n<b> & \"x\"", &known), "<p>Hi<br />you</p><p>&lt;b&gt; &amp; &quot;x&quot;</p>");
        let made = html("Hello @bob and @eve, see #Howdah2 at https://www.example.org/a?b=1&c=2", &known);
        assert!(made.contains("<a href=\"howdah-base:/@bob\" class=\"u-url mention\">@<span>bob</span></a>"), "{made}");
        assert!(made.contains("@eve,"), "{made}");
        assert!(made.contains("href=\"howdah-base:/tags/howdah2\""), "{made}");
        assert!(made.contains("href=\"https://www.example.org/a?b=1&amp;c=2\""), "{made}");
        assert_eq!(localise("<a href=\"howdah-base:/@bob\">", "http://h"), "<a href=\"http://h/@bob\">");
    }

    #[test]
    fn names_and_tags_are_found() {
        assert_eq!(mentions("@a @b@example.org x@c.org @A.").len(), 2);
        assert_eq!(tags("#One #one #123 a#b #été").iter().map(|t| t.0.clone()).collect::<Vec<_>>(), ["one", "été"]);
    }

    #[test]
    fn length_is_mastodons() {
        assert_eq!(length("https://example.org/a/very/long/address/that/counts/less"), 23);
        assert_eq!(length("@bob@example.org hi"), 7);
        assert_eq!(length("👩‍👩‍👧 é"), 3);
    }

    #[test]
    fn user_text_cannot_forge_the_marker() {
        let made = html("\"howdah-base:/evil", &HashMap::new());
        assert_eq!(localise(&made, "http://h"), made);
    }
}
