use super::Kind;
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::statuses::visible::visible;
use crate::{args, line_joins, lines, lines_end};

/// What one person adds: 1 at once, half of it after twelve hours, and less and less.
macro_rules! weight {
    ($last:literal) => {
        concat!("sum(43200000.0 / (43200000 + $1 - ", $last, "))")
    };
}

/// An author who speaks to everybody.
macro_rules! heard {
    () => {
        "a.silenced_at IS NULL AND a.suspended_at IS NULL AND a.deleted_at IS NULL"
    };
}

macro_rules! trending_statuses {
    ($allowed:literal) => {
        concat!(
            lines!("$1"),
            "FROM trends r JOIN statuses s ON s.id = r.target_id",
            line_joins!(),
            "WHERE r.kind = 'status' AND s.visibility = 0 AND NOT s.local_only AND ",
            $allowed,
            " AND ",
            visible!("s", "a", "$1"),
            " AND NOT EXISTS (SELECT 1 FROM blocks pb WHERE pb.account_id = $1 AND pb.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM mutes pm WHERE pm.account_id = $1 AND pm.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM account_domain_blocks pd WHERE pd.account_id = $1 AND pd.domain = a.domain)
            ORDER BY r.score DESC, s.id DESC LIMIT $3 + 0 OFFSET $4 + 0",
            lines_end!()
        )
    };
}

crate::statements! {
    USED_TAGS = ["SELECT u.tag_id, CAST(", weight!("u.last"), " AS DOUBLE PRECISION) AS score FROM (
            SELECT x.tag_id, s.account_id, max(s.created_at) AS last FROM statuses s JOIN status_tags x ON x.status_id = s.id
            JOIN tags t ON t.id = x.tag_id JOIN accounts a ON a.id = s.account_id
            WHERE s.id >= $2 AND s.created_at >= $3 AND s.created_at <= $1 AND s.visibility = 0 AND NOT s.sensitive AND NOT s.local_only
                AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL AND t.usable AND ", heard!(), "
            GROUP BY x.tag_id, s.account_id) AS u
        GROUP BY u.tag_id HAVING count(*) >= 3 ORDER BY 2 DESC, 1 DESC LIMIT 200"];
    LIKED_STATUSES = ["SELECT s.id, s.account_id, CAST(", weight!("u.last"), " AS DOUBLE PRECISION) AS score FROM (
            SELECT d.status_id, d.account_id, max(d.created_at) AS last FROM (
                SELECT f.status_id, f.account_id, f.created_at FROM favourites f WHERE f.id >= $2
                UNION ALL SELECT w.reblog_of_id, w.account_id, w.created_at FROM statuses w
                WHERE w.id >= $2 AND w.reblog_of_id IS NOT NULL AND w.visibility < 2 AND w.deleted_at IS NULL) AS d
            WHERE d.created_at <= $1 GROUP BY d.status_id, d.account_id) AS u
        JOIN statuses s ON s.id = u.status_id JOIN accounts a ON a.id = s.account_id
        WHERE s.created_at >= $3 AND u.account_id <> s.account_id AND s.visibility = 0 AND NOT s.sensitive AND s.spoiler_text = ''
            AND NOT s.local_only AND s.in_reply_to_id IS NULL AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL
            AND a.discoverable AND ", heard!(), "
        GROUP BY s.id, s.account_id HAVING count(*) >= 3 ORDER BY 3 DESC, 1 DESC LIMIT 600"];
    ANY = "SELECT count(*) FROM trends WHERE kind = $1";
    CLEAR = "DELETE FROM trends WHERE kind = $1";
    ADD = "INSERT INTO trends (kind, target_id, score) VALUES ($1, $2, $3)";
    TAGS = "SELECT t.id FROM trends r JOIN tags t ON t.id = r.target_id WHERE r.kind = 'tag' AND t.usable AND ($1 OR coalesce(t.trendable, $2))
        ORDER BY r.score DESC, t.id DESC LIMIT $3 + 0 OFFSET $4 + 0";
    STATUSES = [trending_statuses!("a.discoverable AND coalesce(s.trendable, a.trendable, $2)")];
    ALL_STATUSES = [trending_statuses!("(a.discoverable OR NOT $2)")];
    UNREVIEWED_TAGS = "SELECT t.id, t.display_name FROM trends r JOIN tags t ON t.id = r.target_id WHERE r.kind = 'tag'
        AND t.trendable IS NULL AND t.reviewed_at IS NULL AND t.review_requested_at IS NULL ORDER BY r.score DESC LIMIT $1 + 0";
    UNREVIEWED_AUTHORS = "SELECT a.id FROM trends r JOIN statuses s ON s.id = r.target_id JOIN accounts a ON a.id = s.account_id
        WHERE r.kind = 'status' AND s.trendable IS NULL AND a.trendable IS NULL AND a.trends_reviewed_at IS NULL
        AND a.trends_review_requested_at IS NULL ORDER BY r.score DESC LIMIT $1 + 0";
    ASKED_TAGS = "UPDATE tags SET review_requested_at = $2 WHERE id IN (SELECT value FROM json_each($1))";
    ASKED_AUTHORS = "UPDATE accounts SET trends_review_requested_at = $2 WHERE id IN (SELECT value FROM json_each($1))";
    REVIEWERS = "SELECT u.account_id FROM users u JOIN roles r ON r.id = u.role_id WHERE r.permissions & 257 <> 0 AND NOT u.disabled
        AND u.email IS NOT NULL AND u.confirmed_at IS NOT NULL";
    LETTER_BOX = "SELECT u.email, u.locale, a.username FROM users u JOIN accounts a ON a.id = u.account_id
        WHERE u.account_id = $1 AND u.email IS NOT NULL AND NOT u.disabled";
}

