use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::ids;
use crate::web::page::Page;

/// Statuses that count for a hashtag: everybody may see them.
macro_rules! counted {
    () => {
        "s.visibility < 2 AND s.reblog_of_id IS NULL AND s.deleted_at IS NULL AND s.removed_at IS NULL"
    };
}

crate::statements! {
    ID = "SELECT id FROM tags WHERE name = $1";
    ADD = "INSERT INTO tags (id, name, display_name, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT (name) DO NOTHING";
    KNOWN = "SELECT t.id, t.name, t.display_name, EXISTS (SELECT 1 FROM tag_follows f WHERE f.account_id = $1 AND f.tag_id = t.id),
        EXISTS (SELECT 1 FROM featured_tags p WHERE p.account_id = $1 AND p.tag_id = t.id)
        FROM tags t WHERE t.id IN (SELECT value FROM json_each($2))";
    USES = ["SELECT x.tag_id, s.created_at / 86400000, count(*), count(DISTINCT s.account_id)
        FROM status_tags x JOIN statuses s ON s.id = x.status_id
        WHERE x.tag_id IN (SELECT value FROM json_each($1)) AND x.status_id >= $2 AND s.created_at >= $3 AND ", counted!(),
        " GROUP BY x.tag_id, s.created_at / 86400000"];
    FOLLOW = "INSERT INTO tag_follows (id, account_id, tag_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    UNFOLLOW = "DELETE FROM tag_follows WHERE account_id = $1 AND tag_id = $2";
    // Statuses of people whom one follows stay, and what another followed hashtag brings.
    LEAVE_HOME = "DELETE FROM home_feed WHERE account_id = $1 AND status_id IN (
        SELECT h.status_id FROM home_feed h JOIN status_tags x ON x.status_id = h.status_id AND x.tag_id = $2
            JOIN statuses s ON s.id = h.status_id
        WHERE h.account_id = $1 AND s.account_id <> $1
            AND NOT EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = s.account_id)
            AND NOT EXISTS (SELECT 1 FROM status_tags y JOIN tag_follows g ON g.tag_id = y.tag_id
                WHERE y.status_id = s.id AND g.account_id = $1))";
    FOLLOWED = "SELECT id, tag_id FROM tag_follows WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id DESC LIMIT $4 + 0";
    FOLLOWED_UP = "SELECT id, tag_id FROM tag_follows WHERE account_id = $1 AND id < $2 AND id > $3 ORDER BY id LIMIT $4 + 0";
    FEATURED_ID = "SELECT id FROM featured_tags WHERE account_id = $1 AND tag_id = $2";
    FEATURE = "INSERT INTO featured_tags (id, account_id, tag_id, name, created_at) SELECT $1, $2, $3, $4, $5
        WHERE (SELECT count(*) FROM featured_tags WHERE account_id = $2) < $6";
    UNFEATURE = "DELETE FROM featured_tags WHERE account_id = $1 AND id = $2";
    FEATURED = ["SELECT f.id, a.username, a.domain, t.name, f.name,
        (SELECT count(*) FROM status_tags x JOIN statuses s ON s.id = x.status_id
            WHERE x.tag_id = f.tag_id AND s.account_id = f.account_id AND ", counted!(), "),
        (SELECT max(s.created_at) FROM status_tags x JOIN statuses s ON s.id = x.status_id
            WHERE x.tag_id = f.tag_id AND s.account_id = f.account_id AND ", counted!(), ")
        FROM featured_tags f JOIN tags t ON t.id = f.tag_id JOIN accounts a ON a.id = f.account_id WHERE f.account_id = $1 AND a.suspended_at IS NULL
        ORDER BY 6 DESC, f.id"];
    OWN_FAVOURITES = ["SELECT x.tag_id FROM statuses s JOIN status_tags x ON x.status_id = s.id WHERE s.account_id = $1 AND ", counted!(),
        " AND NOT EXISTS (SELECT 1 FROM featured_tags f WHERE f.account_id = $1 AND f.tag_id = x.tag_id)
        GROUP BY x.tag_id ORDER BY count(*) DESC, max(s.id) DESC LIMIT 10"];
    FAN_OUT = "INSERT INTO home_feed (account_id, status_id)
        SELECT DISTINCT f.account_id, CAST($1 AS BIGINT) FROM status_tags x JOIN tag_follows f ON f.tag_id = x.tag_id
        JOIN users u ON u.account_id = f.account_id WHERE x.status_id = $1 AND f.account_id <> $2 AND u.feed_built_at IS NOT NULL
        ON CONFLICT DO NOTHING";
}

pub struct Known {
    pub id: i64,
    pub folded: String,
    pub shown: String,
    pub following: bool,
    pub featuring: bool,
}

impl FromRow for Known {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, folded: c.take()?, shown: c.take()?, following: c.take()?, featuring: c.take()? })
    }
}

