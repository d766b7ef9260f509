//! The first version of the API knows one word per filter: each keyword is one of its filters, and carries the
//! keyword's id. What it changes of the filter around the keyword it may only change where the keyword is alone.

use super::change::{Faults, Wanted, WantedKeyword, check_keyword, fresh, insert, merge, settle};
use super::store::{self, Kind, Row, Rule};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use howdah_entities::FirstFilter;

const SHARED: &str = "These parameters cannot be changed from this application because they apply to more than one filter keyword. Use a more recent application or the web interface.";

pub(super) fn entity(row: &Row, rule: &Rule) -> FirstFilter {
    FirstFilter {
        id: rule.id.to_string(),
        phrase: rule.keyword.clone().unwrap_or_default(),
        context: row.context(),
        expires_at: row.expires_at.map(iso),
        irreversible: row.action == "hide",
        whole_word: rule.whole_word,
    }
}

pub async fn create(app: &App, me: i64, wanted: &Wanted, word: &WantedKeyword) -> Result<i64> {
    let mut row = fresh(app);
    let mut faults = Faults::default();
    merge(&mut faults, &mut row, wanted, "Phrase", app.clock.now())?;
    let text = word.keyword.as_deref().unwrap_or("");
    check_keyword(&mut faults, "Phrase", text);
    faults.settle()?;
    let mut tx = app.db.write().await?;
    insert(app, &mut tx, me, &row).await?;
    let id = app.ids.next();
    let whole = word.whole_word.unwrap_or(false);
    store::add_keyword(&mut tx, id, row.id, (text, whole), app.clock.now()).await?;
    settle(app, tx, me).await?;
    Ok(id)
}

pub async fn update(app: &App, me: i64, id: i64, wanted: &Wanted, word: &WantedKeyword) -> Result<()> {
    let mut tx = app.db.write().await?;
    let (_, rule) = store::rule_in(&mut tx, me, Kind::Keyword, id).await?;
    let (before, rules) = store::one_in(&mut tx, me, rule.filter_id).await?;
    let alone = rules.iter().filter(|rule| rule.keyword.is_some()).count() == 1;
    let mut row = before.clone();
    let mut faults = Faults::default();
    let wanted = Wanted {
        // The title follows the phrase only where both are the same thing.
        title: wanted.title.clone().filter(|_| alone),
        context: wanted.context.clone(),
        action: wanted.action.clone(),
        expires_in: wanted.expires_in,
        keywords: Vec::new(),
    };
    merge(&mut faults, &mut row, &wanted, "Phrase", app.clock.now())?;
    let text = word.keyword.as_deref().or(rule.keyword.as_deref()).unwrap_or("");
    check_keyword(&mut faults, "Phrase", text);
    faults.settle()?;
    let changed =
        row.context() != before.context() || row.action != before.action || row.expires_at != before.expires_at;
    if changed && !alone {
        return Err(Error::Unprocessable(SHARED.into()));
    }
    store::change(&mut tx, &row, app.clock.now()).await?;
    store::change_keyword(&mut tx, id, (text, word.whole_word.unwrap_or(rule.whole_word))).await?;
    settle(app, tx, me).await
}
