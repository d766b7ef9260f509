use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rule {
    pub id: String,
    pub text: String,
    pub hint: String,
    /// By language.
    pub translations: BTreeMap<String, RuleTranslation>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RuleTranslation {
    pub text: String,
    #[serde(default)]
    pub hint: String,
}
