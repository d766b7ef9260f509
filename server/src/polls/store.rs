use super::draft::Draft;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    ADD = "INSERT INTO polls (id, status_id, account_id, multiple, hide_totals, expires_at, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)";
    ADD_OPTIONS = sqlite "INSERT INTO poll_options (poll_id, position, title) SELECT $1, j.key, j.value FROM json_each($2) j"
        postgres "INSERT INTO poll_options (poll_id, position, title)
        SELECT $1, j.n - 1, j.value FROM jsonb_array_elements_text(CAST($2 AS JSONB)) WITH ORDINALITY AS j (value, n)";
    RESET = "DELETE FROM poll_options WHERE poll_id = $1";
    NO_VOTES = "DELETE FROM poll_votes WHERE poll_id = $1";
    NO_VOTERS = "UPDATE polls SET voters_count = 0 WHERE id = $1";
    SAVE = "UPDATE polls SET multiple = $2, hide_totals = $3, expires_at = $4 WHERE id = $1";
    REMOVE = "DELETE FROM polls WHERE status_id = $1";
    DETACH = "UPDATE statuses SET poll_id = NULL WHERE id = $1";
    TITLES = "SELECT o.title FROM polls p JOIN poll_options o ON o.poll_id = p.id WHERE p.status_id = $1 ORDER BY o.position";
    OF_STATUS = "SELECT id FROM polls WHERE status_id = $1";
    ATTACH = "UPDATE statuses SET poll_id = $2 WHERE id = $1";
    FIND = "SELECT p.id, p.status_id, p.account_id, p.multiple, p.hide_totals, p.expires_at,
        (SELECT count(*) FROM poll_options o WHERE o.poll_id = p.id) FROM polls p WHERE p.id = $1";
    BLOCKS = "SELECT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $1 AND b.target_id = $2)";
    // Whoever writes the row first goes first: two votes of one member in the same moment are told apart.
    LOCK = "UPDATE polls SET voters_count = voters_count WHERE id = $1";
    CHOICES = "SELECT choice FROM poll_votes WHERE poll_id = $1 AND account_id = $2";
    VOTE = "INSERT INTO poll_votes (poll_id, account_id, choice, created_at) SELECT $1, $2, value, $4 FROM json_each($3)";
    MORE_VOTES = "UPDATE poll_options SET votes_count = votes_count + 1
        WHERE poll_id = $1 AND position IN (SELECT value FROM json_each($2))";
    MORE_VOTERS = "UPDATE polls SET voters_count = voters_count + 1 WHERE id = $1";
    VOTERS = "SELECT DISTINCT account_id FROM poll_votes WHERE poll_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3 + 0";
    SHOWN = "SELECT p.id, p.account_id, p.multiple, p.hide_totals, p.expires_at, p.voters_count, o.title, o.votes_count,
        $2 <> 0 AND EXISTS (SELECT 1 FROM poll_votes v WHERE v.poll_id = p.id AND v.account_id = $2 AND v.choice = o.position)
        FROM polls p JOIN poll_options o ON o.poll_id = p.id WHERE p.id IN (SELECT value FROM json_each($1)) ORDER BY p.id, o.position";
}

/// What a verb must know of a poll.
#[derive(Debug, Clone)]
pub struct Poll {
    pub id: i64,
    pub status_id: i64,
    pub account_id: i64,
    pub multiple: bool,
    pub hide_totals: bool,
    pub expires_at: Option<i64>,
    /// How many options there are.
    pub options: i64,
}

impl FromRow for Poll {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            status_id: c.take()?,
            account_id: c.take()?,
            multiple: c.take()?,
            hide_totals: c.take()?,
            expires_at: c.take()?,
            options: c.take()?,
        })
    }
}

/// `home` is the status and its author.
pub async fn add(tx: &mut Tx, id: i64, home: (i64, i64), draft: &Draft, expires_at: i64, now: i64) -> Result<()> {
    let (status, author) = home;
    tx.run(ADD, args![id, status, author, draft.multiple, draft.hide_totals, expires_at, now]).await?;
    tx.run(ADD_OPTIONS, args![id, &serde_json::to_string(&draft.options)?]).await?;
    tx.run(ATTACH, args![status, id]).await?;
    Ok(())
}

