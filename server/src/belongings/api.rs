//! `/api/howdah/v1/me/…`.

use super::store::{self, Export, Import};
use super::{aliases, archive, import, leave, moving, tables};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::iso;
use crate::web::{Base, Caller, Empty, Id, Json, Params};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::{Value, json};
use tokio_util::io::ReaderStream;

pub async fn aliases(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Value>> {
    let rows = store::aliases(&mut app.db.read().await?, caller.id()?).await?;
    let ids: Vec<i64> = rows.iter().map(|(_, account)| *account).collect();
    let people = accounts::view::load(&app, &base, &ids).await?;
    let shown = rows.iter().filter_map(|(id, account)| {
        people.get(account).map(|account| json!({ "id": id.to_string(), "account": account }))
    });
    Ok(Json(shown.collect()))
}

pub async fn add_alias(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Value>> {
    aliases::add(&app, caller.id()?, &params.required("acct")?).await?;
    aliases(State(app), caller, base).await
}

pub async fn remove_alias(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    aliases::remove(&app, caller.id()?, id).await?;
    Ok(Empty)
}

pub async fn show_move(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Value>> {
    let me = caller.id()?;
    let mut reader = app.db.read().await?;
    let target = store::moved(&mut reader, me).await?;
    let next = store::last_move(&mut reader, me).await?.map(|at| at + moving::REST);
    drop(reader);
    let target = match target {
        Some(id) => accounts::view::list(&app, &base, &[id]).await?.pop(),
        None => None,
    };
    let next = next.filter(|at| *at > app.clock.now()).map(iso);
    Ok(Json(json!({ "moved_to": target, "next_possible_at": next })))
}

pub async fn begin_move(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Json<Value>> {
    let secret = params.text("current_password")?.unwrap_or_default();
    moving::begin(&app, caller.id()?, &params.required("acct")?, &secret).await?;
    show_move(State(app), caller, base).await
}

pub async fn cancel_move(State(app): State<App>, caller: Caller) -> Result<Empty> {
    moving::cancel(&app, caller.id()?).await?;
    Ok(Empty)
}

fn of_export(export: Option<Export>) -> Value {
    let Some(export) = export else { return Value::Null };
    json!({
        "id": export.id.to_string(),
        "progress": export.progress,
        "size": export.size,
        "created_at": iso(export.created_at),
        "done_at": export.done_at.map(iso),
        "next_possible_at": iso(export.created_at + archive::REST),
        "url": export.file.map(|_| "/api/howdah/v1/me/export/archive.zip"),
    })
}

pub async fn export(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let latest = store::latest_export(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(json!({ "archive": of_export(latest), "tables": super::TABLES })))
}

pub async fn ask_export(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    archive::request(&app, caller.id()?).await?;
    export(State(app), caller).await
}

fn attached(kind: &'static str, name: &str, body: Body) -> Response {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""));
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    if let Ok(value) = disposition {
        headers.insert(header::CONTENT_DISPOSITION, value);
    }
    response
}

/// One table, or the whole archive.
pub async fn download(State(app): State<App>, caller: Caller, Path(name): Path<String>) -> Result<Response> {
    let me = caller.id()?;
    let mut reader = app.db.read().await?;
    if name == "archive.zip" {
        let file =
            store::latest_export(&mut reader, me).await?.and_then(|export| export.file).ok_or(Error::NotFound)?;
        let file = tokio::fs::File::open(archive::path(&app, &file)).await.map_err(|_| Error::NotFound)?;
        return Ok(attached("application/zip", &name, Body::from_stream(ReaderStream::new(file))));
    }
    let kind = name.strip_suffix(".csv").ok_or(Error::NotFound)?;
    let table = tables::write(&app, &mut reader, me, kind).await?;
    Ok(attached("text/csv; charset=utf-8", &name, table.into()))
}

fn of_import(import: &Import) -> Value {
    json!({
        "id": import.id.to_string(),
        "kind": import.kind,
        "mode": if import.overwrite { "overwrite" } else { "merge" },
        "state": import.state,
        "total": import.total,
        "done": import.done,
        "failed": import.failed,
        "created_at": iso(import.created_at),
        "done_at": import.done_at.map(iso),
    })
}

async fn one(app: &App, me: i64, id: i64) -> Result<Value> {
    let import = store::import(&mut app.db.read().await?, id).await?;
    if import.account_id == me { Ok(of_import(&import)) } else { Err(Error::NotFound) }
}

pub async fn imports(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    let rows = store::imports(&mut app.db.read().await?, caller.id()?).await?;
    Ok(Json(rows.iter().map(of_import).collect()))
}

pub async fn import(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    one(&app, caller.id()?, id).await.map(Json)
}

/// As much as a table of the most lines has.
const MOST: u64 = 20 * 1024 * 1024;

pub async fn read_import(State(app): State<App>, caller: Caller, mut params: Params) -> Result<Json<Value>> {
    let me = caller.id()?;
    let kind = params.text("kind")?.unwrap_or_default();
    let mode = params.text("mode")?.filter(|mode| !mode.is_empty()).unwrap_or_else(|| "merge".into());
    let bytes = match params.take_file("data") {
        Some(file) if file.size > MOST => return Err(Error::validation("Data is too large")),
        Some(file) => tokio::fs::read(&file.path).await?,
        None => params.text("data")?.unwrap_or_default().into_bytes(),
    };
    let (id, preview) = import::read(&app, me, &kind, &mode, &bytes).await?;
    let mut shown = one(&app, me, id).await?;
    shown["unknown"] = json!(preview.unknown);
    shown["unknown_count"] = json!(preview.unknown_count);
    Ok(Json(shown))
}

pub async fn confirm_import(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Json<Value>> {
    let me = caller.id()?;
    import::start(&app, me, id).await?;
    one(&app, me, id).await.map(Json)
}

pub async fn discard_import(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    import::discard(&app, caller.id()?, id).await?;
    Ok(Empty)
}

pub async fn delete(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
    let secret = params.text("current_password")?.or(params.text("password")?).unwrap_or_default();
    leave::leave(&app, caller.id()?, &secret).await?;
    Ok(Empty)
}
