//! A new status: its row and everything that stands beside it.

use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::{Error, Result};

crate::statements! {
    DEFAULTS = "SELECT u.default_privacy, u.default_sensitive, coalesce(u.default_language, u.locale), u.default_local_only,
        a.moved_to_id IS NOT NULL, u.default_quote_policy FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.account_id = $1";
    MENTIONED = sqlite "SELECT a.id, a.username, a.username_folded, a.domain, coalesce(a.url, a.uri), u.account_id IS NOT NULL
        FROM json_each($1) j JOIN accounts a ON a.username_folded = json_extract(j.value, '$[0]')
            AND coalesce(a.domain, '') = json_extract(j.value, '$[1]')
        LEFT JOIN users u ON u.account_id = a.id
        WHERE a.suspended_at IS NULL AND a.deleted_at IS NULL"
        postgres "SELECT a.id, a.username, a.username_folded, a.domain, coalesce(a.url, a.uri), u.account_id IS NOT NULL
        FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (value) JOIN accounts a ON a.username_folded = j.value ->> 0
            AND coalesce(a.domain, '') = j.value ->> 1
        LEFT JOIN users u ON u.account_id = a.id
        WHERE a.suspended_at IS NULL AND a.deleted_at IS NULL";
    KNOWN_KEY = "SELECT status_id FROM idempotency_keys WHERE account_id = $1 AND key = $2 AND created_at > $3";
    CLAIM_KEY = "INSERT INTO idempotency_keys (account_id, key, status_id, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (account_id, key) DO UPDATE SET status_id = excluded.status_id, created_at = excluded.created_at
        WHERE idempotency_keys.created_at <= $5";
    ADD_CONVERSATION = "INSERT INTO conversations (id, created_at) VALUES ($1, $2)";
    ADD_STATUS = "INSERT INTO statuses (id, account_id, local, local_only, visibility, sensitive, text, content, spoiler_text, language,
        in_reply_to_id, in_reply_to_account_id, conversation_id, app_id, has_media, created_at, quote_policy)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
    ADD_MENTIONS = "INSERT INTO mentions (status_id, account_id) SELECT $1, value FROM json_each($2)";
    ADD_TAGS = sqlite "INSERT INTO tags (id, name, display_name, created_at)
        SELECT json_extract(j.value, '$[0]'), json_extract(j.value, '$[1]'), json_extract(j.value, '$[2]'), $2 FROM json_each($1) j
        WHERE TRUE ON CONFLICT (name) DO NOTHING"
        postgres "INSERT INTO tags (id, name, display_name, created_at)
        SELECT CAST(j.value ->> 0 AS BIGINT), j.value ->> 1, j.value ->> 2, $2 FROM jsonb_array_elements(CAST($1 AS JSONB)) AS j (value)
        WHERE TRUE ON CONFLICT (name) DO NOTHING";
    TAG_STATUS = sqlite "INSERT INTO status_tags (status_id, tag_id)
        SELECT $1, t.id FROM json_each($2) j JOIN tags t ON t.name = json_extract(j.value, '$[1]') WHERE t.usable"
        postgres "INSERT INTO status_tags (status_id, tag_id)
        SELECT $1, t.id FROM jsonb_array_elements(CAST($2 AS JSONB)) AS j (value) JOIN tags t ON t.name = j.value ->> 1 WHERE t.usable";
    COUNT_AUTHOR = "UPDATE accounts SET statuses_count = statuses_count + 1, last_status_at = $2 WHERE id = $1";
    COUNT_REPLY = "UPDATE statuses SET replies_count = replies_count + 1 WHERE id = $1";
    // A reply to somebody else reaches those followers only who also follow that other person; a direct one only those
    // whom it names; one in a language that they did not ask for of this author does not reach them. The long absent get
    // their feed when they return. The author always sees the own status. `$5` is the language as it stands in the list.
    FAN_OUT = "INSERT INTO home_feed (account_id, status_id)
        SELECT f.account_id, CAST($1 AS BIGINT) FROM follows f JOIN users u ON u.account_id = f.account_id
        WHERE f.target_id = $2 AND u.feed_built_at IS NOT NULL
            AND (f.languages IS NULL OR CAST($5 AS TEXT) IS NULL OR replace(f.languages, $5, '') <> f.languages)
            AND ($3 < 3 OR EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = $1 AND m.account_id = f.account_id))
            AND (CAST($4 AS BIGINT) IS NULL OR $4 = $2 OR $4 = f.account_id
                OR EXISTS (SELECT 1 FROM follows g WHERE g.account_id = f.account_id AND g.target_id = $4))
            AND NOT EXISTS (SELECT 1 FROM list_accounts la JOIN lists l ON l.id = la.list_id
                WHERE la.account_id = $2 AND l.account_id = f.account_id AND l.exclusive)
        UNION ALL SELECT u.account_id, CAST($1 AS BIGINT) FROM users u WHERE u.account_id = $2
        ON CONFLICT DO NOTHING";
    BELL_RINGERS = "SELECT f.account_id FROM follows f JOIN users u ON u.account_id = f.account_id WHERE f.target_id = $1 AND f.notify
        AND NOT EXISTS (SELECT 1 FROM mentions m WHERE m.status_id = $2 AND m.account_id = f.account_id)";
}