/// (hashtag, score), best first: at least three people used it.
pub(super) async fn used_tags(reader: &mut Reader, now: i64, above: i64, since: i64) -> Result<Vec<(i64, f64)>> {
    reader.all(USED_TAGS, args![now, above, since]).await
}

/// (status, author, score), best first: at least three others liked or shared it.
pub(super) async fn liked_statuses(
    reader: &mut Reader,
    now: i64,
    above: i64,
    since: i64,
) -> Result<Vec<(i64, i64, f64)>> {
    reader.all(LIKED_STATUSES, args![now, above, since]).await
}

pub(super) async fn any(reader: &mut Reader, kind: Kind) -> Result<bool> {
    let count: i64 = reader.one(ANY, args![kind.name()]).await?;
    Ok(count > 0)
}

pub(super) async fn clear(tx: &mut Tx, kind: Kind) -> Result<()> {
    tx.run(CLEAR, args![kind.name()]).await?;
    Ok(())
}

pub(super) async fn add(tx: &mut Tx, kind: Kind, id: i64, score: f64) -> Result<()> {
    tx.run(ADD, args![kind.name(), id, score]).await?;
    Ok(())
}

/// What of a list is wanted, and who may be shown: `all` also what was not reviewed or rejected, `trusting` what was
/// not reviewed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted {
    pub all: bool,
    pub trusting: bool,
    pub limit: i64,
    pub offset: i64,
}

pub async fn tags(reader: &mut Reader, wanted: &Wanted) -> Result<Vec<i64>> {
    reader.all(TAGS, args![wanted.all, wanted.trusting, wanted.limit, wanted.offset]).await
}

pub async fn statuses(reader: &mut Reader, viewer: i64, wanted: &Wanted) -> Result<Vec<Line>> {
    let sql = if wanted.all { ALL_STATUSES } else { STATUSES };
    reader.packed(sql, args![viewer, wanted.trusting, wanted.limit, wanted.offset]).await
}

pub(super) struct Unreviewed {
    pub tags: Vec<(i64, String)>,
    /// Whose statuses trend.
    pub authors: Vec<i64>,
}

/// What came to the top and nobody was asked about.
pub(super) async fn unreviewed(reader: &mut Reader, top: i64) -> Result<Unreviewed> {
    Ok(Unreviewed {
        tags: reader.all(UNREVIEWED_TAGS, args![top]).await?,
        authors: reader.all(UNREVIEWED_AUTHORS, args![top]).await?,
    })
}

pub(super) async fn asked(tx: &mut Tx, tags: &[i64], authors: &[i64], now: i64) -> Result<()> {
    tx.run(ASKED_TAGS, args![tags, now]).await?;
    tx.run(ASKED_AUTHORS, args![authors, now]).await?;
    Ok(())
}

/// Those who may review, and can be written to.
pub(super) async fn reviewers(tx: &mut Tx) -> Result<Vec<i64>> {
    tx.all(REVIEWERS, &[]).await
}

pub(super) async fn letter_box(reader: &mut Reader, account: i64) -> Result<Option<(String, String, String)>> {
    reader.maybe(LETTER_BOX, args![account]).await
}
