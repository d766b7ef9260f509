//! `/api/v1/admin/accounts` and `/api/v2/admin/accounts`.

use super::action::{self, Action};
use super::list::{Filter, within};
use super::{Kind, act, store, view};
use crate::admin::Actor;
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Json, Paged, Params, link};
use axum::extract::{Path, State};
use axum::http::Uri;
use howdah_entities::AdminAccount;

pub async fn first(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminAccount>>>> {
    let filter = Filter::first(&params)?;
    list(&app, &base, &uri, &params, &filter).await
}

pub async fn second(
    State(app): State<App>,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<AdminAccount>>>> {
    let filter = Filter::second(&params)?;
    list(&app, &base, &uri, &params, &filter).await
}

async fn list(
    app: &App,
    base: &Base,
    uri: &Uri,
    params: &Params,
    filter: &Filter,
) -> Result<Paged<Json<Vec<AdminAccount>>>> {
    let page = Page::read(params, 100)?;
    let mut reader = app.db.read().await?;
    let used = match filter.ip.as_str() {
        "" => None,
        range => Some(within(range, &store::addresses(&mut reader).await?)),
    };
    let rows = store::list(&mut reader, &page, filter, used.as_deref()).await?;
    drop(reader);
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(base, uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(view::render(app, base, rows).await?), link })
}

async fn one(app: &App, base: &Base, id: i64) -> Result<Json<AdminAccount>> {
    let row = store::one(&mut app.db.read().await?, id).await?;
    view::render(app, base, vec![row]).await?.pop().map(Json).ok_or(Error::NotFound)
}

fn number(id: &str) -> Result<i64> {
    id.parse().map_err(|_| Error::NotFound)
}

pub async fn show(State(app): State<App>, base: Base, Path(id): Path<String>) -> Result<Json<AdminAccount>> {
    one(&app, &base, number(&id)?).await
}

macro_rules! acts {
    ($($name:ident $kind:ident),+) => {$(
        pub async fn $name(
            State(app): State<App>,
            caller: Caller,
            base: Base,
            Path(id): Path<String>,
        ) -> Result<Json<AdminAccount>> {
            let id = number(&id)?;
            act(&app, &Actor::of(caller.user()?), Kind::$kind, id, "", None).await?;
            one(&app, &base, id).await
        }
    )+};
}
acts!(approve Approve, enable Enable, unsilence Unsilence, unsuspend Unsuspend, unsensitive Unsensitive);

/// Answers the account as it was: afterwards there is none.
async fn last_look(app: App, caller: Caller, base: Base, id: &str, kind: Kind) -> Result<Json<AdminAccount>> {
    let id = number(id)?;
    let before = one(&app, &base, id).await?;
    act(&app, &Actor::of(caller.user()?), kind, id, "", None).await?;
    Ok(before)
}

pub async fn reject(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<AdminAccount>> {
    last_look(app, caller, base, &id, Kind::Reject).await
}

pub async fn delete(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    Path(id): Path<String>,
) -> Result<Json<AdminAccount>> {
    last_look(app, caller, base, &id, Kind::Delete).await
}

pub async fn action(State(app): State<App>, caller: Caller, Path(id): Path<String>, params: Params) -> Result<Empty> {
    let id = number(&id)?;
    store::one(&mut app.db.read().await?, id).await?;
    let kind = match params.text("type")?.as_deref() {
        Some("none") => Kind::Warn,
        Some("disable") => Kind::Disable,
        Some("sensitive") => Kind::Sensitive,
        Some("silence") => Kind::Silence,
        Some("suspend") => Kind::Suspend,
        _ => return Err(Error::Unprocessable("Record invalid".into())),
    };
    let text = params.text("text")?.unwrap_or_default();
    let action = Action {
        kind,
        target: id,
        report: params.id("report_id"),
        preset: params.id("warning_preset_id"),
        text: &text,
        tell: params.flag("send_email_notification")?.unwrap_or(true),
    };
    action::take(&app, &Actor::of(caller.user()?), &action).await?;
    Ok(Empty)
}
