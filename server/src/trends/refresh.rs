//! Counting anew, by a job that comes round: the best of each kind stand in a table until the next time. What comes to
//! the top without having been reviewed is told to those who may, once.

use super::Kind;
use super::store::{self, Unreviewed};
use crate::app::App;
use crate::error::Result;
use crate::ids;
use crate::jobs::{self, Job};
use crate::letters::{Words, compose};
use crate::mail;
use crate::messages::Locale;
use crate::time::DAY;
use std::collections::HashSet;

/// How far back uses count.
const SPAN: i64 = 7 * DAY;
/// So many of each kind are kept.
const MOST: usize = 200;
/// What stands so high is worth a review.
const TOP: i64 = 10;

pub async fn refresh(app: &App) -> Result<()> {
    let now = app.clock.now();
    let since = now - SPAN;
    let mut reader = app.db.read().await?;
    let tags = store::used_tags(&mut reader, now, ids::at(since), since).await?;
    let mut authors = HashSet::new();
    let statuses: Vec<(i64, f64)> = store::liked_statuses(&mut reader, now, ids::at(since), since)
        .await?
        .into_iter()
        // Nobody trends with more than one.
        .filter(|(_, author, _)| authors.insert(*author))
        .map(|(id, _, score)| (id, score))
        .collect();
    drop(reader);
    write(app, Kind::Tag, &tags).await?;
    write(app, Kind::Status, &statuses).await?;
    ask_for_review(app, now).await
}

async fn write(app: &App, kind: Kind, found: &[(i64, f64)]) -> Result<()> {
    if found.is_empty() && !store::any(&mut app.db.read().await?, kind).await? {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    store::clear(&mut tx, kind).await?;
    for (id, score) in found.iter().take(MOST) {
        store::add(&mut tx, kind, *id, *score).await?;
    }
    app.commit(tx, &[]).await
}

async fn ask_for_review(app: &App, now: i64) -> Result<()> {
    let settings = app.settings().await?;
    // Where everything is trusted nothing waits.
    if !settings.trends || settings.trendable_by_default {
        return Ok(());
    }
    let Unreviewed { tags, authors } = store::unreviewed(&mut app.db.read().await?, TOP).await?;
    if tags.is_empty() && authors.is_empty() {
        return Ok(());
    }
    let mut tx = app.db.write().await?;
    store::asked(&mut tx, &tags.iter().map(|(id, _)| *id).collect::<Vec<_>>(), &authors, now).await?;
    if app.config.smtp.is_some() {
        let names: Vec<String> = tags.into_iter().map(|(_, name)| format!("#{name}")).collect();
        for account in store::reviewers(&mut tx).await? {
            let job = Job::TellOfTrends { account, tags: names.clone(), statuses: authors.len() as i64 };
            jobs::enqueue(app, &mut tx, &job, now, None).await?;
        }
    }
    app.commit(tx, &[]).await
}

/// By a job: the letter to one of those who may review.
pub async fn tell(app: &App, account: i64, tags: &[String], statuses: i64) -> Result<()> {
    let Some((email, locale, name)) = store::letter_box(&mut app.db.read().await?, account).await? else {
        return Ok(());
    };
    let locale = Locale::parse(&locale).unwrap_or_default();
    let (tags, statuses) = (tags.join(" "), statuses.to_string());
    let words = Words {
        subject: "server_mail_trends_subject",
        text: "server_mail_trends_text",
        button: None,
        quoted: "",
        name: &name,
        more: &[("tags", tags), ("posts", statuses)],
    };
    mail::send(app, compose(app, locale, &email, &words).await?).await
}
