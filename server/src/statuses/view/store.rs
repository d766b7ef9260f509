use super::page::Line;
use super::{Full, Named};
use crate::db::Reader;
use crate::error::Result;
use crate::statuses::visible::visible;
use crate::{args, line_columns, line_joins};

crate::statements! {
    FULL = "SELECT s.id, s.rev, s.account_id, s.uri, s.url, s.visibility, s.local_only, s.sensitive, s.content, s.spoiler_text, s.language,
        s.in_reply_to_id, s.in_reply_to_account_id, s.created_at, s.edited_at, p.name, a.username, a.domain, s.reblog_of_id, p.website
        FROM statuses s JOIN accounts a ON a.id = s.account_id LEFT JOIN apps p ON p.id = s.app_id
        WHERE s.id IN (SELECT value FROM json_each($1))";
    NAMED = "SELECT m.status_id, CAST(0 AS BIGINT), a.id, a.username, a.domain, a.url FROM mentions m JOIN accounts a ON a.id = m.account_id
        WHERE NOT m.silent AND m.status_id IN (SELECT value FROM json_each($1))
        UNION ALL SELECT t.status_id, CAST(1 AS BIGINT), g.id, g.name, NULL, NULL FROM status_tags t JOIN tags g ON g.id = t.tag_id
        WHERE t.status_id IN (SELECT value FROM json_each($1)) ORDER BY 1, 2, 3";
    /// What is the viewer's own: 1 favourited, 2 bookmarked, 3 reblogged, 4 conversation muted, 5 pinned, 6 own.
    OVERLAY = "SELECT CAST(1 AS BIGINT), status_id FROM favourites WHERE account_id = $1 AND status_id IN (SELECT value FROM json_each($2))
        UNION ALL SELECT CAST(2 AS BIGINT), status_id FROM bookmarks WHERE account_id = $1 AND status_id IN (SELECT value FROM json_each($2))
        UNION ALL SELECT CAST(3 AS BIGINT), reblog_of_id FROM statuses WHERE account_id = $1 AND deleted_at IS NULL
            AND reblog_of_id IN (SELECT value FROM json_each($2))
        UNION ALL SELECT CAST(4 AS BIGINT), conversation_id FROM conversation_mutes WHERE account_id = $1
            AND conversation_id IN (SELECT value FROM json_each($3))
        UNION ALL SELECT CASE WHEN pinned_at IS NULL THEN CAST(6 AS BIGINT) ELSE CAST(5 AS BIGINT) END, id FROM statuses WHERE account_id = $1
            AND id IN (SELECT value FROM json_each($2))";
    LINES = [line_columns!(), "FROM statuses s", line_joins!(), "WHERE s.id IN (SELECT value FROM json_each($1)) AND ", visible!("s", "a", "$2"),
        " AND (s.reblog_of_id IS NULL OR (", visible!("o", "b", "$2"), "))"];
}

pub(super) async fn lines(reader: &mut Reader, ids: &[i64], viewer: Option<i64>) -> Result<Vec<Line>> {
    reader.all(LINES, args![ids, viewer.unwrap_or(0)]).await
}

pub(super) async fn overlay(
    reader: &mut Reader,
    viewer: i64,
    statuses: &[i64],
    conversations: &[i64],
) -> Result<Vec<(i64, i64)>> {
    reader.all(OVERLAY, args![viewer, statuses, conversations]).await
}

pub(super) async fn full(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Full>> {
    reader.all(FULL, args![ids]).await
}

pub(super) async fn named(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Named>> {
    reader.all(NAMED, args![ids]).await
}
