//! `/api/v1/suggestions`, `/api/v2/suggestions`, `/api/v1/directory`, `/api/v1/accounts/familiar_followers`.

use super::store;
use crate::accounts::view;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Params};
use axum::extract::State;
use howdah_entities::{FamiliarFollowers, Suggestion};
use serde_json::value::RawValue;
use std::collections::HashMap;
use std::sync::Arc;

/// So many accounts are asked about at once.
const BATCH: usize = 80;

fn offset(params: &Params) -> Result<i64> {
    match params.int("offset")?.unwrap_or(0) {
        offset if offset < 0 => Err(Error::BadRequest("offset must not be negative".into())),
        offset => Ok(offset),
    }
}

/// (account, whether friends follow them), best first.
async fn found(app: &App, caller: &Caller, params: &Params) -> Result<Vec<(i64, bool)>> {
    let limit = Page::read(params, 40)?.limit;
    store::suggested(&mut app.db.read().await?, caller.id()?, limit).await
}

pub async fn first(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<Arc<RawValue>>>> {
    let ids: Vec<i64> = found(&app, &caller, &params).await?.iter().map(|(id, _)| *id).collect();
    Ok(Json(view::list(&app, &base, &ids).await?))
}

pub async fn second(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<Suggestion>>> {
    let rows = found(&app, &caller, &params).await?;
    let ids: Vec<i64> = rows.iter().map(|(id, _)| *id).collect();
    let mut known = view::load(&app, &base, &ids).await?;
    let entity = |(id, friends): (i64, bool)| {
        let (source, sources) =
            if friends { ("past_interactions", "friends_of_friends") } else { ("global", "most_followed") };
        Some(Suggestion { source, sources: vec![sources], account: known.remove(&id)? })
    };
    Ok(Json(rows.into_iter().filter_map(entity).collect()))
}

pub async fn dismiss(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    let me = caller.id()?;
    let mut tx = app.db.write().await?;
    store::dismiss(&mut tx, me, id, app.clock.now()).await?;
    app.commit(tx, &[]).await?;
    Ok(Empty)
}

pub async fn directory(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<Arc<RawValue>>>> {
    let wanted = store::Wanted {
        viewer: caller.account_id().unwrap_or(0),
        newest: params.text("order")?.as_deref() == Some("new"),
        local: params.is("local")?,
        limit: Page::read(&params, 40)?.limit,
        offset: offset(&params)?,
    };
    let ids = store::directory(&mut app.db.read().await?, &wanted).await?;
    Ok(Json(view::list(&app, &base, &ids).await?))
}

/// Of those whom the caller follows, who follows each of the accounts asked about.
pub async fn familiar_followers(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    params: Params,
) -> Result<Json<Vec<FamiliarFollowers>>> {
    let mut asked = params.ids("id")?;
    asked.truncate(BATCH);
    let rows = store::familiar(&mut app.db.read().await?, caller.id()?, &asked).await?;
    let mut people: Vec<i64> = rows.iter().map(|(_, account)| *account).collect();
    people.sort_unstable();
    people.dedup();
    let known: HashMap<i64, Arc<RawValue>> = view::load(&app, &base, &people).await?;
    let of = |id: &i64| {
        let accounts = rows.iter().filter(|(target, _)| target == id).filter_map(|(_, account)| known.get(account));
        FamiliarFollowers { id: id.to_string(), accounts: accounts.cloned().collect() }
    };
    Ok(Json(asked.iter().filter(|id| **id != 0).map(of).collect()))
}
