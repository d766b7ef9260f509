use super::{Counts, DEFAULT_ACCENT, Preferences, Registrations, Settings, Terms};
use crate::args;
use crate::db::{Db, FromRow, Reader, Row, Tx};
use crate::error::Result;
use std::collections::HashMap;

crate::statements! {
    ALL = "SELECT key, value FROM settings";
    SET = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    SEED_ROLE = "INSERT INTO roles (id, name, color, rank, permissions, highlighted, created_at, updated_at)
        VALUES ($1, $2, '', $3, $4, $5, $6, $6)";
    COUNTS = "SELECT count(*), CAST(coalesce(sum(a.statuses_count), 0) AS BIGINT),
        CAST(coalesce(sum(CASE WHEN u.last_active_at > $1 THEN 1 ELSE 0 END), 0) AS BIGINT),
        (SELECT count(DISTINCT domain) FROM accounts WHERE domain IS NOT NULL)
        FROM users u JOIN accounts a ON a.id = u.account_id WHERE u.approved AND NOT u.disabled AND a.suspended_at IS NULL";
    TERMS = "SELECT text, effective_at FROM terms ORDER BY effective_at";
    SET_TERMS = "INSERT INTO terms (id, text, effective_at, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (effective_at) DO UPDATE SET text = excluded.text";
    NO_TERMS = "DELETE FROM terms";
    FIRST_OWNER = "SELECT account_id FROM users WHERE role_id = 4 AND NOT disabled ORDER BY account_id LIMIT 1";
    PEERS = "SELECT DISTINCT domain FROM accounts WHERE domain IS NOT NULL ORDER BY domain";
    /// Servers whose name begins so, the largest first; not those that are blocked.
    SEARCH_PEERS = "SELECT a.domain FROM accounts a WHERE a.domain IS NOT NULL AND substr(a.domain, 1, length($1)) = $1
        AND NOT EXISTS (SELECT 1 FROM domain_blocks b WHERE b.domain = a.domain)
        GROUP BY a.domain ORDER BY count(*) DESC, a.domain LIMIT 10";
    PREFERENCES = "SELECT default_privacy, default_sensitive, default_language, default_quote_policy, expand_media, expand_spoilers,
        autoplay_gifs FROM users WHERE account_id = $1";
    ACTIVITY = "SELECT (SELECT count(*) FROM statuses WHERE local AND id >= $3 AND id < $4),
        (SELECT count(DISTINCT account_id) FROM daily_activity WHERE day >= $1 AND day < $2),
        (SELECT count(*) FROM users WHERE created_at >= $1 AND created_at < $2)";
}

pub async fn load(db: &Db) -> Result<Settings> {
    let rows: Vec<(String, String)> = db.read().await?.all(ALL, &[]).await?;
    let mut map: HashMap<String, String> = rows.into_iter().collect();
    let mut text = |key: &str| map.remove(key).unwrap_or_default();
    Ok(Settings {
        title: text("title"),
        description: text("description"),
        registrations: Registrations::parse(&text("registrations")).unwrap_or(Registrations::Closed),
        accent: Some(text("accent")).filter(|a| !a.is_empty()).unwrap_or_else(|| DEFAULT_ACCENT.into()),
        logo: Some(text("logo")).filter(|l| !l.is_empty()),
        privacy_policy: legal(text("privacy_policy"), text("privacy_policy_at")),
        min_age: text("min_age").parse().ok(),
        terms: vec![],
        description_at: text("description_at").parse().unwrap_or(0),
        contact_email: text("contact_email"),
        show_domain_blocks: Some(text("show_domain_blocks")).filter(|s| !s.is_empty()).unwrap_or_else(|| "all".into()),
        show_domain_blocks_rationale: text("show_domain_blocks_rationale") != "false",
        contact_account_id: text("contact_account_id").parse().ok(),
        instance_id: text("instance_id"),
        vapid_public: text("vapid_public"),
        founded_at: text("founded_at").parse().unwrap_or(0),
        rules: vec![],
    })
}

