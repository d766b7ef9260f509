//! What a page is about: title, preview data and readable text.

use crate::accounts;
use crate::app::App;
use crate::collections;
use crate::error::{Error, Result};
use crate::statuses;
use crate::statuses::format::escape;
use crate::timelines::store::{self as timelines, Wanted};
use crate::web::{Base, Page};
use serde_json::Value;

#[derive(Default)]
pub struct Preview {
    pub site: String,
    pub title: String,
    pub kind: &'static str,
    pub url: String,
    /// The ActivityPub id, where there is one.
    pub uri: String,
    pub description: String,
    pub image: String,
    /// Not for search engines.
    pub hidden: bool,
    /// HTML for readers without scripts.
    pub readable: String,
}

/// How many posts a profile page shows to readers without scripts.
const READABLE: i64 = 20;

pub async fn community(app: &App, base: &Base) -> Result<Preview> {
    let settings = app.settings().await?;
    Ok(Preview {
        site: settings.title.clone(),
        title: settings.title.clone(),
        kind: "website",
        url: base.to_string(),
        description: settings.description.clone(),
        image: settings.logo.as_deref().map(|logo| crate::media::view::file_url(base, logo)).unwrap_or_default(),
        readable: format!("<h1>{}</h1><p>{}</p>", escape(&settings.title), escape(&settings.description)),
        ..Preview::default()
    })
}

fn text<'v>(entity: &'v Value, key: &str) -> &'v str {
    entity.get(key).and_then(Value::as_str).unwrap_or("")
}

/// Markup away, entities kept readable.
fn plain(html: &str) -> String {
    let text = ammonia::Builder::empty().clean(&html.replace("<br", " <br").replace("</p>", " </p>")).to_string();
    text.replace("&nbsp;", " ").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").trim().to_owned()
}

fn shortened(text: &str) -> String {
    if text.chars().count() > 200 {
        format!("{}…", text.chars().take(199).collect::<String>())
    } else {
        text.to_owned()
    }
}

fn name_of(account: &Value) -> &str {
    Some(text(account, "display_name")).filter(|name| !name.is_empty()).unwrap_or_else(|| text(account, "username"))
}

fn article(status: &Value) -> String {
    let warning = text(status, "spoiler_text");
    let warning =
        if warning.is_empty() { String::new() } else { format!("<p><strong>{}</strong></p>", escape(warning)) };
    format!(
        "<article><p><a href=\"{}\">{}</a> <time>{}</time></p>{warning}{}</article>",
        escape(text(status, "url")),
        escape(name_of(&status["account"])),
        escape(text(status, "created_at")),
        text(status, "content")
    )
}

pub async fn profile(app: &App, base: &Base, name: &str) -> Result<Preview> {
    let mut preview = community(app, base).await?;
    let mut reader = app.db.read().await?;
    let id = accounts::store::by_name(&mut reader, &name.to_lowercase()).await?;
    let page = Page { limit: READABLE, max_id: None, since_id: None, min_id: None };
    let wanted = Wanted { no_reblogs: true, no_replies: true, ..Wanted::default() };
    let lines = timelines::of_account(&mut reader, None, id, &page, &wanted).await?;
    drop(reader);
    let account = accounts::view::load(app, base, &[id]).await?.remove(&id).ok_or(Error::NotFound)?;
    let account: Value = serde_json::from_str(account.get())?;
    if account["suspended"] == Value::Bool(true) {
        return Err(Error::NotFound);
    }
    let ids: Vec<i64> = lines.iter().map(|line| line.status.id).collect();
    let posts = statuses::view::render(app, base, None, &ids).await?;
    preview.title = format!("{} (@{}@{})", name_of(&account), text(&account, "acct"), app.config.server.domain);
    preview.kind = "profile";
    preview.url = text(&account, "url").to_owned();
    preview.uri = text(&account, "uri").to_owned();
    preview.description = shortened(&plain(text(&account, "note")));
    preview.image = text(&account, "avatar").to_owned();
    preview.hidden = account["noindex"] == Value::Bool(true);
    preview.readable = format!("<h1>{}</h1>{}", escape(name_of(&account)), text(&account, "note"));
    for post in posts {
        preview.readable.push_str(&article(&serde_json::from_str(post.get())?));
    }
    Ok(preview)
}

pub async fn status(app: &App, base: &Base, name: &str, id: i64) -> Result<Preview> {
    let mut preview = community(app, base).await?;
    let status = statuses::view::render_one(app, base, None, id).await?;
    let status: Value = serde_json::from_slice(&status)?;
    let account = &status["account"];
    if !text(account, "acct").eq_ignore_ascii_case(name) {
        return Err(Error::NotFound);
    }
    let words = shortened(&plain(text(&status, "content")));
    let warning = text(&status, "spoiler_text");
    preview.title = format!("{}: {}", name_of(account), if warning.is_empty() { &words } else { warning });
    preview.kind = "article";
    preview.url = text(&status, "url").to_owned();
    preview.uri = text(&status, "uri").to_owned();
    preview.description = if warning.is_empty() { words } else { warning.to_owned() };
    preview.image = text(account, "avatar").to_owned();
    preview.hidden = account["noindex"] == Value::Bool(true);
    preview.readable = article(&status);
    Ok(preview)
}

pub async fn collection(app: &App, base: &Base, id: i64) -> Result<Preview> {
    let mut preview = community(app, base).await?;
    let found = collections::view::with_accounts(app, base, None, id).await?;
    preview.title = format!("{} · {}", found.collection.name, preview.site);
    preview.url = found.collection.url.unwrap_or_default();
    preview.uri = found.collection.uri;
    preview.description = plain(&found.collection.description);
    preview.hidden = !found.collection.discoverable;
    preview.readable = format!("<h1>{}</h1><p>{}</p>", escape(&found.collection.name), found.collection.description);
    for account in found.accounts.iter().skip(1) {
        let account: Value = serde_json::from_str(account.get())?;
        let (url, name) = (escape(text(&account, "url")), escape(name_of(&account)));
        preview.readable.push_str(&format!("<p><a href=\"{url}\">{name}</a></p>"));
    }
    Ok(preview)
}

pub async fn tag(app: &App, base: &Base, name: &str) -> Result<Preview> {
    let mut preview = community(app, base).await?;
    preview.title = format!("#{name} · {}", preview.site);
    preview.url = statuses::view::tag_url(base, name);
    preview.readable = format!("<h1>#{}</h1>", escape(name));
    Ok(preview)
}
