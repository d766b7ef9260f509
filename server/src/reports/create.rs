//! Reporting an account, with posts and rules where that helps.

use super::store;
use crate::app::App;
use crate::cases;
use crate::collections;
use crate::error::{Error, Result};
use crate::notifications;
use crate::web::permission;

#[derive(Debug, Clone)]
pub struct New {
    pub account_id: i64,
    pub target_id: i64,
    pub category: String,
    pub comment: String,
    pub forward: bool,
    pub status_ids: Vec<i64>,
    pub rule_ids: Vec<i64>,
    pub collection_ids: Vec<i64>,
}

const COMMENT_MAX: usize = 1000;
pub const CATEGORIES: [&str; 4] = ["spam", "legal", "violation", "other"];

pub async fn create(app: &App, new: New) -> Result<i64> {
    let mut new = new;
    if new.comment.chars().count() > COMMENT_MAX {
        return Err(Error::validation(format!("Comment is too long (maximum is {COMMENT_MAX} characters)")));
    }
    if !CATEGORIES.contains(&new.category.as_str()) {
        return Err(Error::validation("Category is not included in the list"));
    }
    let mut reader = app.db.read().await?;
    store::target(&mut reader, new.target_id).await?;
    new.status_ids = store::theirs(&mut reader, &new.status_ids, new.target_id).await?;
    if !new.collection_ids.is_empty() {
        new.collection_ids = collections::owned(&mut reader, &new.collection_ids, new.target_id).await?;
    }
    if !new.rule_ids.is_empty() {
        let known = store::rules(&mut reader, &new.rule_ids).await?;
        if known.len() < new.rule_ids.len() {
            return Err(Error::validation("Rules does not reference valid rules"));
        }
        new.rule_ids = known;
        // Naming rules is saying what was violated.
        new.category = "violation".into();
    }
    drop(reader);
    let (id, now) = (app.ids.next(), app.clock.now());
    let (statuses, rules) = (serde_json::to_string(&new.status_ids)?, serde_json::to_string(&new.rule_ids)?);
    let collections = serde_json::to_string(&new.collection_ids)?;
    let mut tx = app.db.write().await?;
    store::add(&mut tx, id, &new, [&statuses, &rules, &collections], now).await?;
    cases::open::reported(app, &mut tx, id, new.target_id, &new.rule_ids).await?;
    let staff = permission::MANAGE_REPORTS;
    let events = notifications::notify_staff(app, &mut tx, staff, "admin.report", new.account_id, Some(id)).await?;
    app.commit(tx, &events).await?;
    Ok(id)
}
