//! From a status to the card of its first link: found or fetched, then shown. A page that cannot be read makes no card.

use super::page::{self, Found};
use super::store::{self, New};
use super::{About, oembed};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::http::Trouble;
use crate::http::header::{ACCEPT, CONTENT_TYPE};
use crate::jobs::{self, Job};
use crate::media::files;
use crate::media::picture::Picture;
use crate::statuses::format;
use crate::time::DAY;
use url::Url;

/// A page is read again after this time, when somebody links to it.
const FRESH: i64 = 14 * DAY;
/// So much of a page is read: what it says of itself stands at its start.
const PAGE: usize = 1024 * 1024;
const PICTURE: usize = 8 * 1024 * 1024;

/// The first address in a text that may have a card: somebody else's page on the web.
pub fn first_link(app: &App, text: &str) -> Option<Url> {
    let own = |url: &Url| {
        let host = url.host_str().unwrap_or("");
        let whole = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
        let known = std::iter::once(&app.config.server.domain).chain(&app.config.network.hosts);
        known.into_iter().any(|name| name.eq_ignore_ascii_case(&whole))
    };
    let fits = |url: &Url| url.has_host() && url.as_str().len() <= 2_048 && !own(url);
    format::links(text).into_iter().filter_map(|link| Url::parse(link).ok()).find(fits)
}

/// Has the links of a status looked at, in the transaction that wrote it.
pub async fn plan(app: &App, tx: &mut Tx, status: i64, text: &str) -> Result<()> {
    if app.config.network.outgoing && first_link(app, text).is_some() {
        jobs::enqueue(app, tx, &Job::FetchCard { status }, app.clock.now(), None).await?;
    }
    Ok(())
}

/// The job.
pub async fn fetch(app: &App, status: i64) -> Result<()> {
    let mut reader = app.db.read().await?;
    let Some(linking) = store::of_status(&mut reader, status).await? else { return Ok(()) };
    let Some(url) = first_link(app, &linking.text) else { return Ok(()) };
    let known = store::find(&mut reader, url.as_str()).await?;
    drop(reader);
    let now = app.clock.now();
    let event = Event::StatusEdited { id: status, account: linking.account_id };
    if let Some(known) = &known
        && known.fetched_at > now - FRESH
    {
        return show(app, status, known.card.id, linking.card_id, event).await;
    }
    let found = match load(app, &url).await {
        Ok(found) => found,
        Err(trouble) => {
            tracing::debug!(%trouble, "a link has no card");
            // What it said before is better than nothing.
            return match known {
                Some(known) => show(app, status, known.card.id, linking.card_id, event).await,
                None => Ok(()),
            };
        }
    };
    let Found { mut about, image, creator, .. } = found;
    let image = picture(app, image, &mut about).await;
    let (account_id, claimed_id) = author(app, creator.as_deref(), &url).await?;
    let new =
        New { id: app.ids.next(), url: url.as_str(), about: &about, image: image.as_deref(), account_id, claimed_id };
    let mut tx = app.db.write().await?;
    let (card, old) = store::save(&mut tx, &new, now).await?;
    store::render_again(&mut tx, card).await?;
    let changed = store::attach(&mut tx, status, card).await?;
    app.commit(tx, if changed { std::slice::from_ref(&event) } else { &[] }).await?;
    files::remove(app, old.as_deref().filter(|old| Some(*old) != image.as_deref()));
    Ok(())
}

