//! One look for all letters: the same words as plain text and as HTML, with the community's name, colour and logo.

use crate::app::App;
use crate::error::{Error, Result};
use crate::mail::Letter;
use crate::messages::{Locale, put};
use crate::pages::palette;
use askama::Template;

/// Keys of the catalogue, and what fills them. Empty lines part the paragraphs; one that is nothing but `{link}` becomes a
/// button, and what `quoted` names is set apart, or left out where it says nothing.
pub struct Words<'a> {
    pub subject: &'a str,
    pub text: &'a str,
    /// Key of its label, and where it leads.
    pub button: Option<(&'a str, &'a str)>,
    /// A paragraph that is nothing but this value holds somebody's own words.
    pub quoted: &'a str,
    pub name: &'a str,
    pub more: &'a [(&'a str, String)],
}

enum Part {
    Text(Vec<String>),
    Button { label: String, link: String },
    Quote(Vec<String>),
}

#[derive(Template)]
#[template(path = "letter.html")]
struct Page {
    t: Locale,
    community: String,
    origin: String,
    subject: String,
    initial: String,
    accent: String,
    on_accent: String,
    parts: Vec<Part>,
    footer: String,
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::to_owned).collect()
}

pub async fn compose(app: &App, locale: Locale, to: &str, words: &Words<'_>) -> Result<Letter> {
    let settings = app.settings().await?;
    let link = words.button.map_or("", |(_, link)| link);
    let mut values = vec![("name", words.name), ("community", settings.title.as_str()), ("link", link)];
    values.push(("domain", app.config.server.domain.as_str()));
    values.extend(words.more.iter().map(|(key, value)| (*key, value.as_str())));
    let subject = locale.fill(words.subject, &values);
    let mut parts = Vec::new();
    for paragraph in locale.say(words.text).split("\n\n").map(str::trim).filter(|text| !text.is_empty()) {
        match (paragraph, words.button) {
            ("{link}", Some((label, link))) => {
                parts.push(Part::Button { label: locale.say(label).to_owned(), link: link.to_owned() });
            }
            ("{link}", None) => {}
            _ => {
                let said = put(paragraph, &values);
                let quoted = !words.quoted.is_empty() && paragraph == format!("{{{}}}", words.quoted);
                match said.trim() {
                    "" => {}
                    said if quoted => parts.push(Part::Quote(lines(said))),
                    said => parts.push(Part::Text(lines(said))),
                }
            }
        }
    }
    let footer = locale.fill("server_mail_footer", &values);
    let mut text = String::new();
    for part in &parts {
        match part {
            Part::Text(lines) => text.push_str(&lines.join("\n")),
            Part::Button { link, .. } => text.push_str(link),
            Part::Quote(lines) => {
                text.push_str(&lines.iter().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n"))
            }
        }
        text.push_str("\n\n");
    }
    text.push_str(&format!("-- \n{footer}\n"));
    let (accent, on_accent) = palette::pair(&settings.accent);
    let page = Page {
        t: locale,
        community: settings.title.clone(),
        origin: app.origin.to_string(),
        subject: subject.clone(),
        initial: settings.title.chars().next().map(|c| c.to_uppercase().collect()).unwrap_or_default(),
        accent,
        on_accent,
        parts,
        footer,
    };
    Ok(Letter { to: to.to_owned(), subject, text, html: page.render().map_err(Error::internal)? })
}
