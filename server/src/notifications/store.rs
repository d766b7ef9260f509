pub mod policy;
pub mod severed;

use super::New;
use crate::accounts::view::Brief;
use crate::db::{Fields, FromFields, FromRow, Reader, Row, Tx};
use crate::error::Result;
use crate::statuses::view::page::Line;
use crate::statuses::visible::visible;
use crate::web::page::Page;
use crate::{args, lines_end, packed_brief, packed_line};

/// The bit of a notification's type, in the order of `KINDS`.
macro_rules! bit {
    () => {
        "CASE n.kind WHEN 'mention' THEN 1 WHEN 'status' THEN 2 WHEN 'reblog' THEN 4 WHEN 'follow' THEN 8 WHEN
                'follow_request' THEN 16 WHEN 'favourite' THEN 32 WHEN 'poll' THEN 64 WHEN 'update' THEN 128 WHEN
                'admin.sign_up' THEN 256 WHEN 'admin.report' THEN 512 WHEN 'severed_relationships' THEN 1024 WHEN
                'moderation_warning' THEN 2048 WHEN 'quote' THEN 4096 WHEN 'quoted_update' THEN 8192 WHEN
                'added_to_collection' THEN 16384 WHEN 'collection_update' THEN 32768 ELSE 0 END"
    };
}

