use super::Act;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

macro_rules! rows {
    () => {
        "SELECT t.id, t.actor_id, t.kind, t.target_type, t.target_id, t.target_label, t.reason, t.before_state, t.after_state, t.case_id,
        t.account_id, t.batch_id, t.auto_rule_id, t.expires_at, t.undone_at, t.undone_by, t.created_at FROM acts t "
    };
}

crate::statements! {
    // `$8` is looked for in labels and reasons without regard to case.
    LIST = [rows!(), "WHERE t.id < $1 AND t.id > $2 AND ($3 = '' OR t.kind = $3) AND ($4 = 0 OR t.actor_id = $4)
        AND ($5 = 0 OR t.account_id = $5) AND ($6 = '' OR t.target_type = $6) AND ($7 = 0 OR t.case_id = $7)
        AND ($8 = '' OR replace(lower(t.target_label), $8, '') <> lower(t.target_label) OR replace(lower(t.reason), $8, '') <> lower(t.reason))
        AND ($9 = 0 OR t.auto_rule_id = $9) AND (NOT $10 OR t.undone_at IS NULL)
        ORDER BY t.id DESC LIMIT $11 + 0"];
    ABOUT = [rows!(), "WHERE t.account_id = $1 ORDER BY t.id DESC LIMIT 50"];
    ONE = [rows!(), "WHERE t.id = $1"];
    SOME = [rows!(), "WHERE t.id IN (SELECT value FROM json_each($1))"];
    OF_BATCH = "SELECT id FROM acts WHERE batch_id = $1 AND undone_at IS NULL ORDER BY id";
    COMPLETE = "UPDATE acts SET account_id = $2, batch_id = $3, expires_at = $4 WHERE id = $1";
    UNDONE = "UPDATE acts SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL";
    OVERRULE = "UPDATE account_warnings SET overruled_at = $2 WHERE act_id = $1 AND overruled_at IS NULL";
    LAST_ACT = "SELECT t.actor_id, a.username, t.created_at FROM acts t LEFT JOIN accounts a ON a.id = t.actor_id
        WHERE t.target_type = $1 AND t.target_id = $2 AND t.kind = $3 AND t.undone_at IS NULL ORDER BY t.id DESC LIMIT 1";
    STANDS = "SELECT EXISTS (SELECT 1 FROM acts WHERE target_type = 'account' AND target_id = $1 AND kind = $2 AND undone_at IS NULL)";
    RANK = "SELECT coalesce(max(r.rank), -1) FROM users u JOIN roles r ON r.id = u.role_id WHERE u.account_id = $1";
    PERSON = "SELECT a.id, a.username || coalesce('@' || a.domain, ''), a.domain IS NULL AND u.account_id IS NOT NULL, coalesce(r.rank, -1),
        a.silenced_at IS NOT NULL, coalesce(u.disabled, $2), a.sensitized_at IS NOT NULL, a.suspended_at IS NOT NULL, a.deleted_at IS NOT NULL
        FROM accounts a LEFT JOIN users u ON u.account_id = a.id LEFT JOIN roles r ON r.id = u.role_id WHERE a.id = $1";
    POST = "SELECT id, account_id, sensitive, removed_at IS NOT NULL AND held_at IS NULL, deleted_at IS NOT NULL FROM statuses WHERE id = $1";
    MARK_SENSITIVE = "UPDATE statuses SET sensitive = $2, rev = rev + 1 WHERE id = $1 AND deleted_at IS NULL";
    COUNT_POSTS = "SELECT count(*) FROM statuses WHERE account_id = $1 AND deleted_at IS NULL AND removed_at IS NULL";
    REMOVABLE = "SELECT id, account_id, visibility, local FROM statuses
        WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL AND removed_at IS NULL";
    POSTS_BEFORE = "SELECT id, account_id, visibility, local FROM statuses
        WHERE account_id = $1 AND id < $2 AND deleted_at IS NULL AND removed_at IS NULL ORDER BY id DESC LIMIT $3 + 0";
    REMOVED_BY = "SELECT id, account_id, visibility, local FROM statuses
        WHERE removed_by = $1 AND removed_at IS NOT NULL AND held_at IS NULL AND deleted_at IS NULL ORDER BY id LIMIT $2 + 0";
    REMOVED_BEFORE = "SELECT id, account_id FROM statuses
        WHERE removed_at < $1 AND removed_at IS NOT NULL AND deleted_at IS NULL AND held_at IS NULL LIMIT 100";
    TAGS = "SELECT x.status_id, t.name FROM status_tags x JOIN tags t ON t.id = x.tag_id WHERE x.status_id IN (SELECT value FROM json_each($1))";
    REBLOGS = "SELECT id, account_id, reblog_of_id FROM statuses WHERE reblog_of_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL LIMIT 500";
    HIDE = "UPDATE statuses SET removed_at = $2, removed_by = $3, rev = rev + 1 WHERE id IN (SELECT value FROM json_each($1))";
    SHOW = "UPDATE statuses SET removed_at = NULL, removed_by = NULL, rev = rev + 1 WHERE id IN (SELECT value FROM json_each($1))";
    // What was counted when they were written is counted again, or no longer. Statuses before accounts, as everywhere.
    RECOUNT_REPLIES = "UPDATE statuses SET replies_count = replies_count + $2 * (SELECT count(*) FROM statuses c
            WHERE c.in_reply_to_id = statuses.id AND c.visibility < 2 AND c.id IN (SELECT value FROM json_each($1)))
        WHERE id IN (SELECT c.in_reply_to_id FROM statuses c WHERE c.id IN (SELECT value FROM json_each($1)) AND c.visibility < 2)";
    RECOUNT_REBLOGS = "UPDATE statuses SET reblogs_count = reblogs_count + $2 * (SELECT count(*) FROM statuses c
            WHERE c.reblog_of_id = statuses.id AND c.id IN (SELECT value FROM json_each($1)))
        WHERE id IN (SELECT c.reblog_of_id FROM statuses c WHERE c.id IN (SELECT value FROM json_each($1)))";
    RECOUNT_AUTHORS = "UPDATE accounts SET statuses_count = statuses_count + $2 * (SELECT count(*) FROM statuses c
            WHERE c.account_id = accounts.id AND c.visibility < 3 AND c.id IN (SELECT value FROM json_each($1)))
        WHERE id IN (SELECT c.account_id FROM statuses c WHERE c.id IN (SELECT value FROM json_each($1)) AND c.visibility < 3)";
    KNOWN = "SELECT id FROM accounts WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL";
    AUTHORS = "SELECT id, account_id FROM statuses WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL";
    TIES = "SELECT (SELECT count(*) FROM follows WHERE account_id IN (SELECT value FROM json_each($1)) OR target_id IN (SELECT value FROM json_each($1))),
        (SELECT count(*) FROM (SELECT target_id AS who FROM follows WHERE account_id IN (SELECT value FROM json_each($1))
            UNION SELECT account_id FROM follows WHERE target_id IN (SELECT value FROM json_each($1))) AS people),
        (SELECT count(*) FROM statuses WHERE account_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL AND removed_at IS NULL)";
    WEIGHT_OF_POSTS = "SELECT (SELECT count(*) FROM statuses WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL AND removed_at IS NULL),
        (SELECT count(*) FROM (SELECT account_id FROM favourites WHERE status_id IN (SELECT value FROM json_each($1))
            UNION SELECT account_id FROM statuses WHERE reblog_of_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL
            UNION SELECT account_id FROM statuses WHERE in_reply_to_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL) AS people)";
    WEIGHT_OF_ACCOUNTS = "SELECT (SELECT count(*) FROM statuses WHERE account_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL AND removed_at IS NULL),
        (SELECT count(*) FROM (SELECT f.account_id FROM favourites f JOIN statuses s ON s.id = f.status_id
                WHERE s.account_id IN (SELECT value FROM json_each($1)) AND s.deleted_at IS NULL
            UNION SELECT r.account_id FROM statuses r JOIN statuses s ON s.id = r.reblog_of_id
                WHERE s.account_id IN (SELECT value FROM json_each($1)) AND r.deleted_at IS NULL
            UNION SELECT account_id FROM statuses
                WHERE in_reply_to_account_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL) AS people)";
    LOCALE = "SELECT locale FROM users WHERE account_id = $1";
}