fn legal(text: String, at: String) -> Option<(String, i64)> {
    Some((text, at.parse().unwrap_or(0))).filter(|(text, _)| !text.is_empty())
}

/// Oldest first.
pub(super) async fn terms(reader: &mut Reader) -> Result<Vec<Terms>> {
    reader.all(TERMS, &[]).await
}

pub(super) async fn set_terms(tx: &mut Tx, id: i64, terms: &Terms, now: i64) -> Result<()> {
    tx.run(SET_TERMS, args![id, &terms.text, terms.effective_at, now]).await?;
    Ok(())
}

pub(super) async fn no_terms(tx: &mut Tx) -> Result<()> {
    tx.run(NO_TERMS, &[]).await?;
    Ok(())
}

impl FromRow for Terms {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { text: c.take()?, effective_at: c.take()? })
    }
}

pub async fn set(tx: &mut Tx, key: &str, value: &str) -> Result<()> {
    tx.run(SET, args![key, value]).await?;
    Ok(())
}

/// A new community's first rows: settings and the four roles.
pub async fn seed(tx: &mut Tx, now: i64, instance_id: &str, title: &str, registrations: Registrations) -> Result<()> {
    set(tx, "title", title).await?;
    set(tx, "registrations", registrations.as_str()).await?;
    set(tx, "instance_id", instance_id).await?;
    set(tx, "founded_at", &now.to_string()).await?;
    let (private, public) = crate::app::new_vapid_keys()?;
    set(tx, "vapid_private", &private).await?;
    set(tx, "vapid_public", &public).await?;
    for role in super::super::accounts::ROLES {
        tx.run(SEED_ROLE, args![role.id, role.name, role.rank, role.permissions, role.highlighted, now]).await?;
    }
    Ok(())
}

impl FromRow for Counts {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self { members: c.take()?, statuses: c.take()?, active_month: c.take()?, domains: c.take()? })
    }
}

impl FromRow for Preferences {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            privacy: c.take()?,
            sensitive: c.take()?,
            language: c.take()?,
            quote_policy: c.take()?,
            expand_media: c.take()?,
            expand_spoilers: c.take()?,
            autoplay_gifs: c.take()?,
        })
    }
}

/// Members, their statuses, those active since `since`, and known servers.
pub async fn counts(reader: &mut Reader, since: i64) -> Result<Counts> {
    reader.one(COUNTS, args![since]).await
}

pub async fn first_owner(reader: &mut Reader) -> Result<Option<i64>> {
    reader.maybe(FIRST_OWNER, &[]).await
}

pub async fn peers(reader: &mut Reader) -> Result<Vec<String>> {
    reader.all(PEERS, &[]).await
}

pub async fn search_peers(reader: &mut Reader, start: &str) -> Result<Vec<String>> {
    reader.all(SEARCH_PEERS, args![start]).await
}

pub async fn preferences(reader: &mut Reader, account: i64) -> Result<Preferences> {
    reader.one(PREFERENCES, args![account]).await
}

const WEEK: i64 = 7 * crate::time::DAY;

/// Monday, 00:00 UTC, of the week `back` weeks ago (1970 began on a Thursday).
pub fn week_start(now: i64, back: i64) -> i64 {
    let monday = now - (now - 4 * crate::time::DAY).rem_euclid(WEEK);
    monday - back * WEEK
}

/// (statuses, people last seen, registrations) of the last twelve weeks, newest first.
pub async fn activity(reader: &mut Reader, now: i64) -> Result<Vec<(i64, i64, i64)>> {
    let mut weeks = Vec::with_capacity(12);
    for back in 0..12 {
        let (from, to) = (week_start(now, back), week_start(now, back) + WEEK);
        weeks.push(reader.one(ACTIVITY, args![from, to, crate::ids::at(from), crate::ids::at(to)]).await?);
    }
    Ok(weeks)
}
