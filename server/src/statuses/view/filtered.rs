//! What a viewer's filters find in a status: the `filtered` of each Status that somebody reads who is signed in.

use super::{Core, Parts};
use crate::statuses::view::page::{Head, Line};
use serde::Deserialize;
use std::borrow::Cow;

/// The parts of a rendered status that filters look through.
#[derive(Deserialize)]
struct Searched<'a> {
    #[serde(borrow)]
    content: Cow<'a, str>,
    #[serde(borrow)]
    spoiler_text: Cow<'a, str>,
    #[serde(borrow, default)]
    media_attachments: Vec<Described<'a>>,
}

#[derive(Deserialize)]
struct Described<'a> {
    #[serde(borrow)]
    description: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct Asked<'a> {
    #[serde(borrow, default)]
    options: Vec<Offered<'a>>,
}

#[derive(Deserialize)]
struct Offered<'a> {
    #[serde(borrow)]
    title: Cow<'a, str>,
}

impl Core {
    /// What the status says, as plain text: warning, content, descriptions of media. Made once.
    pub(super) fn said(&self) -> &str {
        self.said.get_or_init(|| {
            let mut json = self.json.clone();
            json.push(b'}');
            let Ok(parts) = serde_json::from_slice::<Searched<'_>>(&json) else { return "".into() };
            let mut texts = vec![parts.spoiler_text.into_owned(), plain(&parts.content)];
            let media = parts.media_attachments.into_iter().filter_map(|file| file.description);
            texts.extend(media.map(Cow::into_owned));
            texts.retain(|text| !text.is_empty());
            texts.join("\n\n").into()
        })
    }
}

impl Parts {
    /// The JSON list for this line: a reblog and what it reblogs are found by the same words.
    pub(super) fn filtered(&self, line: &Line) -> Vec<u8> {
        let original: &Head = line.reblog.as_ref().unwrap_or(&line.status);
        let none = || b"[]".to_vec();
        let (Some(filters), Some(core)) = (&self.filters, self.cores.get(&original.id)) else { return none() };
        let mut text = Cow::Borrowed(if filters.reads() { core.said() } else { "" });
        if filters.reads()
            && let Some(poll) = original.poll.and_then(|poll| self.polls.get(&poll))
        {
            text = Cow::Owned(format!("{text}\n\n{}", offered(poll)));
        }
        let ids = [Some(line.status.id), line.reblog.map(|original| original.id)];
        let mut out = Vec::new();
        match filters.write(&mut out, self.now, &text, ids) {
            Ok(()) => out,
            Err(error) => {
                tracing::warn!(%error, "the filters of a member could not be told");
                none()
            }
        }
    }
}

/// The choices of a poll.
fn offered(json: &[u8]) -> String {
    let titles = serde_json::from_slice::<Asked<'_>>(json).map(|poll| poll.options).unwrap_or_default();
    titles.iter().map(|option| option.title.as_ref()).collect::<Vec<_>>().join("\n\n")
}

/// HTML as people read it: paragraphs and breaks are new lines.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('<') {
            let Some(end) = rest.find('>') else { break };
            let tag = rest[1..end].to_ascii_lowercase();
            if tag.starts_with("br") {
                out.push('\n');
            } else if matches!(tag.as_str(), "/p" | "/li" | "/blockquote" | "/pre") {
                out.push_str("\n\n");
            }
            rest = &rest[end + 1..];
        } else {
            let (text, length) = reference(rest).unwrap_or(('&', 1));
            out.push(text);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    out.trim().to_owned()
}

/// The character that a reference such as `&amp;` or `&#39;` stands for, and how long it is.
fn reference(text: &str) -> Option<(char, usize)> {
    let end = text.find(';').filter(|end| *end < 12)?;
    let name = &text[1..end];
    let found = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => ' ',
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)?
        }
    };
    Some((found, end + 1))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn html_becomes_what_people_read() {
        assert_eq!(
            plain("<p>Tea &amp; cake<br />for you</p><p>&lt;b&gt; &#39;x&#x27;</p>"),
            "Tea & cake\nfor you\n\n<b> 'x'"
        );
        let link =
            "<a href=\"https://a.example/x\"><span class=\"invisible\">https://</span><span>a.example/x</span></a>";
        assert_eq!(plain(link), "https://a.example/x");
        assert_eq!(plain("a & b &unknown; &#xD800; <"), "a & b &unknown; &#xD800; <");
    }
}