/// What the log is narrowed by. Empty and 0 ask for nothing.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub below: i64,
    pub above: i64,
    pub kind: String,
    pub actor: i64,
    pub account: i64,
    pub target_type: String,
    pub case: i64,
    /// Folded.
    pub words: String,
    pub auto_rule: i64,
    pub standing: bool,
    pub limit: i64,
}

pub(super) async fn list(reader: &mut Reader, filter: &Filter) -> Result<Vec<Act>> {
    let args = args![
        filter.below,
        filter.above,
        &filter.kind,
        filter.actor,
        filter.account,
        &filter.target_type,
        filter.case,
        &filter.words,
        filter.auto_rule,
        filter.standing,
        filter.limit
    ];
    reader.all(LIST, args).await
}

/// What was done to one person and their posts, newest first.
pub(super) async fn about(reader: &mut Reader, account: i64) -> Result<Vec<Act>> {
    reader.all(ABOUT, args![account]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Act> {
    reader.one(ONE, args![id]).await
}

pub(super) async fn some(reader: &mut Reader, ids: &[i64]) -> Result<Vec<Act>> {
    reader.all(SOME, args![ids]).await
}

pub(super) async fn one_to_change(tx: &mut Tx, id: i64) -> Result<Act> {
    tx.one(ONE, args![id]).await
}

pub(super) async fn maybe_to_change(tx: &mut Tx, id: i64) -> Result<Option<Act>> {
    tx.maybe(ONE, args![id]).await
}

/// What was done together and still stands.
pub(super) async fn of_batch(reader: &mut Reader, batch: i64) -> Result<Vec<i64>> {
    reader.all(OF_BATCH, args![batch]).await
}

/// What the row of an act says beyond what every act says.
pub(super) async fn complete(
    tx: &mut Tx,
    id: i64,
    account: i64,
    batch: Option<i64>,
    expires_at: Option<i64>,
) -> Result<()> {
    tx.run(COMPLETE, args![id, account, batch, expires_at]).await?;
    Ok(())
}

/// Tells whether it still stood.
pub(super) async fn undone(tx: &mut Tx, id: i64, by: Option<i64>, now: i64) -> Result<bool> {
    Ok(tx.run(UNDONE, args![id, now, by]).await? > 0)
}

/// The word to the person no longer holds.
pub(super) async fn overrule(tx: &mut Tx, act: i64, now: i64) -> Result<()> {
    tx.run(OVERRULE, args![act, now]).await?;
    Ok(())
}

/// Who was first, and when.
pub(super) struct First {
    pub by: Option<i64>,
    pub name: Option<String>,
    pub at: i64,
}

impl FromRow for First {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { by: c.take()?, name: c.take()?, at: c.take()? })
    }
}

