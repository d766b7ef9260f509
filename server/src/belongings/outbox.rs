//! A person and what they wrote, as ActivityPub.

use super::handles::status_uri;
use super::store::{Person, Said};
use crate::accounts::view::{uri, url};
use crate::app::App;
use crate::statuses::format::localise;
use crate::time::iso;
use serde_json::{Value, json};

const CONTEXT: &str = "https://www.w3.org/ns/activitystreams";
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Names in the archive below which pictures stand.
fn kept(path: &str) -> String {
    format!("media/{path}")
}

pub(super) fn actor(app: &App, person: &Person) -> Value {
    let id = uri(&app.origin, &person.username);
    let fields: Vec<Value> = serde_json::from_str(&person.fields).unwrap_or_default();
    let attachment: Vec<Value> = fields
        .iter()
        .map(|field| json!({ "type": "PropertyValue", "name": field["name"], "value": field["value"] }))
        .collect();
    let mut actor = json!({
        "@context": [CONTEXT, "https://w3id.org/security/v1"],
        "id": id,
        "type": "Person",
        "preferredUsername": person.username,
        "name": person.display_name,
        "summary": localise(&person.note, &app.origin),
        "url": url(&app.origin, &person.username),
        "manuallyApprovesFollowers": person.locked,
        "discoverable": person.discoverable,
        "published": iso(person.created_at),
        "attachment": attachment,
        "outbox": "outbox.json",
        "likes": "likes.json",
        "bookmarks": "bookmarks.json",
    });
    for (key, path) in [("icon", &person.avatar), ("image", &person.header)] {
        if let Some(path) = path {
            actor[key] = json!({ "type": "Image", "url": kept(path) });
        }
    }
    if let Some(key) = &person.public_key {
        actor["publicKey"] = json!({ "id": format!("{id}#main-key"), "owner": id, "publicKeyPem": key });
    }
    actor
}

/// What stands beside a status.
#[derive(Default)]
pub(super) struct Beside {
    pub mentioned: Vec<(String, Option<String>)>,
    /// (file, type, description).
    pub media: Vec<(String, String, Option<String>)>,
}

/// A Create, or an Announce of what somebody else wrote.
pub(super) fn activity(app: &App, name: &str, said: Said, beside: Beside) -> Value {
    let actor = uri(&app.origin, name);
    let followers = format!("{actor}/followers");
    let people: Vec<String> =
        beside.mentioned.into_iter().map(|(name, known)| known.unwrap_or_else(|| uri(&app.origin, &name))).collect();
    let (to, mut cc) = match said.visibility {
        0 => (vec![PUBLIC.to_owned()], vec![followers]),
        1 => (vec![followers], vec![PUBLIC.to_owned()]),
        2 => (vec![followers], vec![]),
        _ => (people.clone(), vec![]),
    };
    if said.visibility < 3 {
        cc.extend(people.iter().cloned());
    }
    let id = format!("{actor}/statuses/{}", said.id);
    let other = match said.other {
        (Some(id), known, Some(author)) => Some(status_uri(app, &author, known, id)),
        _ => None,
    };
    let published = iso(said.created_at);
    let kind = if said.is_boost { "Announce" } else { "Create" };
    let object = if said.is_boost {
        json!(other)
    } else {
        json!({
            "id": id,
            "type": "Note",
            "summary": Some(&said.spoiler_text).filter(|text| !text.is_empty()),
            "inReplyTo": other,
            "published": published,
            "updated": said.edited_at.map(iso),
            "url": format!("{}/{}", url(&app.origin, name), said.id),
            "attributedTo": actor,
            "to": to,
            "cc": cc,
            "sensitive": said.sensitive,
            "content": localise(&said.content, &app.origin),
            "contentMap": said.language.map(|code| json!({ code: localise(&said.content, &app.origin) })),
            "tag": people.iter().map(|href| json!({ "type": "Mention", "href": href })).collect::<Vec<_>>(),
            "attachment": beside.media.into_iter().map(|(file, mime, name)| {
                json!({ "type": "Document", "mediaType": mime, "url": kept(&file), "name": name })
            }).collect::<Vec<_>>(),
        })
    };
    json!({ "id": format!("{id}/activity"), "type": kind, "actor": actor, "published": published, "to": to, "cc": cc, "object": object })
}

/// The beginning and the end of a list that is written item by item.
pub(super) fn collection(id: &str, total: usize) -> (String, &'static str) {
    let head = json!({ "@context": CONTEXT, "id": id, "type": "OrderedCollection", "totalItems": total }).to_string();
    (format!("{},\"orderedItems\":[", &head[..head.len() - 1]), "]}")
}
