//! Making, changing and deleting filters, their words and their statuses.

use super::store::{self, Kind, Row};
use super::{ACTIONS, CONTEXTS, MOST_FILTERS};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::statuses;
use crate::time::{DAY, SECOND};

const LONGEST_TITLE: usize = 256;
const LONGEST_KEYWORD: usize = 512;
/// Nobody means more than a century.
const LONGEST: i64 = 36_525 * DAY;

/// What is not given stays.
#[derive(Debug, Default)]
pub struct Wanted {
    pub title: Option<String>,
    pub context: Option<Vec<String>>,
    pub action: Option<String>,
    /// `Some(None)`: never again.
    pub expires_in: Option<Option<i64>>,
    pub keywords: Vec<WantedKeyword>,
}

/// One of `keywords_attributes`.
#[derive(Debug, Default)]
pub struct WantedKeyword {
    pub id: Option<i64>,
    pub keyword: Option<String>,
    pub whole_word: Option<bool>,
    pub destroy: bool,
}

impl WantedKeyword {
    fn is_blank(&self) -> bool {
        self.whole_word.is_none() && self.keyword.as_deref().is_none_or(|word| word.trim().is_empty())
    }
}

/// Gathers what is wrong into Mastodon's one sentence.
#[derive(Default)]
pub(super) struct Faults(Vec<String>);

impl Faults {
    pub(super) fn note(&mut self, wrong: bool, what: impl Into<String>) {
        let what = what.into();
        if wrong && !self.0.contains(&what) {
            self.0.push(what);
        }
    }

    pub(super) fn settle(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Error::validation(self.0.join(", "))) }
    }
}

fn too_long(text: &str, most: usize) -> bool {
    text.chars().count() > most
}

pub(super) fn check_keyword(faults: &mut Faults, label: &str, keyword: &str) {
    faults.note(keyword.trim().is_empty(), format!("{label} can't be blank"));
    let most = LONGEST_KEYWORD;
    faults.note(too_long(keyword, most), format!("{label} is too long (maximum is {most} characters)"));
}

/// Brings what is wanted into the row. `title` is what a title is called in this version of the API.
pub(super) fn merge(faults: &mut Faults, row: &mut Row, wanted: &Wanted, title: &str, now: i64) -> Result<()> {
    if let Some(text) = &wanted.title {
        text.clone_into(&mut row.title);
    }
    faults.note(row.title.trim().is_empty(), format!("{title} can't be blank"));
    if let Some(context) = &wanted.context {
        let context: Vec<&str> = context.iter().map(|one| one.trim()).filter(|one| !one.is_empty()).collect();
        row.context = serde_json::to_string(&context)?;
    }
    let context = row.context();
    faults.note(context.is_empty(), "Context can't be blank");
    let most = LONGEST_TITLE;
    faults.note(too_long(&row.title, most), format!("{title} is too long (maximum is {most} characters)"));
    let unknown = context.iter().any(|one| !CONTEXTS.contains(&one.as_str()));
    faults.note(context.is_empty() || unknown, "Context None or invalid context supplied");
    if let Some(action) = &wanted.action {
        faults.note(!ACTIONS.contains(&action.as_str()), "Action is not included in the list");
        action.clone_into(&mut row.action);
    }
    if let Some(seconds) = wanted.expires_in {
        let wait = seconds.map(|seconds| seconds.saturating_mul(SECOND));
        faults.note(wait.is_some_and(|wait| wait.abs() > LONGEST), "Expires at is invalid");
        row.expires_at = wait.map(|wait| now.saturating_add(wait));
    }
    Ok(())
}

pub(super) fn fresh(app: &App) -> Row {
    Row { id: app.ids.next(), title: String::new(), context: "[]".into(), action: "warn".into(), expires_at: None }
}

pub(super) async fn insert(app: &App, tx: &mut Tx, me: i64, row: &Row) -> Result<()> {
    if store::add(tx, me, row, app.clock.now(), MOST_FILTERS).await? {
        return Ok(());
    }
    Err(Error::validation("You have reached the maximum number of filters"))
}

/// Ends every change: the bounds hold, and the news is out.
pub(super) async fn settle(app: &App, mut tx: Tx, me: i64) -> Result<()> {
    if store::too_many(&mut tx, me).await? {
        return Err(Error::validation("You have reached the maximum number of filter keywords"));
    }
    app.commit(tx, &[Event::Filters { account: me }]).await
}

