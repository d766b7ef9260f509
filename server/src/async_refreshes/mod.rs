//! Work in the background that an answer waits for: it says under which id its progress can be asked. Deliberately
//! absent: the work; that is a job, which reports here.

pub mod api;
mod store;

pub use store::{Refresh, STATEMENTS, finish, forget, standing};

use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// A refresh that began: `key` names the work, `account` whose it is (nobody's is everybody's). Standing ones stay.
pub async fn start(app: &App, tx: &mut Tx, key: &str, account: Option<i64>) -> Result<Refresh> {
    store::start(tx, app.ids.next(), key, account, app.clock.now()).await
}

/// How many results there are so far. Work that nobody asked about begins to be told of here.
pub async fn report(app: &App, tx: &mut Tx, key: &str, account: Option<i64>, results: i64) -> Result<()> {
    let refresh = start(app, tx, key, account).await?;
    store::report(tx, refresh.id, results, app.clock.now()).await
}

/// The same where no server runs yet.
pub async fn begin(tx: &mut Tx, id: i64, key: &str, now: i64) -> Result<()> {
    store::start(tx, id, key, None, now).await.map(drop)
}
