use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    PASSWORD = "SELECT password_hash FROM users WHERE account_id = $1";
    ALIASES = "SELECT id, target_id FROM account_aliases WHERE account_id = $1 ORDER BY id";
    ADD_ALIAS = "INSERT INTO account_aliases (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING";
    REMOVE_ALIAS = "DELETE FROM account_aliases WHERE account_id = $1 AND id = $2";
    IS_ALIAS = "SELECT EXISTS (SELECT 1 FROM account_aliases WHERE account_id = $1 AND target_id = $2)";
    MOVED_TO = "SELECT moved_to_id FROM accounts WHERE id = $1";
    MAY_BE_MOVED_TO = "SELECT EXISTS (SELECT 1 FROM accounts WHERE id = $1 AND moved_to_id IS NULL AND suspended_at IS NULL AND deleted_at IS NULL)";
    LAST_MOVE = "SELECT max(created_at) FROM account_moves WHERE account_id = $1";
    ADD_MOVE = "INSERT INTO account_moves (id, account_id, target_id, created_at) VALUES ($1, $2, $3, $4)";
    SET_MOVED = "UPDATE accounts SET moved_to_id = $2, rev = rev + 1 WHERE id = $1";
    FOLLOWERS = "SELECT f.account_id, f.show_reblogs, f.notify, f.languages FROM follows f JOIN users u ON u.account_id = f.account_id
        WHERE f.target_id = $1 ORDER BY f.id LIMIT $2 + 0";
    ONLY_OWNER = "SELECT EXISTS (SELECT 1 FROM users WHERE account_id = $1 AND role_id = 4)
        AND NOT EXISTS (SELECT 1 FROM users WHERE account_id <> $1 AND role_id = 4 AND NOT disabled)";
    FOLLOWS = "SELECT a.username, a.domain, f.show_reblogs, f.notify, f.languages FROM follows f JOIN accounts a ON a.id = f.target_id
        WHERE f.account_id = $1 ORDER BY f.id";
    BLOCKS = "SELECT a.username, a.domain FROM blocks b JOIN accounts a ON a.id = b.target_id WHERE b.account_id = $1 ORDER BY b.id";
    MUTES = "SELECT a.username, a.domain, m.hide_notifications FROM mutes m JOIN accounts a ON a.id = m.target_id
        WHERE m.account_id = $1 ORDER BY m.id";
    LISTS = "SELECT l.title, a.username, a.domain FROM lists l JOIN list_accounts m ON m.list_id = l.id JOIN accounts a ON a.id = m.account_id
        WHERE l.account_id = $1 ORDER BY l.id, m.id";
    DOMAINS = "SELECT domain FROM account_domain_blocks WHERE account_id = $1 ORDER BY domain";
    BOOKMARKS = "SELECT s.id, s.uri, a.username FROM bookmarks b JOIN statuses s ON s.id = b.status_id JOIN accounts a ON a.id = s.account_id
        WHERE b.account_id = $1 AND s.deleted_at IS NULL ORDER BY b.id";
    LIKES = "SELECT s.id, s.uri, a.username FROM favourites b JOIN statuses s ON s.id = b.status_id JOIN accounts a ON a.id = s.account_id
        WHERE b.account_id = $1 AND s.deleted_at IS NULL ORDER BY b.id";
    TAGS = "SELECT t.display_name FROM tag_follows f JOIN tags t ON t.id = f.tag_id WHERE f.account_id = $1 ORDER BY f.id";
    /// The ids behind what a table names, to find what it does not name.
    FOLLOWED_IDS = "SELECT target_id FROM follows WHERE account_id = $1";
    BLOCKED_IDS = "SELECT target_id FROM blocks WHERE account_id = $1";
    MUTED_IDS = "SELECT target_id FROM mutes WHERE account_id = $1";
    BOOKMARKED_IDS = "SELECT status_id FROM bookmarks WHERE account_id = $1";
    LIST_IDS = "SELECT id, title FROM lists WHERE account_id = $1 ORDER BY id";
    KNOWN = sqlite "SELECT a.username_folded, a.domain, a.id FROM json_each($1) j JOIN accounts a
            ON a.username_folded = json_extract(j.value, '$[0]') AND coalesce(a.domain, '') = json_extract(j.value, '$[1]')
        WHERE a.deleted_at IS NULL AND a.suspended_at IS NULL"
        postgres "SELECT a.username_folded, a.domain, a.id FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (value) JOIN accounts a
            ON a.username_folded = j.value ->> 0 AND coalesce(a.domain, '') = j.value ->> 1
        WHERE a.deleted_at IS NULL AND a.suspended_at IS NULL";
    BY_URI = "SELECT id FROM statuses WHERE uri = $1 AND deleted_at IS NULL";
    ADD_IMPORT = "INSERT INTO imports (id, account_id, kind, overwrite, state, total, created_at) VALUES ($1, $2, $3, $4, 'unconfirmed', $5, $6)";
    ADD_DATA = "INSERT INTO import_data (import_id, lines) VALUES ($1, $2)";
    IMPORTS = "SELECT id, account_id, kind, overwrite, state, total, done, failed, created_at, done_at FROM imports WHERE account_id = $1
        ORDER BY id DESC LIMIT 20";
    IMPORT = "SELECT id, account_id, kind, overwrite, state, total, done, failed, created_at, done_at FROM imports WHERE id = $1";
    DATA = "SELECT lines FROM import_data WHERE import_id = $1";
    START = "UPDATE imports SET state = 'running' WHERE id = $1 AND account_id = $2 AND state = 'unconfirmed'";
    PROGRESS = "UPDATE imports SET done = $2, failed = $3 WHERE id = $1";
    FINISH = "UPDATE imports SET state = 'done', done_at = $2 WHERE id = $1";
    DROP_DATA = "DELETE FROM import_data WHERE import_id = $1";
    DROP_IMPORT = "DELETE FROM imports WHERE id = $1 AND account_id = $2 AND state <> 'running'";
    LATEST_EXPORT = "SELECT id, account_id, file, size, progress, created_at, done_at FROM exports WHERE account_id = $1 ORDER BY id DESC LIMIT 1";
    EXPORT = "SELECT id, account_id, file, size, progress, created_at, done_at FROM exports WHERE id = $1";
    OLD_EXPORTS = "SELECT file FROM exports WHERE account_id = $1 AND file IS NOT NULL";
    DROP_EXPORTS = "DELETE FROM exports WHERE account_id = $1";
    ADD_EXPORT = "INSERT INTO exports (id, account_id, created_at) VALUES ($1, $2, $3)";
    EXPORT_PROGRESS = "UPDATE exports SET progress = $2 WHERE id = $1";
    EXPORT_DONE = "UPDATE exports SET file = $2, size = $3, done_at = $4, progress = 100 WHERE id = $1";
    SELF = "SELECT a.username, a.display_name, a.note_html, a.avatar, a.header, a.locked, a.discoverable, a.created_at, a.fields, a.public_key
        FROM accounts a WHERE a.id = $1 AND a.deleted_at IS NULL";
    COUNT_STATUSES = "SELECT count(*) FROM statuses WHERE account_id = $1 AND deleted_at IS NULL";
    STATUSES = "SELECT s.id, s.visibility, s.sensitive, s.content, s.spoiler_text, s.language, s.created_at, s.edited_at,
        p.id, p.uri, b.username, s.reblog_of_id IS NOT NULL
        FROM statuses s LEFT JOIN statuses p ON p.id = coalesce(s.reblog_of_id, s.in_reply_to_id) LEFT JOIN accounts b ON b.id = p.account_id
        WHERE s.account_id = $1 AND s.id > $2 AND s.deleted_at IS NULL ORDER BY s.id LIMIT $3 + 0";
    MENTIONED = "SELECT m.status_id, a.username, a.uri FROM mentions m JOIN accounts a ON a.id = m.account_id
        WHERE m.status_id IN (SELECT value FROM json_each($1)) ORDER BY m.status_id, a.id";
    MEDIA = "SELECT m.status_id, m.file, m.mime, m.description FROM media m
        WHERE m.status_id IN (SELECT value FROM json_each($1)) AND m.file IS NOT NULL ORDER BY m.status_id, m.position";
}

