//! `/api/v1/trends…`.

use super::store::{self, Wanted};
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::tags;
use crate::web::{Base, Caller, Json, Page, Paged, Params, RawJson};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::Tag;

/// Which part of a list, by counting from its top.
pub struct Part {
    pub limit: i64,
    pub offset: i64,
}

impl Part {
    pub fn read(params: &Params, default: i64) -> Result<Self> {
        let limit = Page::read(params, default)?.limit;
        let offset = params.int("offset")?.unwrap_or(0);
        if offset < 0 {
            return Err(Error::BadRequest("offset must not be negative".into()));
        }
        Ok(Self { limit, offset })
    }

    pub fn wanted(&self, all: bool, trusting: bool) -> Wanted {
        Wanted { all, trusting, limit: self.limit, offset: self.offset }
    }

    /// `next` behind a full part, `prev` behind the first.
    pub fn link(&self, base: &Base, uri: &Uri, rows: usize) -> Option<String> {
        let mut parts = Vec::new();
        let address = |offset: i64| {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            for (key, value) in url::form_urlencoded::parse(uri.query().unwrap_or("").as_bytes()) {
                if !matches!(&*key, "offset" | "access_token" | "bearer_token") {
                    query.append_pair(&key, &value);
                }
            }
            query.append_pair("offset", &offset.to_string());
            format!("{base}{}?{}", uri.path(), query.finish())
        };
        if rows as i64 >= self.limit {
            parts.push(format!("<{}>; rel=\"next\"", address(self.offset + self.limit)));
        }
        if self.offset > 0 {
            parts.push(format!("<{}>; rel=\"prev\"", address((self.offset - self.limit).max(0))));
        }
        (!parts.is_empty()).then(|| parts.join(", "))
    }
}

pub async fn tags(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Tag>>>> {
    let part = Part::read(&params, 10)?;
    let settings = app.settings().await?;
    if !settings.trends {
        return Ok(Paged { body: Json(vec![]), link: None });
    }
    let wanted = part.wanted(false, settings.trendable_by_default);
    let ids = store::tags(&mut app.db.read().await?, &wanted).await?;
    let body = Json(tags::view::load(&app, &base, caller.account_id(), &ids).await?);
    Ok(Paged { body, link: part.link(&base, &uri, ids.len()) })
}

pub async fn statuses(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<RawJson>> {
    let part = Part::read(&params, 20)?;
    let settings = app.settings().await?;
    if !settings.trends {
        return Ok(Paged { body: RawJson(b"[]".to_vec()), link: None });
    }
    let viewer = caller.account_id();
    let mut reader = app.db.read().await?;
    let wanted = part.wanted(false, settings.trendable_by_default);
    let lines = store::statuses(&mut reader, viewer.unwrap_or(0), &wanted).await?;
    let body = RawJson(statuses::view::render_page(&app, &base, viewer, &lines, reader).await?);
    Ok(Paged { body, link: part.link(&base, &uri, lines.len()) })
}
