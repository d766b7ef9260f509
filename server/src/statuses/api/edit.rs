//! `PUT /api/v1/statuses/{id}` and the history of a status.

use super::{id, show, take, whole};
use crate::app::App;
use crate::error::Result;
use crate::media;
use crate::polls;
use crate::statuses::edit::{self as verb, Edit, MediaChange};
use crate::statuses::store;
use crate::statuses::view::history as versions;
use crate::web::limits::Kind;
use crate::web::{Base, Caller, Json, Params, RawJson};
use axum::extract::{Path, State};
use howdah_entities::StatusEdit;

/// With `status` it is the whole new version, as every client sends it: a warning, files or a poll that are left out are
/// to go. Without `status`, what is left out stays.
fn wish(params: &Params) -> Result<Edit> {
    let whole = params.get("status").is_some();
    let given = |key: &str| whole || params.has(key);
    let mut edit = Edit {
        language: params.text("language")?.filter(|tag| !tag.is_empty()),
        media_changes: media_changes(params)?,
        quote_policy: params.text("quote_approval_policy")?.filter(|policy| !policy.is_empty()),
        ..Edit::default()
    };
    if whole {
        edit.text = Some(params.text("status")?.unwrap_or_default());
        edit.sensitive = Some(params.is("sensitive")?);
    } else {
        edit.sensitive = params.flag("sensitive")?;
    }
    if given("spoiler_text") {
        edit.spoiler_text = Some(params.text("spoiler_text")?.unwrap_or_default());
    }
    if given("media_ids") {
        edit.media = Some(params.ids("media_ids")?);
    }
    if given("poll") {
        edit.poll = Some(polls::api::draft(params)?);
    }
    Ok(edit)
}

fn media_changes(params: &Params) -> Result<Vec<MediaChange>> {
    let change = |one: &Params| {
        let (description, focus) = (media::api::description(one)?, media::api::focus(one)?);
        Ok(one.id("id").map(|id| MediaChange { id, description, focus }))
    };
    params.objects("media_attributes").unwrap_or_default().iter().filter_map(|one| change(one).transpose()).collect()
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
    params: Params,
) -> Result<RawJson> {
    let (me, id) = (caller.id()?, id(&text)?);
    let edit = wish(&params)?;
    take(&app, Kind::Post, me)?;
    let verb = {
        let app = app.clone();
        async move { verb::edit(&app, me, id, edit).await }
    };
    whole(verb).await?;
    show(&app, &base, Some(me), id).await
}

pub async fn history(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(text): Path<String>,
) -> Result<Json<Vec<StatusEdit>>> {
    let status = store::find_original(&mut app.db.read().await?, id(&text)?, caller.account_id()).await?;
    versions::load(&app, &base, &status).await.map(Json)
}
