//! Of those who joined in one day or month, how many were still here in each that followed.

use super::days::Period;
use super::store;
use crate::app::App;
use crate::error::{Error, Result};
use crate::time::{DAY, date, iso, parse};
use howdah_entities::{AdminCohort, AdminCohortData};

/// Each period is held against all that follow it.
const MOST: usize = 200;

/// The beginnings of the days or months of a period.
fn starts(period: Period, monthly: bool) -> Vec<i64> {
    let mut starts: Vec<i64> = period.days().map(|day| if monthly { month(day) } else { day }).collect();
    starts.dedup();
    starts
}

fn month(day: i64) -> i64 {
    parse(&format!("{}-01T00:00:00Z", &date(day)[..7])).unwrap_or(day)
}

pub async fn take(app: &App, period: Period, monthly: bool) -> Result<Vec<AdminCohort>> {
    let starts = starts(period, monthly);
    if starts.len() > MOST {
        return Err(Error::BadRequest(format!("The period has more than {MOST} parts")));
    }
    let (Some(first), Some(last)) = (starts.first(), starts.last()) else { return Ok(vec![]) };
    // A month counts as a whole, also where the period begins within it.
    let end = if monthly { month(last + 32 * DAY) } else { last + DAY };
    let whole = Period { from: *first, to: end };
    let rows = store::cohorts(&mut app.db.read().await?, whole).await?;
    let bucket = |day: i64| if monthly { month(day * DAY) } else { day * DAY };
    let rows: Vec<(i64, i64, i64)> =
        rows.into_iter().map(|(joined, seen, number)| (bucket(joined), bucket(seen), number)).collect();
    let frequency = if monthly { "month" } else { "day" };
    let cohort = |(at, start): (usize, &i64)| {
        let joined: Vec<(i64, i64)> =
            rows.iter().filter(|(joined, ..)| joined == start).map(|(_, seen, number)| (*seen, *number)).collect();
        let all: i64 = joined.iter().map(|(_, number)| number).sum();
        let data = starts[at..]
            .iter()
            .map(|then| {
                let stayed: i64 = joined.iter().filter(|(seen, _)| seen >= then).map(|(_, number)| number).sum();
                AdminCohortData { date: iso(*then), rate: stayed as f64 / all.max(1) as f64, value: stayed.to_string() }
            })
            .collect();
        AdminCohort { period: iso(*start), frequency: frequency.to_owned(), data }
    };
    Ok(starts.iter().enumerate().map(cohort).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_begin_on_their_first() {
        let day = |text: &str| parse(&format!("{text}T00:00:00Z")).unwrap();
        let period = Period { from: day("2024-01-31"), to: day("2024-03-02") };
        assert_eq!(starts(period, true), [day("2024-01-01"), day("2024-02-01"), day("2024-03-01")]);
        assert_eq!(starts(period, false).len(), 31);
    }
}
