//! `/metrics` in Prometheus' text. Counting happens where things happen; here it is only written down.

pub mod api;

use crate::app::App;
use crate::error::Result;
use crate::web::meter::BOUNDS;
use crate::{db, jobs};
use std::fmt::Write as _;

/// One metric with its samples: (labels, value).
fn metric(out: &mut String, name: &str, kind: &str, help: &str, samples: &[(String, String)]) {
    let _ = writeln!(out, "# HELP howdah_{name} {help}\n# TYPE howdah_{name} {kind}");
    for (labels, value) in samples {
        let _ = writeln!(out, "howdah_{name}{labels} {value}");
    }
}

fn one(value: impl ToString) -> Vec<(String, String)> {
    vec![(String::new(), value.to_string())]
}

async fn text(app: &App) -> Result<String> {
    let mut out = String::with_capacity(8 * 1024);
    let requests: Vec<_> = app
        .meter
        .requests()
        .into_iter()
        .map(|(method, route, status, n)| {
            (format!("{{method=\"{method}\",route=\"{route}\",status=\"{status}\"}}"), n.to_string())
        })
        .collect();
    metric(&mut out, "requests_total", "counter", "Requests by route and status.", &requests);
    let (up_to, seconds) = app.meter.times();
    let all = up_to[BOUNDS.len()];
    let _ =
        writeln!(out, "# HELP howdah_request_seconds How long requests took.\n# TYPE howdah_request_seconds histogram");
    for (bound, n) in BOUNDS.iter().zip(up_to) {
        let _ = writeln!(out, "howdah_request_seconds_bucket{{le=\"{}\"}} {n}", *bound as f64 / 1e6);
    }
    let _ = writeln!(out, "howdah_request_seconds_bucket{{le=\"+Inf\"}} {all}");
    let _ = writeln!(out, "howdah_request_seconds_sum {seconds}\nhowdah_request_seconds_count {all}");
    metric(&mut out, "statements_total", "counter", "SQL statements run.", &one(db::statements_run()));
    metric(&mut out, "stream_connections", "gauge", "Clients with an open stream.", &one(app.streams.connected()));
    let standing = jobs::standing(&mut app.db.read().await?, app.clock.now()).await?;
    metric(&mut out, "jobs_due", "gauge", "Jobs that wait for a worker.", &one(standing.due));
    metric(&mut out, "jobs_failed", "gauge", "Jobs that were given up.", &one(standing.failed));
    let caches = [
        ("sessions", app.caches.sessions.entry_count()),
        ("accounts", app.caches.rendered.accounts.entry_count()),
        ("statuses", app.caches.rendered.statuses.entry_count()),
    ];
    let caches: Vec<_> = caches.iter().map(|(name, n)| (format!("{{cache=\"{name}\"}}"), n.to_string())).collect();
    metric(&mut out, "cache_entries", "gauge", "Entries kept in memory.", &caches);
    if let Some(bytes) = resident() {
        metric(&mut out, "resident_memory_bytes", "gauge", "Memory of this process.", &one(bytes));
    }
    let started = app.meter.started_at as f64 / 1000.0;
    metric(&mut out, "start_time_seconds", "gauge", "When this process started, since 1970.", &one(started));
    Ok(out)
}

/// Linux says it in kB; elsewhere the line is left out.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok().map(|kb| kb * 1024)
}
