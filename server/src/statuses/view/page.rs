//! The columns that every list of statuses reads: revs to find what is rendered already, and the live counters.

use crate::accounts::view::Brief;
use crate::db::{Cells, FromRow, Row};
use crate::error::Result;

/// One status of a page, and its author.
#[derive(Debug, Clone, Copy)]
pub struct Head {
    pub id: i64,
    pub rev: i64,
    pub conversation_id: Option<i64>,
    pub reblogs: i64,
    pub favourites: i64,
    pub replies: i64,
    pub quotes: i64,
    pub account: Brief,
}

/// One line of a page: a status, or a reblog with what it reblogs.
#[derive(Debug, Clone, Copy)]
pub struct Line {
    pub status: Head,
    pub reblog: Option<Head>,
}

/// The select list for `Line`. Aliases: s (status), a (author), o (original), b (the original's author).
#[macro_export]
macro_rules! line_columns {
    () => {
        "SELECT s.id, s.rev, s.conversation_id, s.reblogs_count, s.favourites_count, s.replies_count, s.quotes_count,
        a.id, a.rev, a.followers_count, a.following_count, a.statuses_count, a.last_status_at,
        o.id, o.rev, o.conversation_id, o.reblogs_count, o.favourites_count, o.replies_count, o.quotes_count,
        b.id, b.rev, b.followers_count, b.following_count, b.statuses_count, b.last_status_at "
    };
}

/// How many columns that are: what else a statement reads stands behind them.
pub const LINE: usize = 26;

/// The joins for `Line` behind `FROM statuses s` (or a join that ends in s).
#[macro_export]
macro_rules! line_joins {
    () => {
        " JOIN accounts a ON a.id = s.account_id
        LEFT JOIN statuses o ON o.id = s.reblog_of_id LEFT JOIN accounts b ON b.id = o.account_id "
    };
}

fn head(id: i64, c: &mut Cells<'_>) -> Result<Head> {
    Ok(Head {
        id,
        rev: c.take()?,
        conversation_id: c.take()?,
        reblogs: c.take()?,
        favourites: c.take()?,
        replies: c.take()?,
        quotes: c.take()?,
        account: Brief::read(c)?,
    })
}

impl FromRow for Line {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        let id = c.take()?;
        let status = head(id, &mut c)?;
        let reblog = match c.take::<Option<i64>>()? {
            Some(id) => Some(head(id, &mut c)?),
            None => None,
        };
        Ok(Self { status, reblog })
    }
}
