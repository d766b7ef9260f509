use crate::args;
use crate::db::{FromRow, Reader, Row as Found, Tx};
use crate::error::Result;
use crate::web::page::Page;

crate::statements! {
    // Whoever blocks the author hears nothing.
    ADD = "INSERT INTO account_conversations (id, account_id, conversation_id, participants, last_status_id, unread, created_at)
        SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $2 AND b.target_id = $8)
        ON CONFLICT (account_id, conversation_id, participants)
        DO UPDATE SET last_status_id = excluded.last_status_id, unread = excluded.unread
            WHERE excluded.last_status_id > account_conversations.last_status_id";
    ID = "SELECT id FROM account_conversations WHERE account_id = $1 AND conversation_id = $2 AND participants = $3 AND last_status_id = $4";
    ADD_ENTRY = "INSERT INTO conversation_entries (account_conversation_id, status_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
    FORGET_ENTRY = "DELETE FROM conversation_entries WHERE status_id = $1";
    FALL_BACK = "UPDATE account_conversations SET last_status_id =
            (SELECT max(e.status_id) FROM conversation_entries e WHERE e.account_conversation_id = account_conversations.id)
        WHERE last_status_id = $1 AND EXISTS (SELECT 1 FROM conversation_entries e WHERE e.account_conversation_id = account_conversations.id)";
    FORGET_EMPTY = "DELETE FROM account_conversations WHERE last_status_id = $1";
    PAGE = "SELECT id, participants, last_status_id, unread FROM account_conversations
        WHERE account_id = $1 AND last_status_id < $2 AND last_status_id > $3 ORDER BY last_status_id DESC LIMIT $4 + 0";
    PAGE_UP = "SELECT id, participants, last_status_id, unread FROM account_conversations
        WHERE account_id = $1 AND last_status_id < $2 AND last_status_id > $3 ORDER BY last_status_id LIMIT $4 + 0";
    ONE = "SELECT id, participants, last_status_id, unread FROM account_conversations WHERE account_id = $1 AND id = $2";
    MARK = "UPDATE account_conversations SET unread = $3 WHERE account_id = $1 AND id = $2";
    DELETE = "DELETE FROM account_conversations WHERE account_id = $1 AND id = $2";
}

/// What one member's entry takes from a new status.
pub(super) struct Entry {
    pub account: i64,
    pub conversation: i64,
    /// The others, as a sorted JSON list.
    pub participants: String,
    pub status: i64,
    pub author: i64,
}

pub(super) struct Row {
    pub id: i64,
    pub participants: String,
    pub last_status: i64,
    pub unread: bool,
}

impl FromRow for Row {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, participants: c.take()?, last_status: c.take()?, unread: c.take()? })
    }
}

/// The entry's id; none for somebody who blocks the author.
pub(super) async fn add(tx: &mut Tx, id: i64, entry: &Entry, now: i64) -> Result<Option<i64>> {
    let Entry { account, conversation, participants, status, author } = entry;
    let unread = account != author;
    tx.run(ADD, args![id, *account, *conversation, participants, *status, unread, now, *author]).await?;
    let found: Option<i64> = tx.maybe(ID, args![*account, *conversation, participants, *status]).await?;
    if let Some(id) = found {
        tx.run(ADD_ENTRY, args![id, *status]).await?;
    }
    Ok(found)
}

pub(super) async fn forget(tx: &mut Tx, status: i64) -> Result<()> {
    for sql in [FORGET_ENTRY, FALL_BACK, FORGET_EMPTY] {
        tx.run(sql, args![status]).await?;
    }
    Ok(())
}

/// By their newest status.
pub(super) async fn page(reader: &mut Reader, account: i64, page: &Page) -> Result<Vec<Row>> {
    let sql = if page.ascending() { PAGE_UP } else { PAGE };
    Ok(page.order(reader.all(sql, args![account, page.below(), page.above(), page.limit]).await?))
}

pub(super) async fn one(reader: &mut Reader, account: i64, id: i64) -> Result<Row> {
    reader.one(ONE, args![account, id]).await
}

pub(super) async fn mark(tx: &mut Tx, account: i64, id: i64, unread: bool) -> Result<bool> {
    Ok(tx.run(MARK, args![account, id, unread]).await? > 0)
}

pub(super) async fn delete(tx: &mut Tx, account: i64, id: i64) -> Result<bool> {
    Ok(tx.run(DELETE, args![account, id]).await? > 0)
}
