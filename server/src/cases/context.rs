//! One case with everything that it takes to decide it: what was reported and where it stands, who the person is, what
//! was decided before, and what colleagues noted.

use super::store::{self, Facts, Report};
use super::{Case, Kind, view};
use crate::acts;
use crate::app::App;
use crate::error::Result;
use crate::statuses;
use crate::statuses::store::lists;
use crate::time::{DAY, iso};
use crate::web::Base;
use crate::web::permission;
use serde_json::{Map, Value, json};

/// So many posts above and below the first one in question.
const AROUND: usize = 20;

/// What the reader's role may know beyond the case itself.
pub(super) struct Eyes {
    pub account: i64,
    pub permissions: i64,
}

impl Eyes {
    fn may(&self, permission: i64) -> bool {
        self.permissions & (permission | permission::ADMINISTRATOR) != 0
    }
}

pub(super) async fn load(app: &App, base: &Base, eyes: &Eyes, case: Case) -> Result<Value> {
    let mut reader = app.db.read().await?;
    let reports = store::reports(&mut reader, case.id).await?;
    let rules = store::rules(&mut reader, &case.rules).await?;
    let notes = store::notes(&mut reader, &case).await?;
    let (facts, before) = match case.account_id {
        Some(account) => (store::facts(&mut reader, account).await?, store::posts_before(&mut reader, account).await?),
        None => (None, Vec::new()),
    };
    let asked = in_question(&case, &reports);
    let (above, below) = match asked.first() {
        Some(first) => around(&mut reader, *first).await?,
        None => (Vec::new(), Vec::new()),
    };
    let states = store::states(&mut reader, &asked).await?;
    drop(reader);

    let all: Vec<i64> = asked.iter().chain(&above).chain(&below).chain(&before).copied().collect();
    let shown = statuses::view::for_queue(app, base, eyes.account, &all, &asked).await?;
    let list =
        |ids: &[i64]| -> Vec<Value> { ids.iter().filter_map(|id| shown.get(id)).map(|one| json!(one)).collect() };
    let more: Vec<i64> = reports
        .iter()
        .map(|report| report.account_id)
        .chain(notes.iter().filter_map(|note| note.2))
        .chain(facts.iter().filter_map(|facts| facts.invited_by))
        .collect();
    let people = view::people(app, base, std::slice::from_ref(&case), &more).await?;
    let decisions = match case.account_id {
        Some(account) => acts::view::about(app, base, account).await?,
        None => Vec::new(),
    };
    let in_question: Vec<Value> = asked
        .iter()
        .map(|id| {
            let state = states.iter().find(|state| state.0 == *id);
            json!({
                "id": id.to_string(),
                "status": shown.get(id),
                "removed": state.is_some_and(|state| state.1 && !state.2),
                "held": state.is_some_and(|state| state.2),
                "gone": state.is_none_or(|state| state.3),
                "edited_at": state.and_then(|state| state.4).map(iso),
            })
        })
        .collect();
    let mut out = view::entry(&case, &people);
    if let Some(out) = out.as_object_mut() {
        out.insert("statuses".into(), in_question.into());
        out.insert("thread".into(), json!({ "ancestors": list(&above), "descendants": list(&below) }));
        out.insert("earlier_statuses".into(), list(&before).into());
        out.insert("reports".into(), reports.iter().map(|report| one_report(report, &people)).collect());
        let rules = rules.iter().map(|(id, text)| json!({ "id": id.to_string(), "text": text }));
        out.insert("rules".into(), rules.collect());
        out.insert("person".into(), facts.map_or(Value::Null, |facts| person(app, eyes, facts, &people)));
        out.insert("decisions".into(), decisions.into());
        let notes = notes.iter().map(|(id, of, author, text, at)| {
            json!({
                "id": id.to_string(),
                "case_id": of.map(|of| of.to_string()),
                "text": text,
                "author": author.and_then(|author| people.get(&author)),
                "created_at": iso(*at),
            })
        });
        out.insert("notes".into(), notes.collect());
    }
    Ok(out)
}

/// The posts that the case is about.
fn in_question(case: &Case, reports: &[Report]) -> Vec<i64> {
    let mut ids: Vec<i64> = reports.iter().flat_map(|report| report.status_ids.iter().copied()).collect();
    if case.target_type == "status" {
        ids.push(case.target_id);
    }
    ids.sort_unstable();
    ids.dedup();
    ids
}

async fn around(reader: &mut crate::db::Reader, status: i64) -> Result<(Vec<i64>, Vec<i64>)> {
    let above = lists::ancestors(reader, status, AROUND as i64).await?;
    let below = lists::descendants(reader, status, 4, AROUND as i64).await?;
    Ok((above, below.into_iter().map(|(id, _)| id).collect()))
}

fn one_report(report: &Report, people: &view::People) -> Value {
    let text = |ids: &[i64]| ids.iter().map(i64::to_string).collect::<Vec<_>>();
    json!({
        "id": report.id.to_string(),
        "account": people.get(&report.account_id),
        "category": report.category,
        "comment": report.comment,
        "status_ids": text(&report.status_ids),
        "rule_ids": text(&report.rule_ids),
        "created_at": iso(report.created_at),
        "action_taken": report.action_taken_at.is_some(),
    })
}

fn person(app: &App, eyes: &Eyes, facts: Facts, people: &view::People) -> Value {
    let mut out = Map::new();
    let mut say = |key: &str, value: Value| out.insert(key.to_owned(), value);
    say("joined_at", iso(facts.created_at).into());
    say("age_days", ((app.clock.now() - facts.created_at) / DAY).max(0).into());
    say("domain", facts.domain.into());
    say("limited", facts.silenced_at.is_some().into());
    say("suspended", facts.suspended_at.is_some().into());
    say("sensitive", facts.sensitized_at.is_some().into());
    say("frozen", facts.disabled.into());
    say("approved", facts.approved.into());
    say("role", facts.role.filter(|name| !name.is_empty()).into());
    say("reports_about", facts.reports_of.into());
    say("reports_made", facts.reports_by.into());
    say("last_active_at", facts.last_active_at.map(iso).into());
    // What only those may know who look after members.
    if eyes.may(Kind::SignUp.permission()) {
        say("sign_up_reason", facts.reason.into());
        say("confirmed", facts.confirmed.into());
        say("email", facts.email.into());
        say("ip", facts.ip.into());
        say("locale", facts.locale.into());
        say("invite", facts.invite.into());
        say("invited_by", json!(facts.invited_by.and_then(|id| people.get(&id))));
    }
    out.into()
}
