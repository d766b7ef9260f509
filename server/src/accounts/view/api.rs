//! A list of accounts as an answer, with the links to its neighbours.

use super::list;
use crate::app::App;
use crate::error::Result;
use crate::web::{Base, Json, Page, Paged, link};
use axum::http::Uri;
use serde_json::value::RawValue;
use std::sync::Arc;

pub type PagedAccounts = Paged<Json<Vec<Arc<RawValue>>>>;

/// A page of accounts, in the order of its rows (cursor, account).
pub async fn paged(app: &App, base: &Base, uri: &Uri, page: &Page, rows: &[(i64, i64)]) -> Result<PagedAccounts> {
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let ids: Vec<i64> = rows.iter().map(|(_, account)| *account).collect();
    let body = Json(list(app, base, &ids).await?);
    Ok(Paged { body, link: link(base, uri, page, cursors, rows.len()) })
}
