//! Links of a profile are proved when the page that they lead to links back with `rel="me"`.

use super::store;
use crate::accounts;
use crate::app::App;
use crate::bus::Event;
use crate::cards::page::{decode, links_back};
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::Method;
use crate::http::header::{ACCEPT, CONTENT_TYPE, LOCATION};
use crate::jobs::{self, Job};
use crate::profile::Field;
use crate::time;
use url::Url;

/// So much of a page is looked through.
const PAGE: usize = 1024 * 1024;

/// The address that a field is, and nothing besides.
fn address(field: &Field) -> Option<Url> {
    let text = field.source.trim();
    let url = Url::parse(text).ok().filter(|_| !text.contains(char::is_whitespace))?;
    let plain = url.username().is_empty() && url.password().is_none() && url.has_host();
    (plain && matches!(url.scheme(), "http" | "https")).then_some(url)
}

/// Has what is not yet proved looked at, in the transaction that changed the profile.
pub(super) async fn plan(app: &App, tx: &mut Tx, account: i64, fields: &[Field]) -> Result<()> {
    let open = fields.iter().any(|field| field.verified_at.is_none() && address(field).is_some());
    if open && app.config.network.outgoing {
        jobs::enqueue(app, tx, &Job::VerifyFields { account }, app.clock.now(), None).await?;
    }
    Ok(())
}

/// The job.
pub async fn verify(app: &App, account: i64) -> Result<()> {
    let profile = match store::find(&mut app.db.read().await?, account).await {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    let back = accounts::view::url(&app.origin, &profile.username);
    let mut proved = Vec::new();
    for field in profile.fields.iter().filter(|field| field.verified_at.is_none()) {
        if let Some(url) = address(field)
            && leads_back(app, url, &back).await
        {
            proved.push(field);
        }
    }
    if proved.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    // The fields may have changed while the pages were read.
    let mut now = store::current(&mut tx, account).await?;
    let at = time::iso(app.clock.now());
    for field in &mut now.fields {
        if proved.iter().any(|one| (&one.name, &one.source) == (&field.name, &field.source)) {
            field.verified_at.get_or_insert_with(|| at.clone());
        }
    }
    store::save_fields(&mut tx, account, &now.fields).await?;
    app.commit(tx, &[Event::Account { id: account }]).await
}

/// Whether the page links back with `rel="me"`, or its first such link leads there in one step.
async fn leads_back(app: &App, url: Url, back: &str) -> bool {
    let answer = app.http.get(url).header(ACCEPT, "text/html").first(PAGE).send().await;
    let Some(answer) = answer.ok().filter(|answer| answer.status == 200) else { return false };
    let (from, own) = (answer.url.clone(), back.to_owned());
    let looked =
        tokio::task::spawn_blocking(move || links_back(&decode(&answer.body, answer.header(&CONTENT_TYPE)), &own));
    match looked.await {
        Ok(Ok(())) => true,
        Ok(Err(Some(first))) => {
            let Ok(first) = from.join(&first) else { return false };
            let answer = app.http.ask(Method::HEAD, first).alone().send().await;
            answer.is_ok_and(|answer| answer.header(&LOCATION) == Some(back))
        }
        _ => false,
    }
}
