use super::page::Line;
use super::{Full, Named};
use crate::db::Reader;
use crate::error::Result;
use crate::statuses::visible::visible;
use crate::{args, line_joins, lines, lines_end};

macro_rules! seen {
    () => {
        concat!(visible!("s", "a", "$2"), " AND (s.reblog_of_id IS NULL OR (", visible!("o", "b", "$2"), "))")
    };
}

crate::statements! {
    FULL = "SELECT s.id, s.rev, s.account_id, s.uri, s.url, s.visibility, s.local_only, s.sensitive, s.content, s.spoiler_text, s.language,
        s.in_reply_to_id, s.in_reply_to_account_id, s.created_at, s.edited_at, p.name, a.username, a.domain, s.reblog_of_id, p.website
        FROM statuses s JOIN accounts a ON a.id = s.account_id LEFT JOIN apps p ON p.id = s.app_id
        WHERE s.id IN (SELECT value FROM json_each($1))";
    NAMED = "SELECT m.status_id, CAST(0 AS BIGINT), a.id, a.username, a.domain, a.url, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT),
            CAST(NULL AS BIGINT), NULL, NULL, NULL, NULL, NULL FROM mentions m JOIN accounts a ON a.id = m.account_id
        WHERE NOT m.silent AND m.status_id IN (SELECT value FROM json_each($1))
        UNION ALL SELECT t.status_id, CAST(1 AS BIGINT), g.id, g.name, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM status_tags t JOIN tags g ON g.id = t.tag_id
        WHERE t.status_id IN (SELECT value FROM json_each($1))
        UNION ALL SELECT c.status_id, CAST(2 AS BIGINT), c.collection_id, '', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
            FROM status_collections c
        WHERE c.status_id IN (SELECT value FROM json_each($1))
        UNION ALL SELECT f.status_id, CAST(3 AS BIGINT), f.position, f.kind, f.file, f.thumbnail, f.id, f.account_id, f.state, f.remote_url,
            f.mime, f.meta, f.blurhash, f.description FROM media f
        WHERE f.status_id IN (SELECT value FROM json_each($1)) AND f.position >= 0 ORDER BY 1, 2, 3";
    LINES = [lines!("$2"), "FROM statuses s", line_joins!(), "WHERE s.id IN (SELECT value FROM json_each($1)) AND ", seen!(), lines_end!()];
    ALL_LINES = [lines!("$2"), "FROM statuses s", line_joins!(), "WHERE s.id IN (SELECT value FROM json_each($1)) AND s.deleted_at IS NULL", lines_end!()];
    LINE = [lines!("$2"), "FROM statuses s", line_joins!(), "WHERE s.id = $1 AND ", seen!(), lines_end!()];
}

pub(super) async fn lines(reader: &mut Reader, ids: &[i64], viewer: Option<i64>) -> Result<Vec<Line>> {
    let viewer = viewer.unwrap_or(0);
    match ids {
        [one] => reader.packed(LINE, args![*one, viewer]).await,
        several => reader.packed(LINES, args![several, viewer]).await,
    }
}

pub(super) async fn all_lines(reader: &mut Reader, ids: &[i64], viewer: i64) -> Result<Vec<Line>> {
    reader.packed(ALL_LINES, args![ids, viewer]).await
}

pub(super) async fn full(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Full>> {
    reader.all(FULL, args![ids]).await
}

pub(super) async fn named(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Named>> {
    reader.all(NAMED, args![ids]).await
}
