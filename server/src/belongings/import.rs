//! Tables that somebody brings along: read, shown with what is unknown here, and taken over by a job when they say so. The
//! job writes down how far it came; what it does twice after a crash does no harm.

use super::store::{self, Import};
use super::{TABLES, handles, tables};
use crate::accounts::find::Handle;
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::lists::{change, members};
use crate::relationships::follow::{self, Options};
use crate::relationships::{block, mute, unfollow};
use crate::statuses::bookmark;
use crate::tags;
use std::collections::HashMap;

/// Lines between two notes of progress.
const CHUNK: usize = 100;
/// So many unknown ones are shown.
const SHOWN: usize = 100;

type Lines = Vec<Vec<String>>;

/// What a table names and this server does not know.
pub(super) struct Preview {
    pub unknown: Vec<String>,
    pub unknown_count: usize,
}

pub(super) async fn read(app: &App, me: i64, kind: &str, mode: &str, bytes: &[u8]) -> Result<(i64, Preview)> {
    if !TABLES.contains(&kind) {
        return Err(Error::validation("Kind is not included in the list"));
    }
    if !["merge", "overwrite"].contains(&mode) {
        return Err(Error::validation("Mode is not included in the list"));
    }
    let lines = tables::read(kind, bytes)?;
    let found = resolve(app, kind, &lines).await?;
    let unknown: Vec<String> = lines
        .iter()
        .map(|line| address(kind, line))
        .zip(&found)
        .filter(|(_, found)| found.is_none())
        .map(|(address, _)| address.to_owned())
        .collect();
    let import = Import {
        id: app.ids.next(),
        account_id: me,
        kind: kind.to_owned(),
        overwrite: mode == "overwrite",
        state: "unconfirmed".into(),
        total: lines.len() as i64,
        done: 0,
        failed: 0,
        created_at: app.clock.now(),
        done_at: None,
    };
    let mut tx = app.db.write().await?;
    store::add_import(&mut tx, &import, &serde_json::to_string(&lines)?).await?;
    app.commit(tx, &[]).await?;
    let unknown_count = unknown.len();
    Ok((import.id, Preview { unknown: unknown.into_iter().take(SHOWN).collect(), unknown_count }))
}

/// The cell that names somebody or something.
fn address<'l>(kind: &str, line: &'l [String]) -> &'l str {
    &line[usize::from(kind == "lists")]
}

/// The account or status of each line; 0 where nothing needs to be known.
async fn resolve(app: &App, kind: &str, lines: &[Vec<String>]) -> Result<Vec<Option<i64>>> {
    let mut found = Vec::with_capacity(lines.len());
    for chunk in lines.chunks(500) {
        match kind {
            "domain_blocks" | "followed_tags" => found.extend(chunk.iter().map(|_| Some(0))),
            "bookmarks" => {
                let mut reader = app.db.read().await?;
                for line in chunk {
                    found.push(match handles::own_status(app, &line[0]) {
                        Some(id) => Some(id),
                        None => store::by_uri(&mut reader, &line[0]).await?,
                    });
                }
            }
            _ => {
                let keys: Vec<(String, String)> = chunk
                    .iter()
                    .map(|line| Handle::parse(app, address(kind, line)))
                    .map(|handle| (handle.name, handle.domain))
                    .collect();
                let rows = store::known(&mut app.db.read().await?, &keys).await?;
                let known: HashMap<(String, String), i64> =
                    rows.into_iter().map(|(name, domain, id)| ((name, domain.unwrap_or_default()), id)).collect();
                found.extend(keys.iter().map(|key| known.get(key).copied()));
            }
        }
    }
    Ok(found)
}

pub(super) async fn start(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::start(&mut tx, me, id).await? {
        return Err(Error::NotFound);
    }
    jobs::enqueue(app, &mut tx, &Job::Import { id }, app.clock.now(), None).await?;
    app.commit(tx, &[]).await
}

