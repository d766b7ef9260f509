//! `/api/v1/media`, `/api/v2/media`, and the files themselves below `/media/`.

use super::upload::New;
use super::view::attachment;
use super::{DESCRIPTION_LIMIT, Focus, change as changing, store, upload};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Empty, Json, Params};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use howdah_entities::MediaAttachment;
use tokio_util::io::ReaderStream;

pub async fn create(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    mut params: Params,
) -> Result<Json<MediaAttachment>> {
    let account_id = caller.id()?;
    if app.config.limits.enabled {
        app.limiter.take(Kind::Media, &account_id.to_string(), app.clock.now())?;
    }
    let description = description(&params)?.flatten();
    let new = New { account_id, description, focus: focus(&params)?, upload: params.take_file("file") };
    // A client that hangs up must not cut this in half.
    let media = tokio::spawn(async move { upload::upload(&app, new).await }).await.map_err(Error::internal)??;
    Ok(Json(attachment(&base, &media)))
}

pub async fn show(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<MediaAttachment>> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let media = store::find(&mut app.db.read().await?, caller.id()?, id).await?;
    Ok(Json(attachment(&base, &media)))
}

pub async fn change(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
    params: Params,
) -> Result<Json<MediaAttachment>> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let media = changing::change(&app, caller.id()?, id, description(&params)?, focus(&params)?).await?;
    Ok(Json(attachment(&base, &media)))
}

pub async fn delete(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Empty> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let account = caller.id()?;
    tokio::spawn(async move { changing::delete(&app, account, id).await }).await.map_err(Error::internal)??;
    Ok(Empty)
}

fn description(params: &Params) -> Result<Option<Option<String>>> {
    if !params.has("description") {
        return Ok(None);
    }
    let text = params.text("description")?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_LIMIT) {
        return Err(Error::validation(format!("Description is too long (maximum is {DESCRIPTION_LIMIT} characters)")));
    }
    Ok(Some(text))
}

fn focus(params: &Params) -> Result<Option<Focus>> {
    Ok(params.text("focus")?.filter(|text| !text.trim().is_empty()).map(|text| Focus::parse(&text)))
}

/// A stored file. Names are never used twice, so it may be kept for ever; whatever it holds, it is only shown.
pub async fn file(State(app): State<App>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !path.split('/').all(plain) {
        return Error::NotFound.into_response();
    }
    let Ok(file) = tokio::fs::File::open(app.media_folder().join(&path)).await else {
        return Error::NotFound.into_response();
    };
    let length = match file.metadata().await {
        Ok(about) if about.is_file() => about.len(),
        _ => return Error::NotFound.into_response(),
    };
    let name = HeaderValue::from_str(&format!("\"{}\"", path.rsplit('/').next().unwrap_or(""))).ok();
    let fixed = [
        (header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=31536000, immutable")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        crate::NOSNIFF,
    ];
    if name.is_some() && headers.get(header::IF_NONE_MATCH) == name.as_ref() {
        return (StatusCode::NOT_MODIFIED, fixed).into_response();
    }
    let mime = mime_guess::from_path(&path).first_raw().unwrap_or("application/octet-stream");
    let mut response = (fixed, Body::from_stream(ReaderStream::new(file))).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CONTENT_LENGTH, length.into());
    if let Some(name) = name {
        headers.insert(header::ETAG, name);
    }
    response
}
