//! Cases open and close with what they are about, in its transaction: whichever way something is decided, the queue
//! knows. Called by the nouns whose matters wait.

use super::Kind;
use super::store::{self, New};
use crate::app::App;
use crate::db::Tx;
use crate::error::Result;

/// A report stands: its case is opened, or grows.
pub async fn reported(app: &App, tx: &mut Tx, report: i64, account: i64, rules: &[i64]) -> Result<i64> {
    let new = New { kind: Kind::Report, target_type: "account", target_id: account, account_id: account };
    let case = store::open(tx, app.ids.next(), &new, app.clock.now()).await?;
    store::reported(tx, report, case).await?;
    store::add_rules(tx, case, rules).await?;
    Ok(case)
}

/// Something of this account waits, or was noticed by these rules.
pub async fn waits(
    app: &App,
    tx: &mut Tx,
    kind: Kind,
    target: (&str, i64),
    account: i64,
    rules: &[i64],
) -> Result<i64> {
    let new = New { kind, target_type: target.0, target_id: target.1, account_id: account };
    let case = store::open(tx, app.ids.next(), &new, app.clock.now()).await?;
    store::add_rules(tx, case, rules).await?;
    Ok(case)
}

/// It was decided, from whichever screen. Nothing happens where no case is open.
pub async fn decided(
    app: &App,
    tx: &mut Tx,
    kind: Kind,
    target: (&str, i64),
    by: Option<i64>,
    outcome: &str,
) -> Result<()> {
    store::close_target(tx, kind, target, by, outcome, app.clock.now()).await
}

/// A report was closed on its own: the last one closes the case.
pub async fn report_closed(app: &App, tx: &mut Tx, report: i64, by: Option<i64>) -> Result<()> {
    store::close_if_done(tx, report, by, app.clock.now()).await
}

/// A report was opened again, and its case with it.
pub async fn report_reopened(app: &App, tx: &mut Tx, report: i64) -> Result<()> {
    store::reopen(tx, report, app.clock.now()).await
}
