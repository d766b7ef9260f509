//! Deciding, once for all kinds: the change and its row in the log.

use super::store;
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses::format;
use crate::web::permission;
use serde_json::json;

/// What is not given stays. Whatever is decided, the hashtag has been reviewed.
#[derive(Debug, Default)]
pub struct TagChange {
    pub display_name: Option<String>,
    pub usable: Option<bool>,
    pub listable: Option<bool>,
    pub trendable: Option<bool>,
}

pub async fn tag(app: &App, actor: &Actor, kind: &str, id: i64, change: TagChange) -> Result<()> {
    actor.needs(permission::MANAGE_TAXONOMIES)?;
    let mut tx = app.db.write().await?;
    let before = store::tag(&mut tx, id).await?;
    let mut after = before.clone();
    if let Some(name) = change.display_name {
        let name = name.trim().trim_start_matches('#').to_owned();
        if !format::is_tag(&name) {
            return Err(Error::validation("Display name is invalid"));
        }
        if format::fold_tag(&name) != before.name {
            return Err(Error::validation("Display name does not match the previous name"));
        }
        after.display_name = name;
    }
    after.usable = change.usable.unwrap_or(before.usable);
    after.listable = change.listable.unwrap_or(before.listable);
    after.trendable = change.trendable.or(before.trendable);
    after.reviewed_at = Some(app.clock.now());
    store::save(&mut tx, &after).await?;
    let state = |tag: &store::TagRow| json!({ "display_name": tag.display_name, "usable": tag.usable, "listable": tag.listable, "trendable": tag.trendable });
    let entry = Act {
        kind,
        target_type: "tag",
        target_id: id,
        target_label: &format!("#{}", after.display_name),
        reason: "",
        before: state(&before),
        after: state(&after),
        case_id: None,
    };
    admin::record(app, &mut tx, actor, &entry).await?;
    app.commit(tx, &[]).await
}

pub async fn status(app: &App, actor: &Actor, id: i64, trendable: bool) -> Result<()> {
    actor.needs(permission::MANAGE_TAXONOMIES)?;
    let mut tx = app.db.write().await?;
    let before = store::status(&mut tx, id).await?;
    store::save_status(&mut tx, id, trendable).await?;
    let entry = Act {
        kind: verb(trendable),
        target_type: "status",
        target_id: id,
        target_label: &before.username,
        reason: "",
        before: json!({ "trendable": before.trendable }),
        after: json!({ "trendable": trendable }),
        case_id: None,
    };
    admin::record(app, &mut tx, actor, &entry).await?;
    app.commit(tx, &[]).await
}

/// As it stands in the log.
pub fn verb(trendable: bool) -> &'static str {
    if trendable { "approve_trend" } else { "reject_trend" }
}