pub(super) async fn discard(app: &App, me: i64, id: i64) -> Result<()> {
    let mut tx = app.db.write().await?;
    if !store::drop_import(&mut tx, me, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await
}

pub async fn run(app: &App, id: i64) -> Result<()> {
    let mut reader = app.db.read().await?;
    let import = match store::import(&mut reader, id).await {
        Ok(import) if import.state == "running" => import,
        Ok(_) | Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let lines: Lines = serde_json::from_str(&store::lines(&mut reader, id).await?.unwrap_or_else(|| "[]".into()))?;
    drop(reader);
    let (mut done, mut failed) = (import.done as usize, import.failed);
    while done < lines.len() {
        let chunk = &lines[done..(done + CHUNK).min(lines.len())];
        let found = resolve(app, &import.kind, chunk).await?;
        for (line, found) in chunk.iter().zip(found) {
            let outcome = match found {
                Some(target) => apply(app, &import, line, target).await,
                None => Err(Error::NotFound),
            };
            match outcome {
                Ok(()) => {}
                // Ours to mend: the job comes again.
                Err(error @ (Error::Internal(_) | Error::Database(_) | Error::Unavailable(_))) => return Err(error),
                Err(_) => failed += 1,
            }
        }
        done += chunk.len();
        let mut tx = app.db.write().await?;
        store::progress(&mut tx, id, done as i64, failed).await?;
        app.commit(tx, &[]).await?;
    }
    if import.overwrite {
        take_away(app, &import, &lines).await?;
    }
    let mut tx = app.db.write().await?;
    store::finish(&mut tx, id, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

fn truth(cell: &str) -> Option<bool> {
    (!cell.is_empty()).then(|| !["false", "0", "f", "no"].contains(&cell.to_ascii_lowercase().as_str()))
}

async fn apply(app: &App, import: &Import, line: &[String], target: i64) -> Result<()> {
    let me = import.account_id;
    match import.kind.as_str() {
        "follows" => {
            let languages: Vec<String> =
                line[3].split([',', ' ']).filter(|code| !code.is_empty()).map(str::to_owned).collect();
            let options = Options {
                reblogs: truth(&line[1]),
                notify: truth(&line[2]),
                languages: (!languages.is_empty()).then_some(languages),
            };
            follow::follow(app, me, target, &options).await
        }
        "blocks" => block::block(app, me, target).await,
        "mutes" => mute::mute(app, me, target, truth(&line[1]).unwrap_or(true), 0).await,
        "domain_blocks" => block::block_domain(app, me, &line[0]).await,
        "bookmarks" => bookmark::bookmark(app, me, target).await,
        "followed_tags" => tags::follow::follow(app, me, &line[0]).await.map(drop),
        _ => {
            let known = store::list_ids(&mut app.db.read().await?, me).await?;
            let list = match known.iter().find(|(_, title)| *title == line[0]) {
                Some((id, _)) => *id,
                None => {
                    let wanted = change::Wanted { title: Some(line[0].clone()), ..change::Wanted::default() };
                    change::create(app, me, &wanted).await?
                }
            };
            // Only whom one follows can stand in a list, as with Mastodon.
            if target != me {
                follow::follow(app, me, target, &Options { reblogs: None, notify: None, languages: None }).await?;
            }
            match members::add(app, me, list, &[target]).await {
                Err(Error::Unprocessable(_)) => Ok(()),
                other => other,
            }
        }
    }
}

/// What the table does not name goes.
async fn take_away(app: &App, import: &Import, lines: &Lines) -> Result<()> {
    let me = import.account_id;
    match import.kind.as_str() {
        "domain_blocks" => {
            let wanted: Vec<String> = lines.iter().map(|line| line[0].to_lowercase()).collect();
            for domain in store::domains(&mut app.db.read().await?, me).await? {
                if !wanted.contains(&domain) {
                    block::unblock_domain(app, me, &domain).await?;
                }
            }
        }
        "followed_tags" => {
            let wanted: Vec<String> =
                lines.iter().filter_map(|line| tags::name(&line[0])).map(|(folded, _)| folded).collect();
            for tag in store::tags(&mut app.db.read().await?, me).await? {
                if tags::name(&tag).is_some_and(|(folded, _)| !wanted.contains(&folded)) {
                    tags::follow::unfollow(app, me, &tag).await?;
                }
            }
        }
        "lists" => {
            for (id, title) in store::list_ids(&mut app.db.read().await?, me).await? {
                if lines.iter().all(|line| line[0] != title) {
                    change::delete(app, me, id).await?;
                }
            }
        }
        kind => {
            let wanted = resolve(app, kind, lines).await?;
            let now = store::ids(&mut app.db.read().await?, kind, me).await?;
            for id in now.into_iter().filter(|id| !wanted.contains(&Some(*id))) {
                let gone = match kind {
                    "follows" => unfollow::unfollow(app, me, id).await,
                    "blocks" => block::unblock(app, me, id).await,
                    "mutes" => mute::unmute(app, me, id).await,
                    _ => bookmark::unbookmark(app, me, id).await,
                };
                match gone {
                    Ok(()) | Err(Error::NotFound) => {}
                    Err(error) => return Err(error),
                }
            }
        }
    }
    Ok(())
}
