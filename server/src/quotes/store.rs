use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::statuses::visible::visible;
use crate::{args, line_joins, lines, lines_end};

crate::statements! {
    QUOTABLE = ["SELECT s.id, s.account_id, s.visibility, s.local, s.quote_policy,
        EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $2 AND f.target_id = s.account_id),
        EXISTS (SELECT 1 FROM follows f WHERE f.account_id = s.account_id AND f.target_id = $2)
        FROM statuses w JOIN statuses s ON s.id = coalesce(w.reblog_of_id, w.id) JOIN accounts a ON a.id = s.account_id
        JOIN accounts b ON b.id = w.account_id WHERE w.id = $1 AND ", visible!("s", "a", "$2"), " AND ", visible!("w", "b", "$2")];
    ATTACH = "UPDATE statuses SET quote_of_id = $2, quote_state = $3 WHERE id = $1";
    /// The quoted author may see the quote, whatever its reach.
    SHOW_TO = "INSERT INTO mentions (status_id, account_id, silent) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    MORE_QUOTES = "UPDATE statuses SET quotes_count = quotes_count + 1 WHERE id = $1";
    LESS_QUOTES = "UPDATE statuses SET quotes_count = quotes_count - 1 WHERE id = $1 AND quotes_count > 0";
    QUOTE_OF = "SELECT quote_of_id, quote_state FROM statuses WHERE id = $1";
    FIND = "SELECT w.account_id, w.quote_state FROM statuses w WHERE w.id = $1 AND w.quote_of_id = $2 AND w.deleted_at IS NULL
        AND w.removed_at IS NULL";
    REVOKE = "UPDATE statuses SET quote_state = $2, rev = rev + 1 WHERE id = $1 AND quote_state = $3";
    SET_POLICY = "UPDATE statuses SET quote_policy = $2, rev = rev + 1 WHERE id = $1 AND quote_policy <> $2";
    DEFAULT_POLICY = "SELECT default_quote_policy FROM users WHERE account_id = $1";
    QUOTES = [lines!("$1"), "FROM statuses s", line_joins!(), "WHERE s.quote_of_id = $2 AND s.quote_state = 'accepted'
        AND s.id < $3 AND s.id > $4 AND ", visible!("s", "a", "$1"),
        " AND NOT EXISTS (SELECT 1 FROM blocks pb WHERE pb.account_id = $1 AND pb.target_id = s.account_id)
        AND NOT EXISTS (SELECT 1 FROM mutes pm WHERE pm.account_id = $1 AND pm.target_id = s.account_id)
        AND NOT EXISTS (SELECT 1 FROM account_domain_blocks d WHERE d.account_id = $1 AND d.domain = a.domain)
        ORDER BY s.id DESC LIMIT $5 + 0", lines_end!()];
    QUOTES_UP = [lines!("$1"), "FROM statuses s", line_joins!(), "WHERE s.quote_of_id = $2 AND s.quote_state = 'accepted'
        AND s.id < $3 AND s.id > $4 AND ", visible!("s", "a", "$1"),
        " AND NOT EXISTS (SELECT 1 FROM blocks pb WHERE pb.account_id = $1 AND pb.target_id = s.account_id)
        AND NOT EXISTS (SELECT 1 FROM mutes pm WHERE pm.account_id = $1 AND pm.target_id = s.account_id)
        AND NOT EXISTS (SELECT 1 FROM account_domain_blocks d WHERE d.account_id = $1 AND d.domain = a.domain)
        ORDER BY s.id LIMIT $5 + 0", lines_end!()];
    QUOTERS = "SELECT w.id, w.account_id FROM statuses w JOIN users u ON u.account_id = w.account_id
        WHERE w.quote_of_id = $1 AND w.id > $2 AND w.quote_state = 'accepted' AND w.deleted_at IS NULL ORDER BY w.id LIMIT $3 + 0";
}

/// A status that somebody would like to quote, and how they stand to its author.
pub struct Quotable {
    pub id: i64,
    pub account_id: i64,
    pub visibility: i64,
    pub local: bool,
    pub policy: String,
    pub follows: bool,
    pub followed: bool,
}

impl FromRow for Quotable {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            visibility: c.take()?,
            local: c.take()?,
            policy: c.take()?,
            follows: c.take()?,
            followed: c.take()?,
        })
    }
}

/// The status, or what it reblogs, if the viewer may see it.
pub async fn quotable(reader: &mut Reader, id: i64, viewer: i64) -> Result<Quotable> {
    reader.one(QUOTABLE, args![id, viewer]).await
}

/// Makes a status that was just written a quote.
pub async fn attach(tx: &mut Tx, status: i64, quoted: &Quotable, accepted: bool) -> Result<()> {
    tx.run(ATTACH, args![status, quoted.id, if accepted { "accepted" } else { "pending" }]).await?;
    tx.run(SHOW_TO, args![status, quoted.account_id, true]).await?;
    if accepted {
        tx.run(MORE_QUOTES, args![quoted.id]).await?;
    }
    Ok(())
}

/// (what a status quotes, the state of that), as far as they are known.
pub async fn quote_of(tx: &mut Tx, status: i64) -> Result<(Option<i64>, Option<String>)> {
    tx.one(QUOTE_OF, args![status]).await
}

/// The same for reading.
pub async fn read_quote_of(reader: &mut Reader, status: i64) -> Result<(Option<i64>, Option<String>)> {
    reader.one(QUOTE_OF, args![status]).await
}

pub async fn less_quotes(tx: &mut Tx, quoted: i64) -> Result<()> {
    tx.run(LESS_QUOTES, args![quoted]).await?;
    Ok(())
}

/// The author of a status that quotes another.
pub async fn find(tx: &mut Tx, quoting: i64, quoted: i64) -> Result<i64> {
    let (account, _): (i64, Option<String>) = tx.one(FIND, args![quoting, quoted]).await?;
    Ok(account)
}

/// Accepted becomes revoked, pending rejected; tells whether anything changed.
pub async fn revoke(tx: &mut Tx, quoting: i64, quoted: i64) -> Result<bool> {
    if tx.run(REVOKE, args![quoting, "revoked", "accepted"]).await? > 0 {
        tx.run(LESS_QUOTES, args![quoted]).await?;
        return Ok(true);
    }
    Ok(tx.run(REVOKE, args![quoting, "rejected", "pending"]).await? > 0)
}

/// Tells whether it is another policy than before.
pub async fn set_policy(tx: &mut Tx, status: i64, policy: &str) -> Result<bool> {
    Ok(tx.run(SET_POLICY, args![status, policy]).await? > 0)
}

/// What a member's new statuses allow unless they say otherwise.
pub async fn default_policy(reader: &mut Reader, account: i64) -> Result<String> {
    reader.one(DEFAULT_POLICY, args![account]).await
}

/// A page's bounds.
#[derive(Clone, Copy)]
pub struct Bounds {
    pub below: i64,
    pub above: i64,
    pub limit: i64,
    pub up: bool,
}

/// The accepted quotes of a status.
pub async fn quotes(reader: &mut Reader, status: i64, viewer: i64, page: Bounds) -> Result<Vec<Line>> {
    let sql = if page.up { QUOTES_UP } else { QUOTES };
    reader.packed(sql, args![viewer, status, page.below, page.above, page.limit]).await
}

/// (status, author) of members' quotes of a status.
pub async fn quoters(tx: &mut Tx, status: i64, after: i64, most: i64) -> Result<Vec<(i64, i64)>> {
    tx.all(QUOTERS, args![status, after, most]).await
}
