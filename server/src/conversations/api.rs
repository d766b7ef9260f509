//! `/api/v1/conversations`.

use super::{store, view};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Empty, Id, Json, Page, Paged, Params, link};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::Conversation;

pub async fn index(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<Conversation>>>> {
    let page = Page::read(&params, 20)?;
    let me = caller.id()?;
    let rows = store::page(&mut app.db.read().await?, me, &page).await?;
    let rows = view::load(&app, &base, me, rows).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.0, last.0));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(rows.into_iter().map(|(_, entity)| entity).collect()), link })
}

async fn mark(app: &App, base: &Base, caller: &Caller, id: i64, unread: bool) -> Result<Json<Conversation>> {
    let me = caller.id()?;
    let mut tx = app.db.write().await?;
    if !store::mark(&mut tx, me, id, unread).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await?;
    Ok(Json(view::one(app, base, me, id).await?))
}

pub async fn read(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Conversation>> {
    mark(&app, &base, &caller, id, false).await
}

pub async fn unread(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<Conversation>> {
    mark(&app, &base, &caller, id, true).await
}

/// Leaves the list; the statuses stay.
pub async fn delete(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
    let mut tx = app.db.write().await?;
    if !store::delete(&mut tx, caller.id()?, id).await? {
        return Err(Error::NotFound);
    }
    app.commit(tx, &[]).await?;
    Ok(Empty)
}
