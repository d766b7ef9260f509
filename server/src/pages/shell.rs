//! The client's one HTML page, filled per path, and the policy that lets nothing else run in it.

use super::{files, preview::Preview};
use crate::statuses::format::escape;
use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::sync::LazyLock;

struct Shell {
    before_head_end: String,
    between: String,
    after: String,
    script_hashes: String,
}

static SHELL: LazyLock<Shell> = LazyLock::new(|| {
    let page =
        files::find("index.html").map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
    let (before, rest) = page.split_once("</head>").unwrap_or((&page, ""));
    let body_at = rest.find("<body").and_then(|at| rest[at..].find('>').map(|end| at + end + 1)).unwrap_or(0);
    let (between, after) = rest.split_at(body_at);
    Shell {
        before_head_end: before.to_owned(),
        between: format!("</head>{between}"),
        after: after.to_owned(),
        script_hashes: inline_scripts(&page).map(hash).collect::<Vec<_>>().join(" "),
    }
});

fn hash(script: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(digest::digest(&digest::SHA256, script.as_bytes()).as_ref()))
}

/// The texts of `<script>` elements that have no src.
fn inline_scripts(page: &str) -> impl Iterator<Item = &str> {
    page.split("<script").skip(1).filter_map(|part| {
        let (attributes, rest) = part.split_once('>')?;
        let (text, _) = rest.split_once("</script>")?;
        (!attributes.contains("src=")).then_some(text)
    })
}

/// Scripts: our own files and Kit's start-up script. Everything else: ourselves, too.
pub fn policy(base: &str) -> String {
    format!(
        "default-src 'self'; script-src 'self' {}; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; \
         connect-src 'self' {}; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'",
        SHELL.script_hashes,
        base.replacen("http", "ws", 1)
    )
}

/// The page with what it is about.
pub fn page(preview: &Preview) -> String {
    let shell = &*SHELL;
    let mut html = String::with_capacity(shell.before_head_end.len() + shell.after.len() + 2_000);
    html.push_str(&shell.before_head_end);
    let mut meta = |kind: &str, name: &str, content: &str| {
        if !content.is_empty() {
            html.push_str(&format!("<meta {kind}=\"{name}\" content=\"{}\" />", escape(content)));
        }
    };
    meta("property", "og:site_name", &preview.site);
    meta("property", "og:title", &preview.title);
    meta("property", "og:type", preview.kind);
    meta("property", "og:url", &preview.url);
    meta("property", "og:description", &preview.description);
    meta("property", "og:image", &preview.image);
    meta("name", "description", &preview.description);
    if preview.hidden {
        meta("name", "robots", "noindex");
    }
    if !preview.uri.is_empty() {
        html.push_str(&format!(
            "<link rel=\"alternate\" type=\"application/activity+json\" href=\"{}\" />",
            escape(&preview.uri)
        ));
    }
    html.push_str(&format!("<title>{}</title>", escape(&preview.title)));
    html.push_str(&shell.between);
    html.push_str(&format!("<noscript>{}</noscript>", preview.readable));
    html.push_str(&shell.after);
    html
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_inline_scripts_are_hashed() {
        let found: Vec<_> = super::inline_scripts("<script src=\"a.js\"></script><script>start()</script>").collect();
        assert_eq!(found, ["start()"]);
    }
}
