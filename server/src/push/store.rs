use super::Subscription;
use crate::args;
use crate::db::{FromRow, Reader, Row, Tx};
use crate::error::Result;

crate::statements! {
    ADD = "INSERT INTO push_subscriptions (id, token_id, account_id, endpoint, p256dh, auth, standard, alerts, policy, created_at, updated_at)
        VALUES ((SELECT coalesce(max(id), 0) + 1 FROM push_subscriptions), $1, $2, $3, $4, $5, $6, $7, $8, $9, $9) RETURNING id";
    CHANGE = "UPDATE push_subscriptions SET alerts = $2, policy = $3, updated_at = $4 WHERE token_id = $1";
    FORGET = "DELETE FROM push_subscriptions WHERE token_id = $1";
    OF_TOKEN = "SELECT id, token_id, account_id, endpoint, p256dh, auth, standard, alerts, policy FROM push_subscriptions WHERE token_id = $1";
    LISTENERS = "SELECT p.token_id FROM push_subscriptions p JOIN tokens t ON t.id = p.token_id AND t.revoked_at IS NULL
        JOIN users u ON u.account_id = p.account_id AND NOT u.disabled
        WHERE p.account_id = $1 AND (p.alerts & $3) <> 0 AND (p.policy = 'all'
            OR (p.policy = 'followed' AND EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $1 AND f.target_id = $2))
            OR (p.policy = 'follower' AND EXISTS (SELECT 1 FROM follows f WHERE f.account_id = $2 AND f.target_id = $1)))";
    RECIPIENT = "SELECT p.id, p.token_id, p.account_id, p.endpoint, p.p256dh, p.auth, p.standard, p.alerts, p.policy, t.scopes, u.locale
        FROM push_subscriptions p JOIN tokens t ON t.id = p.token_id AND t.revoked_at IS NULL
        JOIN users u ON u.account_id = p.account_id AND NOT u.disabled JOIN accounts a ON a.id = p.account_id AND a.suspended_at IS NULL
        WHERE p.token_id = $1";
    NEWS = "SELECT n.kind, n.created_at, f.username, f.display_name, f.avatar_static, f.note, n.status_id IS NOT NULL, s.spoiler_text, s.text, s.content
        FROM notifications n JOIN accounts f ON f.id = n.from_account_id AND f.deleted_at IS NULL
        LEFT JOIN statuses s ON s.id = n.status_id AND s.deleted_at IS NULL AND s.removed_at IS NULL
        WHERE n.id = $1 AND n.account_id = $2";
    PRIVATE_KEY = "SELECT value FROM settings WHERE key = 'vapid_private'";
}

impl FromRow for Subscription {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            token: c.take()?,
            account: c.take()?,
            endpoint: c.take()?,
            p256dh: c.take()?,
            auth: c.take()?,
            standard: c.take()?,
            alerts: c.take()?,
            policy: c.take()?,
        })
    }
}

/// Returns its number. Small numbers: apps read them into 32 bits.
pub(super) async fn add(tx: &mut Tx, new: &Subscription, now: i64) -> Result<i64> {
    let Subscription { token, account, endpoint, p256dh, auth, standard, alerts, policy, .. } = new;
    let args = args![*token, *account, endpoint, &p256dh[..], &auth[..], *standard, *alerts, policy, now];
    tx.one(ADD, args).await
}

pub(super) async fn change(tx: &mut Tx, token: i64, alerts: i64, policy: &str, now: i64) -> Result<()> {
    tx.run(CHANGE, args![token, alerts, policy, now]).await?;
    Ok(())
}

/// Ends the subscription of a token, if it has one.
pub async fn forget(tx: &mut Tx, token: i64) -> Result<()> {
    tx.run(FORGET, args![token]).await?;
    Ok(())
}

pub(super) async fn of_token(reader: &mut Reader, token: i64) -> Result<Option<Subscription>> {
    reader.maybe(OF_TOKEN, args![token]).await
}

/// The tokens whose apps want to hear of such a notification.
pub(super) async fn listeners(tx: &mut Tx, account: i64, from: i64, kind: i64) -> Result<Vec<i64>> {
    tx.all(LISTENERS, args![account, from, kind]).await
}

/// A subscription that still counts, with its token's scopes and its owner's language.
pub(super) struct Recipient {
    pub subscription: Subscription,
    pub scopes: String,
    pub locale: String,
}

impl FromRow for Recipient {
    fn from_row(row: &Row) -> Result<Self> {
        Ok(Self { subscription: Subscription::from_row(row)?, scopes: row.get(9)?, locale: row.get(10)? })
    }
}

pub(super) async fn recipient(reader: &mut Reader, token: i64) -> Result<Option<Recipient>> {
    reader.maybe(RECIPIENT, args![token]).await
}

/// A notification, and who and what it is about.
pub(super) struct News {
    pub kind: String,
    pub created_at: i64,
    pub username: String,
    pub display_name: String,
    pub avatar: Option<String>,
    pub note: String,
    /// It speaks of a status, which may be gone meanwhile.
    pub has_status: bool,
    pub spoiler: Option<String>,
    pub text: Option<String>,
    pub content: Option<String>,
}

impl FromRow for News {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            kind: c.take()?,
            created_at: c.take()?,
            username: c.take()?,
            display_name: c.take()?,
            avatar: c.take()?,
            note: c.take()?,
            has_status: c.take()?,
            spoiler: c.take()?,
            text: c.take()?,
            content: c.take()?,
        })
    }
}

pub(super) async fn news(reader: &mut Reader, id: i64, account: i64) -> Result<Option<News>> {
    reader.maybe(NEWS, args![id, account]).await
}

pub(super) async fn private_key(reader: &mut Reader) -> Result<String> {
    reader.one(PRIVATE_KEY, &[]).await
}
