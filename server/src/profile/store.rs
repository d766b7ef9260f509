use super::Profile;
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::words;

crate::statements! {
    FIND = "SELECT a.id, a.username, a.display_name, a.note, a.note_html, a.fields, a.locked, a.bot, a.discoverable, a.indexable,
        a.hide_collections, a.show_media, a.show_media_replies, a.show_featured, a.avatar, a.avatar_description, a.header, a.header_description, a.attribution_domains,
        u.default_privacy, u.default_sensitive, u.default_language, u.default_quote_policy,
        r.id, r.name, r.color, r.permissions, r.highlighted, r.collection_limit,
        (SELECT count(*) FROM follow_requests f WHERE f.target_id = a.id)
        FROM accounts a JOIN users u ON u.account_id = a.id JOIN roles r ON r.id = u.role_id
        WHERE a.id = $1 AND a.deleted_at IS NULL";
    SAVE = "UPDATE accounts SET display_name = $2, note = $3, note_html = $4, fields = $5, locked = $6, bot = $7, discoverable = $8,
        indexable = $9, hide_collections = $10, avatar = $11, avatar_static = $11, avatar_description = $12, header = $13,
        header_static = $13, header_description = $14, attribution_domains = $15, search_text = $16, actor_type = $17,
        show_media = $18, show_media_replies = $19, show_featured = $20,
        rev = rev + 1 WHERE id = $1";
    SAVE_DEFAULTS = "UPDATE users SET default_privacy = $2, default_sensitive = $3, default_language = $4, default_quote_policy = $5
        WHERE account_id = $1";
    SAVE_FIELDS = "UPDATE accounts SET fields = $2, rev = rev + 1 WHERE id = $1";
    NAMED = "SELECT username, url FROM accounts WHERE username_folded = $1 AND coalesce(domain, '') = $2 AND deleted_at IS NULL";
}

pub(super) async fn find(reader: &mut Reader, id: i64) -> Result<Profile> {
    reader.one(FIND, args![id]).await
}

pub(super) async fn current(tx: &mut Tx, id: i64) -> Result<Profile> {
    tx.one(FIND, args![id]).await
}

pub(super) async fn save(tx: &mut Tx, p: &Profile) -> Result<()> {
    let fields = serde_json::to_string(&p.fields)?;
    let domains = serde_json::to_string(&p.attribution_domains)?;
    let search = words::names(&p.username, &p.display_name);
    let actor_type = if p.bot { "Service" } else { "Person" };
    tx.run(
        SAVE,
        args![
            p.id,
            &p.display_name,
            &p.note,
            &p.note_html,
            &fields,
            p.locked,
            p.bot,
            p.discoverable,
            p.indexable,
            p.hide_collections,
            &p.avatar,
            &p.avatar_description,
            &p.header,
            &p.header_description,
            &domains,
            &search,
            actor_type,
            p.show_media,
            p.show_media_replies,
            p.show_featured
        ],
    )
    .await?;
    tx.run(SAVE_DEFAULTS, args![p.id, &p.privacy, p.sensitive, &p.language, &p.quote_policy]).await?;
    Ok(())
}

/// The user name as written and, of remote accounts, the page.
pub(super) async fn named(
    reader: &mut Reader,
    username: &str,
    domain: Option<&str>,
) -> Result<Option<(String, Option<String>)>> {
    reader.maybe(NAMED, args![username, domain.unwrap_or("")]).await
}

pub(super) async fn save_fields(tx: &mut Tx, account: i64, fields: &[super::Field]) -> Result<()> {
    tx.run(SAVE_FIELDS, args![account, &serde_json::to_string(fields)?]).await?;
    Ok(())
}
