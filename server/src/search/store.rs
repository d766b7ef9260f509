use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::statuses::visible::visible;
use crate::{args, line_joins, lines, lines_end};

/// What the viewer `$1` wrote, was named in, or kept.
macro_rules! library {
    () => {
        "(s.account_id = $1 OR EXISTS (SELECT 1 FROM mentions lm WHERE lm.status_id = s.id AND lm.account_id = $1)
        OR EXISTS (SELECT 1 FROM favourites lf WHERE lf.account_id = $1 AND lf.status_id = s.id)
        OR EXISTS (SELECT 1 FROM bookmarks lk WHERE lk.account_id = $1 AND lk.status_id = s.id)
        OR EXISTS (SELECT 1 FROM poll_votes lv WHERE lv.poll_id = s.poll_id AND lv.account_id = $1)
        OR EXISTS (SELECT 1 FROM statuses lr WHERE lr.account_id = $1 AND lr.reblog_of_id = s.id AND lr.deleted_at IS NULL))"
    };
}

/// A property by its bit: asked for in `$10`, refused in `$11`.
macro_rules! property {
    ($bit:literal, $is:expr) => {
        concat!(" AND ($10 & ", $bit, " = 0 OR ", $is, ") AND ($11 & ", $bit, " = 0 OR NOT ", $is, ")")
    };
}

macro_rules! media {
    ($bit:literal, $kind:literal) => {
        property!(
            $bit,
            concat!(
                "EXISTS (SELECT 1 FROM media pm WHERE pm.status_id = s.id AND pm.position >= 0 AND pm.kind = '",
                $kind,
                "')"
            )
        )
    };
}

/// Where the words are looked for, and what the found must be. `$1` viewer, `$2` the index's question, `$3` and `$4`
/// bounds, `$5` and `$6` the page, `$7` authors that are not wanted, `$8` and `$9` from and until, `$12` to `$15` language,
/// languages that are not wanted, and the span that is left out, `$16` scope, `$17` the author (0 for any).
macro_rules! found {
    ($from:literal, $id:literal, $also:expr, $order:literal) => {
        concat!(
            lines!("$1"),
            $from,
            line_joins!(),
            "WHERE ",
            $id,
            " < $3 AND ",
            $id,
            " > $4 AND s.reblog_of_id IS NULL AND ",
            $also,
            " AND s.account_id NOT IN (SELECT value FROM json_each($7)) AND s.created_at >= $8 AND s.created_at < $9
            AND ($12 = '' OR lower(s.language) = $12)
            AND ($13 = '' OR replace($13, ',' || lower(coalesce(s.language, '?')) || ',', '') = $13)
            AND NOT (s.created_at >= $14 AND s.created_at < $15)",
            property!("1", "s.has_media"),
            media!("2", "image"),
            media!("4", "video"),
            media!("8", "audio"),
            property!("128", "s.sensitive"),
            property!("256", "(s.in_reply_to_id IS NOT NULL)"),
            has_more!(),
            " AND (($16 <> 1 AND s.visibility = 0 AND a.indexable) OR ($16 <> 2 AND ",
            library!(),
            ")) AND ",
            visible!("s", "a", "$1"),
            " AND NOT EXISTS (SELECT 1 FROM blocks pb WHERE pb.account_id = $1 AND pb.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM mutes pm WHERE pm.account_id = $1 AND pm.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM account_domain_blocks pd WHERE pd.account_id = $1 AND pd.domain = a.domain)
            AND (a.silenced_at IS NULL OR a.id = $1
                OR EXISTS (SELECT 1 FROM follows pf WHERE pf.account_id = $1 AND pf.target_id = a.id))
            ORDER BY ",
            $id,
            $order,
            " LIMIT $5 + 0 OFFSET $6 + 0",
            lines_end!()
        )
    };
}

/// Links and players of cards are no part of a status yet: nothing has them.
macro_rules! has_more {
    () => {
        concat!(property!("16", "(s.poll_id IS NOT NULL)"), property!("32", "(1 = 0)"), property!("64", "(1 = 0)"))
    };
}

macro_rules! by_words {
    ($order:literal) => {
        found!(
            "FROM status_search($2) f JOIN statuses s ON s.id = f.rowid",
            "f.rowid",
            "($17 = 0 OR s.account_id = $17)",
            $order
        )
    };
}
macro_rules! by_author {
    ($order:literal) => {
        found!(
            "FROM statuses s",
            "s.id",
            "s.account_id = $17 AND s.id NOT IN (SELECT rowid FROM status_search($2))",
            $order
        )
    };
}
macro_rules! in_library {
    ($order:literal) => {
        found!(
            "FROM statuses s",
            "s.id",
            "($17 = 0 OR s.account_id = $17) AND s.id NOT IN (SELECT rowid FROM status_search($2)) AND s.id IN (
                SELECT x.id FROM statuses x WHERE x.account_id = $1 AND x.deleted_at IS NULL
                UNION SELECT x.status_id FROM mentions x WHERE x.account_id = $1
                UNION SELECT x.status_id FROM favourites x WHERE x.account_id = $1
                UNION SELECT x.status_id FROM bookmarks x WHERE x.account_id = $1
                UNION SELECT p.status_id FROM poll_votes x JOIN polls p ON p.id = x.poll_id WHERE x.account_id = $1
                UNION SELECT x.reblog_of_id FROM statuses x WHERE x.account_id = $1 AND x.reblog_of_id IS NOT NULL)",
            $order
        )
    };
}
macro_rules! anywhere {
    ($order:literal) => {
        found!("FROM statuses s", "s.id", "$17 = 0 AND s.id NOT IN (SELECT rowid FROM status_search($2))", $order)
    };
}

