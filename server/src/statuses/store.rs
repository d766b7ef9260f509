//! Looking a status up. Writing, marking, deleting and listing have their own files below.

pub mod delete;
pub mod edit;
pub mod lists;
pub mod marks;
pub mod write;

use super::visible::visible;
use crate::args;
use crate::db::{FromRow, Reader, Row};
use crate::error::Result;

crate::statements! {
    FIND_VISIBLE = ["SELECT s.id, s.account_id, s.visibility, s.local_only, s.reblog_of_id, s.in_reply_to_id, s.conversation_id, s.pinned_at,
        s.text, s.spoiler_text, s.created_at
        FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.id = $1 AND ", visible!("s", "a", "$2")];
}

/// What a verb must know of a status before it acts.
#[derive(Debug, Clone)]
pub struct Brief {
    pub id: i64,
    pub account_id: i64,
    pub visibility: i64,
    pub local_only: bool,
    pub reblog_of_id: Option<i64>,
    pub in_reply_to_id: Option<i64>,
    pub conversation_id: Option<i64>,
    pub pinned_at: Option<i64>,
    pub text: String,
    pub spoiler_text: String,
    pub created_at: i64,
}

impl FromRow for Brief {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            visibility: c.take()?,
            local_only: c.take()?,
            reblog_of_id: c.take()?,
            in_reply_to_id: c.take()?,
            conversation_id: c.take()?,
            pinned_at: c.take()?,
            text: c.take()?,
            spoiler_text: c.take()?,
            created_at: c.take()?,
        })
    }
}

/// The status, if this viewer may see it; otherwise it does not exist.
pub async fn find_visible(reader: &mut Reader, id: i64, viewer: Option<i64>) -> Result<Brief> {
    reader.one(FIND_VISIBLE, args![id, viewer.unwrap_or(0)]).await
}

/// The status itself, or what it reblogs: acts and answers go to the original.
pub async fn find_original(reader: &mut Reader, id: i64, viewer: Option<i64>) -> Result<Brief> {
    let found = find_visible(reader, id, viewer).await?;
    match found.reblog_of_id {
        Some(original) => find_visible(reader, original, viewer).await,
        None => Ok(found),
    }
}
