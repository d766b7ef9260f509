use super::{DEFAULT_ACCENT, Registrations, Settings};
use crate::args;
use crate::db::{Db, Tx};
use crate::error::Result;
use std::collections::HashMap;

crate::statements! {
    ALL = "SELECT key, value FROM settings";
    SET = "INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
    SEED_ROLE = "INSERT INTO roles (id, name, color, rank, permissions, highlighted, created_at, updated_at)
        VALUES ($1, $2, '', $3, $4, $5, $6, $6)";
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
        contact_email: text("contact_email"),
        contact_account_id: text("contact_account_id").parse().ok(),
        instance_id: text("instance_id"),
        founded_at: text("founded_at").parse().unwrap_or(0),
    })
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
    for role in super::super::accounts::ROLES {
        tx.run(SEED_ROLE, args![role.id, role.name, role.rank, role.permissions, role.highlighted, now]).await?;
    }
    Ok(())
}
