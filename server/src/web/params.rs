//! One parameter tree for query, JSON, form and multipart: `k[]`, `k[a]`, `k[][a]` and `k[0][a]` all end as JSON.
//! Body parameters win over those of the query. Files of a multipart body stream to temporary files.

use crate::app::App;
use crate::error::{Error, Result};
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::header;
use axum::http::request::Parts;
use http_body_util::{BodyExt as _, Limited};
use serde_json::{Map, Value};
use std::path::PathBuf;
use tokio::io::AsyncWriteExt as _;

/// Bodies without files are never longer than this.
const BODY_LIMIT: usize = 1024 * 1024;

/// The id in a path. What is no id names nothing, hence 404.
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self> {
        let Path(text) = Path::<String>::from_request_parts(parts, state).await.map_err(Error::internal)?;
        text.parse().map(Self).map_err(|_| Error::NotFound)
    }
}

/// An uploaded file. The temporary file is removed when this is dropped, unless it was moved away.
#[derive(Debug)]
pub struct Upload {
    pub field: String,
    pub file_name: String,
    pub path: PathBuf,
    pub size: u64,
}

impl Drop for Upload {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

#[derive(Debug, Default)]
pub struct Params {
    tree: Map<String, Value>,
    pub files: Vec<Upload>,
}

impl Params {
    pub fn from_query(query: Option<&str>) -> Self {
        let mut params = Self::default();
        params.read_form(query.unwrap_or("").as_bytes());
        params
    }

    fn read_form(&mut self, body: &[u8]) {
        for (key, value) in url::form_urlencoded::parse(body) {
            insert(&mut self.tree, &key, Value::String(value.into_owned()));
        }
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.tree.get(key).filter(|value| !value.is_null())
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.tree.is_empty() && self.files.is_empty()
    }

    /// Whether the parameter was sent at all, `null` included.
    pub fn has(&self, key: &str) -> bool {
        self.tree.contains_key(key)
    }

    /// Text; numbers and booleans of a JSON body are taken as their text. Lists and objects are refused.
    pub fn text(&self, key: &str) -> Result<Option<String>> {
        match self.get(key) {
            None => Ok(None),
            Some(value) => scalar(value).map(Some).ok_or_else(|| wrong(key)),
        }
    }

    /// Text that must be there and not be blank.
    pub fn required(&self, key: &'static str) -> Result<String> {
        match self.text(key)? {
            Some(text) if !text.trim().is_empty() => Ok(text),
            _ => Err(Error::BadRequest(format!("param is missing or the value is empty: {key}"))),
        }
    }

    pub fn int(&self, key: &str) -> Result<Option<i64>> {
        match self.text(key)? {
            None => Ok(None),
            Some(text) if text.is_empty() => Ok(None),
            Some(text) => text.trim().parse().map(Some).map_err(|_| wrong(key)),
        }
    }

    /// An id; what is no id names nothing (`Some(0)` matches no row), as unknown ids do.
    pub fn id(&self, key: &str) -> Option<i64> {
        let text = self.get(key).and_then(scalar)?;
        if text.is_empty() { None } else { Some(text.parse().unwrap_or(0)) }
    }

    /// Everything that is not in Mastodon's list of falsehoods is true; empty means not given.
    pub fn flag(&self, key: &str) -> Result<Option<bool>> {
        Ok(match self.text(key)?.as_deref() {
            None | Some("") => None,
            Some(text) => Some(truth(text)),
        })
    }

    pub fn is(&self, key: &str) -> Result<bool> {
        Ok(self.flag(key)?.unwrap_or(false))
    }

    /// A list of texts; a single value is a list of one, and an object with numeric keys its values.
    pub fn list(&self, key: &str) -> Result<Option<Vec<String>>> {
        let Some(value) = self.get(key) else { return Ok(None) };
        let items: Vec<&Value> = match value {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => map.values().collect(),
            other => vec![other],
        };
        items.into_iter().map(|item| scalar(item).ok_or_else(|| wrong(key))).collect::<Result<_>>().map(Some)
    }

