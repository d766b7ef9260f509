//! Finding accounts: by id, by handle, by words, by who follows whom.

pub mod api;
pub(crate) mod store;

use crate::app::App;
use crate::error::Result;
use crate::words;

/// `@Name`, `name` and `name@this.server` are local; the rest carry their domain.
pub struct Handle {
    pub name: String,
    /// Empty for local accounts, as in the unique index.
    pub domain: String,
}

impl Handle {
    pub fn parse(app: &App, text: &str) -> Self {
        let text = text.trim().trim_start_matches('@').to_lowercase();
        let (name, domain) = text.split_once('@').unwrap_or((&text, ""));
        let own = domain.is_empty() || domain.eq_ignore_ascii_case(&app.config.server.domain);
        Self { name: name.to_owned(), domain: if own { String::new() } else { domain.to_owned() } }
    }
}

/// The account of a handle that everybody may see.
pub async fn by_handle(app: &App, text: &str) -> Result<i64> {
    let handle = Handle::parse(app, text);
    store::by_handle(&mut app.db.read().await?, &handle.name, &handle.domain).await
}

/// What a search asks for.
pub struct Search<'a> {
    pub query: &'a str,
    /// Who asks; those they follow stand first.
    pub viewer: i64,
    /// Only those they follow.
    pub following: bool,
    pub limit: i64,
    pub offset: i64,
}

/// Exact handle first, then the followed, then names that begin so, then the rest by how many follow them. Between whom
/// there is a block, they find each other by the exact handle only.
pub async fn search(app: &App, search: &Search<'_>) -> Result<Vec<i64>> {
    let handle = Handle::parse(app, search.query);
    if handle.name.is_empty() {
        return Ok(vec![]);
    }
    let text = search.query.trim().trim_start_matches('@');
    let (text, domain) = match text.split_once('@') {
        Some((name, _)) => (name, Some(handle.domain.as_str())),
        None => (text, None),
    };
    let words: Vec<String> = words::query(text).into_iter().map(|word| word.text).collect();
    let asked = store::Asked { search, name: &handle.name, words: &words, domain };
    store::search(&mut app.db.read().await?, &asked).await
}