crate::statements! {
    BY_WORDS = [by_words!(" DESC")];
    BY_WORDS_UP = [by_words!(" ASC")];
    BY_AUTHOR = [by_author!(" DESC")];
    BY_AUTHOR_UP = [by_author!(" ASC")];
    IN_LIBRARY = [in_library!(" DESC")];
    IN_LIBRARY_UP = [in_library!(" ASC")];
    ANYWHERE = [anywhere!(" DESC")];
    ANYWHERE_UP = [anywhere!(" ASC")];
    AUTHORS = sqlite "SELECT j.value ->> 0, a.id FROM json_each($1) j JOIN accounts a ON a.username_folded = j.value ->> 1
            AND coalesce(a.domain, '') = j.value ->> 2 WHERE a.deleted_at IS NULL"
        postgres "SELECT CAST(j.value ->> 0 AS BIGINT), a.id FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (value)
            JOIN accounts a ON a.username_folded = j.value ->> 1 AND coalesce(a.domain, '') = j.value ->> 2 WHERE a.deleted_at IS NULL";
    TAGS = "SELECT t.id FROM tags t WHERE t.name >= $1 AND t.name < $2 AND t.listable
        AND (NOT $3 OR t.reviewed_at IS NOT NULL OR t.name = $1)
        ORDER BY CASE WHEN t.name = $1 THEN 0 ELSE 1 END, length(t.name), t.name LIMIT $4 + 0 OFFSET $5 + 0";
    STATUS_AT = "SELECT id FROM statuses WHERE uri = $1 UNION SELECT id FROM statuses WHERE url = $1 LIMIT 1";
    ACCOUNT_AT = "SELECT id FROM accounts WHERE uri = $1 AND deleted_at IS NULL
        UNION SELECT id FROM accounts WHERE url = $1 AND deleted_at IS NULL LIMIT 1";
    DOCUMENTS = "SELECT s.id, s.text, s.content, s.spoiler_text,
        (SELECT string_agg(m.description, ' ') FROM media m WHERE m.status_id = s.id AND m.position >= 0),
        (SELECT string_agg(o.title, ' ') FROM poll_options o WHERE o.poll_id = s.poll_id),
        (SELECT string_agg(t.name, ' ') FROM status_tags x JOIN tags t ON t.id = x.tag_id WHERE x.status_id = s.id)
        FROM statuses s WHERE s.id IN (SELECT value FROM json_each($1)) AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL";
    WRITE = sqlite "INSERT OR REPLACE INTO status_search (rowid, words)
            SELECT j.value ->> 0, j.value ->> 1 FROM json_each($1) j"
        postgres "INSERT INTO status_search (rowid, words)
            SELECT CAST(j.value ->> 0 AS BIGINT), search_words(j.value ->> 1) FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (value)
            ON CONFLICT (rowid) DO UPDATE SET words = excluded.words";
    REMOVE = "DELETE FROM status_search WHERE rowid IN (SELECT value FROM json_each($1))";
    PROGRESS = "SELECT accounts_above, statuses_below, done FROM search_progress";
    ADVANCE = "UPDATE search_progress SET accounts_above = $1, statuses_below = $2, done = done + $3";
    FINISH = "DELETE FROM search_progress";
    BEGIN = "INSERT INTO search_progress (id, accounts_above, statuses_below, done) VALUES (1, 0, $1, 0)
        ON CONFLICT (id) DO UPDATE SET accounts_above = 0, statuses_below = excluded.statuses_below, done = 0";
    NEXT_ACCOUNTS = "SELECT id, username, display_name FROM accounts WHERE id > $1 ORDER BY id LIMIT $2 + 0";
    NAME = "UPDATE accounts SET search_text = $2 WHERE id = $1";
    NEXT_STATUSES = "SELECT id FROM statuses WHERE id < $1 ORDER BY id DESC LIMIT $2 + 0";
}

/// What decides which statuses are found.
pub(super) struct Wish<'a> {
    pub viewer: i64,
    pub by: By,
    /// For the index: what is asked for, or (without words) what must not be there.
    pub question: &'a str,
    pub below: i64,
    pub above: i64,
    pub up: bool,
    pub limit: i64,
    pub offset: i64,
    pub author: i64,
    pub not_authors: &'a [i64],
    pub since: i64,
    pub until: i64,
    pub has: i64,
    pub has_not: i64,
    pub language: &'a str,
    /// `,en,de,`, or empty.
    pub not_languages: &'a str,
    pub except: (i64, i64),
    /// 0 all, 1 library, 2 public.
    pub scope: i64,
}