pub struct Featured {
    pub id: i64,
    pub username: String,
    pub domain: Option<String>,
    pub folded: String,
    pub shown: String,
    pub statuses: i64,
    pub last_status_at: Option<i64>,
}

impl FromRow for Featured {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            username: c.take()?,
            domain: c.take()?,
            folded: c.take()?,
            shown: c.take()?,
            statuses: c.take()?,
            last_status_at: c.take()?,
        })
    }
}

pub(super) async fn id(reader: &mut Reader, folded: &str) -> Result<Option<i64>> {
    reader.maybe(ID, args![folded]).await
}

pub(super) async fn ensure(tx: &mut Tx, id: i64, folded: &str, shown: &str, now: i64) -> Result<i64> {
    tx.run(ADD, args![id, folded, shown, now]).await?;
    tx.one(ID, args![folded]).await
}

pub(super) async fn known(reader: &mut Reader, viewer: Option<i64>, ids: &[i64]) -> Result<Vec<Known>> {
    reader.all(KNOWN, args![viewer.unwrap_or(0), ids]).await
}

/// (hashtag, day since 1970, uses, people) since that moment.
pub(super) async fn uses(reader: &mut Reader, ids: &[i64], since: i64) -> Result<Vec<(i64, i64, i64, i64)>> {
    reader.all(USES, args![ids, ids::at(since), since]).await
}

pub(super) async fn follow(tx: &mut Tx, id: i64, account: i64, tag: i64, now: i64) -> Result<()> {
    tx.run(FOLLOW, args![id, account, tag, now]).await?;
    Ok(())
}

pub(super) async fn unfollow(tx: &mut Tx, account: i64, tag: i64) -> Result<()> {
    tx.run(UNFOLLOW, args![account, tag]).await?;
    Ok(())
}

pub(super) async fn leave_home(tx: &mut Tx, account: i64, tag: i64) -> Result<()> {
    tx.run(LEAVE_HOME, args![account, tag]).await?;
    Ok(())
}

/// (cursor, hashtag), newest first.
pub(super) async fn followed(reader: &mut Reader, account: i64, page: &Page) -> Result<Vec<(i64, i64)>> {
    let sql = if page.ascending() { FOLLOWED_UP } else { FOLLOWED };
    Ok(page.order(reader.all(sql, args![account, page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn featured_id(tx: &mut Tx, account: i64, tag: i64) -> Result<Option<i64>> {
    tx.maybe(FEATURED_ID, args![account, tag]).await
}

/// Tells whether there was room.
pub(super) async fn feature(
    tx: &mut Tx,
    id: i64,
    account: i64,
    tag: i64,
    shown: &str,
    now: i64,
    most: i64,
) -> Result<bool> {
    Ok(tx.run(FEATURE, args![id, account, tag, shown, now, most]).await? > 0)
}

pub(super) async fn unfeature(tx: &mut Tx, account: i64, id: i64) -> Result<bool> {
    Ok(tx.run(UNFEATURE, args![account, id]).await? > 0)
}

pub(super) async fn featured(reader: &mut Reader, account: i64) -> Result<Vec<Featured>> {
    reader.all(FEATURED, args![account]).await
}

pub(super) async fn own_favourites(reader: &mut Reader, account: i64) -> Result<Vec<i64>> {
    reader.all(OWN_FAVOURITES, args![account]).await
}

/// A public status comes to those who follow one of its hashtags.
pub async fn fan_out(tx: &mut Tx, status: i64, author: i64) -> Result<()> {
    tx.run(FAN_OUT, args![status, author]).await?;
    Ok(())
}
