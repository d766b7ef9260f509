use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::ids;

/// What an account `$1` wrote between the ids `$2` and `$3`.
macro_rules! written {
    () => {
        "s.account_id = $1 AND s.id >= $2 AND s.id < $3 AND s.deleted_at IS NULL AND s.removed_at IS NULL"
    };
}

crate::statements! {
    EXISTS = "SELECT count(*) FROM annual_reports WHERE account_id = $1 AND year = $2";
    ALL = "SELECT year, data, schema_version FROM annual_reports WHERE account_id = $1 ORDER BY year";
    ONE = "SELECT year, data, schema_version FROM annual_reports WHERE account_id = $1 AND year = $2";
    VIEW = "UPDATE annual_reports SET viewed_at = coalesce(viewed_at, $3) WHERE account_id = $1 AND year = $2";
    ADD = "INSERT INTO annual_reports (id, account_id, year, data, schema_version, created_at) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT DO NOTHING";
    ENOUGH = ["SELECT EXISTS (SELECT 1 FROM statuses s WHERE ", written!(), " AND s.visibility < 2 AND s.reblog_of_id IS NULL)
        AND EXISTS (SELECT 1 FROM statuses s JOIN status_tags x ON x.status_id = s.id WHERE ", written!(), ")"];
    HABITS = ["SELECT count(*) FILTER (WHERE s.reblog_of_id IS NULL AND s.in_reply_to_id IS NULL), count(*) FILTER (WHERE s.reblog_of_id IS NOT NULL),
        count(*) FILTER (WHERE s.in_reply_to_id IS NOT NULL AND s.in_reply_to_account_id <> s.account_id), count(*) FILTER (WHERE s.poll_id IS NOT NULL)
        FROM statuses s WHERE ", written!()];
    STATUSES_BY_DAY = ["SELECT s.created_at / 86400000, count(*) FROM statuses s WHERE ", written!(), " GROUP BY 1"];
    FOLLOWERS_BY_DAY = "SELECT f.created_at / 86400000, count(*) FROM follows f WHERE f.target_id = $1 AND f.created_at >= $2
        AND f.created_at < $3 GROUP BY 1";
    TOP_TAG = ["SELECT t.display_name, count(*) FROM statuses s JOIN status_tags x ON x.status_id = s.id JOIN tags t ON t.id = x.tag_id
        WHERE ", written!(), " GROUP BY t.id, t.display_name HAVING count(*) > 1 ORDER BY 2 DESC, t.id LIMIT 1"];
    TOP_STATUS = ["SELECT s.id FROM statuses s WHERE ", written!(), " AND s.visibility < 2 AND s.reblog_of_id IS NULL AND s.reblogs_count > 0
        ORDER BY s.reblogs_count DESC, s.favourites_count DESC, s.id DESC LIMIT 1"];
}

/// A report as it is kept.
pub(super) struct Kept {
    pub year: i64,
    pub data: String,
    pub schema_version: i64,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { year: c.take()?, data: c.take()?, schema_version: c.take()? })
    }
}

/// From the first millisecond up to but without the last.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub from: i64,
    pub to: i64,
}

pub(super) async fn exists(reader: &mut Reader, account: i64, year: i64) -> Result<bool> {
    let count: i64 = reader.one(EXISTS, args![account, year]).await?;
    Ok(count > 0)
}

pub(super) async fn all(reader: &mut Reader, account: i64) -> Result<Vec<Kept>> {
    reader.all(ALL, args![account]).await
}

pub(super) async fn one(reader: &mut Reader, account: i64, year: i64) -> Result<Kept> {
    reader.one(ONE, args![account, year]).await
}

/// Tells whether there is one.
pub(super) async fn view(tx: &mut Tx, account: i64, year: i64, now: i64) -> Result<bool> {
    Ok(tx.run(VIEW, args![account, year, now]).await? > 0)
}

pub(super) async fn add(tx: &mut Tx, id: i64, account: i64, kept: &Kept, now: i64) -> Result<()> {
    tx.run(ADD, args![id, account, kept.year, &kept.data, kept.schema_version, now]).await?;
    Ok(())
}

/// Whether there is anything to tell of.
pub(super) async fn enough(reader: &mut Reader, account: i64, span: Span) -> Result<bool> {
    reader.one(ENOUGH, args![account, ids::at(span.from), ids::at(span.to)]).await
}

/// Own posts, reblogs, answers to others, polls.
pub(super) async fn habits(reader: &mut Reader, account: i64, span: Span) -> Result<(i64, i64, i64, i64)> {
    reader.one(HABITS, args![account, ids::at(span.from), ids::at(span.to)]).await
}

/// (day since 1970, how many).
pub(super) async fn statuses_by_day(reader: &mut Reader, account: i64, span: Span) -> Result<Vec<(i64, i64)>> {
    reader.all(STATUSES_BY_DAY, args![account, ids::at(span.from), ids::at(span.to)]).await
}

pub(super) async fn followers_by_day(reader: &mut Reader, account: i64, span: Span) -> Result<Vec<(i64, i64)>> {
    reader.all(FOLLOWERS_BY_DAY, args![account, span.from, span.to]).await
}

pub(super) async fn top_tag(reader: &mut Reader, account: i64, span: Span) -> Result<Option<(String, i64)>> {
    reader.maybe(TOP_TAG, args![account, ids::at(span.from), ids::at(span.to)]).await
}

pub(super) async fn top_status(reader: &mut Reader, account: i64, span: Span) -> Result<Option<i64>> {
    reader.maybe(TOP_STATUS, args![account, ids::at(span.from), ids::at(span.to)]).await
}
