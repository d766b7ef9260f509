//! `GET /api/oembed`.

use crate::app::App;
use crate::error::{Error, Result};
use crate::messages::Locale;
use crate::statuses;
use crate::statuses::format::escape;
use crate::web::{Base, Json, Params};
use axum::extract::State;
use serde_json::{Value, json};
use url::Url;

const WIDTH: i64 = 400;
/// A day, in seconds.
const CACHE_AGE: i64 = 86_400;

/// The id in the address of a status' page, or of the status itself.
fn status_of(app: &App, base: &Base, text: &str) -> Option<(String, i64)> {
    let url = Url::parse(text).ok()?;
    let own = [&app.origin, base]
        .into_iter()
        .any(|known| Url::parse(known).is_ok_and(|known| known.origin() == url.origin()));
    let path: Vec<&str> = url.path_segments()?.filter(|part| !part.is_empty()).collect();
    let (name, id) = match path[..] {
        [name, id] => (name.strip_prefix('@')?, id),
        ["users", name, "statuses", id] => (name, id),
        _ => return None,
    };
    own.then(|| Some((name.to_lowercase(), id.parse().ok()?)))?
}

pub async fn show(State(app): State<App>, base: Base, params: Params) -> Result<Json<Value>> {
    let url = params.text("url")?.unwrap_or_default();
    let (name, id) = status_of(&app, &base, &url).ok_or(Error::NotFound)?;
    let status: Value = serde_json::from_slice(&statuses::view::render_one(&app, &base, None, id).await?)?;
    let account = &status["account"];
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    if status["reblog"].is_object() || text(&account["acct"]).to_lowercase() != name {
        return Err(Error::NotFound);
    }
    let author = Some(text(&account["display_name"])).filter(|name| !name.is_empty());
    let author = author.unwrap_or_else(|| text(&account["username"]));
    let positive = |key: &str| Ok::<_, Error>(params.int(key)?.filter(|pixels| *pixels > 0));
    let domain = &app.config.server.domain;
    let say = |key: &'static str| Locale::default().say(key);
    let handle = format!("@{}@{domain}", text(&account["username"]));
    let html = format!(
        "<blockquote class=\"mastodon-embed\" style=\"max-width: 540px; min-width: 270px; border: 1px solid #c9c4da; \
         border-radius: 8px; margin: 0; padding: 24px; font-family: system-ui, sans-serif;\" cite=\"{0}\">{1}<p><a href=\"{0}\" \
         target=\"_blank\" rel=\"noopener\">{2} · {3}</a></p></blockquote>",
        escape(&text(&status["url"])),
        match text(&status["spoiler_text"]) {
            warning if warning.is_empty() => text(&status["content"]),
            warning => format!("<p>{}</p>", escape(&warning)),
        },
        escape(&say("server_oembed_post_by").replace("{handle}", &handle)),
        escape(say("server_oembed_view")),
    );
    Ok(Json(json!({
        "type": "rich",
        "version": "1.0",
        "title": say("server_oembed_title").replace("{name}", &author),
        "author_name": author,
        "author_url": account["url"],
        "provider_name": domain,
        "provider_url": format!("{}/", &*base),
        "cache_age": CACHE_AGE,
        "html": html,
        "width": positive("maxwidth")?.unwrap_or(WIDTH),
        "height": positive("maxheight")?,
    })))
}