    /// A list of ids, without duplicates, in order. A form says `k[]=` for none.
    pub fn ids(&self, key: &str) -> Result<Vec<i64>> {
        let mut ids = Vec::new();
        for text in self.list(key)?.unwrap_or_default().into_iter().filter(|text| !text.is_empty()) {
            let id = text.parse().unwrap_or(0);
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        Ok(ids)
    }

    /// The parameters below a key, such as `source[privacy]`.
    pub fn below(&self, key: &str) -> Self {
        let tree = self.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
        Self { tree, files: Vec::new() }
    }

    /// A list of objects: `k[][a]`, `k[0][a]` or a JSON array.
    pub fn objects(&self, key: &str) -> Option<Vec<Self>> {
        let items: Vec<&Value> = match self.get(key)? {
            Value::Array(items) => items.iter().collect(),
            Value::Object(map) => map.values().collect(),
            _ => return None,
        };
        Some(
            items
                .into_iter()
                .map(|item| Self { tree: item.as_object().cloned().unwrap_or_default(), files: vec![] })
                .collect(),
        )
    }

    pub fn file(&self, field: &str) -> Option<&Upload> {
        self.files.iter().find(|upload| upload.field == field)
    }

    pub fn take_file(&mut self, field: &str) -> Option<Upload> {
        let at = self.files.iter().position(|upload| upload.field == field)?;
        Some(self.files.remove(at))
    }
}

fn wrong(key: &str) -> Error {
    Error::BadRequest(format!("param has the wrong type: {key}"))
}

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

fn truth(text: &str) -> bool {
    !matches!(text, "0" | "f" | "F" | "false" | "FALSE" | "off" | "OFF")
}

/// `a[b][]` -> `["b", ""]` below `a`.
fn steps(key: &str) -> (&str, Vec<&str>) {
    let Some(open) = key.find('[').filter(|at| *at > 0) else { return (key, vec![]) };
    let (head, mut rest) = key.split_at(open);
    let mut parts = Vec::new();
    while let Some(inner) = rest.strip_prefix('[') {
        let Some(close) = inner.find(']') else { break };
        parts.push(&inner[..close]);
        rest = &inner[close + 1..];
    }
    (head, parts)
}

fn insert(tree: &mut Map<String, Value>, key: &str, value: Value) {
    let (head, parts) = steps(key);
    if parts.len() > 8 {
        return;
    }
    place(tree.entry(head).or_insert(Value::Null), &parts, value);
}

fn place(slot: &mut Value, parts: &[&str], value: Value) {
    let Some((part, rest)) = parts.split_first() else {
        *slot = value;
        return;
    };
    if part.is_empty() {
        if !slot.is_array() {
            *slot = Value::Array(vec![]);
        }
        let Value::Array(items) = slot else { return };
        // `k[][a]` goes on with the last object until it has that key.
        let fits = match (rest.first(), items.last()) {
            (Some(next), Some(Value::Object(last))) => !next.is_empty() && !last.contains_key(*next),
            _ => false,
        };
        if !fits {
            items.push(Value::Null);
        }
        if let Some(last) = items.last_mut() {
            place(last, rest, value);
        }
    } else {
        if !slot.is_object() {
            *slot = Value::Object(Map::new());
        }
        let Value::Object(map) = slot else { return };
        place(map.entry(*part).or_insert(Value::Null), rest, value);
    }
}

impl FromRequest<App> for Params {
    type Rejection = Error;

