use super::{About, Row};
use crate::args;
use crate::db::{FromRow, Reader, Tx};
use crate::error::Result;

crate::statements! {
    OF_STATUS = "SELECT text, account_id, card_id FROM statuses
        WHERE id = $1 AND local AND reblog_of_id IS NULL AND deleted_at IS NULL AND removed_at IS NULL";
    FIND = "SELECT id, url, data, image, account_id, claimed_id, fetched_at FROM cards WHERE url = $1";
    SAVE = "INSERT INTO cards (id, url, data, image, account_id, claimed_id, fetched_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $7) ON CONFLICT (url) DO UPDATE SET data = excluded.data, image = excluded.image,
        account_id = excluded.account_id, claimed_id = excluded.claimed_id, fetched_at = excluded.fetched_at";
    ID = "SELECT id FROM cards WHERE url = $1";
    IMAGE = "SELECT image FROM cards WHERE url = $1";
    ATTACH = "UPDATE statuses SET card_id = $2, rev = rev + 1 WHERE id = $1 AND deleted_at IS NULL AND coalesce(card_id, 0) <> $2";
    DETACH = "UPDATE statuses SET card_id = NULL, rev = rev + 1 WHERE id = $1 AND card_id IS NOT NULL";
    // What older statuses have in memory goes by itself.
    RENDER_AGAIN = "UPDATE statuses SET rev = rev + 1 WHERE id IN
        (SELECT id FROM statuses WHERE card_id = $1 ORDER BY id DESC LIMIT 500)";
    CREATOR = "SELECT id, attribution_domains FROM accounts WHERE username_folded = $1 AND coalesce(domain, '') = $2
        AND deleted_at IS NULL AND suspended_at IS NULL";
}

/// A status whose links are looked at.
pub struct Linking {
    pub text: String,
    pub account_id: i64,
    pub card_id: Option<i64>,
}

impl FromRow for Linking {
    fn from_row(row: &crate::db::Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { text: c.take()?, account_id: c.take()?, card_id: c.take()? })
    }
}

/// A card, and when its page was read.
pub struct Known {
    pub card: Row,
    pub fetched_at: i64,
}

impl FromRow for Known {
    fn from_row(row: &crate::db::Row) -> Result<Self> {
        let mut c = row.cells();
        let card = Row::read(&mut c)?.ok_or(crate::error::Error::NotFound)?;
        Ok(Self { card, fetched_at: c.take()? })
    }
}

pub(super) async fn of_status(reader: &mut Reader, status: i64) -> Result<Option<Linking>> {
    reader.maybe(OF_STATUS, args![status]).await
}

pub async fn find(reader: &mut Reader, url: &str) -> Result<Option<Known>> {
    reader.maybe(FIND, args![url]).await
}

/// A card as it was read just now.
pub(super) struct New<'a> {
    pub id: i64,
    pub url: &'a str,
    pub about: &'a About,
    pub image: Option<&'a str>,
    pub account_id: Option<i64>,
    pub claimed_id: Option<i64>,
}

/// Returns its id, and the picture that it no longer shows.
pub(super) async fn save(tx: &mut Tx, new: &New<'_>, now: i64) -> Result<(i64, Option<String>)> {
    let before: Option<Option<String>> = tx.maybe(IMAGE, args![new.url]).await?;
    let data = serde_json::to_string(new.about)?;
    tx.run(SAVE, args![new.id, new.url, &data, new.image, new.account_id, new.claimed_id, now]).await?;
    Ok((tx.one(ID, args![new.url]).await?, before.flatten()))
}

/// Tells whether the status shows another card than before.
pub(super) async fn attach(tx: &mut Tx, status: i64, card: i64) -> Result<bool> {
    Ok(tx.run(ATTACH, args![status, card]).await? > 0)
}

pub async fn detach(tx: &mut Tx, status: i64) -> Result<bool> {
    Ok(tx.run(DETACH, args![status]).await? > 0)
}

pub(super) async fn render_again(tx: &mut Tx, card: i64) -> Result<()> {
    tx.run(RENDER_AGAIN, args![card]).await?;
    Ok(())
}

/// (account, sites that may name it) of a handle in small letters.
pub(super) async fn creator(reader: &mut Reader, name: &str, domain: &str) -> Result<Option<(i64, String)>> {
    reader.maybe(CREATOR, args![name, domain]).await
}
