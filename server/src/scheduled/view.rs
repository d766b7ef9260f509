//! Rows -> ScheduledStatus, with the files that wait for them.

use super::store::Row;
use crate::db::Reader;
use crate::error::Result;
use crate::media;
use crate::statuses::create::New;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{ScheduledParams, ScheduledPoll, ScheduledStatus};

pub(super) async fn load(base: &Base, rows: Vec<Row>, reader: &mut Reader) -> Result<Vec<ScheduledStatus>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let files = media::store::reserved(reader, &ids).await?;
    let entity = |row: Row| {
        let new: New = serde_json::from_str(&row.params)?;
        let shown = new.media.iter().filter_map(|id| files.iter().find(|file| file.id == *id));
        Ok(ScheduledStatus {
            id: row.id.to_string(),
            scheduled_at: iso(row.scheduled_at),
            media_attachments: shown.map(|file| media::view::attachment(base, file)).collect(),
            params: params(new),
        })
    };
    rows.into_iter().map(entity).collect()
}

fn given<T>(list: Vec<T>) -> Option<Vec<T>> {
    Some(list).filter(|list| !list.is_empty())
}

fn params(new: New) -> ScheduledParams {
    ScheduledParams {
        text: new.text,
        poll: new.poll.map(|poll| ScheduledPoll {
            options: poll.options,
            expires_in: poll.expires_in.unwrap_or_default(),
            multiple: poll.multiple,
            hide_totals: poll.hide_totals,
        }),
        media_ids: given(new.media.iter().map(ToString::to_string).collect()),
        sensitive: new.sensitive,
        spoiler_text: Some(new.spoiler_text).filter(|text| !text.is_empty()),
        visibility: new.visibility,
        in_reply_to_id: new.in_reply_to.map(|id| id.to_string()),
        language: new.language,
        quoted_status_id: new.quoted.map(|id| id.to_string()),
        quote_approval_policy: new.quote_policy,
        application_id: new.app_id.unwrap_or_default(),
        scheduled_at: None,
        idempotency: None,
        with_rate_limit: false,
    }
}
