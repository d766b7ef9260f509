use crate::args;
use crate::db::{FromRow, Reader, Row as Found, Tx};
use crate::error::Result;

/// Items that the collection's viewer `$2` may see: its owner sees those that wait, too.
macro_rules! shown {
    () => {
        "(i.state = 1 OR (i.state = 0 AND c.account_id = $2)) AND a.suspended_at IS NULL AND a.deleted_at IS NULL"
    };
}

/// Whether a collection and its owner are there at all, and the owner does not block the viewer `$2`.
macro_rules! open {
    () => {
        "o.suspended_at IS NULL AND o.deleted_at IS NULL
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = o.id AND b.target_id = $2)"
    };
}

crate::statements! {
    SOME = ["SELECT c.id, c.account_id, c.uri, c.url, o.domain, c.name, c.description, c.language, c.sensitive, c.discoverable,
        t.name, c.tag_name, c.created_at, c.updated_at,
        (SELECT count(*) FROM collection_items i JOIN accounts a ON a.id = i.account_id WHERE i.collection_id = c.id AND ", shown!(), ")
        FROM collections c JOIN accounts o ON o.id = c.account_id LEFT JOIN tags t ON t.id = c.tag_id
        WHERE c.id IN (SELECT value FROM json_each($1)) AND ", open!()];
    ITEMS = ["SELECT i.collection_id, i.id, i.account_id, i.state, i.created_at
        FROM collection_items i JOIN collections c ON c.id = i.collection_id JOIN accounts a ON a.id = i.account_id
        WHERE i.collection_id IN (SELECT value FROM json_each($1)) AND ", shown!(), "
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $2 AND b.target_id = i.account_id) ORDER BY i.collection_id, i.id"];
    OWNER = "SELECT c.account_id, EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = c.account_id AND b.target_id = $2)
        FROM collections c JOIN accounts o ON o.id = c.account_id
        WHERE c.id = $1 AND o.suspended_at IS NULL AND o.deleted_at IS NULL";
    OF_ACCOUNT = "SELECT c.id FROM collections c WHERE c.account_id = $1 AND (c.discoverable OR c.account_id = $2)
        ORDER BY c.id DESC LIMIT $3 + 0 OFFSET $4 + 0";
    FEATURING = ["SELECT c.id FROM collection_items i JOIN collections c ON c.id = i.collection_id JOIN accounts o ON o.id = c.account_id
        WHERE i.account_id = $1 AND i.state = 1 AND ", open!(), " ORDER BY i.id DESC LIMIT $3 + 0 OFFSET $4 + 0"];
    ACCOUNT = "SELECT suspended_at IS NOT NULL OR EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $1 AND b.target_id = $2)
        FROM accounts WHERE id = $1 AND deleted_at IS NULL";
    ROOM = "SELECT r.collection_limit, (SELECT count(*) FROM collections WHERE account_id = $1)
        FROM users u JOIN roles r ON r.id = u.role_id WHERE u.account_id = $1";
    ADD = "INSERT INTO collections (id, account_id, name, description, language, sensitive, discoverable, tag_id, tag_name, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10)";
    ONE = "SELECT account_id, name, description, language, sensitive, discoverable, tag_id, tag_name FROM collections WHERE id = $1";
    CHANGE = "UPDATE collections SET name = $2, description = $3, language = $4, sensitive = $5, discoverable = $6, tag_id = $7,
        tag_name = $8, updated_at = $9 WHERE id = $1";
    TOUCH = "UPDATE collections SET updated_at = $2 WHERE id = $1";
    DELETE = "DELETE FROM collections WHERE id = $1";
    DELETE_NEWS = "DELETE FROM notifications WHERE collection_id = $1";
    TAG = "SELECT usable FROM tags WHERE id = $1";
    /// Which of the accounts exist.
    KNOWN = "SELECT id FROM accounts WHERE id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL";
    /// Which of them agree to stand in a collection of `$2`.
    WILLING = "SELECT a.id FROM accounts a JOIN users u ON u.account_id = a.id
        WHERE a.id IN (SELECT value FROM json_each($1)) AND a.deleted_at IS NULL AND a.suspended_at IS NULL AND a.discoverable
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = a.id AND b.target_id = $2)
        AND NOT EXISTS (SELECT 1 FROM blocks b WHERE b.account_id = $2 AND b.target_id = a.id)";
    COUNT_ITEMS = "SELECT count(*) FROM collection_items WHERE collection_id = $1 AND state < 2";
    ADD_ITEM = "INSERT INTO collection_items (id, collection_id, account_id, state, created_at, updated_at) VALUES ($1, $2, $3, $4, $5, $5)
        ON CONFLICT DO NOTHING";
    ITEM = "SELECT id, account_id, state, created_at FROM collection_items WHERE collection_id = $1 AND id = $2";
    ACCEPTED_ACCOUNTS = "SELECT i.account_id FROM collection_items i WHERE i.collection_id = $1 AND i.state = 1 ORDER BY i.id";
    REMOVE_ITEM = "DELETE FROM collection_items WHERE id = $1";
    SET_STATE = "UPDATE collection_items SET state = $2, updated_at = $3 WHERE id = $1";
    REVOKE_FROM = "UPDATE collection_items SET state = 3, updated_at = $3 WHERE account_id = $1 AND state < 2
        AND collection_id IN (SELECT id FROM collections WHERE account_id = $2)";
    TAKE_OUT = "DELETE FROM collection_items WHERE account_id = $1 AND state < 2
        AND collection_id IN (SELECT id FROM collections WHERE account_id = $2)";
    SHARE = "INSERT INTO status_collections (status_id, collection_id) SELECT CAST($1 AS BIGINT), id FROM collections
        WHERE id IN (SELECT value FROM json_each($2)) ON CONFLICT DO NOTHING";
    UNSHARE = "DELETE FROM status_collections WHERE status_id = $1";
    OWNED = "SELECT id FROM collections WHERE id IN (SELECT value FROM json_each($1)) AND account_id = $2 ORDER BY id";
}

pub(super) struct Row {
    pub id: i64,
    pub account_id: i64,
    pub uri: Option<String>,
    pub url: Option<String>,
    pub domain: Option<String>,
    pub name: String,
    pub description: String,
    pub language: Option<String>,
    pub sensitive: bool,
    pub discoverable: bool,
    pub tag: Option<String>,
    pub tag_shown: Option<String>,
    pub created_at: i64,
    pub updated_at: i64,
    pub count: i64,
}

impl FromRow for Row {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            uri: c.take()?,
            url: c.take()?,
            domain: c.take()?,
            name: c.take()?,
            description: c.take()?,
            language: c.take()?,
            sensitive: c.take()?,
            discoverable: c.take()?,
            tag: c.take()?,
            tag_shown: c.take()?,
            created_at: c.take()?,
            updated_at: c.take()?,
            count: c.take()?,
        })
    }
}

