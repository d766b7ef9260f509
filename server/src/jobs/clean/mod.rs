//! Forgetting. Addresses and user agents are kept for 30 days at most; nothing expired is kept for long.

mod store;

pub use store::STATEMENTS;

use crate::app::App;
use crate::bus::Event;
use crate::db::Sql;
use crate::error::Result;
use crate::time::{DAY, HOUR};

/// So many rows a transaction: nobody waits behind a broom.
const CHUNK: i64 = 500;

pub(super) async fn clean(app: &App) -> Result<()> {
    let now = app.clock.now();
    let brooms: [(Sql, i64); 10] = [
        (store::CODES, now),
        (store::SESSIONS, now),
        (store::RESETS, now),
        (store::STEPS, now),
        (store::SIGN_INS, now - 30 * DAY),
        (store::KEYS, now - HOUR),
        (store::SIGN_UP_ADDRESSES, now - 30 * DAY),
        (store::TOKEN_ADDRESSES, now - 30 * DAY),
        (store::SESSION_ADDRESSES, now - 30 * DAY),
        // A year and a bit is what the dashboard looks back.
        (store::OLD_DAYS, now - 1100 * DAY),
    ];
    for (broom, before) in brooms {
        loop {
            let mut tx = app.db.write().await?;
            let swept = store::sweep(&mut tx, broom, before, CHUNK).await?;
            tx.commit().await?;
            if (swept as i64) < CHUNK {
                break;
            }
        }
    }
    loop {
        let mut tx = app.db.write().await?;
        let gone = crate::async_refreshes::forget(&mut tx, now - DAY, CHUNK).await?;
        tx.commit().await?;
        if (gone as i64) < CHUNK {
            break;
        }
    }
    end_mutes(app).await?;
    crate::admin::blocks::ips::end(app).await?;
    crate::admin::blocks::emails::forget(app).await?;
    crate::confirmations::let_in(app).await
}

pub(super) async fn end_mutes(app: &App) -> Result<()> {
    let now = app.clock.now();
    loop {
        let mut tx = app.db.write().await?;
        let ended = store::end_mutes(&mut tx, now, CHUNK).await?;
        let events: Vec<Event> = ended.iter().map(|account| Event::Relations { account: *account }).collect();
        app.commit(tx, &events).await?;
        if (ended.len() as i64) < CHUNK {
            return Ok(());
        }
    }
}

/// Writes down who was here since the last time.
pub(super) async fn write_activity(app: &App) -> Result<()> {
    let seen = app.activity.drain();
    for chunk in seen.chunks(CHUNK as usize / 2) {
        let mut tx = app.db.write().await?;
        for (token, account, at) in chunk {
            store::seen(&mut tx, *token, *account, *at).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}
