//! One search: an address of something that is here, or accounts, hashtags and statuses by what they say.

use super::query::{Author, Query, Scope};
use super::store::{self, By, Wish};
use crate::accounts::find::{self as accounts, Handle};
use crate::app::App;
use crate::db::Reader;
use crate::error::{Error, Result};
use crate::statuses::format;
use crate::statuses::view::page::Line;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Accounts,
    Hashtags,
    Statuses,
}

/// What somebody looks for. Without `kind` all three, and no offset.
pub struct Asked<'a> {
    pub text: &'a str,
    pub viewer: Option<i64>,
    pub kind: Option<Type>,
    pub following: bool,
    pub account: Option<i64>,
    pub reviewed: bool,
    pub max_id: Option<i64>,
    pub min_id: Option<i64>,
    pub limit: i64,
    pub offset: i64,
}

impl Asked<'_> {
    fn wants(&self, kind: Type) -> bool {
        self.kind.is_none_or(|wanted| wanted == kind)
    }
}

/// An address that was asked for: the path on one of our own addresses, or the whole of another.
pub enum Place<'a> {
    Here(&'a str),
    Elsewhere(&'a str),
}

#[derive(Default)]
pub struct Answer {
    pub accounts: Vec<i64>,
    pub hashtags: Vec<i64>,
    pub statuses: Vec<Line>,
    /// A status that was asked for by its address, still to be checked for whether the viewer may see it.
    pub status: Option<i64>,
}

pub async fn ask(app: &App, asked: &Asked<'_>, place: Option<Place<'_>>) -> Result<Answer> {
    let mut answer = Answer::default();
    if let Some(place) = place {
        if asked.offset == 0 {
            at(app, asked, &place, &mut answer).await?;
        }
        return Ok(answer);
    }
    let text = asked.text.trim();
    if asked.wants(Type::Accounts) && !text.starts_with(['#', '＃']) {
        let search = accounts::Search {
            query: text,
            viewer: asked.viewer.unwrap_or(0),
            following: asked.following,
            limit: asked.limit,
            offset: asked.offset,
        };
        answer.accounts = accounts::search(app, &search).await?;
    }
    if asked.wants(Type::Hashtags) {
        let name = format::fold_tag(text.trim_start_matches(['#', '＃']));
        if format::is_tag(&name) || name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.is_empty() {
            let mut reader = app.db.read().await?;
            answer.hashtags = store::tags(&mut reader, &name, asked.reviewed, asked.limit, asked.offset).await?;
        }
    }
    if asked.wants(Type::Statuses)
        && let Some(viewer) = asked.viewer
    {
        answer.statuses = statuses(app, asked, viewer, &Query::parse(text)).await?;
    }
    Ok(answer)
}

async fn statuses(app: &App, asked: &Asked<'_>, viewer: i64, query: &Query) -> Result<Vec<Line>> {
    if !query.asks() {
        return Ok(Vec::new());
    }
    let mut reader = app.db.read().await?;
    let Some((author, not_authors)) = authors(app, &mut reader, asked, viewer, query).await? else {
        return Ok(Vec::new());
    };
    let engine = app.db.engine();
    let by = match (query.has_words(), author, query.scope) {
        (true, ..) => By::Words,
        (false, 1.., _) => By::Author,
        (false, _, Scope::Library) => By::Library,
        _ => By::Anything,
    };
    let question = if query.has_words() { query.with(engine) } else { query.without(engine) };
    let not_languages = match query.not_languages.as_slice() {
        [] => String::new(),
        some => format!(",{},", some.join(",")),
    };
    let wish = Wish {
        viewer,
        by,
        question: &question,
        // Ids carry the time: the index reads no further than the days that are asked for.
        below: asked.max_id.unwrap_or(i64::MAX),
        above: asked.min_id.unwrap_or(0),
        up: asked.min_id.is_some() && asked.max_id.is_none(),
        limit: asked.limit,
        offset: asked.offset,
        author,
        not_authors: &not_authors,
        since: query.since,
        until: query.until,
        has: query.has,
        has_not: query.has_not,
        language: &query.language,
        not_languages: &not_languages,
        except: query.except.unwrap_or((0, 0)),
        scope: match query.scope {
            Scope::All => 0,
            Scope::Library => 1,
            Scope::Public => 2,
        },
    };
    store::statuses(&mut reader, &wish).await
}

/// The author that is wanted (0 for any) and those that are not; None when nobody can be meant.
async fn authors(
    app: &App,
    reader: &mut Reader,
    asked: &Asked<'_>,
    viewer: i64,
    query: &Query,
) -> Result<Option<(i64, Vec<i64>)>> {
    let named = |authors: &[Author], first: usize| -> Vec<(i64, String, String)> {
        let handles = authors.iter().enumerate().filter_map(|(at, author)| match author {
            Author::Me => None,
            Author::Handle(text) => {
                let handle = Handle::parse(app, text);
                Some(((first + at) as i64, handle.name, handle.domain))
            }
        });
        handles.collect()
    };
    let wanted = query.from.len();
    let handles = [named(&query.from, 0), named(&query.not_from, wanted)].concat();
    let known = if handles.is_empty() { Vec::new() } else { store::authors(reader, &handles).await? };
    let who = |author: &Author, at: usize| match author {
        Author::Me => Some(viewer),
        Author::Handle(_) => known.iter().find(|(place, _)| *place == at as i64).map(|(_, id)| *id),
    };
    let mut author = asked.account;
    for (at, named) in query.from.iter().enumerate() {
        match (who(named, at), author) {
            (Some(id), None) => author = Some(id),
            (Some(id), Some(other)) if id == other => {}
            _ => return Ok(None),
        }
    }
    let not: Vec<i64> = query.not_from.iter().enumerate().filter_map(|(at, named)| who(named, wanted + at)).collect();
    Ok(match author {
        // An id that names nobody.
        Some(..=0) => None,
        Some(id) if not.contains(&id) => None,
        author => Some((author.unwrap_or(0), not)),
    })
}

/// What stands at an address.
async fn at(app: &App, asked: &Asked<'_>, place: &Place<'_>, answer: &mut Answer) -> Result<()> {
    let (account, status) = match place {
        Place::Here(path) => here(app, path).await?,
        Place::Elsewhere(address) => {
            let mut reader = app.db.read().await?;
            match store::status_at(&mut reader, address).await? {
                Some(status) => (None, Some(status)),
                None => (store::account_at(&mut reader, address).await?, None),
            }
        }
    };
    answer.accounts = account.into_iter().filter(|_| asked.wants(Type::Accounts)).collect();
    answer.status = status.filter(|_| asked.wants(Type::Statuses));
    Ok(())
}

/// `/@name`, `/@name/1`, `/users/name`, `/users/name/statuses/1`: an account, or a status.
async fn here(app: &App, path: &str) -> Result<(Option<i64>, Option<i64>)> {
    let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
    let (name, rest) = match parts.as_slice() {
        ["users", name, rest @ ..] => (*name, rest),
        [handle, rest @ ..] if handle.starts_with('@') => (*handle, rest),
        _ => return Ok((None, None)),
    };
    match rest {
        [] => match accounts::by_handle(app, name).await {
            Err(Error::NotFound) => Ok((None, None)),
            found => Ok((Some(found?), None)),
        },
        [id] | ["statuses", id] | ["statuses", id, "activity"] => Ok((None, id.parse().ok())),
        _ => Ok((None, None)),
    }
}
