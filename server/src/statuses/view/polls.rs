//! The polls of a page's lines, as this viewer sees them: one statement, and only when a line has one.

use super::page::Head;
use crate::app::App;
use crate::db::Reader;
use crate::error::Result;
use crate::polls;
use crate::web::Base;
use std::collections::HashMap;

pub(super) async fn load(
    app: &App,
    base: &Base,
    viewer: Option<i64>,
    heads: &[Head],
    reader: &mut Option<Reader>,
) -> Result<HashMap<i64, Vec<u8>>> {
    let mut ids: Vec<i64> = heads.iter().filter_map(|head| head.poll).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    ids.sort_unstable();
    ids.dedup();
    let reader = match reader {
        Some(reader) => reader,
        none => none.insert(app.db.read().await?),
    };
    let polls = polls::view::load(app, base, viewer, &ids, reader).await?;
    polls.into_iter().map(|(id, poll)| Ok((id, serde_json::to_vec(&poll)?))).collect()
}