    async fn from_request(request: Request, app: &App) -> Result<Self> {
        let mut params = Self::from_query(request.uri().query());
        let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("").to_owned();
        let essence = kind.split(';').next().unwrap_or("").trim().to_ascii_lowercase();
        if essence == "multipart/form-data" {
            params.read_multipart(request.into_body(), &kind, app).await?;
            return Ok(params);
        }
        let body =
            Limited::new(request.into_body(), BODY_LIMIT).collect().await.map_err(|_| Error::TooLarge)?.to_bytes();
        if body.is_empty() {
            return Ok(params);
        }
        if essence == "application/json" || essence.ends_with("+json") {
            match serde_json::from_slice(&body) {
                Ok(Value::Object(map)) => {
                    for (key, value) in map {
                        // Some clients send "media_ids[]" as a JSON key.
                        let key = key.strip_suffix("[]").map_or(key.clone(), str::to_owned);
                        params.tree.insert(key, value);
                    }
                }
                Ok(_) | Err(_) => return Err(Error::BadRequest("The body is not a JSON object".into())),
            }
        } else {
            let mut form = Self::default();
            form.read_form(&body);
            params.tree.extend(form.tree);
        }
        Ok(params)
    }
}

impl Params {
    async fn read_multipart(&mut self, body: Body, kind: &str, app: &App) -> Result<()> {
        let boundary = multer::parse_boundary(kind).map_err(unreadable)?;
        let mut form = multer::Multipart::new(body.into_data_stream(), boundary);
        let mut fields = Self::default();
        let (mut small, mut large) = (0usize, 0u64);
        let limit = app.config.media.image_size_limit.max(app.config.media.video_size_limit) + BODY_LIMIT as u64;
        while let Some(mut field) = form.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or("").to_owned();
            let Some(file_name) = field.file_name().map(str::to_owned) else {
                let text = field.bytes().await.map_err(unreadable)?;
                small += text.len();
                if small > BODY_LIMIT {
                    return Err(Error::TooLarge);
                }
                let text = String::from_utf8_lossy(&text).into_owned();
                insert(&mut fields.tree, &name, Value::String(text));
                continue;
            };
            let mut upload = Upload { field: name, file_name, path: app.temporary_file()?, size: 0 };
            if let Err(error) = receive(&mut field, &mut upload, &mut large, limit).await {
                // Who is still sending does not hear an answer: the rest is heard out, within bounds.
                while large <= limit
                    && let Ok(Some(chunk)) = field.chunk().await
                {
                    large += chunk.len() as u64;
                }
                return Err(error);
            }
            self.files.push(upload);
        }
        self.tree.extend(fields.tree);
        Ok(())
    }
}

/// Streams a file of a multipart body to its temporary place.
async fn receive(field: &mut multer::Field<'_>, upload: &mut Upload, large: &mut u64, limit: u64) -> Result<()> {
    let mut file = tokio::fs::File::create(&upload.path).await?;
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        *large += chunk.len() as u64;
        if *large > limit {
            return Err(Error::TooLarge);
        }
        upload.size += chunk.len() as u64;
        file.write_all(&chunk).await?;
    }
    file.flush().await?;
    Ok(())
}

fn unreadable(_: multer::Error) -> Error {
    Error::BadRequest("The multipart body is not readable".into())
}

#[cfg(test)]
mod properties;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_become_a_tree() {
        let p = Params::from_query(Some(
            "a[]=1&a[]=2&h[x]=y&o[0][name]=n&o[0][value]=v&o[1][name]=m&l[][a]=1&l[][b]=2&l[][a]=3&flag=off&n=7",
        ));
        assert_eq!(p.ids("a").unwrap(), [1, 2]);
        assert_eq!(p.below("h").text("x").unwrap().as_deref(), Some("y"));
        assert_eq!(p.objects("o").unwrap().len(), 2);
        assert_eq!(p.objects("l").unwrap().len(), 2);
        assert_eq!(p.flag("flag").unwrap(), Some(false));
        assert_eq!(p.int("n").unwrap(), Some(7));
        assert_eq!(p.int("nothing").unwrap(), None);
        assert!(Params::from_query(Some("n=x")).int("n").is_err());
    }
}