pub(super) async fn last_act(tx: &mut Tx, target_type: &str, target: i64, kind: &str) -> Result<Option<First>> {
    tx.maybe(LAST_ACT, args![target_type, target, kind]).await
}

/// Whether another act of this kind on this account stands.
pub(super) async fn stands(tx: &mut Tx, account: i64, kind: &str) -> Result<bool> {
    tx.one(STANDS, args![account, kind]).await
}

pub(super) async fn rank(tx: &mut Tx, account: i64) -> Result<i64> {
    tx.one(RANK, args![account]).await
}

/// Whom an act concerns.
pub(super) struct Person {
    pub id: i64,
    pub handle: String,
    pub local: bool,
    pub rank: i64,
    pub limited: bool,
    pub frozen: bool,
    pub sensitized: bool,
    pub suspended: bool,
    pub deleted: bool,
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            handle: c.take()?,
            local: c.take()?,
            rank: c.take()?,
            limited: c.take()?,
            frozen: c.take()?,
            sensitized: c.take()?,
            suspended: c.take()?,
            deleted: c.take()?,
        })
    }
}

pub(super) async fn person(tx: &mut Tx, id: i64) -> Result<Option<Person>> {
    tx.maybe(PERSON, args![id, false]).await
}

pub(super) struct Post {
    pub id: i64,
    pub account_id: i64,
    pub sensitive: bool,
    pub removed: bool,
    pub deleted: bool,
}

impl FromRow for Post {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, account_id: c.take()?, sensitive: c.take()?, removed: c.take()?, deleted: c.take()? })
    }
}