/// What the list shows: `$1` whose, `$2` and `$3` the bounds, `$4` the types as bits in the order of `KINDS`, `$5` one
/// sender or 0, `$6` whether filtered ones count, `$7` now. Hidden is what came from the suspended, blocked and muted,
/// and what concerns a status that may not be seen (any more).
macro_rules! listed {
    () => {
        concat!(
            " FROM notifications n JOIN accounts f ON f.id = n.from_account_id
            LEFT JOIN statuses s ON s.id = n.status_id LEFT JOIN accounts a ON a.id = s.account_id
            LEFT JOIN statuses o ON o.id = s.reblog_of_id LEFT JOIN accounts b ON b.id = o.account_id
            WHERE n.account_id = $1 AND n.id < $2 AND n.id > $3
            AND $4 & ",
            bit!(),
            " <> 0
            AND ($5 = 0 OR n.from_account_id = $5) AND ($6 OR NOT n.filtered)
            AND f.deleted_at IS NULL AND f.suspended_at IS NULL
            AND (n.kind IN ('admin.sign_up', 'admin.report') OR (
                NOT EXISTS (SELECT 1 FROM blocks nb WHERE nb.account_id = $1 AND nb.target_id = n.from_account_id)
                AND NOT EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = n.from_account_id
                    AND m.hide_notifications AND (m.expires_at IS NULL OR m.expires_at > $7))))
            AND (n.status_id IS NULL OR (",
            visible!("s", "a", "$1"),
            "))"
        )
    };
}

/// The status comes first, as a line of a page; then the notification and its sender. One statement knows all that is
/// needed to find what is rendered already.
macro_rules! told {
    () => {
        concat!(
            "SELECT string_agg(line, ';') FROM (SELECT concat_ws(' ', CASE WHEN s.id IS NULL THEN '0' ELSE concat_ws(' ', ",
            packed_line!("$1"),
            ") END, n.id, n.kind, coalesce(n.status_id, 0), coalesce(n.report_id, 0), coalesce(n.collection_id, 0), coalesce(n.group_key, ''), n.created_at, ",
            packed_brief!("f"),
            ") AS line "
        )
    };
}

crate::statements! {
    WANTED = "SELECT
        EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $1 AND b.target_id = $2)
        OR EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $2 AND b.target_id = $1)
        OR EXISTS (SELECT 1 FROM mutes m WHERE m.account_id = $1 AND m.target_id = $2 AND m.hide_notifications
            AND (m.expires_at IS NULL OR m.expires_at > $4))
        OR EXISTS (SELECT 1 FROM account_domain_blocks d WHERE d.account_id = $1 AND d.domain = f.domain
            AND NOT EXISTS (SELECT 1 FROM follows w WHERE w.account_id = $1 AND w.target_id = $2))
        OR EXISTS (SELECT 1 FROM conversation_mutes c JOIN statuses s ON s.conversation_id = c.conversation_id
            WHERE c.account_id = $1 AND s.id = $3),
        EXISTS (SELECT 1 FROM notifications n WHERE n.account_id = $1 AND n.from_account_id = $2 AND n.kind = $5
            AND coalesce(n.status_id, 0) = $3)
        FROM accounts a JOIN users u ON u.account_id = a.id JOIN accounts f ON f.id = $2
        WHERE a.id = $1 AND a.suspended_at IS NULL AND a.deleted_at IS NULL AND f.suspended_at IS NULL AND f.deleted_at IS NULL";
    ADD = "INSERT INTO notifications (id, account_id, kind, from_account_id, status_id, report_id, group_key, filtered, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    ABOUT_COLLECTION = "UPDATE notifications SET collection_id = $2 WHERE id = $1";
    STAFF = "SELECT u.account_id FROM users u JOIN roles r ON r.id = u.role_id
        WHERE r.permissions & ($1 | 1) <> 0 AND u.approved AND NOT u.disabled ORDER BY u.account_id";
    LIST = [told!(), listed!(), " ORDER BY n.id DESC LIMIT $8 + 0", lines_end!()];
    LIST_UP = [told!(), listed!(), " ORDER BY n.id LIMIT $8 + 0", lines_end!()];
    /// Some of them by id, and the members of one group.
    SOME = [told!(), listed!(), " AND n.id IN (SELECT value FROM json_each($8))", lines_end!()];
    GROUP = [told!(), listed!(), " AND n.group_key = $8 ORDER BY n.id DESC LIMIT 100", lines_end!()];
    COUNT = ["SELECT count(*) FROM (SELECT n.id", listed!(), " LIMIT $8 + 0) AS found"];
    COUNT_GROUPS = ["SELECT count(*) FROM (SELECT DISTINCT CASE WHEN $9 & ", bit!(), " <> 0
        THEN coalesce(n.group_key, CAST(n.id AS TEXT)) ELSE CAST(n.id AS TEXT) END", listed!(), " LIMIT $8 + 0) AS found"];
    LAST_READ = "SELECT last_read_id FROM markers WHERE account_id = $1 AND timeline = 'notifications'";
    DISMISS = "DELETE FROM notifications WHERE account_id = $1 AND id IN (SELECT value FROM json_each($2))";
    DISMISS_GROUP = "DELETE FROM notifications WHERE account_id = $1 AND group_key = $2";
    CLEAR = "DELETE FROM notifications WHERE account_id = $1 AND id IN
        (SELECT id FROM notifications WHERE account_id = $1 ORDER BY id LIMIT 500)";
    WITHDRAW = "DELETE FROM notifications WHERE account_id = $1 AND kind = $2 AND from_account_id = $3 AND coalesce(status_id, 0) = $4";
}

/// How the recipient stands to the sender and the matter.
pub(super) struct Wanted {
    pub refused: bool,
    /// The same was told before.
    pub told: bool,
}

impl FromRow for Wanted {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { refused: c.take()?, told: c.take()? })
    }
}

/// None: the recipient is no local person, or one of both is gone or suspended.
pub(super) async fn wanted(tx: &mut Tx, new: &New<'_>, now: i64) -> Result<Option<Wanted>> {
    let status = new.status_id.unwrap_or(0);
    tx.maybe(WANTED, args![new.account_id, new.from_account_id, status, now, new.kind]).await
}

pub(super) async fn add(
    tx: &mut Tx,
    id: i64,
    new: &New<'_>,
    group_key: Option<&str>,
    filtered: bool,
    now: i64,
) -> Result<()> {
    let args = args![
        id,
        new.account_id,
        new.kind,
        new.from_account_id,
        new.status_id,
        new.report_id,
        group_key,
        filtered,
        now
    ];
    tx.run(ADD, args).await?;
    Ok(())
}

pub(super) async fn about_collection(tx: &mut Tx, id: i64, collection: i64) -> Result<()> {
    tx.run(ABOUT_COLLECTION, args![id, collection]).await?;
    Ok(())
}

