//! The rules of the house, in the order in which they are shown and in the languages of its people. Deliberately absent:
//! what happens to those who break them (`admin`).

pub mod api;
pub mod change;
mod store;

pub use store::{STATEMENTS, all};

use crate::db::{FromRow, Row};
use crate::error::Result;
use howdah_entities::{Rule as Entity, RuleTranslation};
use std::collections::BTreeMap;

/// One rule, also one that is gone: reports may name it still.
#[derive(Debug, Clone)]
pub struct Rule {
    pub id: i64,
    pub position: i64,
    pub text: String,
    pub hint: String,
    pub translations: BTreeMap<String, RuleTranslation>,
    pub deleted: bool,
}

impl FromRow for Rule {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            position: c.take()?,
            text: c.take()?,
            hint: c.take()?,
            translations: serde_json::from_str(&c.take::<String>()?).unwrap_or_default(),
            deleted: c.take::<Option<i64>>()?.is_some(),
        })
    }
}

impl Rule {
    pub fn entity(&self) -> Entity {
        Entity {
            id: self.id.to_string(),
            text: self.text.clone(),
            hint: self.hint.clone(),
            translations: self.translations.clone(),
        }
    }
}

/// Those in force.
pub fn entities(rules: &[Rule]) -> Vec<Entity> {
    rules.iter().filter(|rule| !rule.deleted).map(Rule::entity).collect()
}
