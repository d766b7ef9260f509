//! Running: bind, answer, drain. The tasks of a server process (bus, jobs) start here.

use crate::app::App;
use crate::error::Error;
use crate::{bus, emojis, filters, jobs, streaming};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpListener;

/// How long running requests may take to end.
const DRAIN: Duration = Duration::from_secs(10);

/// Answers on `listener` until `stop` resolves; then no new connection is taken and running requests end.
pub async fn run(
    app: App,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let closing = app.closing.clone();
    let mut closed = closing.subscribe();
    let service = crate::router(app.clone()).into_make_service_with_connect_info::<SocketAddr>();
    let server = tokio::spawn(
        axum::serve(listener, service)
            .with_graceful_shutdown(async move {
                let _ = closed.wait_for(|closing| *closing).await;
            })
            .into_future(),
    );
    stop.await;
    closing.send_replace(true);
    match tokio::time::timeout(DRAIN, server).await {
        Ok(Ok(outcome)) => outcome?,
        Ok(Err(error)) => return Err(Error::internal(error)),
        Err(_) => tracing::warn!("some requests did not end in time"),
    }
    app.tasks.close();
    if tokio::time::timeout(DRAIN, app.tasks.wait()).await.is_err() {
        tracing::warn!("a job did not end in time; it will be done again");
    }
    // A reader that is still out must not keep the process: what was acknowledged is durable already.
    if tokio::time::timeout(Duration::from_secs(2), app.db.close()).await.is_err() {
        tracing::warn!("the database was still in use");
    }
    Ok(())
}

/// Starts the tasks that every server process runs.
pub async fn start_tasks(app: &App) {
    start_events(app).await;
    app.tasks.spawn(jobs::work(app.clone()));
}

/// The half that only listens: what is committed reaches caches and streams.
pub async fn start_events(app: &App) {
    tokio::spawn(streaming::run(app.clone(), app.events.subscribe()));
    tokio::spawn(bus::run(app.clone()));
    app.wait_for_bus().await;
    if let Err(error) = emojis::warm(app).await {
        tracing::warn!(%error, "the emojis could not be read; the next page will try");
    }
    if let Err(error) = app.bars().await {
        tracing::warn!(%error, "the blocks could not be read; the next request will try");
    }
    if let Err(error) = filters::warm(app).await {
        tracing::warn!(%error, "who has filters could not be read; the next page will try");
    }
}
