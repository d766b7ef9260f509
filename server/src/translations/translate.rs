//! A status in another language: everything of it that is text, in one request to the service.

use super::Languages;
use super::backend::Backend;
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::statuses::format::escape;
use crate::web::Base;
use howdah_entities::{PollTitle, TranslatedFile, TranslatedPoll, Translation};
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Where the service leads; what it said a week ago still holds.
pub(super) async fn languages(app: &App) -> Result<Option<Arc<Languages>>> {
    let Some(backend) = Backend::of(app) else { return Ok(None) };
    let memory = &app.caches.translations.languages;
    if let Some(known) = memory.get(&()) {
        return Ok(Some(known));
    }
    let languages = Arc::new(backend.languages().await?);
    memory.insert((), languages.clone());
    Ok(Some(languages))
}

/// One text of a status and where its translation belongs.
enum Part {
    Content,
    Warning,
    Option,
    File(String),
}

pub(super) async fn translate(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    id: i64,
    wish: &str,
) -> Result<Arc<Translation>> {
    let json = statuses::view::render_one(app, base, viewer, id).await?;
    let mut status: Value = serde_json::from_slice(&json)?;
    if status["reblog"].is_object() {
        status = status["reblog"].take();
    }
    let (Some(languages), Some(backend)) = (languages(app).await?, Backend::of(app)) else {
        return Err(Error::NotFound);
    };
    let public = matches!(status["visibility"].as_str(), Some("public" | "unlisted"));
    let from = status["language"].as_str().filter(|tag| !tag.is_empty());
    let known = |tag: &str| languages.values().any(|targets| targets.iter().any(|to| to == tag));
    let to = if known(wish) { wish } else { wish.split(['-', '_']).next().unwrap_or(wish) };
    let from = from.map(|tag| match languages.contains_key(tag) {
        true => tag,
        false => tag.split(['-', '_']).next().unwrap_or(tag),
    });
    let leads = languages.get(from.unwrap_or("")).is_some_and(|targets| targets.iter().any(|target| target == to));
    if !public || !leads {
        return Err(Error::forbidden());
    }
    let (parts, texts): (Vec<Part>, Vec<String>) = texts(&status).into_iter().unzip();
    let key = app.hash_secret(&serde_json::to_string(&(from, to, &texts))?);
    if let Some(known) = app.caches.translations.translations.get(&key) {
        return Ok(known);
    }
    let translated = backend.translate(&texts, from, to).await?;
    let mut translation = Translation {
        content: String::new(),
        spoiler_text: String::new(),
        language: to.to_owned(),
        media_attachments: Vec::new(),
        poll: status["poll"]["id"].as_str().map(|id| TranslatedPoll { id: id.to_owned(), options: Vec::new() }),
        detected_source_language: translated.from,
        provider: translated.provider,
    };
    for (part, text) in parts.into_iter().zip(translated.texts) {
        match part {
            Part::Content => translation.content = clean(&text),
            Part::Warning => translation.spoiler_text = plain(&text),
            Part::Option => {
                if let Some(poll) = &mut translation.poll {
                    poll.options.push(PollTitle { title: plain(&text) });
                }
            }
            Part::File(id) => translation.media_attachments.push(TranslatedFile { id, description: plain(&text) }),
        }
    }
    let translation = Arc::new(translation);
    app.caches.translations.translations.insert(key, translation.clone());
    Ok(translation)
}

/// Everything that can be translated, as HTML.
fn texts(status: &Value) -> Vec<(Part, String)> {
    let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let mut texts = Vec::new();
    texts.extend(text(&status["content"]).map(|content| (Part::Content, content)));
    texts.extend(text(&status["spoiler_text"]).map(|warning| (Part::Warning, escape(&warning))));
    for option in status["poll"]["options"].as_array().into_iter().flatten() {
        texts.push((Part::Option, escape(option["title"].as_str().unwrap_or_default())));
    }
    for file in status["media_attachments"].as_array().into_iter().flatten() {
        if let (Some(id), Some(description)) = (text(&file["id"]), text(&file["description"])) {
            texts.push((Part::File(id), escape(&description)));
        }
    }
    for emoji in status["emojis"].as_array().into_iter().flatten() {
        let code = format!(":{}:", emoji["shortcode"].as_str().unwrap_or_default());
        for (_, text) in &mut texts {
            *text = text.replace(&code, &format!("<span translate=\"no\">{code}</span>"));
        }
    }
    texts
}

/// What the service sends is somebody else's HTML.
fn clean(html: &str) -> String {
    let tags =
        ["p", "br", "span", "a", "del", "pre", "code", "em", "strong", "b", "i", "u", "ul", "ol", "li", "blockquote"];
    let attributes = HashMap::from([
        ("a", HashSet::from(["href", "class", "translate"])),
        ("span", HashSet::from(["class", "translate"])),
        ("p", HashSet::from(["class"])),
    ]);
    let shown = ammonia::Builder::empty()
        .tags(HashSet::from(tags))
        .tag_attributes(attributes)
        .url_schemes(HashSet::from(["http", "https", "mailto"]))
        .link_rel(Some("nofollow noopener"))
        .set_tag_attribute_value("a", "target", "_blank")
        .clean(html)
        .to_string();
    without_marks(&shown)
}

/// Emojis were marked so that nobody translates their names.
fn without_marks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<span translate=\"no\">:") {
        let (before, marked) = rest.split_at(at);
        let inner = &marked["<span translate=\"no\">".len()..];
        let Some(end) = inner.find("</span>") else { break };
        out.push_str(before);
        out.push_str(&inner[..end]);
        rest = &inner[end + "</span>".len()..];
    }
    out.push_str(rest);
    out
}

/// HTML -> text.
fn plain(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(html).to_string();
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")]
        .into_iter()
        .fold(text, |text, (entity, character)| text.replace(entity, character))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_back_is_harmless() {
        assert_eq!(
            clean("<p onclick=x()>a <span translate=\"no\">:tea:</span><script>x()</script></p>"),
            "<p>a :tea:</p>"
        );
        assert!(!clean("<a href=\"javascript:x()\">a</a>").contains("javascript"));
        assert_eq!(plain("a &lt;b&gt; &amp;amp; <i>c</i>"), "a <b> &amp; c");
    }
}
