//! `/api/v1/admin/reports`.

use super::change::{self, Kind};
use super::store::{self, Filter};
use super::view;
use crate::admin::Actor;
use crate::app::App;
use crate::error::Result;
use crate::web::{Base, Caller, Id, Json, Page, Paged, Params, link};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::AdminReport;

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminReport>>>> {
    let page = Page::read(&params, 100)?;
    let filter = Filter {
        resolved: params.is("resolved")?,
        account: params.id("account_id").map_or(0, |id| if id == 0 { -1 } else { id }),
        target: params.id("target_account_id").map_or(0, |id| if id == 0 { -1 } else { id }),
    };
    let rows = store::list(&mut app.db.read().await?, &page, &filter).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(view::render(&app, &base, caller.id()?, rows).await?), link })
}

async fn one(app: &App, caller: &Caller, base: &Base, id: i64) -> Result<Json<AdminReport>> {
    let row = store::one(&mut app.db.read().await?, id).await?;
    view::one(app, base, caller.id()?, row).await.map(Json)
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<AdminReport>> {
    one(&app, &caller, &base, id).await
}

pub async fn update(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Id(id): Id,
    params: Params,
) -> Result<Json<AdminReport>> {
    let category = params.text("category")?.filter(|category| !category.is_empty());
    let rules = if params.has("rule_ids") { Some(params.ids("rule_ids")?) } else { None };
    change::classify(&app, &Actor::of(caller.user()?), id, category, rules).await?;
    one(&app, &caller, &base, id).await
}

macro_rules! acts {
    ($($name:ident $kind:ident),+) => {$(
        pub async fn $name(
            State(app): State<App>,
            caller: Caller,
            base: Base,
            Id(id): Id,
        ) -> Result<Json<AdminReport>> {
            change::act(&app, &Actor::of(caller.user()?), Kind::$kind, id).await?;
            one(&app, &caller, &base, id).await
        }
    )+};
}
acts!(assign_to_self AssignToSelf, unassign Unassign, resolve Resolve, reopen Reopen);
