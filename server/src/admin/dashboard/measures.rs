//! How much of something there was, day by day.

use super::days::{Period, human_size};
use super::store::{self, About};
use crate::app::App;
use crate::db::Sql;
use crate::error::Result;
use crate::time::{DAY, iso};
use howdah_entities::{AdminMeasure, AdminMeasureDay};

/// What a measure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    Nothing,
    Tag,
    Domain,
}

#[derive(Clone, Copy)]
enum Total {
    /// The sum of its days.
    Sum,
    /// Counted on its own, since one may come on several days.
    Whole(Sql),
    /// Of all times, whatever the period: Mastodon's measures of a server.
    Ever(Sql),
}

#[derive(Clone, Copy)]
pub struct Measure {
    pub key: &'static str,
    pub wants: Wants,
    daily: Sql,
    by_id: bool,
    total: Total,
    bytes: bool,
}

const fn measure(key: &'static str, wants: Wants, daily: Sql, by_id: bool, total: Total) -> Measure {
    Measure { key, wants, daily, by_id, total, bytes: false }
}

const MEASURES: [Measure; 14] = [
    measure("active_users", Wants::Nothing, store::ACTIVE, false, Total::Whole(store::ACTIVE_TOTAL)),
    measure("new_users", Wants::Nothing, store::NEW_USERS, false, Total::Sum),
    measure("interactions", Wants::Nothing, store::INTERACTIONS, true, Total::Sum),
    measure("opened_reports", Wants::Nothing, store::OPENED_REPORTS, false, Total::Sum),
    measure("resolved_reports", Wants::Nothing, store::RESOLVED_REPORTS, false, Total::Sum),
    measure("tag_accounts", Wants::Tag, store::TAG_ACCOUNTS, true, Total::Whole(store::TAG_ACCOUNTS_TOTAL)),
    measure("tag_uses", Wants::Tag, store::TAG_USES, true, Total::Sum),
    measure("tag_servers", Wants::Tag, store::TAG_SERVERS, true, Total::Whole(store::TAG_SERVERS_TOTAL)),
    measure(
        "instance_accounts",
        Wants::Domain,
        store::INSTANCE_ACCOUNTS,
        false,
        Total::Ever(store::INSTANCE_ACCOUNTS_TOTAL),
    ),
    Measure {
        key: "instance_media_attachments",
        wants: Wants::Domain,
        daily: store::INSTANCE_MEDIA,
        by_id: false,
        total: Total::Ever(store::INSTANCE_MEDIA_TOTAL),
        bytes: true,
    },
    measure(
        "instance_reports",
        Wants::Domain,
        store::INSTANCE_REPORTS,
        false,
        Total::Ever(store::INSTANCE_REPORTS_TOTAL),
    ),
    measure(
        "instance_statuses",
        Wants::Domain,
        store::INSTANCE_STATUSES,
        true,
        Total::Ever(store::INSTANCE_STATUSES_TOTAL),
    ),
    measure(
        "instance_follows",
        Wants::Domain,
        store::INSTANCE_FOLLOWS,
        false,
        Total::Ever(store::INSTANCE_FOLLOWS_TOTAL),
    ),
    measure(
        "instance_followers",
        Wants::Domain,
        store::INSTANCE_FOLLOWERS,
        false,
        Total::Ever(store::INSTANCE_FOLLOWERS_TOTAL),
    ),
];

pub fn find(key: &str) -> Option<Measure> {
    MEASURES.into_iter().find(|measure| measure.key == key)
}

impl Measure {
    pub async fn take(&self, app: &App, period: Period, about: &About) -> Result<AdminMeasure> {
        let mut reader = app.db.read().await?;
        let daily = store::daily(&mut reader, self.daily, period, self.by_id, about).await?;
        let sum = |days: &[(i64, i64)]| days.iter().map(|(_, number)| number).sum::<i64>();
        let (total, previous) = match self.total {
            Total::Sum => {
                let before = store::daily(&mut reader, self.daily, period.before(), self.by_id, about).await?;
                (sum(&daily), Some(sum(&before)))
            }
            Total::Whole(sql) => {
                let now = store::whole(&mut reader, sql, period, self.by_id, about).await?;
                (now, Some(store::whole(&mut reader, sql, period.before(), self.by_id, about).await?))
            }
            Total::Ever(sql) => (store::ever(&mut reader, sql, about).await?, None),
        };
        let value = |day: i64| daily.iter().find(|(at, _)| *at == (day - period.from) / DAY).map_or(0, |(_, n)| *n);
        Ok(AdminMeasure {
            key: self.key.to_owned(),
            unit: self.bytes.then(|| "bytes".to_owned()),
            total: total.to_string(),
            human_value: self.bytes.then(|| human_size(total)),
            previous_total: previous.map(|number| number.to_string()),
            data: period.days().map(|day| AdminMeasureDay { date: iso(day), value: value(day).to_string() }).collect(),
        })
    }
}
