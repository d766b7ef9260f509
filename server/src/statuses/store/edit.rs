//! A status as it stands, and its versions.

use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

macro_rules! current {
    () => {
        "SELECT text, content, spoiler_text, sensitive, language, has_media, poll_id, visibility, conversation_id, created_at, edited_at,
        quote_state IS NOT NULL FROM statuses WHERE id = $1 AND account_id = $2 AND reblog_of_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL"
    };
}

crate::statements! {
    CURRENT = [current!()];
    // Two edits in the same moment come one after the other.
    LOCK = "UPDATE statuses SET rev = rev WHERE id = $1";
    SAVE = "UPDATE statuses SET text = $2, content = $3, spoiler_text = $4, sensitive = $5, language = $6, has_media = $7,
        edited_at = $8, rev = rev + 1 WHERE id = $1";
    ADD_VERSION = "INSERT INTO status_edits (id, status_id, content, spoiler_text, sensitive, media, poll_options, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    VERSIONS = "SELECT content, spoiler_text, sensitive, media, poll_options, created_at FROM status_edits WHERE status_id = $1 ORDER BY id";
    FORGET_TAGS = "DELETE FROM status_tags WHERE status_id = $1";
    MENTIONED = "SELECT account_id FROM mentions WHERE status_id = $1";
    HUSH = "UPDATE mentions SET silent = NOT silent
        WHERE status_id = $1 AND silent <> (account_id NOT IN (SELECT value FROM json_each($2)))";
    NAME = "INSERT INTO mentions (status_id, account_id) SELECT $1, value FROM json_each($2) WHERE TRUE ON CONFLICT DO NOTHING";
    BOOSTERS = "SELECT id, account_id FROM statuses WHERE reblog_of_id = $1 AND id > $2 AND local AND deleted_at IS NULL
        ORDER BY id LIMIT $3 + 0";
}

/// What an edit may change, and what it must know.
#[derive(Debug, Clone)]
pub struct Current {
    pub text: String,
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub has_media: bool,
    pub poll_id: Option<i64>,
    pub visibility: i64,
    pub conversation_id: Option<i64>,
    pub created_at: i64,
    pub edited_at: Option<i64>,
    /// It is a quote.
    pub quotes: bool,
}

impl FromRow for Current {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            text: c.take()?,
            content: c.take()?,
            spoiler_text: c.take()?,
            sensitive: c.take()?,
            language: c.take()?,
            has_media: c.take()?,
            poll_id: c.take()?,
            visibility: c.take()?,
            conversation_id: c.take()?,
            created_at: c.take()?,
            edited_at: c.take()?,
            quotes: c.take()?,
        })
    }
}

impl Current {
    /// Its changeable columns, unchanged.
    pub fn changed(&self) -> Changed {
        Changed {
            text: self.text.clone(),
            content: self.content.clone(),
            spoiler_text: self.spoiler_text.clone(),
            sensitive: self.sensitive,
            language: self.language.clone(),
            has_media: self.has_media,
        }
    }
}

/// The columns that an edit writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub text: String,
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub language: Option<String>,
    pub has_media: bool,
}

/// One entry of the history.
#[derive(Debug, Clone)]
pub struct Version {
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    /// Id and description of each file.
    pub media: Vec<(i64, Option<String>)>,
    pub poll_options: Option<Vec<String>>,
    pub created_at: i64,
}

impl Version {
    pub fn new(state: &Changed, media: Vec<(i64, Option<String>)>, poll_options: Vec<String>, created_at: i64) -> Self {
        Self {
            content: state.content.clone(),
            spoiler_text: state.spoiler_text.clone(),
            sensitive: state.sensitive,
            media,
            poll_options: Some(poll_options).filter(|options| !options.is_empty()),
            created_at,
        }
    }
}

impl FromRow for Version {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            content: c.take()?,
            spoiler_text: c.take()?,
            sensitive: c.take()?,
            media: serde_json::from_str(&c.take::<String>()?)?,
            poll_options: c.take::<Option<String>>()?.map(|options| serde_json::from_str(&options)).transpose()?,
            created_at: c.take()?,
        })
    }
}

/// One's own standing status, not a reblog.
pub async fn current(reader: &mut Reader, id: i64, author: i64) -> Result<Current> {
    reader.one(CURRENT, args![id, author]).await
}

/// The same for this transaction alone, until it ends.
pub async fn lock(tx: &mut Tx, id: i64, author: i64) -> Result<Option<Current>> {
    tx.run(LOCK, args![id]).await?;
    tx.maybe(CURRENT, args![id, author]).await
}

pub async fn save(tx: &mut Tx, id: i64, new: &Changed, now: i64) -> Result<()> {
    let args = args![id, &new.text, &new.content, &new.spoiler_text, new.sensitive, &new.language, new.has_media, now];
    tx.run(SAVE, args).await?;
    Ok(())
}

pub async fn add_version(tx: &mut Tx, id: i64, status: i64, version: &Version) -> Result<()> {
    let media = serde_json::to_string(&version.media)?;
    let options = version.poll_options.as_ref().map(serde_json::to_string).transpose()?;
    let args = args![
        id,
        status,
        &version.content,
        &version.spoiler_text,
        version.sensitive,
        &media,
        &options,
        version.created_at
    ];
    tx.run(ADD_VERSION, args).await?;
    Ok(())
}

/// The original first. Empty when it was never edited.
pub async fn versions(reader: &mut Reader, status: i64) -> Result<Vec<Version>> {
    reader.all(VERSIONS, args![status]).await
}

pub async fn forget_tags(tx: &mut Tx, status: i64) -> Result<()> {
    tx.run(FORGET_TAGS, args![status]).await?;
    Ok(())
}

/// Everybody whom any version named.
pub async fn mentioned(tx: &mut Tx, status: i64) -> Result<Vec<i64>> {
    tx.all(MENTIONED, args![status]).await
}

/// From now on it names these; others whom it named once are kept without being shown.
pub async fn name(tx: &mut Tx, status: i64, accounts: &[i64]) -> Result<()> {
    tx.run(HUSH, args![status, accounts]).await?;
    tx.run(NAME, args![status, accounts]).await?;
    Ok(())
}

/// (reblog, account) of those who boosted it, behind `after`.
pub async fn boosters(tx: &mut Tx, status: i64, after: i64, limit: i64) -> Result<Vec<(i64, i64)>> {
    tx.all(BOOSTERS, args![status, after, limit]).await
}
