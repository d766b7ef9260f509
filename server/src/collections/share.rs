//! Collections that a status speaks of: those whose address stands in its text.

use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::statuses::format;
use crate::web::base;

/// The ids in the addresses of collections that a text holds. Whether they exist is seen when they are written.
pub fn named(app: &App, text: &str) -> Vec<i64> {
    let mut found = vec![];
    for id in format::links(text).into_iter().filter_map(|link| id_of(app, link)) {
        if !found.contains(&id) {
            found.push(id);
        }
    }
    found
}

/// Exactly the address of a collection, under any name of this server.
fn id_of(app: &App, link: &str) -> Option<i64> {
    let (_, rest) = link.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    let id = path.strip_prefix("collections/")?;
    if !id.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    base::find(app, host)?;
    id.parse().ok()
}

/// Writes down what a status speaks of, in place of what it did before.
pub async fn share(tx: &mut Tx, status: i64, collections: &[i64]) -> Result<()> {
    store::share(tx, status, collections).await
}
