//! `/api/v1/polls…`, and the `poll` of a new or edited status.

use super::draft::Draft;
use super::{store, view, vote};
use crate::app::App;
use crate::error::{Error, Result};
use crate::statuses;
use crate::web::{Base, Caller, Id, Json, Params};
use axum::extract::State;
use howdah_entities::Poll;

/// `poll[options][]`, `poll[expires_in]`, `poll[multiple]`, `poll[hide_totals]`; None without any of it.
pub fn draft(params: &Params) -> Result<Option<Draft>> {
    if params.get("poll").and_then(|poll| poll.as_object()).is_none_or(|poll| poll.is_empty()) {
        return Ok(None);
    }
    let poll = params.below("poll");
    let options = poll.list("options")?.unwrap_or_default();
    // Mastodon reads the number that a text begins with; no number is none at all.
    let expires_in = poll.text("expires_in")?.filter(|text| !text.trim().is_empty()).map(|text| {
        let digits: String = text.trim().chars().take_while(char::is_ascii_digit).collect();
        digits.parse().unwrap_or(0)
    });
    Ok(Some(Draft::new(options, expires_in, poll.is("multiple")?, poll.is("hide_totals")?)))
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Poll>> {
    let viewer = caller.account_id();
    let mut reader = app.db.read().await?;
    let poll = store::find(&mut reader, id).await?;
    statuses::store::find_visible(&mut reader, poll.status_id, viewer).await?;
    view::load(&app, &base, viewer, &[id], &mut reader).await?.remove(&id).map(Json).ok_or(Error::NotFound)
}

pub async fn votes(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<Poll>> {
    let me = caller.id()?;
    let given = params.list("choices")?.unwrap_or_default();
    if given.is_empty() || given == [""] {
        return Err(Error::BadRequest("param is missing or the value is empty: choices".into()));
    }
    let number = |text: &String| {
        text.trim().parse::<i64>().map_err(|_| Error::Unprocessable(format!("invalid value for Integer(): {text:?}")))
    };
    let choices: Vec<i64> = given.iter().map(number).collect::<Result<_>>()?;
    let verb = {
        let app = app.clone();
        async move { vote::vote(&app, me, id, &choices).await }
    };
    // A client that hangs up must not cut this in half.
    tokio::spawn(verb).await.map_err(Error::internal)??;
    view::one(&app, &base, Some(me), id).await.map(Json)
}
