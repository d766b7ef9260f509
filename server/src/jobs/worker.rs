//! Claims what is due and does it, one at a time. What fails comes again, later each time.

use super::store::{self, Claimed};
use super::{Job, Lane, clean, periodic};
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::{HOUR, MINUTE, SECOND};
use std::time::Duration;

/// Whoever holds a job for longer is dead.
const CLAIM: i64 = 15 * MINUTE;
/// A job that failed so often waits for a person.
pub(super) const ATTEMPTS: i64 = 12;
/// Other processes may have written jobs: look this often, even if nobody here says so.
const GLANCE: Duration = Duration::from_secs(30);
const FLUSH: Duration = Duration::from_secs(60);

/// Runs until the server drains; a job that has begun is finished.
pub async fn work(app: App) {
    if let Err(error) = periodic::plan(&app).await {
        tracing::warn!(%error, "the periodic jobs could not be planned");
    }
    let slow = app.clone();
    let slow = tokio::spawn(async move { serve(&slow, Lane::Slow).await });
    let mut flush = tokio::time::interval(FLUSH);
    flush.tick().await;
    let quick = serve(&app, Lane::Quick);
    tokio::pin!(quick);
    loop {
        tokio::select! {
            () = &mut quick => break,
            // Who was here lies in this process's memory: each writes its own.
            _ = flush.tick() => note_activity(&app).await,
        }
    }
    // A long piece of work is given up and begun anew with the next start.
    slow.abort();
    note_activity(&app).await;
}

/// One lane, one job after the other.
async fn serve(app: &App, lane: Lane) {
    while !*app.closing.borrow() {
        let wait = match step(app, lane).await {
            Ok(wait) => wait,
            Err(error) => {
                tracing::warn!(%error, "the job queue could not be read");
                GLANCE
            }
        };
        if wait.is_zero() {
            continue;
        }
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.jobs_woken(lane) => {}
            () = app.closed() => {}
        }
    }
}

async fn note_activity(app: &App) {
    if let Err(error) = clean::write_activity(app).await {
        tracing::warn!(%error, "who was here could not be noted");
    }
}

/// Does one job, or tells how long to wait for the next.
async fn step(app: &App, lane: Lane) -> Result<Duration> {
    let now = app.clock.now();
    match store::next(&mut app.db.read().await?, lane, now).await? {
        Some(next) if next <= now => {
            do_one(app, lane).await?;
            Ok(Duration::ZERO)
        }
        Some(next) => Ok(GLANCE.min(Duration::from_millis((next - now) as u64))),
        None => Ok(GLANCE),
    }
}

/// Tells whether there was one.
async fn do_one(app: &App, lane: Lane) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let claimed = store::claim(&mut tx, lane, now, now + CLAIM).await?;
    tx.commit().await?;
    let Some(claimed) = claimed else { return Ok(false) };
    let outcome = match serde_json::from_str::<Job>(&claimed.payload) {
        Ok(job) => run(app, job).await,
        // Written by a newer version: that one will do it.
        Err(error) => Err((None, Error::internal(error))),
    };
    settle(app, &claimed, outcome).await?;
    Ok(true)
}

/// In a task of its own, so that a panic fails the job and not the worker.
async fn run(app: &App, job: Job) -> Result<Job, (Option<Job>, Error)> {
    let (its_app, its_job) = (app.clone(), job.clone());
    match tokio::spawn(async move { its_job.run(&its_app).await }).await {
        Ok(Ok(())) => Ok(job),
        Ok(Err(error)) => Err((Some(job), error)),
        Err(panic) => Err((Some(job), Error::internal(panic))),
    }
}

async fn settle(app: &App, claimed: &Claimed, outcome: Result<Job, (Option<Job>, Error)>) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    match outcome {
        Ok(job) => match periodic::every(&job) {
            Some(every) => store::again(&mut tx, claimed.id, now + every, 0, None).await?,
            None => store::done(&mut tx, claimed.id).await?,
        },
        Err((job, error)) => {
            tracing::warn!(%error, job = job.as_ref().map_or("unknown", Job::name), attempts = claimed.attempts, "a job failed");
            let rounds = job.as_ref().is_some_and(|job| periodic::every(job).is_some());
            let next =
                if claimed.attempts >= ATTEMPTS && !rounds { i64::MAX } else { now + patience(claimed.attempts) };
            store::again(&mut tx, claimed.id, next, claimed.attempts, Some(&error.to_string())).await?;
        }
    }
    tx.commit().await
}

/// 10 s, 20 s, 40 s, ... six hours at the most.
fn patience(attempts: i64) -> i64 {
    ((5 * SECOND) << attempts.clamp(1, 20)).min(6 * HOUR)
}

impl App {
    /// Does everything that is due, at once. For tests: no clock is waited for.
    pub async fn run_jobs(&self) -> Result<usize> {
        periodic::plan(self).await?;
        clean::write_activity(self).await?;
        let mut done = 0;
        loop {
            let before = done;
            for lane in Lane::ALL {
                while do_one(self, lane).await? {
                    done += 1;
                }
            }
            if done == before {
                return Ok(done);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patience_grows_to_six_hours() {
        assert_eq!(patience(1), 10 * SECOND);
        assert_eq!(patience(2), 20 * SECOND);
        assert_eq!(patience(11), 10_240 * SECOND);
        assert_eq!(patience(40), 6 * HOUR);
    }
}
