use super::create::{New, fold_email};
use crate::args;
use crate::db::{Reader, Tx};
use crate::error::Result;
use crate::words;

crate::statements! {
    TAKEN = "SELECT EXISTS (SELECT 1 FROM accounts WHERE username_folded = $1 AND coalesce(domain, '') = ''),
        EXISTS (SELECT 1 FROM users WHERE email_folded = $2)";
    USE_INVITE = "UPDATE invites SET uses = uses + 1 WHERE id = $1 AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > $2) AND (max_uses IS NULL OR uses < max_uses)";
    CREATE_ACCOUNT = "INSERT INTO accounts (id, username, username_folded, search_text, created_at) VALUES ($1, $2, $3, $4, $5)";
    CREATE_USER = "INSERT INTO users (account_id, email, email_folded, password_hash, role_id, confirmed_at, approved, locale,
        sign_up_reason, sign_up_ip, invite_id, app_id, feed_built_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13)";
    BY_NAME = "SELECT a.id FROM accounts a JOIN users u ON u.account_id = a.id
        WHERE a.username_folded = $1 AND coalesce(a.domain, '') = '' AND a.deleted_at IS NULL";
    LAST_OWNER = "SELECT u.role_id = 4 AND NOT EXISTS (SELECT 1 FROM users o JOIN accounts a ON a.id = o.account_id
        WHERE o.role_id = 4 AND o.account_id <> $1 AND o.approved AND NOT o.disabled AND a.suspended_at IS NULL AND a.deleted_at IS NULL)
        FROM users u WHERE u.account_id = $1";
    END_SESSIONS = "DELETE FROM sessions WHERE account_id = $1";
    SET_PASSWORD = "UPDATE users SET password_hash = $2 WHERE account_id = $1";
    END_OTHER_SESSIONS = "DELETE FROM sessions WHERE account_id = $1 AND id <> $2";
    END_OTHER_TOKENS = "UPDATE tokens SET revoked_at = $3 WHERE account_id = $1 AND id <> $2 AND revoked_at IS NULL";
    FORGET_PUSH = "DELETE FROM push_subscriptions WHERE account_id = $1 AND token_id <> $2";
    FORGET_RESETS = "DELETE FROM password_resets WHERE account_id = $1";
    FIRST_OWNER = "SELECT account_id FROM users WHERE role_id = 4 AND NOT disabled ORDER BY account_id LIMIT 1";
    IMAGES = "SELECT avatar, avatar_static, header, header_static FROM accounts WHERE id = $1";
    MARK_DELETED = "UPDATE accounts SET deleted_at = $2, display_name = '', note = '', note_html = '', fields = '[]', search_text = '',
        private_key = NULL, discoverable = $3, rev = rev + 1 WHERE id = $1";
    NO_IMAGES = "UPDATE accounts SET avatar = NULL, avatar_static = NULL, header = NULL, header_static = NULL,
        followers_count = 0, following_count = 0, statuses_count = 0, rev = rev + 1 WHERE id = $1";
    DELETE_SCHEDULED = "DELETE FROM scheduled_statuses WHERE account_id = $1";
    DELETE_USER = "DELETE FROM users WHERE account_id = $1";
    DELETE_TOKENS = "DELETE FROM tokens WHERE account_id = $1";
    SOME_STATUSES = "SELECT id, visibility FROM statuses WHERE account_id = $1 AND deleted_at IS NULL ORDER BY id LIMIT $2 + 0";
    DELETE_STATUSES = "UPDATE statuses SET deleted_at = $2, text = '', content = '', spoiler_text = '', poll_id = NULL, rev = rev + 1
        WHERE id IN (SELECT value FROM json_each($1)) OR (reblog_of_id IN (SELECT value FROM json_each($1)) AND deleted_at IS NULL)";
    DELETE_VERSIONS = "DELETE FROM status_edits WHERE status_id IN (SELECT value FROM json_each($1))";
    DELETE_POLLS = "DELETE FROM polls WHERE status_id IN (SELECT value FROM json_each($1))";
    FILES_OF_STATUSES = "SELECT file, thumbnail FROM media WHERE status_id IN (SELECT value FROM json_each($1))";
    DELETE_MEDIA = "DELETE FROM media WHERE status_id IN (SELECT value FROM json_each($1))";
    UNUSED_FILES = "SELECT file, thumbnail FROM media WHERE account_id = $1 AND status_id IS NULL";
    DELETE_UNUSED = "DELETE FROM media WHERE account_id = $1 AND status_id IS NULL";
    SOME_FOLLOWS = "SELECT id FROM follows WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0";
    LESS_FOLLOWED = "UPDATE accounts SET followers_count = followers_count - 1, rev = rev + 1 WHERE followers_count > 0 AND id IN
        (SELECT target_id FROM follows WHERE account_id = $1 AND id IN (SELECT value FROM json_each($2)))";
    LESS_FOLLOWING = "UPDATE accounts SET following_count = following_count - 1, rev = rev + 1 WHERE following_count > 0 AND id IN
        (SELECT account_id FROM follows WHERE target_id = $1 AND id IN (SELECT value FROM json_each($2)))";
    DELETE_FOLLOWS = "DELETE FROM follows WHERE id IN (SELECT value FROM json_each($1))";
    DELETE_REQUESTS = "DELETE FROM follow_requests WHERE id IN
        (SELECT id FROM follow_requests WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0)";
    DELETE_NOTIFICATIONS = "DELETE FROM notifications WHERE id IN
        (SELECT id FROM notifications WHERE account_id = $1 OR from_account_id = $1 LIMIT $2 + 0)";
    // What was chosen stays counted; that it was this member's choice is forgotten.
    DELETE_VOTES = "DELETE FROM poll_votes WHERE account_id = $1 AND poll_id IN
        (SELECT poll_id FROM poll_votes WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_COLLECTIONS = "DELETE FROM collections WHERE id IN (SELECT id FROM collections WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_ITEMS = "DELETE FROM collection_items WHERE id IN (SELECT id FROM collection_items WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_BLOCKS = "DELETE FROM blocks WHERE id IN (SELECT id FROM blocks WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0)";
    DELETE_MUTES = "DELETE FROM mutes WHERE id IN (SELECT id FROM mutes WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0)";
    DELETE_BOOKMARKS = "DELETE FROM bookmarks WHERE id IN (SELECT id FROM bookmarks WHERE account_id = $1 LIMIT $2 + 0)";
    SOME_FAVOURITES = "SELECT id FROM favourites WHERE account_id = $1 LIMIT $2 + 0";
    LESS_FAVOURITED = "UPDATE statuses SET favourites_count = favourites_count - 1 WHERE favourites_count > 0 AND id IN
        (SELECT status_id FROM favourites WHERE id IN (SELECT value FROM json_each($1)))";
    DELETE_FAVOURITES = "DELETE FROM favourites WHERE id IN (SELECT value FROM json_each($1))";
    DELETE_LISTS = "DELETE FROM lists WHERE id IN (SELECT id FROM lists WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_LISTED = "DELETE FROM list_accounts WHERE id IN (SELECT id FROM list_accounts WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_TAG_FOLLOWS = "DELETE FROM tag_follows WHERE id IN (SELECT id FROM tag_follows WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_FEATURED = "DELETE FROM featured_tags WHERE id IN (SELECT id FROM featured_tags WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_ENDORSEMENTS = "DELETE FROM endorsements WHERE id IN
        (SELECT id FROM endorsements WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0)";
    DELETE_ALIASES = "DELETE FROM account_aliases WHERE id IN
        (SELECT id FROM account_aliases WHERE account_id = $1 OR target_id = $1 LIMIT $2 + 0)";
    DELETE_IMPORTS = "DELETE FROM imports WHERE id IN (SELECT id FROM imports WHERE account_id = $1 LIMIT $2 + 0)";
    DELETE_NOTES = "DELETE FROM account_notes WHERE account_id = $1 OR target_id = $1";
    DELETE_DOMAINS = "DELETE FROM account_domain_blocks WHERE account_id = $1";
    DELETE_MARKERS = "DELETE FROM markers WHERE account_id = $1";
    DELETE_FEED = "DELETE FROM home_feed WHERE account_id = $1 AND status_id IN
        (SELECT status_id FROM home_feed WHERE account_id = $1 LIMIT $2 + 0)";
}

/// Whether the user name and the address belong to somebody.
pub(super) async fn taken(reader: &mut Reader, username: &str, email: Option<&str>) -> Result<(bool, bool)> {
    reader.one(TAKEN, args![&username.to_ascii_lowercase(), email]).await
}

/// Counts one use, unless the invite is used up, expired or revoked.
pub(super) async fn use_invite(tx: &mut Tx, invite: i64, now: i64) -> Result<bool> {
    Ok(tx.run(USE_INVITE, args![invite, now]).await? > 0)
}

pub(super) async fn create(tx: &mut Tx, id: i64, new: &New, hash: &str, now: i64) -> Result<()> {
    let folded = new.username.to_ascii_lowercase();
    tx.run(CREATE_ACCOUNT, args![id, &new.username, &folded, &words::names(&new.username, ""), now]).await?;
    let email = new.email.as_deref().map(str::trim);
    let email_folded = new.email.as_deref().map(fold_email);
    let confirmed = new.confirmed.then_some(now);
    tx.run(
        CREATE_USER,
        args![
            id,
            email,
            &email_folded,
            hash,
            new.role_id,
            confirmed,
            new.approved,
            &new.locale,
            &new.reason,
            &new.sign_up_ip,
            new.invite_id,
            new.app_id,
            now
        ],
    )
    .await?;
    Ok(())
}

pub(crate) async fn by_name(reader: &mut Reader, name: &str) -> Result<i64> {
    reader.one(BY_NAME, args![&name.to_ascii_lowercase()]).await
}

/// In whose name the house acts where somebody must be named.
pub(crate) async fn first_owner(reader: &mut Reader) -> Result<Option<i64>> {
    reader.maybe(FIRST_OWNER, &[]).await
}

pub(super) async fn is_last_owner(tx: &mut Tx, id: i64) -> Result<bool> {
    Ok(tx.maybe(LAST_OWNER, args![id]).await?.unwrap_or(false))
}

type Paths = Vec<(Option<String>, Option<String>)>;

fn named(paths: Paths) -> Vec<String> {
    paths.into_iter().flat_map(|(file, thumbnail)| [file, thumbnail]).flatten().collect()
}

/// The stored pictures of a profile, which has none from here on.
pub(super) async fn take_images(tx: &mut Tx, id: i64) -> Result<Vec<String>> {
    type Four = (Option<String>, Option<String>, Option<String>, Option<String>);
    let (a, b, c, d): Four = tx.one(IMAGES, args![id]).await?;
    tx.run(NO_IMAGES, args![id]).await?;
    Ok([a, b, c, d].into_iter().flatten().collect())
}

pub(super) async fn set_password(tx: &mut Tx, id: i64, hash: &str) -> Result<()> {
    tx.run(SET_PASSWORD, args![id, hash]).await?;
    tx.run(FORGET_RESETS, args![id]).await?;
    Ok(())
}

/// Everywhere but here.
pub(super) async fn sign_out(tx: &mut Tx, id: i64, token: i64, session: i64, now: i64) -> Result<()> {
    tx.run(END_OTHER_TOKENS, args![id, token, now]).await?;
    tx.run(FORGET_PUSH, args![id, token]).await?;
    tx.run(END_OTHER_SESSIONS, args![id, session]).await?;
    Ok(())
}

pub(super) async fn mark_deleted(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(MARK_DELETED, args![id, now, false]).await?;
    tx.run(DELETE_TOKENS, args![id]).await?;
    tx.run(END_SESSIONS, args![id]).await?;
    tx.run(DELETE_SCHEDULED, args![id]).await?;
    tx.run(DELETE_USER, args![id]).await?;
    Ok(())
}

pub(super) async fn delete_some_statuses(tx: &mut Tx, id: i64, now: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    let gone: Vec<(i64, i64)> = tx.all(SOME_STATUSES, args![id, limit]).await?;
    let ids: Vec<i64> = gone.iter().map(|(id, _)| *id).collect();
    tx.run(DELETE_STATUSES, args![&ids, now]).await?;
    tx.run(DELETE_POLLS, args![&ids]).await?;
    tx.run(DELETE_VERSIONS, args![&ids]).await?;
    Ok(gone)
}

/// Returns the files that nothing refers to any more.
pub(super) async fn delete_media_of(tx: &mut Tx, statuses: &[i64]) -> Result<Vec<String>> {
    let files = tx.all(FILES_OF_STATUSES, args![statuses]).await?;
    tx.run(DELETE_MEDIA, args![statuses]).await?;
    Ok(named(files))
}

pub(super) async fn delete_unused_media(tx: &mut Tx, id: i64) -> Result<Vec<String>> {
    let files = tx.all(UNUSED_FILES, args![id]).await?;
    tx.run(DELETE_UNUSED, args![id]).await?;
    Ok(named(files))
}

/// Tells whether there may be more.
pub(super) async fn delete_some_ties(tx: &mut Tx, id: i64, limit: i64) -> Result<bool> {
    let follows: Vec<i64> = tx.all(SOME_FOLLOWS, args![id, limit]).await?;
    tx.run(LESS_FOLLOWED, args![id, &follows]).await?;
    tx.run(LESS_FOLLOWING, args![id, &follows]).await?;
    tx.run(DELETE_FOLLOWS, args![&follows]).await?;
    let mut most = follows.len() as u64;
    let favourites: Vec<i64> = tx.all(SOME_FAVOURITES, args![id, limit]).await?;
    tx.run(LESS_FAVOURITED, args![&favourites]).await?;
    tx.run(DELETE_FAVOURITES, args![&favourites]).await?;
    most = most.max(favourites.len() as u64);
    for sql in [DELETE_NOTES, DELETE_DOMAINS, DELETE_MARKERS] {
        tx.run(sql, args![id]).await?;
    }
    for sql in [
        DELETE_REQUESTS,
        DELETE_NOTIFICATIONS,
        DELETE_FEED,
        DELETE_VOTES,
        DELETE_COLLECTIONS,
        DELETE_ITEMS,
        DELETE_BLOCKS,
        DELETE_MUTES,
        DELETE_BOOKMARKS,
        DELETE_LISTS,
        DELETE_LISTED,
        DELETE_TAG_FOLLOWS,
        DELETE_FEATURED,
        DELETE_ENDORSEMENTS,
        DELETE_ALIASES,
        DELETE_IMPORTS,
    ] {
        most = most.max(tx.run(sql, args![id, limit]).await?);
    }
    Ok(most as i64 == limit)
}
