//! Writing, changing, publishing and deleting announcements, which staff with that permission do, and the clock.

use super::LONGEST;
use super::store::{self, Row};
use crate::admin::{self, Act, Actor};
use crate::app::App;
use crate::bus::Event;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::time::iso;
use crate::web::permission;
use serde_json::{Value, json};

/// What is not given stays; a time that is given as nothing is taken away.
#[derive(Debug, Default)]
pub struct Wanted {
    pub text: Option<String>,
    pub all_day: Option<bool>,
    pub published: Option<bool>,
    pub scheduled_at: Option<Option<i64>>,
    pub starts_at: Option<Option<i64>>,
    pub ends_at: Option<Option<i64>>,
}

fn merge(row: &mut Row, wanted: Wanted, now: i64) -> Result<()> {
    if let Some(text) = wanted.text {
        row.text = text.trim().to_owned();
    }
    row.all_day = wanted.all_day.unwrap_or(row.all_day);
    row.scheduled_at = wanted.scheduled_at.unwrap_or(row.scheduled_at);
    row.starts_at = wanted.starts_at.unwrap_or(row.starts_at);
    row.ends_at = wanted.ends_at.unwrap_or(row.ends_at);
    if row.text.is_empty() {
        return Err(Error::validation("Text can't be blank"));
    }
    if row.text.chars().count() > LONGEST {
        return Err(Error::validation(format!("Text is too long (maximum is {LONGEST} characters)")));
    }
    match (row.starts_at, row.ends_at) {
        (None, Some(_)) => return Err(Error::validation("Starts at can't be blank")),
        (Some(_), None) => return Err(Error::validation("Ends at can't be blank")),
        (Some(start), Some(end)) if end < start => {
            return Err(Error::validation("Ends at must be later than the start"));
        }
        _ => {}
    }
    let due = row.scheduled_at.is_none_or(|at| at <= now);
    let publish = match wanted.published {
        Some(published) => published,
        // What was taken back stays so until somebody says otherwise.
        None => row.published || (due && row.published_at.is_none()),
    };
    if publish && !row.published {
        row.published_at = Some(now);
    }
    row.published = publish;
    if publish {
        row.scheduled_at = None;
    }
    row.updated_at = now;
    Ok(())
}

fn state(row: &Row) -> Value {
    json!({
        "text": row.text,
        "published": row.published,
        "all_day": row.all_day,
        "scheduled_at": row.scheduled_at.map(iso),
        "starts_at": row.starts_at.map(iso),
        "ends_at": row.ends_at.map(iso),
    })
}

/// What the log says of it, and the jobs of its times.
async fn settle(app: &App, tx: &mut Tx, actor: &Actor, kind: &str, row: &Row, before: Value) -> Result<()> {
    let label: String = row.text.chars().take(80).collect();
    let after = if kind == "delete_announcement" { Value::Null } else { state(row) };
    let act = Act {
        kind,
        target_type: "announcement",
        target_id: row.id,
        target_label: &label,
        reason: "",
        before,
        after,
        case_id: None,
    };
    admin::record(app, tx, actor, &act).await?;
    if kind == "delete_announcement" {
        return Ok(());
    }
    let times = [row.scheduled_at, row.end().filter(|_| row.published)];
    for at in times.into_iter().flatten() {
        let key = format!("announcement:{}:{at}", row.id);
        jobs::enqueue(app, tx, &Job::Announcement { id: row.id }, at, Some(&key)).await?;
    }
    Ok(())
}

fn news(row: &Row, was_published: bool) -> Option<Event> {
    match (was_published, row.published) {
        (_, true) => Some(Event::Announcement { id: row.id }),
        (true, false) => Some(Event::AnnouncementDeleted { id: row.id }),
        (false, false) => None,
    }
}

pub async fn create(app: &App, actor: &Actor, wanted: Wanted) -> Result<i64> {
    actor.needs(permission::MANAGE_ANNOUNCEMENTS)?;
    let now = app.clock.now();
    let mut row = Row {
        id: app.ids.next(),
        text: String::new(),
        published: false,
        all_day: false,
        scheduled_at: None,
        starts_at: None,
        ends_at: None,
        published_at: None,
        created_at: now,
        updated_at: now,
        read: false,
    };
    merge(&mut row, wanted, now)?;
    let mut tx = app.db.write().await?;
    store::add(&mut tx, &row).await?;
    settle(app, &mut tx, actor, "create_announcement", &row, Value::Null).await?;
    app.commit(tx, news(&row, false).as_slice()).await?;
    Ok(row.id)
}

pub async fn update(app: &App, actor: &Actor, id: i64, wanted: Wanted) -> Result<()> {
    actor.needs(permission::MANAGE_ANNOUNCEMENTS)?;
    let mut tx = app.db.write().await?;
    let mut row = store::one_in(&mut tx, id).await?;
    let (before, was_published) = (state(&row), row.published);
    merge(&mut row, wanted, app.clock.now())?;
    store::change(&mut tx, &row).await?;
    settle(app, &mut tx, actor, "change_announcement", &row, before).await?;
    app.commit(tx, news(&row, was_published).as_slice()).await
}

pub async fn delete(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_ANNOUNCEMENTS)?;
    let mut tx = app.db.write().await?;
    let row = store::one_in(&mut tx, id).await?;
    store::delete(&mut tx, id).await?;
    settle(app, &mut tx, actor, "delete_announcement", &row, state(&row)).await?;
    app.commit(tx, &[Event::AnnouncementDeleted { id }]).await
}

/// By a job, at one of its times: what is due is published, what is over is taken back.
pub async fn turn(app: &App, id: i64) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let mut row = match store::one_in(&mut tx, id).await {
        Err(Error::NotFound) => return Ok(()),
        found => found?,
    };
    let was_published = row.published;
    if row.scheduled_at.is_some_and(|at| at <= now) && !row.published {
        row.published = true;
        row.published_at = Some(now);
        row.scheduled_at = None;
    }
    if row.end().is_some_and(|end| end <= now) {
        row.published = false;
    }
    if row.published == was_published {
        return Ok(());
    }
    row.updated_at = now;
    store::change(&mut tx, &row).await?;
    if let Some(end) = row.end().filter(|_| row.published) {
        let key = format!("announcement:{id}:{end}");
        jobs::enqueue(app, &mut tx, &Job::Announcement { id }, end, Some(&key)).await?;
    }
    app.commit(tx, news(&row, was_published).as_slice()).await
}
