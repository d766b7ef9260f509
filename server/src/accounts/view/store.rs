use super::{Brief, Full};
use crate::args;
use crate::db::Reader;
use crate::error::Result;

crate::statements! {
    BRIEF = "SELECT id, rev, followers_count, following_count, statuses_count, last_status_at FROM accounts
        WHERE id IN (SELECT value FROM json_each($1))";
    FULL = "SELECT a.id, a.rev, a.username, a.domain, a.display_name, a.note_html, a.fields, a.uri, a.url, a.actor_type, a.locked, a.bot,
        a.discoverable, a.indexable, a.hide_collections, a.memorial, a.show_media, a.show_media_replies, a.show_featured, CASE WHEN a.barred & 4 = 0 THEN a.avatar END,
        CASE WHEN a.barred & 4 = 0 THEN a.avatar_static END, a.avatar_description, CASE WHEN a.barred & 4 = 0 THEN a.header END,
        CASE WHEN a.barred & 4 = 0 THEN a.header_static END, a.header_description, a.created_at, a.silenced_at, a.suspended_at, r.id, r.name, r.color, a.moved_to_id
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id LEFT JOIN roles r ON r.id = u.role_id AND r.highlighted
        WHERE a.id IN (SELECT value FROM json_each($1))";
}

pub(super) async fn brief(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Brief>> {
    reader.all(BRIEF, args![ids]).await
}

pub(super) async fn full(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Full>> {
    reader.all(FULL, args![ids]).await
}
