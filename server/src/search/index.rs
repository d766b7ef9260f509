//! The index of statuses. Whoever writes, edits or deletes one calls `put` or `remove` in that very transaction; what
//! was there before the index, or comes from a backup, is indexed by a job, newest first, chunk by chunk.

use super::store;
use crate::app::App;
use crate::async_refreshes as refreshes;
use crate::db::Tx;
use crate::error::Result;
use crate::ids;
use crate::jobs::{self, Job};
use crate::words;

/// So many rows in one transaction.
const CHUNK: i64 = 200;
/// Under this key the job tells how far it is.
const REFRESH: &str = "search_index";
const UNIQUE: &str = "index_search";

/// Indexes statuses as they now stand. Reblogs and deleted ones are none.
pub async fn put(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    let entries: Vec<(i64, String)> = store::documents(tx, ids)
        .await?
        .into_iter()
        .map(|document| {
            // Remote statuses come as HTML only.
            let html;
            let text = if document.text.is_empty() && !document.content.is_empty() {
                html = plain(&document.content);
                &html
            } else {
                &document.text
            };
            let descriptions = document.descriptions.unwrap_or_default();
            let options = document.options.unwrap_or_default();
            let tags = document.tags.unwrap_or_default();
            let texts = [document.spoiler_text.as_str(), text, &descriptions, &options];
            (document.id, words::document(texts, tags.split(' ').filter(|tag| !tag.is_empty())))
        })
        .collect();
    if entries.is_empty() { Ok(()) } else { store::write(tx, &entries).await }
}

/// What is gone is not found.
pub async fn remove(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    if ids.is_empty() { Ok(()) } else { store::remove(tx, ids).await }
}

/// The text of stored HTML, with a blank where there was a tag.
fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut inside = false;
    for c in html.chars() {
        match c {
            '<' => inside = true,
            '>' if inside => {
                inside = false;
                out.push(' ');
            }
            _ if inside => {}
            c => out.push(c),
        }
    }
    for (entity, letter) in
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&")]
    {
        out = out.replace(entity, letter);
    }
    out
}

/// Begins the index anew: after a backup was restored, which has none.
pub async fn begin_anew(tx: &mut Tx, now: i64) -> Result<()> {
    store::begin(tx).await?;
    refreshes::begin(tx, ids::at(now), REFRESH, now).await?;
    jobs::leave(tx, ids::at(now) | 0xffff, &Job::IndexSearch, UNIQUE, now).await
}

/// One chunk after the other, until there is nothing left. A crash in between costs a chunk.
pub async fn build(app: &App) -> Result<()> {
    loop {
        let mut tx = app.db.write().await?;
        let Some(at) = store::progress(&mut tx).await? else { return Ok(()) };
        let names = store::next_accounts(&mut tx, at.accounts_above, CHUNK).await?;
        if let Some((last, ..)) = names.last() {
            for (id, username, display_name) in &names {
                store::name(&mut tx, *id, &words::names(username, display_name)).await?;
            }
            store::advance(&mut tx, *last, at.statuses_below, 0).await?;
            app.commit(tx, &[]).await?;
            continue;
        }
        let ids = store::next_statuses(&mut tx, at.statuses_below, CHUNK).await?;
        let Some(last) = ids.last() else {
            store::finish(&mut tx).await?;
            refreshes::finish(&mut tx, REFRESH, None, at.done, app.clock.now()).await?;
            return app.commit(tx, &[]).await;
        };
        put(&mut tx, &ids).await?;
        store::advance(&mut tx, at.accounts_above, *last, ids.len() as i64).await?;
        refreshes::report(app, &mut tx, REFRESH, None, at.done + ids.len() as i64).await?;
        app.commit(tx, &[]).await?;
    }
}

/// The refresh that fills the index, while it runs: until then a search may find more later.
pub async fn running(app: &App) -> Result<Option<refreshes::Refresh>> {
    if app.caches.search.is_known() {
        return Ok(None);
    }
    let refresh =
        refreshes::standing(&mut app.db.read().await?, REFRESH, None).await?.filter(|refresh| refresh.running);
    if refresh.is_none() {
        app.caches.search.know();
    }
    Ok(refresh)
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn html_becomes_text() {
        assert_eq!(plain("<p>a<br>b &amp;lt; <a href=\"x>y\">c</a></p>"), " a b &lt;  y\">c  ");
    }
}