/// What its owner says of a collection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub account_id: i64,
    pub name: String,
    pub description: String,
    pub language: Option<String>,
    pub sensitive: bool,
    pub discoverable: bool,
    pub tag: Option<i64>,
    pub tag_shown: Option<String>,
}

impl FromRow for Said {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            account_id: c.take()?,
            name: c.take()?,
            description: c.take()?,
            language: c.take()?,
            sensitive: c.take()?,
            discoverable: c.take()?,
            tag: c.take()?,
            tag_shown: c.take()?,
        })
    }
}

pub(super) struct Item {
    pub id: i64,
    pub account_id: i64,
    pub state: i64,
    pub created_at: i64,
}

impl FromRow for Item {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { id: c.take()?, account_id: c.take()?, state: c.take()?, created_at: c.take()? })
    }
}

pub(super) struct Held {
    pub collection: i64,
    pub item: Item,
}

impl FromRow for Held {
    fn from_row(row: &Found) -> Result<Self> {
        let mut c = row.cells();
        let collection = c.take()?;
        let item = Item { id: c.take()?, account_id: c.take()?, state: c.take()?, created_at: c.take()? };
        Ok(Self { collection, item })
    }
}

pub(super) async fn some(reader: &mut Reader, ids: &[i64], viewer: i64) -> Result<Vec<Row>> {
    reader.all(SOME, args![ids, viewer]).await
}

/// What this viewer sees in them, in the order of adding.
pub(super) async fn items(reader: &mut Reader, ids: &[i64], viewer: i64) -> Result<Vec<Held>> {
    reader.all(ITEMS, args![ids, viewer]).await
}

/// Whose it is, and whether they block the viewer.
pub(super) async fn owner(reader: &mut Reader, id: i64, viewer: i64) -> Result<(i64, bool)> {
    reader.one(OWNER, args![id, viewer]).await
}

/// Newest first. Only their owner sees those that are not to be found.
pub(super) async fn of_account(
    reader: &mut Reader,
    account: i64,
    viewer: i64,
    limit: i64,
    offset: i64,
) -> Result<Vec<i64>> {
    reader.all(OF_ACCOUNT, args![account, viewer, limit, offset]).await
}

