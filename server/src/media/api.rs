//! `/api/v1/media`, `/api/v2/media`, and the files themselves below `/media/`.

use super::change::Change;
use super::upload::New;
use super::view::attachment;
use super::{DESCRIPTION_LIMIT, Focus, Media, change as changing, store, upload};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Empty, Json, Params, Upload};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use tokio::io::{AsyncReadExt as _, AsyncSeekExt as _};
use tokio_util::io::ReaderStream;

/// Answers when everything is done.
pub async fn create_first(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Response> {
    create(app, caller, base, params, true).await
}

/// Answers 202 when a part is left to be done.
pub async fn create_second(State(app): State<App>, caller: Caller, base: Base, params: Params) -> Result<Response> {
    create(app, caller, base, params, false).await
}

/// An upload as an answer: done, not yet, or never.
fn standing(base: &Base, media: &Media, not_yet: StatusCode) -> Result<Response> {
    if media.state == 3 {
        return Err(Error::Unprocessable(upload::NOT_PROCESSED.into()));
    }
    let mut response = Json(attachment(base, media)).into_response();
    if media.state < 2 {
        *response.status_mut() = not_yet;
    }
    Ok(response)
}

async fn create(app: App, caller: Caller, base: Base, mut params: Params, wait: bool) -> Result<Response> {
    let account_id = caller.id()?;
    if app.config.limits.enabled {
        app.limiter.take(Kind::Media, &account_id.to_string(), app.clock.now())?;
    }
    let description = description(&params)?.flatten();
    let (upload, thumbnail) = (params.take_file("file"), given(params.take_file("thumbnail")));
    let new = New { account_id, description, focus: focus(&params)?, upload, thumbnail, wait };
    // A client that hangs up must not cut this in half.
    let media = tokio::spawn(async move { upload::upload(&app, new).await }).await.map_err(Error::internal)??;
    standing(&base, &media, StatusCode::ACCEPTED)
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Path(id): Path<String>) -> Result<Response> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let media = store::find(&mut app.db.read().await?, caller.id()?, id).await?;
    standing(&base, &media, StatusCode::PARTIAL_CONTENT)
}

pub async fn change(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
    mut params: Params,
) -> Result<Response> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let account = caller.id()?;
    let wish = Change {
        description: description(&params)?,
        focus: focus(&params)?,
        thumbnail: given(params.take_file("thumbnail")),
    };
    let verb = async move { changing::change(&app, account, id, wish).await };
    let media = tokio::spawn(verb).await.map_err(Error::internal)??;
    standing(&base, &media, StatusCode::PARTIAL_CONTENT)
}

pub async fn delete(State(app): State<App>, caller: Caller, Path(id): Path<String>) -> Result<Empty> {
    let id = id.parse().map_err(|_| Error::NotFound)?;
    let account = caller.id()?;
    tokio::spawn(async move { changing::delete(&app, account, id).await }).await.map_err(Error::internal)??;
    Ok(Empty)
}

/// Forms send a file without content for a field that was left alone.
fn given(file: Option<Upload>) -> Option<Upload> {
    file.filter(|upload| upload.size > 0)
}

pub(crate) fn description(params: &Params) -> Result<Option<Option<String>>> {
    if !params.has("description") {
        return Ok(None);
    }
    let text = params.text("description")?.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
    if text.as_ref().is_some_and(|text| text.chars().count() > DESCRIPTION_LIMIT) {
        return Err(Error::validation(format!("Description is too long (maximum is {DESCRIPTION_LIMIT} characters)")));
    }
    Ok(Some(text))
}

pub(crate) fn focus(params: &Params) -> Result<Option<Focus>> {
    Ok(params.text("focus")?.filter(|text| !text.trim().is_empty()).map(|text| Focus::parse(&text)))
}