/// Where the search begins.
#[derive(Debug, Clone, Copy)]
pub(super) enum By {
    Words,
    Author,
    Library,
    Anything,
}

pub(super) async fn statuses(reader: &mut Reader, wish: &Wish<'_>) -> Result<Vec<Line>> {
    let sql = match (wish.by, wish.up) {
        (By::Words, false) => BY_WORDS,
        (By::Words, true) => BY_WORDS_UP,
        (By::Author, false) => BY_AUTHOR,
        (By::Author, true) => BY_AUTHOR_UP,
        (By::Library, false) => IN_LIBRARY,
        (By::Library, true) => IN_LIBRARY_UP,
        (By::Anything, false) => ANYWHERE,
        (By::Anything, true) => ANYWHERE_UP,
    };
    let args = args![
        wish.viewer,
        wish.question,
        wish.below,
        wish.above,
        wish.limit,
        wish.offset,
        wish.not_authors,
        wish.since,
        wish.until,
        wish.has,
        wish.has_not,
        wish.language,
        wish.not_languages,
        wish.except.0,
        wish.except.1,
        wish.scope,
        wish.author
    ];
    let mut lines = reader.packed(sql, args).await?;
    if wish.up {
        lines.reverse();
    }
    Ok(lines)
}

/// (position in the list, account) of those handles that are somebody's.
pub(super) async fn authors(reader: &mut Reader, handles: &[(i64, String, String)]) -> Result<Vec<(i64, i64)>> {
    reader.all(AUTHORS, args![&serde_json::to_string(handles)?]).await
}

/// Hashtags that begin so, the one of this very name first.
pub(super) async fn tags(reader: &mut Reader, name: &str, reviewed: bool, limit: i64, offset: i64) -> Result<Vec<i64>> {
    reader.all(TAGS, args![name, &format!("{name}\u{10ffff}"), reviewed, limit, offset]).await
}

pub(super) async fn status_at(reader: &mut Reader, address: &str) -> Result<Option<i64>> {
    reader.maybe(STATUS_AT, args![address]).await
}

pub(super) async fn account_at(reader: &mut Reader, address: &str) -> Result<Option<i64>> {
    reader.maybe(ACCOUNT_AT, args![address]).await
}

/// What a status says, in parts.
pub(super) struct Document {
    pub id: i64,
    pub text: String,
    pub content: String,
    pub spoiler_text: String,
    pub descriptions: Option<String>,
    pub options: Option<String>,
    pub tags: Option<String>,
}

impl FromRow for Document {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            text: c.take()?,
            content: c.take()?,
            spoiler_text: c.take()?,
            descriptions: c.take()?,
            options: c.take()?,
            tags: c.take()?,
        })
    }
}

pub(super) async fn documents(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Document>> {
    tx.all(DOCUMENTS, args![ids]).await
}

/// (status, its words).
pub(super) async fn write(tx: &mut Tx, entries: &[(i64, String)]) -> Result<()> {
    tx.run(WRITE, args![&serde_json::to_string(entries)?]).await?;
    Ok(())
}

pub(super) async fn remove(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    tx.run(REMOVE, args![ids]).await?;
    Ok(())
}

/// How far the index of what was there before has come.
pub(super) struct Progress {
    pub accounts_above: i64,
    pub statuses_below: i64,
    pub done: i64,
}

impl FromRow for Progress {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { accounts_above: c.take()?, statuses_below: c.take()?, done: c.take()? })
    }
}

pub(super) async fn progress(tx: &mut Tx) -> Result<Option<Progress>> {
    tx.maybe(PROGRESS, &[]).await
}

pub(super) async fn advance(tx: &mut Tx, accounts_above: i64, statuses_below: i64, more: i64) -> Result<()> {
    tx.run(ADVANCE, args![accounts_above, statuses_below, more]).await?;
    Ok(())
}

pub(super) async fn finish(tx: &mut Tx) -> Result<()> {
    tx.run(FINISH, &[]).await?;
    Ok(())
}

pub(super) async fn begin(tx: &mut Tx) -> Result<()> {
    tx.run(BEGIN, args![i64::MAX]).await?;
    Ok(())
}

pub(super) async fn next_accounts(tx: &mut Tx, above: i64, limit: i64) -> Result<Vec<(i64, String, String)>> {
    tx.all(NEXT_ACCOUNTS, args![above, limit]).await
}

pub(super) async fn name(tx: &mut Tx, id: i64, words: &str) -> Result<()> {
    tx.run(NAME, args![id, words]).await?;
    Ok(())
}

pub(super) async fn next_statuses(tx: &mut Tx, below: i64, limit: i64) -> Result<Vec<i64>> {
    tx.all(NEXT_STATUSES, args![below, limit]).await
}
