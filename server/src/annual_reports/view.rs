//! Kept reports -> WrappedAnnualReports.

use super::store::Kept;
use crate::accounts;
use crate::app::App;
use crate::error::Result;
use crate::statuses;
use crate::web::Base;
use howdah_entities::{AnnualReport, WrappedAnnualReports};
use serde_json::Value;

pub(super) async fn wrap(app: &App, base: &Base, me: i64, kept: Vec<Kept>) -> Result<WrappedAnnualReports> {
    let mut reports = Vec::with_capacity(kept.len());
    let mut named: Vec<i64> = Vec::new();
    for report in kept {
        let data: Value = serde_json::from_str(&report.data)?;
        if let Some(top) = data["top_statuses"].as_object() {
            named.extend(top.values().filter_map(|id| id.as_str()?.parse::<i64>().ok()));
        }
        reports.push(AnnualReport {
            year: report.year,
            data,
            schema_version: report.schema_version,
            share_url: None,
            account_id: me.to_string(),
        });
    }
    named.dedup();
    let mine: &[i64] = if reports.is_empty() { &[] } else { &[me] };
    Ok(WrappedAnnualReports {
        annual_reports: reports,
        accounts: accounts::view::list(app, base, mine).await?,
        statuses: statuses::view::render(app, base, Some(me), &named).await?,
    })
}
