//! A person's archive: one zip with everything of theirs, made by a job, at most once a week.

use super::outbox::{self, Beside};
use super::{TABLES, store, tables};
use crate::app::App;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::time::DAY;
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::PathBuf;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub(super) const REST: i64 = 7 * DAY;
const CHUNK: i64 = 200;

fn folder(app: &App) -> PathBuf {
    app.folder.join("exports")
}

pub(super) fn path(app: &App, file: &str) -> PathBuf {
    folder(app).join(file)
}

pub(super) fn remove(app: &App, files: &[String]) {
    for file in files {
        let _ = std::fs::remove_file(path(app, file));
    }
}

pub(super) async fn request(app: &App, me: i64) -> Result<()> {
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    if store::latest_export_in(&mut tx, me).await?.is_some_and(|last| now < last.created_at + REST) {
        return Err(Error::Unprocessable("You have already asked for an archive within the last 7 days".into()));
    }
    let old = store::take_exports(&mut tx, me).await?;
    let id = app.ids.next();
    store::add_export(&mut tx, id, me, now).await?;
    jobs::enqueue(app, &mut tx, &Job::Export { id }, now, None).await?;
    app.commit(tx, &[]).await?;
    remove(app, &old);
    Ok(())
}

/// After a crash it is made anew: what was written of it is in nobody's way.
pub async fn make(app: &App, id: i64) -> Result<()> {
    let Some(export) = store::export(&mut app.db.read().await?, id).await?.filter(|export| export.done_at.is_none())
    else {
        return Ok(());
    };
    std::fs::create_dir_all(folder(app))?;
    let temporary = app.temporary_file()?;
    let written = write(app, &export, &temporary).await;
    if let Err(error) = written {
        let _ = std::fs::remove_file(&temporary);
        return Err(error);
    }
    let size = std::fs::metadata(&temporary)?.len() as i64;
    let name = format!("{id}-{}.zip", app.new_secret());
    std::fs::rename(&temporary, path(app, &name))?;
    let mut tx = app.db.write().await?;
    let wanted = store::export_done(&mut tx, id, &name, size, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    if !wanted {
        remove(app, &[name]);
    }
    Ok(())
}

type Zip = ZipWriter<BufWriter<File>>;

fn begin(zip: &mut Zip, name: &str, method: CompressionMethod) -> Result<()> {
    let options = SimpleFileOptions::default().compression_method(method).large_file(true);
    zip.start_file(name, options).map_err(Error::internal)
}

async fn write(app: &App, export: &store::Export, to: &std::path::Path) -> Result<()> {
    let me = export.account_id;
    let Some(person) = store::person(&mut app.db.read().await?, me).await? else { return Ok(()) };
    let mut options = File::options();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut zip = ZipWriter::new(BufWriter::new(options.open(to)?));
    begin(&mut zip, "actor.json", CompressionMethod::Deflated)?;
    zip.write_all(&serde_json::to_vec_pretty(&outbox::actor(app, &person))?)?;
    let mut files: Vec<String> = [person.avatar.clone(), person.header.clone()].into_iter().flatten().collect();
    statuses(app, export, &person, &mut zip, &mut files).await?;
    let mut reader = app.db.read().await?;
    for (name, rows) in
        [("likes", store::likes(&mut reader, me).await?), ("bookmarks", store::bookmarks(&mut reader, me).await?)]
    {
        let (head, end) = outbox::collection(&format!("{name}.json"), rows.len());
        let uris = rows.into_iter().map(|(id, uri, author)| super::handles::status_uri(app, &author, uri, id));
        let items: Vec<String> = uris.map(|uri| serde_json::Value::String(uri).to_string()).collect();
        begin(&mut zip, &format!("{name}.json"), CompressionMethod::Deflated)?;
        write!(zip, "{head}{}{end}", items.join(","))?;
    }
    for kind in TABLES {
        let table = tables::write(app, &mut reader, me, kind).await?;
        begin(&mut zip, &format!("{kind}.csv"), CompressionMethod::Deflated)?;
        zip.write_all(&table)?;
    }
    drop(reader);
    for file in files {
        // One that went away meanwhile is left out. Pictures are compressed already.
        let Ok(mut from) = File::open(app.media_folder().join(&file)) else { continue };
        begin(&mut zip, &format!("media/{file}"), CompressionMethod::Stored)?;
        std::io::copy(&mut from, &mut zip)?;
    }
    let mut out = zip.finish().map_err(Error::internal)?;
    out.flush()?;
    out.get_ref().sync_all()?;
    Ok(())
}

async fn statuses(
    app: &App,
    export: &store::Export,
    person: &store::Person,
    zip: &mut Zip,
    files: &mut Vec<String>,
) -> Result<()> {
    let me = export.account_id;
    let total = store::count_statuses(&mut app.db.read().await?, me).await?;
    let (head, end) = outbox::collection("outbox.json", total as usize);
    begin(zip, "outbox.json", CompressionMethod::Deflated)?;
    zip.write_all(head.as_bytes())?;
    let (mut last, mut done) = (0, 0);
    loop {
        let mut reader = app.db.read().await?;
        let page = store::statuses(&mut reader, me, last, CHUNK).await?;
        let ids: Vec<i64> = page.iter().map(|said| said.id).collect();
        let mut beside: HashMap<i64, Beside> = HashMap::new();
        for (status, name, uri) in store::mentioned(&mut reader, &ids).await? {
            beside.entry(status).or_default().mentioned.push((name, uri));
        }
        for (status, file, mime, description) in store::media(&mut reader, &ids).await? {
            files.push(file.clone());
            beside.entry(status).or_default().media.push((file, mime, description));
        }
        drop(reader);
        let full = page.len() as i64 == CHUNK;
        for said in page {
            last = said.id;
            let beside = beside.remove(&said.id).unwrap_or_default();
            if done > 0 {
                zip.write_all(b",")?;
            }
            done += 1;
            zip.write_all(&serde_json::to_vec(&outbox::activity(app, &person.username, said, beside))?)?;
        }
        if !full {
            break;
        }
        let mut tx = app.db.write().await?;
        store::export_progress(&mut tx, export.id, (done * 90 / total.max(1)).min(90)).await?;
        app.commit(tx, &[]).await?;
    }
    zip.write_all(end.as_bytes())?;
    Ok(())
}
