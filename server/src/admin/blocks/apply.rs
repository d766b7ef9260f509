//! What blocks do to the accounts of a server that are known here, and taking it back. Each account remembers what a
//! block did to it (`accounts.barred`), so that lifting one undoes nothing that a moderator decided about a person.

use super::bars::Bars;
use super::domains::Severity;
use super::store;
use crate::app::App;
use crate::bus::Event;
use crate::error::Result;

const CHUNK: i64 = 300;

/// As bits of `accounts.barred`.
const SILENCED: i64 = 1;
const SUSPENDED: i64 = 2;
const NO_MEDIA: i64 = 4;

fn wanted(bars: &Bars, domain: &str) -> i64 {
    let Some(verdict) = bars.server(domain) else { return 0 };
    let media = if verdict.reject_media { NO_MEDIA } else { 0 };
    media
        | match verdict.severity {
            Severity::Noop => 0,
            Severity::Silence => SILENCED,
            Severity::Suspend => SUSPENDED,
        }
}

/// Brings the accounts of a server and of those below it to what stands now. By a job; may be done again.
pub async fn apply(app: &App, domain: &str) -> Result<()> {
    let mut reader = app.db.read().await?;
    // Not from memory: another process may have written this job.
    let bars = Bars::gather(store::bars(&mut reader).await?);
    let domains = store::known_domains(&mut reader, domain).await?;
    drop(reader);
    for domain in domains {
        let wanted = wanted(&bars, &domain);
        let mut after = 0;
        loop {
            let mut tx = app.db.write().await?;
            let ids = store::some_of_domain(&mut tx, &domain, after, CHUNK).await?;
            let Some(last) = ids.last() else { break };
            after = *last;
            store::bar(&mut tx, &ids, wanted, app.clock.now()).await?;
            let events: Vec<Event> = ids.iter().map(|id| Event::Account { id: *id }).collect();
            app.commit(tx, &events).await?;
            if (ids.len() as i64) < CHUNK {
                break;
            }
        }
    }
    Ok(())
}