pub(super) type Name = (String, Option<String>);

pub(super) async fn password(reader: &mut Reader, me: i64) -> Result<Option<String>> {
    reader.maybe(PASSWORD, args![me]).await
}

/// (id, account).
pub(super) async fn aliases(reader: &mut Reader, me: i64) -> Result<Vec<(i64, i64)>> {
    reader.all(ALIASES, args![me]).await
}

pub(super) async fn aliases_in(tx: &mut Tx, me: i64) -> Result<Vec<(i64, i64)>> {
    tx.all(ALIASES, args![me]).await
}

pub(super) async fn add_alias(tx: &mut Tx, id: i64, me: i64, target: i64, now: i64) -> Result<bool> {
    Ok(tx.run(ADD_ALIAS, args![id, me, target, now]).await? > 0)
}

pub(super) async fn remove_alias(tx: &mut Tx, me: i64, id: i64) -> Result<bool> {
    Ok(tx.run(REMOVE_ALIAS, args![me, id]).await? > 0)
}

/// Whether `account` says that `other` is the same person.
pub(super) async fn is_alias(tx: &mut Tx, account: i64, other: i64) -> Result<bool> {
    tx.one(IS_ALIAS, args![account, other]).await
}

pub(super) async fn moved_to(tx: &mut Tx, me: i64) -> Result<Option<i64>> {
    tx.one(MOVED_TO, args![me]).await
}

