//! What a push says: Mastodon's seven fields, which apps know how to show.

use super::store::News;
use crate::messages::Locale;
use serde_json::{Value, json};

/// Characters of the text that are sent.
const MOST: usize = 140;

/// `access_token` stays empty: this server keeps no token that it could send, but apps expect the field.
pub(super) fn payload(news: &News, id: i64, locale: &str, icon: &str) -> Value {
    let name = if news.display_name.is_empty() { &news.username } else { &news.display_name };
    json!({
        "access_token": "",
        "preferred_locale": locale,
        "notification_id": id,
        "notification_type": news.kind,
        "icon": icon,
        "title": Locale::parse(locale).unwrap_or_default().fill(title(&news.kind), &[("name", name.as_str())]),
        "body": body(news),
    })
}

fn title(kind: &str) -> &'static str {
    match kind {
        "mention" => "server_push_mention",
        "status" => "server_push_status",
        "reblog" => "server_push_reblog",
        "follow" => "server_push_follow",
        "follow_request" => "server_push_follow_request",
        "favourite" => "server_push_favourite",
        "poll" => "server_push_poll",
        "update" => "server_push_update",
        "quote" => "server_push_quote",
        "quoted_update" => "server_push_quoted_update",
        "admin.sign_up" => "server_push_sign_up",
        "admin.report" => "server_push_report",
        "moderation_warning" => "server_push_warning",
        "severed_relationships" => "server_push_severed",
        "added_to_collection" => "server_push_added_to_collection",
        "collection_update" => "server_push_collection_update",
        _ => "server_push_other",
    }
}

fn body(news: &News) -> String {
    let some = |text: &Option<String>| text.clone().filter(|text| !text.trim().is_empty());
    let remote = || some(&news.content).map(|html| without_tags(&html));
    let text = some(&news.spoiler)
        .or_else(|| some(&news.text))
        .or_else(remote)
        .unwrap_or_else(|| if news.has_status { String::new() } else { news.note.clone() });
    let text = text.trim();
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST - 3).chain("...".chars()).collect()
}

/// The text of sanitised HTML.
fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.replace("</p><p>", "\n\n").replace("<br", "\n<br").chars() {
        match c {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if !inside => text.push(c),
            _ => {}
        }
    }
    for (entity, plain) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        text = text.replace(entity, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_short_and_plain() {
        let mut news = News {
            kind: "mention".into(),
            created_at: 0,
            username: "ada".into(),
            display_name: String::new(),
            avatar: None,
            note: "About me".into(),
            has_status: true,
            spoiler: None,
            text: Some("x".repeat(200)),
            content: None,
        };
        assert_eq!(body(&news).chars().count(), MOST);
        (news.text, news.content) = (Some(String::new()), Some("<p>1 &lt; 2<br>so</p>".into()));
        assert_eq!(body(&news), "1 < 2\nso");
        (news.has_status, news.content) = (false, None);
        assert_eq!(body(&news), "About me");
    }
}
