//! When reports are offered, to whom, and the making of one.

use super::store::{self, Kept, Span};
use crate::app::App;
use crate::async_refreshes::{self as refreshes, Refresh};
use crate::error::Result;
use crate::jobs::{self, Job};
use crate::time::DAY;
use serde_json::{Value, json};
use time::{Date, Month, OffsetDateTime};

/// The shape of what is kept: Mastodon's second.
const SCHEMA: i64 = 2;
/// What Mastodon holds for the average of a year: who writes less listens.
const AVERAGE: i64 = 113;

/// The year that is told of at this moment: from the tenth of December to its end.
pub fn campaign(now: i64) -> Option<i64> {
    let today = OffsetDateTime::from_unix_timestamp(now / 1_000).ok()?.date();
    (today.month() == Month::December && today.day() >= 10).then(|| i64::from(today.year()))
}

fn start(year: i64) -> Option<i64> {
    let date = Date::from_calendar_date(i32::try_from(year).ok()?, Month::January, 1).ok()?;
    Some(date.midnight().assume_utc().unix_timestamp() * 1_000)
}

fn span(year: i64) -> Option<Span> {
    Some(Span { from: start(year)?, to: start(year + 1)? })
}

fn key(year: i64) -> String {
    format!("annual_report:{year}")
}

/// How a year stands with somebody.
#[derive(Debug)]
pub enum State {
    Available,
    Generating(Refresh),
    Eligible,
    Ineligible,
}

pub async fn state(app: &App, account: i64, year: i64) -> Result<State> {
    let mut reader = app.db.read().await?;
    if store::exists(&mut reader, account, year).await? {
        return Ok(State::Available);
    }
    if let Some(refresh) = refreshes::standing(&mut reader, &key(year), Some(account)).await?.filter(|one| one.running)
    {
        return Ok(State::Generating(refresh));
    }
    let offered = campaign(app.clock.now()) == Some(year);
    Ok(match span(year) {
        Some(span) if offered && store::enough(&mut reader, account, span).await? => State::Eligible,
        _ => State::Ineligible,
    })
}

/// Has the report made, if it is offered and not made already; tells what is under way.
pub async fn begin(app: &App, account: i64, year: i64) -> Result<Option<Refresh>> {
    match state(app, account, year).await? {
        State::Available | State::Ineligible => Ok(None),
        State::Generating(refresh) => Ok(Some(refresh)),
        State::Eligible => {
            let mut tx = app.db.write().await?;
            let refresh = refreshes::start(app, &mut tx, &key(year), Some(account)).await?;
            let unique = format!("annual_report:{account}:{year}");
            jobs::enqueue(app, &mut tx, &Job::AnnualReport { account, year }, app.clock.now(), Some(&unique)).await?;
            app.commit(tx, &[]).await?;
            Ok(Some(refresh))
        }
    }
}

/// By the job. Once more makes no second one.
pub async fn make(app: &App, account: i64, year: i64) -> Result<()> {
    let now = app.clock.now();
    let Some(span) = span(year) else { return Ok(()) };
    let data = tell(app, account, span).await?;
    let kept = Kept { year, data: data.to_string(), schema_version: SCHEMA };
    let mut tx = app.db.write().await?;
    store::add(&mut tx, app.ids.next(), account, &kept, now).await?;
    refreshes::finish(&mut tx, &key(year), Some(account), 1, now).await?;
    app.commit(tx, &[]).await
}

async fn tell(app: &App, account: i64, span: Span) -> Result<Value> {
    let mut reader = app.db.read().await?;
    let habits = store::habits(&mut reader, account, span).await?;
    let statuses = months(&store::statuses_by_day(&mut reader, account, span).await?);
    let followers = months(&store::followers_by_day(&mut reader, account, span).await?);
    let tag = store::top_tag(&mut reader, account, span).await?;
    let status = store::top_status(&mut reader, account, span).await?;
    let series: Vec<Value> = (0..12)
        .map(|month| json!({ "month": month + 1, "statuses": statuses[month], "followers": followers[month] }))
        .collect();
    Ok(json!({
        "archetype": archetype(habits),
        "time_series": series,
        "top_hashtags": tag.map(|(name, count)| json!({ "name": name, "count": count })).into_iter().collect::<Vec<_>>(),
        "top_statuses": { "by_reblogs": status.map(|id| id.to_string()), "by_favourites": null, "by_replies": null },
    }))
}

fn months(days: &[(i64, i64)]) -> [i64; 12] {
    let mut months = [0; 12];
    for (day, count) in days {
        if let Ok(at) = OffsetDateTime::from_unix_timestamp(day * DAY / 1_000) {
            months[usize::from(u8::from(at.month())) - 1] += count;
        }
    }
    months
}

/// (own posts, reblogs, answers to others, polls). Polls are own posts, too.
fn archetype((own, reblogs, answers, polls): (i64, i64, i64, i64)) -> &'static str {
    match () {
        () if own + reblogs + answers < AVERAGE => "lurker",
        () if reblogs > own * 2 => "booster",
        () if polls * 10 > own => "pollster",
        () if answers > own * 2 => "replier",
        () => "oracle",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reports_are_offered_in_december() {
        let day = |month: u8, day: i64| start(2026).unwrap() + i64::from(month - 1) * 30 * DAY + day * DAY;
        assert_eq!(campaign(day(6, 1)), None);
        let december = start(2027).unwrap() - 31 * DAY;
        assert_eq!(campaign(december + 9 * DAY - 1), None);
        assert_eq!(campaign(december + 9 * DAY), Some(2026));
        assert_eq!(campaign(december + 31 * DAY - 1), Some(2026));
        assert_eq!(campaign(december + 31 * DAY), None);
    }

    #[test]
    fn habits_make_a_type() {
        assert_eq!(archetype((50, 40, 20, 40)), "lurker");
        assert_eq!(archetype((40, 81, 0, 40)), "booster");
        assert_eq!(archetype((100, 20, 0, 11)), "pollster");
        assert_eq!(archetype((100, 20, 201, 10)), "replier");
        assert_eq!(archetype((100, 20, 200, 10)), "oracle");
    }
}
