//! What comes round by the clock.

use super::{Job, enqueue};
use crate::app::App;
use crate::error::Result;
use crate::time::{DAY, HOUR};

const ROUNDS: &[(Job, i64)] =
    &[(Job::Clean, HOUR), (Job::SweepMedia, HOUR), (Job::TrimHomes, DAY), (Job::PurgePosts, DAY)];

/// How long after one run the next follows; None for jobs that run once.
pub(super) fn every(job: &Job) -> Option<i64> {
    ROUNDS.iter().find(|(round, _)| round == job).map(|(_, every)| *every)
}

/// Makes sure that each has its row. The first run is soon, but not during the start.
pub(super) async fn plan(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    for (job, every) in ROUNDS {
        let first = app.clock.now() + every / 60;
        enqueue(app, &mut tx, job, first, Some(&format!("periodic:{}", job.name()))).await?;
    }
    tx.commit().await
}