pub(super) async fn moved(reader: &mut Reader, me: i64) -> Result<Option<i64>> {
    reader.one(MOVED_TO, args![me]).await
}

pub(super) async fn may_be_moved_to(tx: &mut Tx, target: i64) -> Result<bool> {
    tx.one(MAY_BE_MOVED_TO, args![target]).await
}

pub(super) async fn last_move(reader: &mut Reader, me: i64) -> Result<Option<i64>> {
    reader.one(LAST_MOVE, args![me]).await
}

pub(super) async fn last_move_in(tx: &mut Tx, me: i64) -> Result<Option<i64>> {
    tx.one(LAST_MOVE, args![me]).await
}

pub(super) async fn add_move(tx: &mut Tx, id: i64, me: i64, target: i64, now: i64) -> Result<()> {
    tx.run(ADD_MOVE, args![id, me, target, now]).await?;
    Ok(())
}

pub(super) async fn set_moved(tx: &mut Tx, me: i64, target: Option<i64>) -> Result<()> {
    tx.run(SET_MOVED, args![me, target]).await?;
    Ok(())
}

pub(super) struct Follower {
    pub account: i64,
    pub reblogs: bool,
    pub notify: bool,
    pub languages: Option<String>,
}

impl FromRow for Follower {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { account: c.take()?, reblogs: c.take()?, notify: c.take()?, languages: c.take()? })
    }
}

/// Members who follow an account, the first ones first.
pub(super) async fn followers(reader: &mut Reader, account: i64, limit: i64) -> Result<Vec<Follower>> {
    reader.all(FOLLOWERS, args![account, limit]).await
}

pub(super) async fn only_owner(tx: &mut Tx, me: i64) -> Result<bool> {
    tx.one(ONLY_OWNER, args![me]).await
}

pub(super) struct Followed {
    pub username: String,
    pub domain: Option<String>,
    pub reblogs: bool,
    pub notify: bool,
    pub languages: Option<String>,
}

impl FromRow for Followed {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { username: c.take()?, domain: c.take()?, reblogs: c.take()?, notify: c.take()?, languages: c.take()? })
    }
}

pub(super) async fn follows(reader: &mut Reader, me: i64) -> Result<Vec<Followed>> {
    reader.all(FOLLOWS, args![me]).await
}

pub(super) async fn blocks(reader: &mut Reader, me: i64) -> Result<Vec<Name>> {
    reader.all(BLOCKS, args![me]).await
}

pub(super) async fn mutes(reader: &mut Reader, me: i64) -> Result<Vec<(String, Option<String>, bool)>> {
    reader.all(MUTES, args![me]).await
}

pub(super) async fn lists(reader: &mut Reader, me: i64) -> Result<Vec<(String, String, Option<String>)>> {
    reader.all(LISTS, args![me]).await
}

