//! Rows -> Admin::Account.

use super::{Seen, store};
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::time::iso;
use crate::web::Base;
use howdah_entities::{AdminAccount, AdminIp};
use std::collections::HashMap;

pub(super) async fn render(app: &App, base: &Base, rows: Vec<Seen>) -> Result<Vec<AdminAccount>> {
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut ips: HashMap<i64, Vec<AdminIp>> = HashMap::new();
    for (account, ip, at) in store::ips(&mut app.db.read().await?, &ids).await? {
        ips.entry(account).or_default().push(AdminIp { ip, used_at: iso(at) });
    }
    let cards = accounts::view::load(app, base, &ids).await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let ips = ips.remove(&row.id).unwrap_or_default();
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
                role: row.role,
                confirmed: row.user && row.confirmed,
                approved: row.approved,
                disabled: row.disabled,
                sensitized: row.sensitized,
                silenced: row.silenced,
                suspended: row.suspended,
                account: cards.get(&row.id)?.clone(),
                created_by_application_id: None,
                invited_by_account_id: row.invited_by.map(|id| id.to_string()),
            })
        })
        .collect())
}
