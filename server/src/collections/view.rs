//! Rows -> Collection entities, for one viewer.

use super::STATES;
use super::store::{self, Item, Row};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses::format::escape;
use crate::statuses::view::tag_url;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{Collection, CollectionItem, CollectionWithAccounts, StatusTag};
use std::collections::HashMap;

/// Those that the viewer may see, in the order of `ids`.
pub async fn load(app: &App, base: &Base, viewer: Option<i64>, ids: &[i64]) -> Result<Vec<Collection>> {
    if ids.is_empty() {
        return Ok(vec![]);
    }
    let viewer = viewer.unwrap_or(0);
    let mut reader = app.db.read().await?;
    let mut rows = store::some(&mut reader, ids, viewer).await?;
    let mut items: HashMap<i64, Vec<CollectionItem>> = HashMap::new();
    for held in store::items(&mut reader, ids, viewer).await? {
        items.entry(held.collection).or_default().push(item(&held.item));
    }
    rows.sort_by_key(|row| ids.iter().position(|id| *id == row.id));
    Ok(rows.into_iter().map(|row| entity(app, base, items.remove(&row.id).unwrap_or_default(), row)).collect())
}

pub async fn one(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<Collection> {
    load(app, base, viewer, &[id]).await?.pop().ok_or(Error::NotFound)
}

/// With its owner and everybody in it.
pub async fn with_accounts(app: &App, base: &Base, viewer: Option<i64>, id: i64) -> Result<CollectionWithAccounts> {
    let collection = one(app, base, viewer, id).await?;
    let mut people: Vec<i64> = vec![];
    let within = collection.items.iter().filter_map(|item| item.account_id.as_deref());
    for account in std::iter::once(collection.account_id.as_str()).chain(within).filter_map(|id| id.parse().ok()) {
        if !people.contains(&account) {
            people.push(account);
        }
    }
    Ok(CollectionWithAccounts {
        accounts: accounts::view::list_for(app, base, &people, viewer.is_some()).await?,
        collection,
    })
}

pub(super) fn item(row: &Item) -> CollectionItem {
    CollectionItem {
        id: row.id.to_string(),
        account_id: (row.state < 2).then(|| row.account_id.to_string()),
        state: STATES[row.state.clamp(0, 3) as usize],
        created_at: iso(row.created_at),
    }
}

fn entity(app: &App, base: &Base, items: Vec<CollectionItem>, row: Row) -> Collection {
    let local = row.domain.is_none();
    let uri = || format!("{}/ap/{}/collections/{}", app.origin, row.account_id, row.id);
    let tag = row.tag.zip(row.tag_shown).map(|(folded, shown)| StatusTag { url: tag_url(base, &folded), name: shown });
    Collection {
        id: row.id.to_string(),
        account_id: row.account_id.to_string(),
        url: if local { Some(format!("{base}/collections/{}", row.id)) } else { row.url },
        uri: row.uri.unwrap_or_else(uri),
        name: row.name,
        // A text of ours, which readers take for HTML.
        description: if local { escape(&row.description) } else { row.description },
        language: row.language,
        local,
        sensitive: row.sensitive,
        discoverable: row.discoverable,
        tag,
        item_count: row.count,
        items,
        created_at: iso(row.created_at),
        updated_at: iso(row.updated_at),
    }
}
