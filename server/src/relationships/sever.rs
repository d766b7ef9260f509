//! Ending every follow between a member and the people of a server that they blocked, step by step.

use super::{store, unfollow};
use crate::app::App;
use crate::bus::Event;
use crate::error::Result;
use crate::notifications::severed::{self, Severed};

/// So many follows end in one transaction: each takes a feed and lists with it.
const CHUNK: i64 = 50;

/// By a job that names the event: a server that dies in between goes on counting the same one.
pub async fn sever_domain(app: &App, me: i64, domain: &str, event: i64) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        if !store::blocks_domain(&mut tx, me, domain).await? {
            // Unblocked meanwhile: what is left stays.
            return Ok(());
        }
        let ties = store::ties(&mut tx, me, domain, CHUNK).await?;
        let (mut followers, mut following) = (0, 0);
        let mut events = vec![Event::Relations { account: me }];
        for (follower, followed, is_follow) in &ties {
            unfollow::end(&mut tx, *follower, *followed).await?;
            let other = if *follower == me { followed } else { follower };
            events.push(Event::Relations { account: *other });
            match (*is_follow, *follower == me) {
                (true, true) => following += 1,
                (true, false) => followers += 1,
                (false, _) => {}
            }
        }
        let more = ties.len() as i64 == CHUNK;
        let severed = Severed {
            id: event,
            kind: "user_domain_block".into(),
            target_name: domain.to_owned(),
            purged: false,
            followers,
            following,
            created_at: app.clock.now(),
        };
        severed::count(&mut tx, me, &severed).await?;
        if !more {
            events.extend(severed::tell(app, &mut tx, me, event).await?);
        }
        app.commit(tx, &events).await?;
        if !more {
            return Ok(());
        }
    }
}
