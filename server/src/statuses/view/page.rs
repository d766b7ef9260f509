//! What every list of statuses reads: revs to find what is rendered already, the live counters, and what the viewer
//! did with each. One statement, and one packed text, knows all of a page (`db::Fields`).

use crate::accounts::view::Brief;
use crate::db::{Fields, FromFields};
use crate::error::Result;

/// One status of a page, and its author.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    pub id: i64,
    pub rev: i64,
    pub reblogs: i64,
    pub favourites: i64,
    pub replies: i64,
    pub quotes: i64,
    pub poll: Option<i64>,
    /// It is a quote itself.
    pub quotes_another: bool,
    pub account: Brief,
}

/// One line of a page: a status, or a reblog with what it reblogs.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub status: Head,
    pub reblog: Option<Head>,
    pub mine: Mine,
}

/// What the viewer did with the status, or with the original of a reblog.
#[derive(Debug, Clone, Copy)]
pub struct Mine(i64);

impl Mine {
    pub fn favourited(self) -> bool {
        self.0 & 1 != 0
    }

    pub fn bookmarked(self) -> bool {
        self.0 & 2 != 0
    }

    pub fn reblogged(self) -> bool {
        self.0 & 4 != 0
    }

    pub fn muted(self) -> bool {
        self.0 & 8 != 0
    }

    /// Only of one's own.
    pub fn pinned(self) -> Option<bool> {
        (self.0 & 16 != 0).then_some(self.0 & 32 != 0)
    }

    /// The viewer follows the author. Known only where it decides whether they may quote.
    pub fn follows(self) -> bool {
        self.0 & 64 != 0
    }

    pub fn followed(self) -> bool {
        self.0 & 128 != 0
    }
}

#[macro_export]
macro_rules! packed_head {
    ($s:literal, $a:literal) => {
        concat!(
            $s,
            ".id, ",
            $s,
            ".rev, ",
            $s,
            ".reblogs_count, ",
            $s,
            ".favourites_count, ",
            $s,
            ".replies_count, ",
            $s,
            ".quotes_count, coalesce(",
            $s,
            ".poll_id, 0), CASE WHEN ",
            $s,
            ".quote_state IS NULL THEN 0 ELSE 1 END, ",
            $crate::packed_brief!($a)
        )
    };
}

/// The bits of `Mine` for the viewer `$v` (0 is nobody), about the original of a reblog.
#[macro_export]
macro_rules! packed_mine {
    ($v:literal) => {
        concat!(
            "CASE WHEN ",
            $v,
            " = 0 THEN 0 ELSE
            CASE WHEN EXISTS (SELECT 1 FROM favourites x WHERE x.account_id = ",
            $v,
            " AND x.status_id = coalesce(o.id, s.id))
                THEN 1 ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM bookmarks x WHERE x.account_id = ",
            $v,
            " AND x.status_id = coalesce(o.id, s.id))
                THEN 2 ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM statuses x WHERE x.account_id = ",
            $v,
            " AND x.reblog_of_id = coalesce(o.id, s.id)
                AND x.deleted_at IS NULL) THEN 4 ELSE 0 END
            + CASE WHEN EXISTS (SELECT 1 FROM conversation_mutes x WHERE x.account_id = ",
            $v,
            "
                AND x.conversation_id = coalesce(o.conversation_id, s.conversation_id)) THEN 8 ELSE 0 END
            + CASE WHEN coalesce(b.id, a.id) <> ",
            $v,
            " THEN 0 WHEN coalesce(o.pinned_at, s.pinned_at) IS NULL THEN 16 ELSE 48 END
            + CASE WHEN coalesce(o.quote_policy, s.quote_policy) IN ('public', 'nobody') THEN 0 ELSE
                CASE WHEN EXISTS (SELECT 1 FROM follows x WHERE x.account_id = ",
            $v,
            " AND x.target_id = coalesce(b.id, a.id)) THEN 64 ELSE 0 END
                + CASE WHEN EXISTS (SELECT 1 FROM follows x WHERE x.account_id = coalesce(b.id, a.id) AND x.target_id = ",
            $v,
            ") THEN 128 ELSE 0 END END
            END"
        )
    };
}

/// The packed fields of a `Line` for the viewer `$v`. Aliases: s (status), a (author), o (original), b (the original's
/// author).
#[macro_export]
macro_rules! packed_line {
    ($v:literal) => {
        concat!(
            $crate::packed_head!("s", "a"),
            ", ",
            $crate::packed_mine!($v),
            ", CASE WHEN o.id IS NULL THEN '0' ELSE concat_ws(' ', ",
            $crate::packed_head!("o", "b"),
            ") END"
        )
    };
}

/// How a statement begins that packs lines, and `$more` fields behind each. Ends with `lines_end!`.
#[macro_export]
macro_rules! lines {
    ($v:literal $(, $more:literal)?) => {
        concat!(
            "SELECT string_agg(line, ';') FROM (SELECT concat_ws(' ', ", $crate::packed_line!($v), $(", ", $more,)? ") AS line "
        )
    };
}

#[macro_export]
macro_rules! lines_end {
    () => {
        ") AS page"
    };
}

/// The joins for `Line` behind `FROM statuses s` (or a join that ends in s).
#[macro_export]
macro_rules! line_joins {
    () => {
        " JOIN accounts a ON a.id = s.account_id
        LEFT JOIN statuses o ON o.id = s.reblog_of_id LEFT JOIN accounts b ON b.id = o.account_id "
    };
}

fn head(id: i64, f: &mut Fields<'_>) -> Result<Head> {
    Ok(Head {
        id,
        rev: f.int()?,
        reblogs: f.int()?,
        favourites: f.int()?,
        replies: f.int()?,
        quotes: f.int()?,
        poll: f.positive()?,
        quotes_another: f.int()? != 0,
        account: Brief::from_fields(f)?,
    })
}

impl Line {
    /// None where the statement found no status for its row.
    pub fn read(f: &mut Fields<'_>) -> Result<Option<Self>> {
        let Some(id) = f.positive()? else { return Ok(None) };
        let status = head(id, f)?;
        let mine = Mine(f.int()?);
        let reblog = f.positive()?.map(|id| head(id, f)).transpose()?;
        Ok(Some(Self { status, reblog, mine }))
    }
}

impl FromFields for Line {
    fn from_fields(f: &mut Fields<'_>) -> Result<Self> {
        Self::read(f)?.ok_or_else(|| crate::error::Error::Internal("a line without a status".into()))
    }
}