/// A stored file. Names are never used twice, so it may be kept for ever; whatever it holds, it is only shown.
pub async fn file(State(app): State<App>, Path(path): Path<String>, headers: HeaderMap) -> Response {
    let plain = |part: &str| !part.is_empty() && !part.starts_with('.') && !part.contains(['\\', ':', '\0']);
    if !path.split('/').all(plain) {
        return Error::NotFound.into_response();
    }
    let Ok(mut file) = tokio::fs::File::open(app.media_folder().join(&path)).await else {
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
    let part = match asked_part(headers.get(header::RANGE), length) {
        Part::Whole => None,
        // Half of another file is of no use to whoever goes on with one.
        _ if headers.get(header::IF_RANGE).is_some_and(|tag| Some(tag) != name.as_ref()) => None,
        Part::Nothing => {
            let range = [(header::CONTENT_RANGE, format!("bytes */{length}"))];
            return (StatusCode::RANGE_NOT_SATISFIABLE, range, fixed).into_response();
        }
        Part::Bytes(first, last) => Some((first, last)),
    };
    let (first, last) = part.unwrap_or((0, length.saturating_sub(1)));
    if file.seek(std::io::SeekFrom::Start(first)).await.is_err() {
        return Error::NotFound.into_response();
    }
    let size = if length == 0 { 0 } else { last - first + 1 };
    let mime = mime_guess::from_path(&path).first_raw().unwrap_or("application/octet-stream");
    let mut response = (fixed, Body::from_stream(ReaderStream::new(file.take(size)))).into_response();
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
    }
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(header::CONTENT_LENGTH, size.into());
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if part.is_some()
        && let Ok(range) = HeaderValue::from_str(&format!("bytes {first}-{last}/{length}"))
    {
        headers.insert(header::CONTENT_RANGE, range);
    }
    if let Some(name) = name {
        headers.insert(header::ETAG, name);
    }
    response
}

/// Which bytes were asked for.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Whole,
    /// First and last.
    Bytes(u64, u64),
    /// None that this file has.
    Nothing,
}

/// Players and broken downloads ask for one part. Several at once, or what is not understood, get the whole.
fn asked_part(range: Option<&HeaderValue>, length: u64) -> Part {
    let Some(text) = range.and_then(|value| value.to_str().ok()).and_then(|text| text.strip_prefix("bytes=")) else {
        return Part::Whole;
    };
    let Some((first, last)) = text.split_once('-') else { return Part::Whole };
    match (first.trim().parse::<u64>(), last.trim()) {
        (Ok(first), _) if first >= length => Part::Nothing,
        (Ok(first), "") => Part::Bytes(first, length - 1),
        (Ok(first), last) => match last.parse::<u64>() {
            Ok(last) if last >= first => Part::Bytes(first, last.min(length - 1)),
            _ => Part::Whole,
        },
        // The last so many.
        (Err(_), last) if first.trim().is_empty() => match last.parse::<u64>() {
            Ok(0) => Part::Nothing,
            Ok(_) if length == 0 => Part::Nothing,
            Ok(count) => Part::Bytes(length.saturating_sub(count), length - 1),
            Err(_) => Part::Whole,
        },
        _ => Part::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_cut_to_the_file() {
        let part = |text: &'static str| asked_part(Some(&HeaderValue::from_static(text)), 10);
        assert_eq!(part("bytes=0-3"), Part::Bytes(0, 3));
        assert_eq!(part("bytes=4-"), Part::Bytes(4, 9));
        assert_eq!(part("bytes=4-99"), Part::Bytes(4, 9));
        assert_eq!(part("bytes=-3"), Part::Bytes(7, 9));
        assert_eq!(part("bytes=-99"), Part::Bytes(0, 9));
        assert_eq!(part("bytes=10-"), Part::Nothing);
        for whole in ["bytes=0-1,4-5", "bytes=5-2", "lines=1-2", "bytes=x"] {
            assert_eq!(part(whole), Part::Whole, "{whole}");
        }
        assert_eq!(asked_part(None, 10), Part::Whole);
    }
}
