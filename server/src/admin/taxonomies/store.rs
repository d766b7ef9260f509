use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::web::page::Page;

macro_rules! tag {
    () => {
        "SELECT id, name, display_name, usable, listable, trendable, reviewed_at FROM tags "
    };
}

crate::statements! {
    TAG = [tag!(), "WHERE id = $1"];
    KNOWN = [tag!(), "WHERE id IN (SELECT value FROM json_each($1))"];
    TAGS = "SELECT id FROM tags WHERE id < $1 AND id > $2 ORDER BY id DESC LIMIT $3 + 0";
    TAGS_UP = "SELECT id FROM tags WHERE id < $1 AND id > $2 ORDER BY id LIMIT $3 + 0";
    SAVE = "UPDATE tags SET display_name = $2, usable = $3, listable = $4, trendable = $5, reviewed_at = $6 WHERE id = $1";
    STATUS = "SELECT s.trendable, a.username FROM statuses s JOIN accounts a ON a.id = s.account_id
        WHERE s.id = $1 AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL";
    REVIEWED = "SELECT s.id FROM statuses s JOIN accounts a ON a.id = s.account_id WHERE s.id IN (SELECT value FROM json_each($1))
        AND (s.trendable IS NOT NULL OR a.trends_reviewed_at IS NOT NULL)";
    SAVE_STATUS = "UPDATE statuses SET trendable = $2 WHERE id = $1";
}

/// A hashtag as staff see it.
#[derive(Debug, Clone)]
pub(super) struct TagRow {
    pub id: i64,
    pub name: String,
    pub display_name: String,
    pub usable: bool,
    pub listable: bool,
    pub trendable: Option<bool>,
    pub reviewed_at: Option<i64>,
}

impl FromRow for TagRow {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            name: c.take()?,
            display_name: c.take()?,
            usable: c.take()?,
            listable: c.take()?,
            trendable: c.take()?,
            reviewed_at: c.take()?,
        })
    }
}

pub(super) async fn tag(tx: &mut Tx, id: i64) -> Result<TagRow> {
    tx.one(TAG, args![id]).await
}

pub(super) async fn known(reader: &mut Reader, ids: &[i64]) -> Result<Vec<TagRow>> {
    reader.all(KNOWN, args![ids]).await
}

pub(super) async fn tags(reader: &mut Reader, page: &Page) -> Result<Vec<i64>> {
    let sql = if page.ascending() { TAGS_UP } else { TAGS };
    Ok(page.order(reader.all(sql, args![page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn save(tx: &mut Tx, tag: &TagRow) -> Result<()> {
    tx.run(SAVE, args![tag.id, &tag.display_name, tag.usable, tag.listable, tag.trendable, tag.reviewed_at]).await?;
    Ok(())
}

pub(super) struct StatusRow {
    pub trendable: Option<bool>,
    pub username: String,
}

pub(super) async fn status(tx: &mut Tx, id: i64) -> Result<StatusRow> {
    let (trendable, username): (Option<bool>, String) = tx.one(STATUS, args![id]).await?;
    Ok(StatusRow { trendable, username })
}

pub(super) async fn save_status(tx: &mut Tx, id: i64, trendable: bool) -> Result<()> {
    tx.run(SAVE_STATUS, args![id, trendable]).await?;
    Ok(())
}

/// Those about which somebody has decided.
pub(super) async fn reviewed(reader: &mut Reader, ids: &[i64]) -> Result<Vec<i64>> {
    reader.all(REVIEWED, args![ids]).await
}
