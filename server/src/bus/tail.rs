//! Reads the outbox as it grows and hands each event to the caches and streams of this process, in order.

use super::{Event, store};
use crate::app::App;
use crate::db::Engine;
use crate::emojis;
use crate::error::Result;
use crate::time::{HOUR, MINUTE};
use std::time::Duration;

/// How soon a write of another process on the same SQLite file is seen.
const GLANCE: Duration = Duration::from_millis(50);

/// Runs until the server drains.
pub async fn run(app: App) {
    let mut closing = app.closing.subscribe();
    loop {
        let read = async {
            match app.db.engine() {
                Engine::Sqlite => glance(&app).await,
                Engine::Postgres => listen(&app).await,
            }
        };
        let outcome = tokio::select! {
            outcome = read => outcome,
            _ = closing.wait_for(|closing| *closing) => return,
        };
        if let Err(error) = outcome {
            tracing::warn!(%error, "the event tail stopped; trying again");
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        // Events may have been missed meanwhile: start from an empty memory.
        app.caches.forget_all();
    }
}

async fn glance(app: &App) -> Result<()> {
    let mut last = store::newest(&mut app.db.read().await?).await?;
    let mut watch = app.db.watch().await?;
    let mut trimmed = app.clock.now();
    app.bus_ready();
    loop {
        tokio::select! {
            () = app.bus_woken() => {}
            () = tokio::time::sleep(GLANCE) => {
                if !watch.changed().await? {
                    continue;
                }
                app.db.changed();
            }
        }
        loop {
            let events = store::after(&mut app.db.read().await?, last).await?;
            let full = events.len() >= 500;
            for (id, payload) in events {
                last = id;
                hand_on(app, &payload).await;
            }
            if !full {
                break;
            }
        }
        trim(app, &mut trimmed).await?;
    }
}

async fn listen(app: &App) -> Result<()> {
    let mut listener = app.db.listen("howdah_bus").await?;
    let mut trimmed = app.clock.now();
    app.bus_ready();
    loop {
        let id: i64 = listener.next().await?.parse().unwrap_or(0);
        if let Some((_, payload)) = store::by_id(&mut app.db.read().await?, id).await? {
            hand_on(app, &payload).await;
        }
        trim(app, &mut trimmed).await?;
    }
}

async fn hand_on(app: &App, payload: &str) {
    match serde_json::from_str::<Event>(payload) {
        Ok(event) => {
            app.caches.apply(&event);
            if event == Event::Emojis
                && let Err(error) = emojis::warm(app).await
            {
                tracing::warn!(%error, "the emojis could not be read again; the next page will try");
            }
            app.db.changed();
            // Nobody listening is no error.
            let _ = app.events.send(event.into());
        }
        // A newer process may say what this one does not know.
        Err(error) => tracing::debug!(%error, "an event was not understood"),
    }
}

async fn trim(app: &App, trimmed: &mut i64) -> Result<()> {
    let now = app.clock.now();
    if now - *trimmed > 10 * MINUTE {
        *trimmed = now;
        let mut tx = app.db.write().await?;
        store::trim(&mut tx, now - HOUR).await?;
        tx.commit().await?;
    }
    Ok(())
}