async fn show(app: &App, status: i64, card: i64, shown: Option<i64>, event: Event) -> Result<()> {
    if shown == Some(card) {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    let changed = store::attach(&mut tx, status, card).await?;
    app.commit(tx, if changed { std::slice::from_ref(&event) } else { &[] }).await
}

/// Reads the page, and what it says of itself as oEmbed.
async fn load(app: &App, url: &Url) -> Result<Found, Trouble> {
    let broken = |why: &str| Trouble::Broken(why.to_owned());
    let answer = app.http.get(url.clone()).header(ACCEPT, "text/html").types(&["text/html"]).first(PAGE).send().await?;
    if answer.status != 200 {
        return Err(broken("the page is not there"));
    }
    let from = answer.url.clone();
    let found = tokio::task::spawn_blocking(move || {
        let text = page::decode(&answer.body, answer.header(&CONTENT_TYPE));
        page::read(&answer.url, &text)
    })
    .await
    .map_err(|error| broken(&error.to_string()))?;
    if let Some(described) = &found.oembed
        && let Some(better) = embed(app, &from, described, &found.about).await
    {
        return Ok(Found { creator: found.creator, image: better.image.or(found.image), ..better });
    }
    if found.about.title.is_empty() && found.about.html.is_empty() {
        return Err(broken("the page says nothing of itself"));
    }
    Ok(found)
}

async fn embed(app: &App, from: &Url, at: &Url, page: &About) -> Option<Found> {
    let answer = app.http.get(at.clone()).header(ACCEPT, "application/json").send().await.ok()?;
    let said = serde_json::from_slice(&answer.body).ok().filter(|_| answer.ok())?;
    oembed::read(from, &said, page)
}

/// Keeps a copy of the picture, so that nobody's reader asks a third party; a card does without one that is broken.
async fn picture(app: &App, image: Option<Url>, about: &mut About) -> Option<String> {
    match copy(app, image?).await {
        Ok((file, blurhash, width, height)) => {
            about.blurhash = blurhash;
            if about.kind == "link" {
                (about.width, about.height) = (width, height);
            }
            Some(file)
        }
        Err(error) => {
            tracing::debug!(%error, "a card goes without its picture");
            None
        }
    }
}

/// The path of the copy below the media folder, its blurhash, width and height.
async fn copy(app: &App, image: Url) -> Result<(String, Option<String>, i64, i64)> {
    let answer = app.http.get(image).types(&["image/"]).at_most(PICTURE).send().await?;
    if !answer.ok() {
        return Err(Error::NotFound);
    }
    let temporary = app.temporary_file()?;
    tokio::fs::write(&temporary, &answer.body).await?;
    let path = temporary.clone();
    let kept = files::in_turn(app, move |app| {
        let picture = Picture::read(&path)?;
        let (blurhash, small) = (picture.blurhash(), picture.preview()?);
        let file = format!("{}.{}", files::fresh(app, "cards"), small.extension);
        files::write(app, &file, &small)?;
        Ok((file, blurhash, i64::from(small.width), i64::from(small.height)))
    })
    .await;
    let _ = tokio::fs::remove_file(&temporary).await;
    kept
}

/// The account that a page names as its author: (one who lets this site do so, the one named).
async fn author(app: &App, creator: Option<&str>, url: &Url) -> Result<(Option<i64>, Option<i64>)> {
    let Some((name, domain)) = creator.and_then(handle) else { return Ok((None, None)) };
    let own = domain.is_empty() || domain == app.config.server.domain.to_lowercase();
    let domain = if own { "" } else { domain.as_str() };
    let Some((account, sites)) = store::creator(&mut app.db.read().await?, &name, domain).await? else {
        return Ok((None, None));
    };
    let sites: Vec<String> = serde_json::from_str(&sites).map_err(Error::internal)?;
    let host = url.host_str().unwrap_or("").to_lowercase();
    let agreed = sites.iter().any(|site| host == *site || host.ends_with(&format!(".{site}")));
    Ok((agreed.then_some(account), Some(account)))
}

/// `@Ada@Example.org` -> (`ada`, `example.org`).
fn handle(text: &str) -> Option<(String, String)> {
    let text = text.trim().trim_start_matches('@').to_lowercase();
    let (name, domain) = text.split_once('@').unwrap_or((&text, ""));
    (!name.is_empty()).then(|| (name.to_owned(), domain.to_owned()))
}
