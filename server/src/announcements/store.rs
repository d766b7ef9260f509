use crate::args;
use crate::db::{FromRow, Reader, Row as Found, Tx};
use crate::error::Result;
use crate::time::DAY;

/// An all-day event lasts until the end of its last day. `$2` is now, `$3` a day.
macro_rules! shown {
    () => {
        "n.published AND (n.ends_at IS NULL OR n.ends_at + CASE WHEN n.all_day THEN $3 ELSE 0 END > $2)"
    };
}

macro_rules! row {
    () => {
        "n.id, n.text, n.published, n.all_day, n.scheduled_at, n.starts_at, n.ends_at, n.published_at, n.created_at, n.updated_at,
        EXISTS (SELECT 1 FROM announcement_dismissals d WHERE d.announcement_id = n.id AND d.account_id = $1)"
    };
}

macro_rules! in_order {
    () => {
        " ORDER BY coalesce(n.starts_at, n.scheduled_at, n.published_at, n.created_at), n.id"
    };
}

crate::statements! {
    SHOWN = ["SELECT ", row!(), " FROM announcements n WHERE ", shown!(), in_order!()];
    SHOWN_ONE = ["SELECT ", row!(), " FROM announcements n WHERE n.id = $4 AND ", shown!()];
    ALL = ["SELECT ", row!(), " FROM announcements n ORDER BY n.id DESC"];
    ONE = ["SELECT ", row!(), " FROM announcements n WHERE n.id = $2"];
    ADD = "INSERT INTO announcements (id, text, published, all_day, scheduled_at, starts_at, ends_at, published_at, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)";
    CHANGE = "UPDATE announcements SET text = $2, published = $3, all_day = $4, scheduled_at = $5, starts_at = $6, ends_at = $7,
        published_at = $8, updated_at = $9 WHERE id = $1";
    DELETE = "DELETE FROM announcements WHERE id = $1";
    DISMISS = "INSERT INTO announcement_dismissals (account_id, announcement_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
    REACTIONS = "SELECT announcement_id, name, count(*), CAST(max(CASE WHEN account_id = $2 THEN 1 ELSE 0 END) AS BIGINT)
        FROM announcement_reactions WHERE announcement_id IN (SELECT value FROM json_each($1))
        GROUP BY announcement_id, name ORDER BY announcement_id, min(created_at), name";
    REACT = "INSERT INTO announcement_reactions (announcement_id, name, account_id, created_at) SELECT $1, $2, $3, $4
        WHERE EXISTS (SELECT 1 FROM announcement_reactions WHERE announcement_id = $1 AND name = $2)
        OR (SELECT count(DISTINCT name) FROM announcement_reactions WHERE announcement_id = $1) < $5
        ON CONFLICT DO NOTHING";
    REACTED = "SELECT EXISTS (SELECT 1 FROM announcement_reactions WHERE announcement_id = $1 AND name = $2 AND account_id = $3)";
    UNREACT = "DELETE FROM announcement_reactions WHERE announcement_id = $1 AND name = $2 AND account_id = $3";
    // One writer at a time counts the different reactions.
    LOCK = sqlite "SELECT id FROM announcements WHERE id = $1" postgres "SELECT id FROM announcements WHERE id = $1 FOR UPDATE";
    STATUSES = "SELECT s.id, a.username, coalesce(s.url, s.uri) FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.id IN (SELECT value FROM json_each($1)) AND s.visibility < 2 AND NOT s.local_only AND s.deleted_at IS NULL
        AND s.removed_at IS NULL AND a.suspended_at IS NULL AND a.deleted_at IS NULL";
}

#[derive(Debug, Clone)]
pub struct Row {
    pub id: i64,
    pub text: String,
    pub published: bool,
    pub all_day: bool,
    pub scheduled_at: Option<i64>,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub published_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub read: bool,
}

impl Row {
    /// When it is over.
    pub(super) fn end(&self) -> Option<i64> {
        self.ends_at.map(|end| if self.all_day { end.saturating_add(DAY) } else { end })
    }
}

impl FromRow for Row {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            text: c.take()?,
            published: c.take()?,
            all_day: c.take()?,
            scheduled_at: c.take()?,
            starts_at: c.take()?,
            ends_at: c.take()?,
            published_at: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            read: c.take()?,
        })
    }
}

/// What everybody sees, and what of it this member has dismissed.
pub(super) async fn shown(reader: &mut Reader, me: i64, now: i64) -> Result<Vec<Row>> {
    reader.all(SHOWN, args![me, now, DAY]).await
}

pub(super) async fn shown_one(reader: &mut Reader, me: i64, id: i64, now: i64) -> Result<Row> {
    reader.one(SHOWN_ONE, args![me, now, DAY, id]).await
}

pub(super) async fn all(reader: &mut Reader) -> Result<Vec<Row>> {
    reader.all(ALL, args![0i64]).await
}

pub(super) async fn one(reader: &mut Reader, id: i64) -> Result<Row> {
    reader.one(ONE, args![0i64, id]).await
}

pub(super) async fn one_in(tx: &mut Tx, id: i64) -> Result<Row> {
    tx.one(ONE, args![0i64, id]).await
}

pub(super) async fn add(tx: &mut Tx, row: &Row) -> Result<()> {
    let args = args![
        row.id,
        &row.text,
        row.published,
        row.all_day,
        row.scheduled_at,
        row.starts_at,
        row.ends_at,
        row.published_at,
        row.created_at
    ];
    tx.run(ADD, args).await?;
    Ok(())
}

pub(super) async fn change(tx: &mut Tx, row: &Row) -> Result<()> {
    let args = args![
        row.id,
        &row.text,
        row.published,
        row.all_day,
        row.scheduled_at,
        row.starts_at,
        row.ends_at,
        row.published_at,
        row.updated_at
    ];
    tx.run(CHANGE, args).await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(DELETE, args![id]).await?;
    Ok(())
}

pub(super) async fn dismiss(tx: &mut Tx, me: i64, id: i64, now: i64) -> Result<()> {
    tx.run(DISMISS, args![me, id, now]).await?;
    Ok(())
}

/// (announcement, name, how many, whether one of them is the viewer's), in the order in which they came.
pub(super) async fn reactions(reader: &mut Reader, ids: &[i64], me: i64) -> Result<Vec<(i64, String, i64, i64)>> {
    reader.all(REACTIONS, args![ids, me]).await
}

/// False: there are as many different ones as there may be.
pub(super) async fn react(tx: &mut Tx, id: i64, name: &str, me: i64, now: i64, most: i64) -> Result<bool> {
    tx.one::<i64>(LOCK, args![id]).await?;
    if tx.run(REACT, args![id, name, me, now, most]).await? > 0 {
        return Ok(true);
    }
    tx.one(REACTED, args![id, name, me]).await
}

pub(super) async fn unreact(tx: &mut Tx, id: i64, name: &str, me: i64) -> Result<bool> {
    Ok(tx.run(UNREACT, args![id, name, me]).await? > 0)
}

/// (status, author, its address elsewhere) of those that everybody may see.
pub(super) async fn statuses(reader: &mut Reader, ids: &[i64]) -> Result<Vec<(i64, String, Option<String>)>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    reader.all(STATUSES, args![ids]).await
}