pub(super) async fn domains(reader: &mut Reader, me: i64) -> Result<Vec<String>> {
    reader.all(DOMAINS, args![me]).await
}

/// (id, uri, author's name).
pub(super) async fn bookmarks(reader: &mut Reader, me: i64) -> Result<Vec<(i64, Option<String>, String)>> {
    reader.all(BOOKMARKS, args![me]).await
}

pub(super) async fn likes(reader: &mut Reader, me: i64) -> Result<Vec<(i64, Option<String>, String)>> {
    reader.all(LIKES, args![me]).await
}

pub(super) async fn tags(reader: &mut Reader, me: i64) -> Result<Vec<String>> {
    reader.all(TAGS, args![me]).await
}

/// The accounts or statuses that stand in what this kind of table shows.
pub(super) async fn ids(reader: &mut Reader, kind: &str, me: i64) -> Result<Vec<i64>> {
    let sql = match kind {
        "follows" => FOLLOWED_IDS,
        "blocks" => BLOCKED_IDS,
        "mutes" => MUTED_IDS,
        _ => BOOKMARKED_IDS,
    };
    reader.all(sql, args![me]).await
}

pub(super) async fn list_ids(reader: &mut Reader, me: i64) -> Result<Vec<(i64, String)>> {
    reader.all(LIST_IDS, args![me]).await
}

/// Those of the (folded name, domain or nothing) that are known here: name, domain, id.
pub(super) async fn known(
    reader: &mut Reader,
    keys: &[(String, String)],
) -> Result<Vec<(String, Option<String>, i64)>> {
    reader.all(KNOWN, args![&serde_json::to_string(keys)?]).await
}

pub(super) async fn by_uri(reader: &mut Reader, uri: &str) -> Result<Option<i64>> {
    reader.maybe(BY_URI, args![uri]).await
}

pub(super) struct Import {
    pub id: i64,
    pub account_id: i64,
    pub kind: String,
    pub overwrite: bool,
    pub state: String,
    pub total: i64,
    pub done: i64,
    pub failed: i64,
    pub created_at: i64,
    pub done_at: Option<i64>,
}

impl FromRow for Import {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            kind: c.take()?,
            overwrite: c.take()?,
            state: c.take()?,
            total: c.take()?,
            done: c.take()?,
            failed: c.take()?,
            created_at: c.take()?,
            done_at: c.take()?,
        })
    }
}

pub(super) async fn add_import(tx: &mut Tx, import: &Import, lines: &str) -> Result<()> {
    let args = args![import.id, import.account_id, &import.kind, import.overwrite, import.total, import.created_at];
    tx.run(ADD_IMPORT, args).await?;
    tx.run(ADD_DATA, args![import.id, lines]).await?;
    Ok(())
}

pub(super) async fn imports(reader: &mut Reader, me: i64) -> Result<Vec<Import>> {
    reader.all(IMPORTS, args![me]).await
}

pub(super) async fn import(reader: &mut Reader, id: i64) -> Result<Import> {
    reader.one(IMPORT, args![id]).await
}

pub(super) async fn lines(reader: &mut Reader, id: i64) -> Result<Option<String>> {
    reader.maybe(DATA, args![id]).await
}

pub(super) async fn start(tx: &mut Tx, me: i64, id: i64) -> Result<bool> {
    Ok(tx.run(START, args![id, me]).await? > 0)
}

pub(super) async fn progress(tx: &mut Tx, id: i64, done: i64, failed: i64) -> Result<()> {
    tx.run(PROGRESS, args![id, done, failed]).await?;
    Ok(())
}

pub(super) async fn finish(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(FINISH, args![id, now]).await?;
    tx.run(DROP_DATA, args![id]).await?;
    Ok(())
}

/// Not while it runs.
pub(super) async fn drop_import(tx: &mut Tx, me: i64, id: i64) -> Result<bool> {
    Ok(tx.run(DROP_IMPORT, args![id, me]).await? > 0)
}

pub(super) struct Export {
    pub id: i64,
    pub account_id: i64,
    /// Its name in the folder of exports, when it is done.
    pub file: Option<String>,
    pub size: i64,
    /// In a hundred.
    pub progress: i64,
    pub created_at: i64,
    pub done_at: Option<i64>,
}

