use super::page::Line;
use super::quotes::Quoted;
use super::{Full, Named};
use crate::db::Reader;
use crate::error::Result;
use crate::statuses::visible::visible;
use crate::{args, line_joins, lines, lines_end, packed_line};

macro_rules! seen {
    () => {
        concat!(visible!("s", "a", "$2"), " AND (s.reblog_of_id IS NULL OR (", visible!("o", "b", "$2"), "))")
    };
}

/// A quote's stored state ('0' where there is none), what it quotes, and how that stands to the viewer: there, visible,
/// its author blocked, their server blocked, muted.
macro_rules! quote_facts {
    ($w:literal, $s:literal, $a:literal) => {
        concat!(
            "CASE WHEN ",
            $w,
            ".quote_state IS NULL THEN '0' ELSE concat_ws(' ', ",
            $w,
            ".quote_state, coalesce(",
            $s,
            ".id, 0),
            CASE WHEN ",
            $s,
            ".id IS NULL OR ",
            $s,
            ".deleted_at IS NOT NULL OR ",
            $s,
            ".removed_at IS NOT NULL THEN 0 ELSE 1
                + CASE WHEN ",
            visible!($s, $a, "$2"),
            " THEN 2 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM blocks q WHERE q.account_id = $2 AND q.target_id = ",
            $s,
            ".account_id)
                    THEN 4 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM account_domain_blocks q WHERE q.account_id = $2 AND q.domain = ",
            $a,
            ".domain)
                    THEN 8 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM mutes q WHERE q.account_id = $2 AND q.target_id = ",
            $s,
            ".account_id)
                    THEN 16 ELSE 0 END
            END) END"
        )
    };
}

crate::statements! {
    FULL = "SELECT s.id, s.rev, s.account_id, s.uri, s.url, s.visibility, s.local_only, s.sensitive, s.content, s.spoiler_text, s.language,
        s.in_reply_to_id, s.in_reply_to_account_id, s.created_at, s.edited_at, p.name, a.username, a.domain, s.reblog_of_id, a.barred & 4 <> 0, p.website,
        s.quote_policy, q.id, q.uri, q.url, b.username, c.id, c.url, c.data, c.image, c.account_id, c.claimed_id
        FROM statuses s JOIN accounts a ON a.id = s.account_id LEFT JOIN apps p ON p.id = s.app_id
        LEFT JOIN statuses q ON q.id = s.quote_of_id LEFT JOIN accounts b ON b.id = q.account_id
        LEFT JOIN cards c ON c.id = s.card_id
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
    QUOTED = ["SELECT string_agg(line, ';') FROM (SELECT concat_ws(' ', w.id, ", quote_facts!("w", "s", "a"), ", ",
        "CASE WHEN s.id IS NULL THEN '0' ELSE ", quote_facts!("s", "n", "m"), " END, ",
        "CASE WHEN s.id IS NULL THEN '0' ELSE concat_ws(' ', ", packed_line!("$2"), ") END) AS line FROM statuses w
        LEFT JOIN statuses s ON s.id = w.quote_of_id LEFT JOIN accounts a ON a.id = s.account_id
        LEFT JOIN statuses o ON o.id = s.reblog_of_id LEFT JOIN accounts b ON b.id = o.account_id
        LEFT JOIN statuses n ON n.id = s.quote_of_id LEFT JOIN accounts m ON m.id = n.account_id
        WHERE w.id IN (SELECT value FROM json_each($1))", lines_end!()];
    LINE = [lines!("$2"), "FROM statuses s", line_joins!(), "WHERE s.id = $1 AND ", seen!(), lines_end!()];
    // For the staff: also what is hidden or held. Of what was not meant for everybody only those that are in question.
    STAFF_LINES = [lines!("$2"), "FROM statuses s", line_joins!(), "WHERE s.id IN (SELECT value FROM json_each($1)) AND s.deleted_at IS NULL
        AND (s.visibility < 2 OR s.id IN (SELECT value FROM json_each($3)))", lines_end!()];
}

pub(super) async fn staff_lines(reader: &mut Reader, ids: &[i64], viewer: i64, asked: &[i64]) -> Result<Vec<Line>> {
    reader.packed(STAFF_LINES, args![ids, viewer, asked]).await
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

pub(super) async fn quoted(reader: &mut Reader, quoting: &[i64], viewer: Option<i64>) -> Result<Vec<Quoted>> {
    reader.packed(QUOTED, args![quoting, viewer.unwrap_or(0)]).await
}

pub(super) async fn full(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Full>> {
    reader.all(FULL, args![ids]).await
}

pub(super) async fn named(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Named>> {
    reader.all(NAMED, args![ids]).await
}