/// The words of `keywords_attributes`: new ones are added, those with an id changed or removed. An id that is none of
/// this filter's is not found.
async fn keywords(app: &App, tx: &mut Tx, filter: i64, known: &[store::Rule], wanted: &[WantedKeyword]) -> Result<()> {
    let mut faults = Faults::default();
    for word in wanted {
        let Some(id) = word.id else {
            // Rails leaves out what is blank, and what is to be destroyed before it was made.
            if word.is_blank() || word.destroy {
                continue;
            }
            let text = word.keyword.as_deref().unwrap_or("");
            check_keyword(&mut faults, "Keywords keyword", text);
            let row = (text, word.whole_word.unwrap_or(true));
            store::add_keyword(tx, app.ids.next(), filter, row, app.clock.now()).await?;
            continue;
        };
        let rule = known.iter().find(|rule| rule.id == id && rule.keyword.is_some()).ok_or(Error::NotFound)?;
        if word.destroy {
            store::delete_rule(tx, Kind::Keyword, id).await?;
            continue;
        }
        let text = word.keyword.as_deref().or(rule.keyword.as_deref()).unwrap_or("");
        check_keyword(&mut faults, "Keywords keyword", text);
        store::change_keyword(tx, id, (text, word.whole_word.unwrap_or(rule.whole_word))).await?;
    }
    // The transaction is dropped with everything in it.
    faults.settle()
}

pub async fn create(app: &App, me: i64, wanted: &Wanted) -> Result<i64> {
    let mut row = fresh(app);
    let mut faults = Faults::default();
    merge(&mut faults, &mut row, wanted, "Title", app.clock.now())?;
    if wanted.keywords.iter().any(|word| word.id.is_some()) {
        return Err(Error::NotFound);
    }
    faults.settle()?;
    let mut tx = app.db.write().await?;
    insert(app, &mut tx, me, &row).await?;
    keywords(app, &mut tx, row.id, &[], &wanted.keywords).await?;
    settle(app, tx, me).await?;
    Ok(row.id)
}

pub async fn update(app: &App, me: i64, id: i64, wanted: &Wanted) -> Result<()> {
    let mut tx = app.db.write().await?;
    let (mut row, rules) = store::one_in(&mut tx, me, id).await?;
    let mut faults = Faults::default();
    merge(&mut faults, &mut row, wanted, "Title", app.clock.now())?;
    faults.settle()?;
    store::change(&mut tx, &row, app.clock.now()).await?;
    keywords(app, &mut tx, id, &rules, &wanted.keywords).await?;
    settle(app, tx, me).await
}

pub async fn delete(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::one_in(&mut tx, me, id).await?;
    store::delete(&mut tx, id).await?;
    settle(app, tx, me).await
}

pub async fn add_keyword(app: &App, me: i64, filter: i64, word: &WantedKeyword) -> Result<i64> {
    let mut tx = app.db.write().await?;
    store::one_in(&mut tx, me, filter).await?;
    let text = word.keyword.as_deref().unwrap_or("");
    let mut faults = Faults::default();
    check_keyword(&mut faults, "Keyword", text);
    faults.settle()?;
    let id = app.ids.next();
    store::add_keyword(&mut tx, id, filter, (text, word.whole_word.unwrap_or(true)), app.clock.now()).await?;
    settle(app, tx, me).await?;
    Ok(id)
}

pub async fn change_keyword(app: &App, me: i64, id: i64, word: &WantedKeyword) -> Result<()> {
    let mut tx = app.db.write().await?;
    let (_, rule) = store::rule_in(&mut tx, me, Kind::Keyword, id).await?;
    let text = word.keyword.as_deref().or(rule.keyword.as_deref()).unwrap_or("");
    let mut faults = Faults::default();
    check_keyword(&mut faults, "Keyword", text);
    faults.settle()?;
    store::change_keyword(&mut tx, id, (text, word.whole_word.unwrap_or(rule.whole_word))).await?;
    settle(app, tx, me).await
}

/// Only a status that one may see can be filtered.
pub async fn add_status(app: &App, me: i64, filter: i64, status: i64) -> Result<i64> {
    let mut reader = app.db.read().await?;
    store::one(&mut reader, me, filter).await?;
    match statuses::store::find_visible(&mut reader, status, Some(me)).await {
        Err(Error::NotFound) => return Err(Error::validation("Status must exist")),
        found => found?,
    };
    drop(reader);
    let id = app.ids.next();
    let mut tx = app.db.write().await?;
    store::one_in(&mut tx, me, filter).await?;
    if !store::add_status(&mut tx, id, filter, status, app.clock.now()).await? {
        return Err(Error::validation("Status has already been taken"));
    }
    settle(app, tx, me).await?;
    Ok(id)
}

pub(super) async fn delete_rule(app: &App, me: i64, kind: Kind, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    store::rule_in(&mut tx, me, kind, id).await?;
    store::delete_rule(&mut tx, kind, id).await?;
    settle(app, tx, me).await
}