/// In which an account stands, the newest entry first.
pub(super) async fn featuring(reader: &mut Reader, account: i64, limit: i64, offset: i64) -> Result<Vec<i64>> {
    reader.all(FEATURING, args![account, account, limit, offset]).await
}

/// Whether an account keeps its collections from this viewer.
pub(super) async fn closed(reader: &mut Reader, account: i64, viewer: i64) -> Result<bool> {
    reader.one(ACCOUNT, args![account, viewer]).await
}

/// (how many a member may have, how many there are).
pub(super) async fn room(tx: &mut Tx, account: i64) -> Result<(i64, i64)> {
    tx.one(ROOM, args![account]).await
}

pub(super) async fn add(tx: &mut Tx, id: i64, said: &Said, now: i64) -> Result<()> {
    let args = args![
        id,
        said.account_id,
        &said.name,
        &said.description,
        &said.language,
        said.sensitive,
        said.discoverable,
        said.tag,
        &said.tag_shown,
        now
    ];
    tx.run(ADD, args).await?;
    Ok(())
}

pub(super) async fn said(tx: &mut Tx, id: i64) -> Result<Said> {
    tx.one(ONE, args![id]).await
}

pub(super) async fn change(tx: &mut Tx, id: i64, said: &Said, now: i64) -> Result<()> {
    let args = args![
        id,
        &said.name,
        &said.description,
        &said.language,
        said.sensitive,
        said.discoverable,
        said.tag,
        &said.tag_shown,
        now
    ];
    tx.run(CHANGE, args).await?;
    Ok(())
}

pub(super) async fn touch(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(TOUCH, args![id, now]).await?;
    Ok(())
}

/// With its items and what was told of it.
pub(super) async fn delete(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(DELETE_NEWS, args![id]).await?;
    tx.run(DELETE, args![id]).await?;
    Ok(())
}

pub(super) async fn tag_usable(tx: &mut Tx, tag: i64) -> Result<bool> {
    tx.one(TAG, args![tag]).await
}

pub(super) async fn known(tx: &mut Tx, accounts: &[i64]) -> Result<Vec<i64>> {
    tx.all(KNOWN, args![accounts]).await
}

pub(super) async fn willing(tx: &mut Tx, accounts: &[i64], owner: i64) -> Result<Vec<i64>> {
    tx.all(WILLING, args![accounts, owner]).await
}

pub(super) async fn count_items(tx: &mut Tx, id: i64) -> Result<i64> {
    tx.one(COUNT_ITEMS, args![id]).await
}

/// False when the account stands there already, or left.
pub(super) async fn add_item(tx: &mut Tx, id: i64, collection: i64, account: i64, now: i64) -> Result<bool> {
    Ok(tx.run(ADD_ITEM, args![id, collection, account, super::ACCEPTED, now]).await? > 0)
}

pub(super) async fn item(tx: &mut Tx, collection: i64, id: i64) -> Result<Item> {
    tx.one(ITEM, args![collection, id]).await
}

pub(super) async fn accepted(tx: &mut Tx, collection: i64) -> Result<Vec<i64>> {
    tx.all(ACCEPTED_ACCOUNTS, args![collection]).await
}

pub(super) async fn remove_item(tx: &mut Tx, id: i64) -> Result<()> {
    tx.run(REMOVE_ITEM, args![id]).await?;
    Ok(())
}

pub(super) async fn set_state(tx: &mut Tx, id: i64, state: i64, now: i64) -> Result<()> {
    tx.run(SET_STATE, args![id, state, now]).await?;
    Ok(())
}

/// `account` takes back its consent to stand in any collection of `owner`.
pub(super) async fn revoke_from(tx: &mut Tx, account: i64, owner: i64, now: i64) -> Result<()> {
    tx.run(REVOKE_FROM, args![account, owner, now]).await?;
    Ok(())
}

/// `owner` takes `account` out of all its collections.
pub(super) async fn take_out(tx: &mut Tx, account: i64, owner: i64) -> Result<()> {
    tx.run(TAKE_OUT, args![account, owner]).await?;
    Ok(())
}

pub(super) async fn share(tx: &mut Tx, status: i64, collections: &[i64]) -> Result<()> {
    tx.run(UNSHARE, args![status]).await?;
    if !collections.is_empty() {
        tx.run(SHARE, args![status, collections]).await?;
    }
    Ok(())
}

/// Those of the collections that this account made.
pub(crate) async fn owned(reader: &mut Reader, ids: &[i64], account: i64) -> Result<Vec<i64>> {
    reader.all(OWNED, args![ids, account]).await
}
