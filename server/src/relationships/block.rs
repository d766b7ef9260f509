//! Blocking a person or a domain.

use super::{both, feed, other, store, target, unfollow};
use crate::app::App;
use crate::bus::Event;
use crate::collections;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};

/// Ends every follow and request between both, and takes the other's traces from my feed and notifications.
pub async fn block(app: &App, me: i64, id: i64) -> Result<()> {
    other(me, id)?;
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    unfollow::end(&mut tx, me, id).await?;
    unfollow::end(&mut tx, id, me).await?;
    store::block(&mut tx, (app.ids.next(), app.clock.now()), me, id).await?;
    feed::drop_blocked(&mut tx, me, id).await?;
    feed::drop_blocked(&mut tx, id, me).await?;
    store::forget_notifications(&mut tx, me, id).await?;
    collections::part(app, &mut tx, me, id).await?;
    app.commit(tx, &both(me, id)).await
}

pub async fn unblock(app: &App, me: i64, id: i64) -> Result<()> {
    target(app, me, id).await?;
    let mut tx = app.db.write().await?;
    store::unblock(&mut tx, me, id).await?;
    app.commit(tx, &both(me, id)).await
}

/// Hides a whole server from this person, and ends what ties them to its people.
pub async fn block_domain(app: &App, me: i64, domain: &str) -> Result<()> {
    let domain = fold_domain(domain)?;
    let mut tx = app.db.write().await?;
    let now = app.clock.now();
    store::block_domain(&mut tx, me, &domain, now).await?;
    if !store::ties(&mut tx, me, &domain, 1).await?.is_empty() {
        let key = format!("sever:{me}:{domain}");
        let job = Job::SeverDomain { account: me, domain, event: app.ids.next() };
        jobs::enqueue(app, &mut tx, &job, now, Some(&key)).await?;
    }
    app.commit(tx, &[Event::Relations { account: me }]).await
}

pub async fn unblock_domain(app: &App, me: i64, domain: &str) -> Result<()> {
    let domain = fold_domain(domain)?;
    let mut tx = app.db.write().await?;
    store::unblock_domain(&mut tx, me, &domain).await?;
    app.commit(tx, &[Event::Relations { account: me }]).await
}

pub(super) fn fold_domain(text: &str) -> Result<String> {
    let domain = text.trim().trim_end_matches('.').to_lowercase();
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '/' | '@' | '?' | '#');
    if domain.is_empty() || domain.len() > 255 || domain.contains(odd) || domain.split('.').any(str::is_empty) {
        return Err(Error::validation("Domain is not a valid domain name"));
    }
    Ok(domain)
}

#[cfg(test)]
mod tests {
    use super::fold_domain;

    #[test]
    fn domains_are_folded() {
        assert_eq!(fold_domain(" Example.ORG. ").unwrap(), "example.org");
        assert!(fold_domain("https://a.b").is_err());
        assert!(fold_domain("a..b").is_err());
    }
}