pub async fn find(reader: &mut Reader, id: i64) -> Result<Poll> {
    reader.one(FIND, args![id]).await
}

/// The poll as it is now, for this transaction alone until it ends. None: it is gone.
pub async fn lock(tx: &mut Tx, id: i64) -> Result<Option<Poll>> {
    if tx.run(LOCK, args![id]).await? == 0 {
        return Ok(None);
    }
    tx.maybe(FIND, args![id]).await
}

/// The poll of a status, likewise.
pub async fn lock_of(tx: &mut Tx, status: i64) -> Result<Option<Poll>> {
    match tx.maybe(OF_STATUS, args![status]).await? {
        Some(id) => lock(tx, id).await,
        None => Ok(None),
    }
}

/// What there is to choose in the poll of a status; nothing without a poll.
pub async fn titles(tx: &mut Tx, status: i64) -> Result<Vec<String>> {
    tx.all(TITLES, args![status]).await
}

pub async fn titles_of(reader: &mut Reader, status: i64) -> Result<Vec<String>> {
    reader.all(TITLES, args![status]).await
}

pub async fn save(tx: &mut Tx, id: i64, draft: &Draft, expires_at: i64) -> Result<()> {
    tx.run(SAVE, args![id, draft.multiple, draft.hide_totals, expires_at]).await?;
    Ok(())
}

/// New options; nobody has voted.
pub async fn reset(tx: &mut Tx, id: i64, options: &[String]) -> Result<()> {
    for sql in [NO_VOTES, RESET, NO_VOTERS] {
        tx.run(sql, args![id]).await?;
    }
    tx.run(ADD_OPTIONS, args![id, &serde_json::to_string(options)?]).await?;
    Ok(())
}

pub async fn remove(tx: &mut Tx, status: i64) -> Result<()> {
    tx.run(DETACH, args![status]).await?;
    tx.run(REMOVE, args![status]).await?;
    Ok(())
}

pub async fn blocks(reader: &mut Reader, account: i64, target: i64) -> Result<bool> {
    reader.one(BLOCKS, args![account, target]).await
}

/// What a member chose so far.
pub async fn choices(tx: &mut Tx, poll: i64, account: i64) -> Result<Vec<i64>> {
    tx.all(CHOICES, args![poll, account]).await
}

pub async fn vote(tx: &mut Tx, poll: i64, account: i64, choices: &[i64], first: bool, now: i64) -> Result<()> {
    tx.run(VOTE, args![poll, account, choices, now]).await?;
    tx.run(MORE_VOTES, args![poll, choices]).await?;
    if first {
        tx.run(MORE_VOTERS, args![poll]).await?;
    }
    Ok(())
}

/// Who voted, in chunks: those behind `after`.
pub async fn voters(tx: &mut Tx, poll: i64, after: i64, limit: i64) -> Result<Vec<i64>> {
    tx.all(VOTERS, args![poll, after, limit]).await
}

/// An option with the poll that it belongs to.
pub struct Shown {
    pub poll: i64,
    pub account_id: i64,
    pub multiple: bool,
    pub hide_totals: bool,
    pub expires_at: Option<i64>,
    pub voters_count: i64,
    pub title: String,
    pub votes_count: i64,
    /// Whether the viewer chose it.
    pub chosen: bool,
}

impl FromRow for Shown {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            poll: c.take()?,
            account_id: c.take()?,
            multiple: c.take()?,
            hide_totals: c.take()?,
            expires_at: c.take()?,
            voters_count: c.take()?,
            title: c.take()?,
            votes_count: c.take()?,
            chosen: c.take()?,
        })
    }
}

/// The options of several polls, poll by poll, in their order.
pub async fn shown(reader: &mut Reader, polls: &[i64], viewer: i64) -> Result<Vec<Shown>> {
    reader.all(SHOWN, args![polls, viewer]).await
}
