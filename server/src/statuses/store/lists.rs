//! Threads, and who did what to a status. Pages run by the id of the row that was made, which clients know from the
//! Link header only.

use super::super::visible::visible;
use crate::db::{Fields, FromFields, Reader, Sql};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::{args, line_joins, lines, lines_end};

macro_rules! marked {
    ($table:literal, $order:literal) => {
        concat!(
            lines!("$1", "f.id"),
            "FROM ",
            $table,
            " f JOIN statuses s ON s.id = f.status_id",
            line_joins!(),
            "WHERE f.account_id = $1 AND f.id < $2 AND f.id > $3 AND ",
            visible!("s", "a", "$1"),
            " ORDER BY f.id ",
            $order,
            " LIMIT $4 + 0",
            lines_end!()
        )
    };
}

/// Accounts that the viewer may be shown: alive, and no block between the two.
macro_rules! shown {
    () => {
        "a.suspended_at IS NULL AND a.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = a.id AND b.target_id = $5)
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $5 AND b.target_id = a.id)"
    };
}

macro_rules! favourited_by {
    ($order:literal) => {
        concat!(
            "SELECT f.id, f.account_id FROM favourites f JOIN accounts a ON a.id = f.account_id
            WHERE f.status_id = $1 AND f.id < $2 AND f.id > $3 AND ",
            shown!(),
            " ORDER BY f.id ",
            $order,
            " LIMIT $4 + 0"
        )
    };
}

macro_rules! reblogged_by {
    ($order:literal) => {
        concat!(
            "SELECT r.id, r.account_id FROM statuses r JOIN accounts a ON a.id = r.account_id
            WHERE r.reblog_of_id = $1 AND r.id < $2 AND r.id > $3 AND r.deleted_at IS NULL AND r.removed_at IS NULL
            AND r.visibility < 2 AND ",
            shown!(),
            " ORDER BY r.id ",
            $order,
            " LIMIT $4 + 0"
        )
    };
}

crate::statements! {
    FAVOURITES_DOWN = [marked!("favourites", "DESC")];
    FAVOURITES_UP = [marked!("favourites", "ASC")];
    BOOKMARKS_DOWN = [marked!("bookmarks", "DESC")];
    BOOKMARKS_UP = [marked!("bookmarks", "ASC")];
    FAVOURITED_BY_DOWN = [favourited_by!("DESC")];
    FAVOURITED_BY_UP = [favourited_by!("ASC")];
    REBLOGGED_BY_DOWN = [reblogged_by!("DESC")];
    REBLOGGED_BY_UP = [reblogged_by!("ASC")];
    ANCESTORS = "WITH RECURSIVE up (id, parent, depth) AS (
            SELECT s.id, s.in_reply_to_id, CAST(0 AS BIGINT) FROM statuses s WHERE s.id = $1
            UNION ALL
            SELECT p.id, p.in_reply_to_id, up.depth + 1 FROM up JOIN statuses p ON p.id = up.parent WHERE up.depth < $2)
        SELECT id FROM up WHERE depth > 0 ORDER BY depth DESC";
    // Who quarrels with the author does not meet them in threads; the limited are met by those who follow them.
    WELCOME = "SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.id IN (SELECT value FROM json_each($1))
        AND (s.account_id = $2 OR (
            NOT EXISTS (SELECT 1 FROM blocks x WHERE x.account_id = $2 AND x.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM mutes x WHERE x.account_id = $2 AND x.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM account_domain_blocks x WHERE x.account_id = $2 AND x.domain = a.domain)
            AND (a.silenced_at IS NULL OR EXISTS (SELECT 1 FROM follows x WHERE x.account_id = $2 AND x.target_id = s.account_id))))";
    DESCENDANTS = "WITH RECURSIVE down (id, parent, depth) AS (
            SELECT s.id, s.in_reply_to_id, CAST(0 AS BIGINT) FROM statuses s WHERE s.id = $1
            UNION ALL
            SELECT c.id, c.in_reply_to_id, down.depth + 1 FROM down JOIN statuses c ON c.in_reply_to_id = down.id WHERE down.depth < $2)
        SELECT id, parent FROM down WHERE depth > 0 ORDER BY depth, id LIMIT $3 + 0";
}

/// Bounds of a page; `up` reads from the lower bound.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub below: i64,
    pub above: i64,
    pub limit: i64,
    pub up: bool,
}

/// Which list of statuses a member keeps.
#[derive(Clone, Copy)]
pub enum Kept {
    Favourites,
    Bookmarks,
}

/// What others did to a status.
#[derive(Clone, Copy)]
pub enum Did {
    Favourite,
    Reblog,
}

/// A line with its cursor.
pub struct Mark {
    pub line: Line,
    pub cursor: i64,
}

impl FromFields for Mark {
    fn from_fields(f: &mut Fields<'_>) -> Result<Self> {
        Ok(Self { line: Line::from_fields(f)?, cursor: f.int()? })
    }
}

/// What a member favourited or bookmarked and may still see.
pub async fn kept(reader: &mut Reader, kept: Kept, account: i64, page: Bounds) -> Result<Vec<Mark>> {
    let sql: Sql = match (kept, page.up) {
        (Kept::Favourites, false) => FAVOURITES_DOWN,
        (Kept::Favourites, true) => FAVOURITES_UP,
        (Kept::Bookmarks, false) => BOOKMARKS_DOWN,
        (Kept::Bookmarks, true) => BOOKMARKS_UP,
    };
    reader.packed(sql, args![account, page.below, page.above, page.limit]).await
}

/// (cursor, account) of those who favourited or reblogged a status.
pub async fn done_by(
    reader: &mut Reader,
    did: Did,
    status: i64,
    viewer: Option<i64>,
    page: Bounds,
) -> Result<Vec<(i64, i64)>> {
    let sql: Sql = match (did, page.up) {
        (Did::Favourite, false) => FAVOURITED_BY_DOWN,
        (Did::Favourite, true) => FAVOURITED_BY_UP,
        (Did::Reblog, false) => REBLOGGED_BY_DOWN,
        (Did::Reblog, true) => REBLOGGED_BY_UP,
    };
    reader.all(sql, args![status, page.below, page.above, page.limit, viewer.unwrap_or(0)]).await
}

/// The way up to the start of the thread, oldest first.
pub async fn ancestors(reader: &mut Reader, status: i64, most: i64) -> Result<Vec<i64>> {
    reader.all(ANCESTORS, args![status, most]).await
}

/// Those of the statuses of a thread that this viewer cares to meet.
pub async fn welcome(reader: &mut Reader, ids: &[i64], viewer: Option<i64>) -> Result<Vec<i64>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    reader.all(WELCOME, args![ids, viewer.unwrap_or(0)]).await
}

/// (status, parent) of what was answered, level by level.
pub async fn descendants(reader: &mut Reader, status: i64, depth: i64, most: i64) -> Result<Vec<(i64, i64)>> {
    reader.all(DESCENDANTS, args![status, depth, most]).await
}
