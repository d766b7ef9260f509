//! Rows -> Admin::Account.

use super::{Seen, store};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{AdminAccount, AdminIp, Role};
use std::collections::HashMap;

pub(super) async fn render(app: &App, base: &Base, rows: Vec<Seen>) -> Result<Vec<AdminAccount>> {
    let briefs: Vec<accounts::view::Brief> = rows.iter().map(|row| row.brief).collect();
    let cards = accounts::view::briefed(app, base, &briefs).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let ips = ips(&row.ips);
            Some(AdminAccount {
                id: row.id.to_string(),
                username: row.username,
                domain: row.domain,
                created_at: iso(row.created_at),
                email: row.email.unwrap_or_default(),
                ip: ips.first().map(|ip| ip.ip.clone()).or(row.sign_up_ip),
                ips,
                locale: row.locale,
                invite_request: row.reason,
                role: row.role.unwrap_or_else(nobody),
                confirmed: row.user && row.confirmed,
                approved: row.approved,
                disabled: row.disabled,
                sensitized: row.sensitized,
                silenced: row.silenced,
                suspended: row.suspended,
                account: cards.get(&row.id)?.clone(),
                created_by_application_id: row.app_id.map(|id| id.to_string()),
                invited_by_account_id: row.invited_by.map(|id| id.to_string()),
            })
        })
        .collect())
}

/// The accounts of these ids, wherever they are.
pub async fn by_id(app: &App, base: &Base, ids: &[i64]) -> Result<HashMap<i64, AdminAccount>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = store::some(&mut app.db.read().await?, ids).await?;
    let known: Vec<i64> = rows.iter().map(|row| row.id).collect();
    Ok(known.into_iter().zip(render(app, base, rows).await?).collect())
}

/// Newest first.
fn ips(packed: &str) -> Vec<AdminIp> {
    let mut all: Vec<(i64, &str)> = packed
        .split(';')
        .filter_map(|line| line.split_once(' '))
        .filter_map(|(ip, at)| Some((at.parse().ok()?, ip)))
        .collect();
    all.sort_by(|a, b| b.cmp(a));
    all.into_iter().map(|(at, ip)| AdminIp { ip: ip.to_owned(), used_at: iso(at) }).collect()
}

/// Whoever has no login has no role; Mastodon's entity wants one.
fn nobody() -> Role {
    Role {
        id: "0".into(),
        name: String::new(),
        color: String::new(),
        permissions: "0".into(),
        highlighted: false,
        collection_limit: 0,
    }
}