impl FromRow for Export {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            account_id: c.take()?,
            file: c.take()?,
            size: c.take()?,
            progress: c.take()?,
            created_at: c.take()?,
            done_at: c.take()?,
        })
    }
}

pub(super) async fn latest_export(reader: &mut Reader, me: i64) -> Result<Option<Export>> {
    reader.maybe(LATEST_EXPORT, args![me]).await
}

pub(super) async fn latest_export_in(tx: &mut Tx, me: i64) -> Result<Option<Export>> {
    tx.maybe(LATEST_EXPORT, args![me]).await
}

pub(super) async fn export(reader: &mut Reader, id: i64) -> Result<Option<Export>> {
    reader.maybe(EXPORT, args![id]).await
}

/// Forgets a person's archives and tells their files.
pub(super) async fn take_exports(tx: &mut Tx, me: i64) -> Result<Vec<String>> {
    let files = tx.all(OLD_EXPORTS, args![me]).await?;
    tx.run(DROP_EXPORTS, args![me]).await?;
    Ok(files)
}

pub(super) async fn add_export(tx: &mut Tx, id: i64, me: i64, now: i64) -> Result<()> {
    tx.run(ADD_EXPORT, args![id, me, now]).await?;
    Ok(())
}

pub(super) async fn export_progress(tx: &mut Tx, id: i64, progress: i64) -> Result<()> {
    tx.run(EXPORT_PROGRESS, args![id, progress]).await?;
    Ok(())
}

/// False when it was forgotten meanwhile.
pub(super) async fn export_done(tx: &mut Tx, id: i64, file: &str, size: i64, now: i64) -> Result<bool> {
    Ok(tx.run(EXPORT_DONE, args![id, file, size, now]).await? > 0)
}

pub(super) struct Person {
    pub username: String,
    pub display_name: String,
    pub note: String,
    pub avatar: Option<String>,
    pub header: Option<String>,
    pub locked: bool,
    pub discoverable: bool,
    pub created_at: i64,
    pub fields: String,
    pub public_key: Option<String>,
}

impl FromRow for Person {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            username: c.take()?,
            display_name: c.take()?,
            note: c.take()?,
            avatar: c.take()?,
            header: c.take()?,
            locked: c.take()?,
            discoverable: c.take()?,
            created_at: c.take()?,
            fields: c.take()?,
            public_key: c.take()?,
        })
    }
}

pub(super) async fn person(reader: &mut Reader, me: i64) -> Result<Option<Person>> {
    reader.maybe(SELF, args![me]).await
}

pub(super) async fn count_statuses(reader: &mut Reader, me: i64) -> Result<i64> {
    reader.one(COUNT_STATUSES, args![me]).await
}

pub(super) struct Said {
    pub id: i64,
    pub visibility: i64,
    pub sensitive: bool,
    pub content: String,
    pub spoiler_text: String,
    pub language: Option<String>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    /// What it answers or boosts: id, uri and its author's name.
    pub other: (Option<i64>, Option<String>, Option<String>),
    pub is_boost: bool,
}

impl FromRow for Said {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            visibility: c.take()?,
            sensitive: c.take()?,
            content: c.take()?,
            spoiler_text: c.take()?,
            language: c.take()?,
            created_at: c.take()?,
            edited_at: c.take()?,
            other: (c.take()?, c.take()?, c.take()?),
            is_boost: c.take()?,
        })
    }
}

pub(super) async fn statuses(reader: &mut Reader, me: i64, above: i64, limit: i64) -> Result<Vec<Said>> {
    reader.all(STATUSES, args![me, above, limit]).await
}

/// (status, name, uri).
pub(super) async fn mentioned(reader: &mut Reader, ids: &[i64]) -> Result<Vec<(i64, String, Option<String>)>> {
    reader.all(MENTIONED, args![ids]).await
}

/// (status, file, type, description).
pub(super) async fn media(reader: &mut Reader, ids: &[i64]) -> Result<Vec<(i64, String, String, Option<String>)>> {
    reader.all(MEDIA, args![ids]).await
}
