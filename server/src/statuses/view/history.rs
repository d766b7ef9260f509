//! Rows -> StatusEdit: the versions of a status, the original first.

use crate::accounts;
use crate::app::App;
use crate::emojis;
use crate::error::{Error, Result};
use crate::media;
use crate::polls;
use crate::statuses::edit::described;
use crate::statuses::format::localise;
use crate::statuses::store::Brief;
use crate::statuses::store::edit::{self as store, Version};
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{PollTitle, PollTitles, StatusEdit};

/// Of a status that the caller has found visible.
pub async fn load(app: &App, base: &Base, status: &Brief) -> Result<Vec<StatusEdit>> {
    let mut reader = app.db.read().await?;
    let mut versions = store::versions(&mut reader, status.id).await?;
    let files = media::store::ever_of(&mut reader, status.id).await?;
    if versions.is_empty() {
        // As it stands it is its only version.
        let current = store::current(&mut reader, status.id, status.account_id).await?;
        let shown = media::store::of_statuses(&mut reader, &[status.id]).await?;
        let options = polls::store::titles_of(&mut reader, status.id).await?;
        versions.push(Version::new(&current.changed(), described(&shown), options, status.created_at));
    }
    let known = emojis::known(app, &mut reader).await?;
    drop(reader);
    let authors = accounts::view::load(app, base, &[status.account_id]).await?;
    let account = authors.get(&status.account_id).ok_or(Error::NotFound)?;
    let entity = |version: Version| {
        let content = localise(&version.content, base);
        let media_attachments = version.media.into_iter().filter_map(|(id, description)| {
            let file = files.iter().find(|file| file.id == id)?;
            let mut shown = media::view::attachment(base, file);
            shown.description = description;
            Some(shown)
        });
        let titles = |options: Vec<String>| PollTitles {
            options: options.into_iter().map(|title| PollTitle { title }).collect(),
        };
        StatusEdit {
            emojis: emojis::used(&known, None, &[&content, &version.spoiler_text], base),
            content,
            media_attachments: media_attachments.collect(),
            spoiler_text: version.spoiler_text,
            sensitive: version.sensitive,
            created_at: iso(version.created_at),
            account: account.clone(),
            poll: version.poll_options.map(titles),
        }
    };
    Ok(versions.into_iter().map(entity).collect())
}