pub(super) async fn post(tx: &mut Tx, id: i64) -> Result<Option<Post>> {
    tx.maybe(POST, args![id]).await
}

pub(super) async fn mark_sensitive(tx: &mut Tx, id: i64, sensitive: bool) -> Result<()> {
    tx.run(MARK_SENSITIVE, args![id, sensitive]).await?;
    Ok(())
}

pub(super) async fn count_posts(tx: &mut Tx, account: i64) -> Result<i64> {
    tx.one(COUNT_POSTS, args![account]).await
}

/// A post that is taken away or comes back.
pub(super) struct Hidden {
    pub id: i64,
    pub account_id: i64,
    pub visibility: i64,
    pub local: bool,
}

impl FromRow for Hidden {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, account_id: c.take()?, visibility: c.take()?, local: c.take()? })
    }
}

pub(super) async fn removable(tx: &mut Tx, ids: &[i64]) -> Result<Vec<Hidden>> {
    tx.all(REMOVABLE, args![ids]).await
}

/// What an account wrote before this act and still shows.
pub(super) async fn posts_before(tx: &mut Tx, account: i64, act: i64, limit: i64) -> Result<Vec<Hidden>> {
    tx.all(POSTS_BEFORE, args![account, act, limit]).await
}

pub(super) async fn removed_by(tx: &mut Tx, act: i64, limit: i64) -> Result<Vec<Hidden>> {
    tx.all(REMOVED_BY, args![act, limit]).await
}

/// (id, author) of what was removed so long ago.
pub(super) async fn removed_before(reader: &mut Reader, before: i64) -> Result<Vec<(i64, i64)>> {
    reader.all(REMOVED_BEFORE, args![before]).await
}

/// (status, tag).
pub(super) async fn tags(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, String)>> {
    tx.all(TAGS, args![ids]).await
}

/// (reblog, by whom, of which).
pub(super) async fn reblogs(tx: &mut Tx, ids: &[i64]) -> Result<Vec<(i64, i64, i64)>> {
    tx.all(REBLOGS, args![ids]).await
}

pub(super) async fn hide(tx: &mut Tx, ids: &[i64], act: i64, now: i64) -> Result<()> {
    tx.run(HIDE, args![ids, now, act]).await?;
    Ok(())
}

pub(super) async fn show(tx: &mut Tx, ids: &[i64]) -> Result<()> {
    tx.run(SHOW, args![ids]).await?;
    Ok(())
}

/// `by` is 1 or -1.
pub(super) async fn recount(tx: &mut Tx, ids: &[i64], by: i64) -> Result<()> {
    for sql in [RECOUNT_REPLIES, RECOUNT_REBLOGS, RECOUNT_AUTHORS] {
        tx.run(sql, args![ids, by]).await?;
    }
    Ok(())
}

pub(super) async fn known(reader: &mut Reader, ids: &[i64]) -> Result<Vec<i64>> {
    reader.all(KNOWN, args![ids]).await
}

/// The authors of these posts, and those that exist.
pub(super) async fn authors(reader: &mut Reader, ids: &[i64]) -> Result<(Vec<i64>, Vec<i64>)> {
    let rows: Vec<(i64, i64)> = reader.all(AUTHORS, args![ids]).await?;
    let mut authors: Vec<i64> = rows.iter().map(|(_, author)| *author).collect();
    authors.sort_unstable();
    authors.dedup();
    Ok((authors, rows.into_iter().map(|(id, _)| id).collect()))
}

/// (follows in both directions, people at their other ends, posts).
pub(super) async fn ties(reader: &mut Reader, accounts: &[i64]) -> Result<(i64, i64, i64)> {
    reader.one(TIES, args![accounts]).await
}

/// (posts, people who did something with them).
pub(super) async fn weight_of_posts(reader: &mut Reader, ids: &[i64]) -> Result<(i64, i64)> {
    reader.one(WEIGHT_OF_POSTS, args![ids]).await
}

pub(super) async fn weight_of_accounts(reader: &mut Reader, ids: &[i64]) -> Result<(i64, i64)> {
    reader.one(WEIGHT_OF_ACCOUNTS, args![ids]).await
}

/// The language of a local person.
pub(super) async fn locale(reader: &mut Reader, account: i64) -> Result<Option<String>> {
    reader.maybe(LOCALE, args![account]).await
}