pub(super) async fn staff(tx: &mut Tx, permission: i64) -> Result<Vec<i64>> {
    tx.all(STAFF, args![permission]).await
}

pub(super) async fn withdraw(tx: &mut Tx, new: &New<'_>) -> Result<()> {
    tx.run(WITHDRAW, args![new.account_id, new.kind, new.from_account_id, new.status_id.unwrap_or(0)]).await?;
    Ok(())
}

/// What to list.
#[derive(Debug, Clone)]
pub struct Wish {
    /// Bits in the order of `KINDS`.
    pub kinds: i64,
    /// One sender, or 0.
    pub from: i64,
    pub filtered: bool,
}

/// One row of `notifications`.
#[derive(Debug, Clone)]
pub struct Told {
    pub id: i64,
    /// The status that it is about.
    pub line: Option<Line>,
    pub from: Brief,
    pub kind: String,
    pub from_account_id: i64,
    pub status_id: Option<i64>,
    pub report_id: Option<i64>,
    pub collection_id: Option<i64>,
    pub group_key: Option<String>,
    pub created_at: i64,
}

impl FromFields for Told {
    fn from_fields(f: &mut Fields<'_>) -> Result<Self> {
        let line = Line::read(f)?;
        let id = f.int()?;
        let kind = f.word()?.to_owned();
        let (status_id, report_id, collection_id) = (f.positive()?, f.positive()?, f.positive()?);
        let group_key = Some(f.word()?).filter(|key| !key.is_empty()).map(str::to_owned);
        let created_at = f.int()?;
        let from = Brief::from_fields(f)?;
        Ok(Self {
            id,
            line,
            from_account_id: from.id,
            from,
            kind,
            status_id,
            report_id,
            collection_id,
            group_key,
            created_at,
        })
    }
}

/// Newest first.
pub(super) async fn list(reader: &mut Reader, me: i64, page: &Page, wish: &Wish, now: i64) -> Result<Vec<Told>> {
    let sql = if page.ascending() { LIST_UP } else { LIST };
    let args = args![me, page.below(), page.above(), wish.kinds, wish.from, wish.filtered, now, page.limit];
    Ok(page.order(reader.packed(sql, args).await?))
}

pub(super) async fn some(reader: &mut Reader, me: i64, ids: &[i64], now: i64) -> Result<Vec<Told>> {
    reader.packed(SOME, args![me, i64::MAX, 0i64, i64::MAX, 0i64, true, now, ids]).await
}

pub(super) async fn group(reader: &mut Reader, me: i64, key: &str, now: i64) -> Result<Vec<Told>> {
    reader.packed(GROUP, args![me, i64::MAX, 0i64, i64::MAX, 0i64, true, now, key]).await
}

pub(super) async fn last_read(reader: &mut Reader, me: i64) -> Result<i64> {
    Ok(reader.maybe(LAST_READ, args![me]).await?.unwrap_or(0))
}

/// How many are newer than `above`, counted up to `limit`; those of the `grouped` types by their groups.
pub(super) async fn count(
    reader: &mut Reader,
    me: i64,
    above: i64,
    wish: &Wish,
    now: i64,
    limit: i64,
    grouped: Option<i64>,
) -> Result<i64> {
    let Wish { kinds, from, filtered } = *wish;
    match grouped {
        None => reader.one(COUNT, args![me, i64::MAX, above, kinds, from, filtered, now, limit]).await,
        Some(grouped) => {
            reader.one(COUNT_GROUPS, args![me, i64::MAX, above, kinds, from, filtered, now, limit, grouped]).await
        }
    }
}

pub(super) async fn dismiss(tx: &mut Tx, me: i64, ids: &[i64]) -> Result<u64> {
    tx.run(DISMISS, args![me, ids]).await
}

pub(super) async fn dismiss_group(tx: &mut Tx, me: i64, key: &str) -> Result<u64> {
    tx.run(DISMISS_GROUP, args![me, key]).await
}

/// Takes up to 500 away and tells how many.
pub(super) async fn clear(tx: &mut Tx, me: i64) -> Result<u64> {
    tx.run(CLEAR, args![me]).await
}
