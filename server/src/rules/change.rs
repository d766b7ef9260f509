//! Writing, changing, moving and taking back a rule.

use super::{Rule, store};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::web::permission;
use howdah_entities::RuleTranslation;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const TEXT_MAX: usize = 300;
const HINT_MAX: usize = 1000;
const MOST: usize = 100;

/// What is sent is changed; the rest stays.
#[derive(Debug, Default)]
pub struct Wish {
    pub text: Option<String>,
    pub hint: Option<String>,
    pub translations: Option<BTreeMap<String, RuleTranslation>>,
    /// From 0; beyond the end is the end.
    pub position: Option<i64>,
}

impl Wish {
    fn apply(self, rule: &mut Rule) -> Result<()> {
        if let Some(text) = self.text {
            rule.text = text.trim().to_owned();
        }
        if let Some(hint) = self.hint {
            rule.hint = hint.trim().to_owned();
        }
        if let Some(translations) = self.translations {
            rule.translations = translations;
        }
        fits("Text", &rule.text, TEXT_MAX)?;
        if rule.text.is_empty() {
            return Err(Error::validation("Text can't be blank"));
        }
        fits("Hint", &rule.hint, HINT_MAX)?;
        for (language, translation) in &rule.translations {
            let word = |part: &str| (2..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
            if language.len() > 12 || !language.split(['-', '_']).all(word) {
                return Err(Error::validation("Translations language is invalid"));
            }
            if translation.text.trim().is_empty() {
                return Err(Error::validation("Translations text can't be blank"));
            }
            fits("Translations text", &translation.text, TEXT_MAX)?;
            fits("Translations hint", &translation.hint, HINT_MAX)?;
        }
        Ok(())
    }
}

fn fits(what: &str, text: &str, most: usize) -> Result<()> {
    if text.chars().count() > most {
        return Err(Error::validation(format!("{what} is too long (maximum is {most} characters)")));
    }
    Ok(())
}

fn json(rule: &Rule, place: usize) -> Value {
    json!({ "text": rule.text, "hint": rule.hint, "translations": rule.translations, "position": place })
}

pub async fn add(app: &App, actor: &Actor, wish: Wish) -> Result<i64> {
    actor.needs(permission::MANAGE_RULES)?;
    let mut tx = app.db.write().await?;
    let mut rules = store::in_force(&mut tx).await?;
    if rules.len() >= MOST {
        return Err(Error::validation(format!("No more than {MOST} rules are possible")));
    }
    let id = app.ids.next();
    let empty = (String::new(), String::new(), BTreeMap::new());
    let mut rule = Rule { id, position: i64::MAX, text: empty.0, hint: empty.1, translations: empty.2, deleted: false };
    let wanted = wish.position;
    wish.apply(&mut rule)?;
    store::add(&mut tx, &rule, app.clock.now()).await?;
    rules.push(rule.clone());
    let place = settle(&mut tx, rules, id, wanted).await?;
    log(app, &mut tx, actor, "create_rule", &rule, Value::Null, json(&rule, place)).await?;
    app.commit(tx, &[Event::Settings]).await?;
    Ok(id)
}

pub async fn change(app: &App, actor: &Actor, id: i64, wish: Wish) -> Result<()> {
    actor.needs(permission::MANAGE_RULES)?;
    let mut tx = app.db.write().await?;
    let mut rules = store::in_force(&mut tx).await?;
    let at = rules.iter().position(|rule| rule.id == id).ok_or(Error::NotFound)?;
    let before = json(&rules[at], at);
    let wanted = wish.position;
    wish.apply(&mut rules[at])?;
    let rule = rules[at].clone();
    store::change(&mut tx, &rule).await?;
    let place = settle(&mut tx, rules, id, wanted).await?;
    log(app, &mut tx, actor, "update_rule", &rule, before, json(&rule, place)).await?;
    app.commit(tx, &[Event::Settings]).await
}

/// Reports that named it keep its words.
pub async fn remove(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_RULES)?;
    let mut tx = app.db.write().await?;
    let rules = store::in_force(&mut tx).await?;
    let at = rules.iter().position(|rule| rule.id == id).ok_or(Error::NotFound)?;
    store::remove(&mut tx, id, app.clock.now()).await?;
    log(app, &mut tx, actor, "delete_rule", &rules[at], json(&rules[at], at), Value::Null).await?;
    app.commit(tx, &[Event::Settings]).await
}

/// Numbers the rules anew with this one at its place, and tells which that is.
async fn settle(tx: &mut Tx, mut rules: Vec<Rule>, id: i64, wanted: Option<i64>) -> Result<usize> {
    let at = rules.iter().position(|rule| rule.id == id).ok_or(Error::NotFound)?;
    let mut place = at;
    if let Some(wanted) = wanted {
        let rule = rules.remove(at);
        place = usize::try_from(wanted.max(0)).unwrap_or(rules.len()).min(rules.len());
        rules.insert(place, rule);
    }
    for (number, rule) in rules.iter().enumerate() {
        if rule.position != number as i64 {
            store::place(tx, rule.id, number as i64).await?;
        }
    }
    Ok(place)
}

async fn log(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    kind: &str,
    rule: &Rule,
    before: Value,
    after: Value,
) -> Result<()> {
    let act = Act {
        kind,
        target_type: "rule",
        target_id: rule.id,
        target_label: &rule.text,
        reason: "",
        before,
        after,
        case_id: None,
    };
    admin::record(app, tx, actor, &act).await.map(drop)
}
