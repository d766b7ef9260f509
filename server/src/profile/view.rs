//! CredentialAccount and Profile.

use super::{Field, Profile, store};
use crate::accounts;
use crate::app::App;
use crate::error::{Error, Result};
use crate::media::view::file_url;
use crate::tags;
use crate::web::Base;
use serde_json::{Value, json};

/// The Account as everybody sees it, with `source` and `role` added.
pub async fn credential_account(app: &App, base: &Base, id: i64) -> Result<Vec<u8>> {
    let profile = store::find(&mut app.db.read().await?, id).await?;
    let mut accounts = accounts::view::load(app, base, &[id]).await?;
    let account = accounts.remove(&id).ok_or(Error::NotFound)?;
    let mut json = account.get().trim_end().trim_end_matches('}').as_bytes().to_vec();
    json.extend_from_slice(b",\"source\":");
    serde_json::to_writer(&mut json, &source(&profile))?;
    json.extend_from_slice(b",\"role\":");
    serde_json::to_writer(&mut json, &profile.role)?;
    json.push(b'}');
    Ok(json)
}

fn source(profile: &Profile) -> Value {
    json!({
        "privacy": profile.privacy,
        "sensitive": profile.sensitive,
        "language": profile.language,
        "note": profile.note,
        "fields": plain(&profile.fields),
        "follow_requests_count": profile.follow_requests,
        "hide_collections": profile.hide_collections,
        "discoverable": profile.discoverable,
        "indexable": profile.indexable,
        "attribution_domains": profile.attribution_domains,
        "quote_policy": profile.quote_policy,
    })
}

fn plain(fields: &[Field]) -> Vec<Value> {
    let entity = |field: &Field| json!({ "name": field.name, "value": field.source, "verified_at": field.verified_at });
    fields.iter().map(entity).collect()
}

/// The Profile entity: the words as they were written.
pub async fn profile(app: &App, base: &Base, id: i64) -> Result<Value> {
    let profile = store::find(&mut app.db.read().await?, id).await?;
    let image = |path: &Option<String>| path.as_deref().map(|path| file_url(base, path));
    Ok(json!({
        "id": profile.id.to_string(),
        "display_name": profile.display_name,
        "note": profile.note,
        "fields": plain(&profile.fields),
        "avatar": image(&profile.avatar),
        "avatar_static": image(&profile.avatar),
        "avatar_description": profile.avatar_description,
        "header": image(&profile.header),
        "header_static": image(&profile.header),
        "header_description": profile.header_description,
        "locked": profile.locked,
        "bot": profile.bot,
        "hide_collections": profile.hide_collections,
        "discoverable": profile.discoverable,
        "indexable": profile.indexable,
        "show_media": profile.show_media,
        "show_media_replies": profile.show_media_replies,
        "show_featured": profile.show_featured,
        "attribution_domains": profile.attribution_domains,
        "featured_tags": tags::view::featured(app, base, id).await?,
    }))
}
