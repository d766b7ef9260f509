//! What a Status says of quotes: whom it quotes, as far as this viewer may know, and whether the viewer may quote it.
//! Both depend on who looks, so they are no part of the core.

use super::page::{Head, Line, Mine};
use super::store;
use crate::accounts::view as accounts;
use crate::app::App;
use crate::db::{Cells, Fields, FromFields, Reader};
use crate::error::Result;
use crate::quotes::policy::{Policy, Standing};
use crate::statuses::format::{escape, link};
use crate::web::Base;
use std::collections::HashMap;

/// States whose quoted status is told.
const TOLD: [&str; 4] = ["accepted", "blocked_account", "blocked_domain", "muted_account"];
const STATES: [&str; 4] = ["pending", "accepted", "rejected", "revoked"];

/// A quote, from the outside: its state for this viewer, and what it quotes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quote {
    pub state: &'static str,
    /// Only in the states that tell it.
    pub quoted: Option<i64>,
}

/// A quote of a status of the page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Quoted {
    of: i64,
    pub quote: Quote,
    pub line: Option<Line>,
    /// The quote inside what is quoted.
    pub nested: Option<Quote>,
}

impl Quote {
    /// From the state as it is stored, the id of what is quoted, and how that stands to the viewer.
    fn read(f: &mut Fields<'_>) -> Result<Option<Self>> {
        let stored = f.word()?;
        if stored == "0" {
            return Ok(None);
        }
        let (id, facts) = (f.positive()?, f.int()?);
        let state = match STATES.into_iter().find(|known| *known == stored).unwrap_or("unauthorized") {
            "accepted" if facts & 1 == 0 => "deleted",
            "accepted" if facts & 2 == 0 => "unauthorized",
            "accepted" if facts & 4 != 0 => "blocked_account",
            "accepted" if facts & 8 != 0 => "blocked_domain",
            "accepted" if facts & 16 != 0 => "muted_account",
            other => other,
        };
        Ok(Some(Self { state, quoted: id.filter(|_| TOLD.contains(&state)) }))
    }

    /// A ShallowQuote.
    pub(super) fn write(self, out: &mut Vec<u8>) {
        out.extend_from_slice(b",\"quote\":{\"state\":\"");
        out.extend_from_slice(self.state.as_bytes());
        match self.quoted {
            Some(id) => {
                out.extend_from_slice(b"\",\"quoted_status_id\":\"");
                out.extend_from_slice(itoa::Buffer::new().format(id).as_bytes());
                out.extend_from_slice(b"\"}");
            }
            None => out.extend_from_slice(b"\",\"quoted_status_id\":null}"),
        }
    }
}

impl FromFields for Quoted {
    fn from_fields(f: &mut Fields<'_>) -> Result<Self> {
        let of = f.int()?;
        let quote = Quote::read(f)?.unwrap_or(Quote { state: "deleted", quoted: None });
        let nested = Quote::read(f)?;
        let line = Line::read(f)?.filter(|_| quote.quoted.is_some());
        Ok(Self { of, quote, line, nested })
    }
}

/// The quotes among these statuses, by the id of the one that quotes. One statement, and none where nobody quotes.
pub(super) async fn load(
    reader: &mut Option<Reader>,
    app: &App,
    heads: &[Head],
    viewer: Option<i64>,
) -> Result<HashMap<i64, Quoted>> {
    let ids: Vec<i64> = heads.iter().filter(|head| head.quotes_another).map(|head| head.id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let reader = match reader {
        Some(reader) => reader,
        none => none.insert(app.db.read().await?),
    };
    let found: Vec<Quoted> = store::quoted(reader, &ids, viewer).await?;
    Ok(found.into_iter().map(|one| (one.of, one)).collect())
}

/// A status' policy, ready to be written: everything but what it means for the viewer.
pub(super) struct Approval {
    policy: Policy,
    json: Vec<u8>,
    /// Private mentions and reblogs are quoted by nobody, not even by their author.
    never: bool,
}

impl Approval {
    pub(super) fn new(policy: &str, local: bool, visibility: i64, is_reblog: bool) -> Result<Self> {
        let nobody = is_reblog || (local && visibility >= 2);
        let policy = if nobody { Policy::default() } else { Policy::read(policy) };
        let mut json = b",\"quote_approval\":{\"automatic\":".to_vec();
        serde_json::to_writer(&mut json, &policy.automatic)?;
        json.extend_from_slice(b",\"manual\":");
        serde_json::to_writer(&mut json, &policy.manual)?;
        json.extend_from_slice(b",\"current_user\":\"");
        Ok(Self { policy, json, never: is_reblog || visibility == 3 })
    }

    /// `mine` is None for nobody, and for a reblog: there it is about the original.
    pub(super) fn write(&self, out: &mut Vec<u8>, mine: Option<Mine>) {
        let expected = match mine {
            Some(mine) if !self.never => self.policy.expect(Standing {
                own: mine.pinned().is_some(),
                follows: mine.follows(),
                followed: mine.followed(),
            }),
            _ => "denied",
        };
        out.extend_from_slice(&self.json);
        out.extend_from_slice(expected.as_bytes());
        out.extend_from_slice(b"\"}");
    }
}

/// Where a quoted status is found.
pub(super) struct Address {
    id: i64,
    uri: Option<String>,
    url: Option<String>,
    username: String,
}

impl Address {
    /// From the next four columns.
    pub(super) fn read(c: &mut Cells<'_>) -> Result<Option<Self>> {
        let (id, uri, url, username): (Option<i64>, _, _, Option<String>) =
            (c.take()?, c.take()?, c.take()?, c.take()?);
        Ok(id.zip(username).map(|(id, username)| Self { id, uri, url, username }))
    }

    /// For clients that know no quotes: a link to what is quoted, unless the text has one already. Those that know them
    /// hide it.
    pub(super) fn with_fallback(&self, content: String, base: &Base) -> String {
        let url = match (&self.url, &self.uri) {
            (Some(url), _) | (None, Some(url)) => url.clone(),
            (None, None) => format!("{}/{}", accounts::url(base, &self.username), self.id),
        };
        // Whoever wrote the link may have seen it under another of this server's names.
        let path = match &self.uri {
            Some(_) => &url,
            None => url.strip_prefix(&**base).unwrap_or(&url),
        };
        if content.contains(&format!("{}\"", escape(path))) {
            return content;
        }
        format!("<p class=\"quote-inline\">RE: {}</p>{content}", link(&url))
    }
}
