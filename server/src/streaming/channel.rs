//! The streams a client may ask for, by Mastodon's names.

use crate::app::App;
use crate::error::Error;
use crate::lists;
use crate::web::auth::Session;
use std::sync::Arc;

/// Which part of the public a stream shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    All,
    Local,
    Remote,
}

/// A stream of one subscriber. What belongs to a person carries whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Channel {
    Home(i64),
    Notifications(i64),
    Public { scope: Scope, only_media: bool },
    Tag { name: String, local: bool },
    List(i64),
    Direct(i64),
}

/// A refused subscription: Mastodon's sentence and its status.
pub type Refusal = (&'static str, u16);

pub const UNKNOWN: Refusal = ("Unknown stream type", 400);
pub const NO_TAG: Refusal = ("Missing tag name parameter", 400);
pub const NO_LIST: Refusal = ("Missing list name parameter", 400);
pub const NOT_YOURS: Refusal = ("Not authorized to stream this list", 401);
pub const NARROW: Refusal = ("Access token does not have the required scopes", 401);

impl Channel {
    /// The stream of this name for this caller, with the label that its frames carry.
    pub fn find(
        session: &Session,
        stream: &str,
        list: Option<&str>,
        tag: Option<&str>,
    ) -> Result<(Self, Arc<str>), Refusal> {
        let me = session.account_id.ok_or(NARROW)?;
        let public = |scope, only_media| Ok(Self::Public { scope, only_media });
        let tagged = |local| match tag.map(fold).filter(|tag| !tag.is_empty()) {
            Some(name) => Ok(Self::Tag { name, local }),
            None => Err(NO_TAG),
        };
        let channel = match stream {
            "user" => Ok(Self::Home(me)),
            "user:notification" => Ok(Self::Notifications(me)),
            "public" => public(Scope::All, false),
            "public:media" => public(Scope::All, true),
            "public:local" => public(Scope::Local, false),
            "public:local:media" => public(Scope::Local, true),
            "public:remote" => public(Scope::Remote, false),
            "public:remote:media" => public(Scope::Remote, true),
            "hashtag" => tagged(false),
            "hashtag:local" => tagged(true),
            "direct" => Ok(Self::Direct(me)),
            "list" => match list {
                None | Some("") => Err(NO_LIST),
                Some(id) => id.parse().map(Self::List).map_err(|_| NOT_YOURS),
            },
            _ => Err(UNKNOWN),
        }?;
        let scope = if matches!(channel, Self::Notifications(_)) { "read:notifications" } else { "read:statuses" };
        // A token for notifications only may open `user`: it hears nothing else there.
        let enough = session.scopes.grants(scope) || (stream == "user" && session.scopes.grants("read:notifications"));
        if !enough {
            return Err(NARROW);
        }
        let mut label = vec![stream];
        label.extend(if stream.starts_with("hashtag") { tag } else { None });
        label.extend(if stream == "list" { list } else { None });
        Ok((channel, serde_json::to_string(&label).unwrap_or_default().into()))
    }

    /// A list is streamed to its owner only.
    pub async fn check(&self, app: &App, account: i64) -> Result<(), Refusal> {
        let Self::List(id) = self else { return Ok(()) };
        let Ok(mut reader) = app.db.read().await else { return Err(NOT_YOURS) };
        lists::store::one(&mut reader, account, *id).await.map(drop).map_err(|_| NOT_YOURS)
    }

    /// Public posts of this kind appear here.
    pub fn shows(&self, local: bool, media: bool, tags: &[String]) -> bool {
        match self {
            Self::Public { scope, only_media } => {
                (media || !only_media)
                    && match scope {
                        Scope::All => true,
                        Scope::Local => local,
                        Scope::Remote => !local,
                    }
            }
            Self::Tag { name, local: only_local } => (local || !only_local) && tags.contains(name),
            Self::Home(_) | Self::Notifications(_) | Self::List(_) | Self::Direct(_) => false,
        }
    }
}

/// `#Cafe` -> `cafe`, as tags are stored.
fn fold(tag: &str) -> String {
    tag.trim().trim_start_matches('#').to_lowercase()
}

/// The stream that a path of server-sent events names.
pub fn of_path(path: &str, only_media: bool) -> Option<&'static str> {
    Some(match (path, only_media) {
        ("user", _) => "user",
        ("user/notification", _) => "user:notification",
        ("public", false) => "public",
        ("public", true) => "public:media",
        ("public/local", false) => "public:local",
        ("public/local", true) => "public:local:media",
        ("public/remote", false) => "public:remote",
        ("public/remote", true) => "public:remote:media",
        ("hashtag", _) => "hashtag",
        ("hashtag/local", _) => "hashtag:local",
        ("list", _) => "list",
        ("direct", _) => "direct",
        _ => return None,
    })
}

/// A refusal as the answer of server-sent events.
pub fn refused((message, status): Refusal) -> Error {
    if status == 401 { Error::Unauthorized(message) } else { Error::BadRequest(message.into()) }
}
