//! Rows -> AccountWarning.

use super::{Warning, store};
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use howdah_entities::AccountWarning;
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// The warnings of these ids; `accounts` holds the people who got them.
pub async fn by_id(
    app: &App,
    ids: &[i64],
    accounts: &HashMap<i64, Arc<RawValue>>,
) -> Result<HashMap<i64, AccountWarning>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::some(&mut app.db.read().await?, ids).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, entity(row, accounts)?))).collect())
}

fn entity(row: Warning, accounts: &HashMap<i64, Arc<RawValue>>) -> Option<AccountWarning> {
    let ids = |text: &str| serde_json::from_str::<Vec<i64>>(text).unwrap_or_default();
    Some(AccountWarning {
        id: row.id.to_string(),
        action: row.action,
        text: row.text,
        status_ids: row.status_ids.map(|text| ids(&text).iter().map(i64::to_string).collect()),
        target_account: accounts.get(&row.account_id)?.clone(),
        appeal: None,
        created_at: iso(row.created_at),
    })
}