/// What a member's new statuses are like unless they say otherwise.
pub struct Defaults {
    pub privacy: String,
    pub sensitive: bool,
    pub language: String,
    pub local_only: bool,
    /// Their owner moved elsewhere, and writes there.
    pub moved: bool,
    pub quote_policy: String,
}

impl FromRow for Defaults {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            privacy: c.take()?,
            sensitive: c.take()?,
            language: c.take()?,
            local_only: c.take()?,
            moved: c.take()?,
            quote_policy: c.take()?,
        })
    }
}

/// Somebody whom a text names.
pub struct Mentioned {
    pub id: i64,
    pub username: String,
    pub folded: String,
    pub domain: Option<String>,
    pub url: Option<String>,
    pub local: bool,
}

impl FromRow for Mentioned {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            username: c.take()?,
            folded: c.take()?,
            domain: c.take()?,
            url: c.take()?,
            local: c.take()?,
        })
    }
}

pub struct NewStatus<'a> {
    pub id: i64,
    pub account_id: i64,
    pub local_only: bool,
    pub visibility: i64,
    pub sensitive: bool,
    pub text: &'a str,
    pub content: &'a str,
    pub spoiler_text: &'a str,
    pub language: Option<&'a str>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    pub conversation_id: i64,
    pub app_id: Option<i64>,
    pub has_media: bool,
    pub quote_policy: &'a str,
    pub created_at: i64,
}

pub async fn defaults(reader: &mut Reader, account: i64) -> Result<Defaults> {
    let defaults: Defaults = reader.one(DEFAULTS, args![account]).await?;
    if defaults.moved {
        return Err(Error::Forbidden("Your login is currently disabled".into()));
    }
    Ok(defaults)
}

/// Accounts by (folded name, folded domain or nothing).
pub async fn mentioned(reader: &mut Reader, handles: &[(String, String)]) -> Result<Vec<Mentioned>> {
    if handles.is_empty() {
        return Ok(Vec::new());
    }
    reader.all(MENTIONED, args![&serde_json::to_string(handles)?]).await
}

/// The status that this key already made.
pub async fn known_key(reader: &mut Reader, account: i64, key: &str, since: i64) -> Result<Option<i64>> {
    reader.maybe(KNOWN_KEY, args![account, key, since]).await
}

/// Takes the key for a status; returns the status of whoever had it first.
pub async fn claim_key(tx: &mut Tx, account: i64, key: &str, status: i64, now: i64, since: i64) -> Result<Option<i64>> {
    if tx.run(CLAIM_KEY, args![account, key, status, now, since]).await? > 0 {
        return Ok(None);
    }
    tx.maybe(KNOWN_KEY, args![account, key, since]).await
}

pub async fn add_conversation(tx: &mut Tx, id: i64, now: i64) -> Result<()> {
    tx.run(ADD_CONVERSATION, args![id, now]).await?;
    Ok(())
}

pub async fn add(tx: &mut Tx, new: &NewStatus<'_>) -> Result<()> {
    tx.run(
        ADD_STATUS,
        args![
            new.id,
            new.account_id,
            true,
            new.local_only,
            new.visibility,
            new.sensitive,
            new.text,
            new.content,
            new.spoiler_text,
            new.language,
            new.in_reply_to_id,
            new.in_reply_to_account_id,
            new.conversation_id,
            new.app_id,
            new.has_media,
            new.created_at,
            new.quote_policy
        ],
    )
    .await?;
    Ok(())
}

pub async fn add_mentions(tx: &mut Tx, status: i64, accounts: &[i64]) -> Result<()> {
    if !accounts.is_empty() {
        tx.run(ADD_MENTIONS, args![status, accounts]).await?;
    }
    Ok(())
}

/// `tags` are (id if it is new, folded, as written), sorted by name so that two writers never wait for each other.
pub async fn add_tags(tx: &mut Tx, status: i64, tags: &[(i64, String, String)], now: i64) -> Result<()> {
    if tags.is_empty() {
        return Ok(());
    }
    let list = serde_json::to_string(tags)?;
    tx.run(ADD_TAGS, args![&list, now]).await?;
    tx.run(TAG_STATUS, args![status, &list]).await?;
    Ok(())
}

/// One status more, as everybody may know: direct ones are not counted.
pub async fn count_author(tx: &mut Tx, account: i64, now: i64) -> Result<()> {
    tx.run(COUNT_AUTHOR, args![account, now]).await?;
    Ok(())
}

pub async fn count_reply(tx: &mut Tx, parent: i64) -> Result<()> {
    tx.run(COUNT_REPLY, args![parent]).await?;
    Ok(())
}

/// Writes the status into the home feeds of everybody here whom it concerns.
pub async fn fan_out(tx: &mut Tx, status: &NewStatus<'_>) -> Result<()> {
    let language = status.language.map(|tag| format!("\"{tag}\""));
    let args = args![status.id, status.account_id, status.visibility, status.in_reply_to_account_id, &language];
    tx.run(FAN_OUT, args).await?;
    Ok(())
}

/// Followers who asked to hear of every new status, and are not told already because it names them.
pub async fn bell_ringers(tx: &mut Tx, author: i64, status: i64) -> Result<Vec<i64>> {
    tx.all(BELL_RINGERS, args![author, status]).await
}
