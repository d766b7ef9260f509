//! Web Push: where an app wants to be told of notifications, and the sealed messages sent there by jobs. Deliberately
//! absent: what is worth a notification (`notifications`), and Apple's and Google's own gateways, which apps bring.

pub mod api;
pub mod cipher;
mod deliver;
mod payload;
mod store;
mod subscribe;
mod vapid;

pub use deliver::deliver;
pub use store::{STATEMENTS, forget};
pub use subscribe::{Data, New, change, subscribe};

use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::notifications::{self, bits};
use crate::time::HOUR;

/// What is older is no news; push services are told to forget it then, too.
const LIFE: i64 = 48 * HOUR;

/// Where to push what.
#[derive(Debug, Clone)]
pub struct Subscription {
    pub id: i64,
    pub token: i64,
    pub account: i64,
    pub endpoint: String,
    /// The app's public key, an uncompressed point.
    pub p256dh: Vec<u8>,
    pub auth: Vec<u8>,
    /// RFC 8291 instead of the draft that older apps know.
    pub standard: bool,
    /// Types as bits in the order of `notifications::KINDS`.
    pub alerts: i64,
    pub policy: String,
}

/// Whose notifications are pushed.
pub const POLICIES: [&str; 4] = ["all", "followed", "follower", "none"];

/// Writes a job for each app that wants to hear of a notification, in its transaction.
pub async fn tell(app: &App, tx: &mut Tx, new: &notifications::New<'_>, id: i64) -> Result<()> {
    let kind = bits([new.kind]);
    for token in store::listeners(tx, new.account_id, new.from_account_id, kind).await? {
        let job = Job::Push { token, notification: id };
        jobs::enqueue(app, tx, &job, app.clock.now(), None).await?;
    }
    Ok(())
}
