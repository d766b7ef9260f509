//! verify_credentials, update_credentials and `/api/v1/profile`.

use super::change::{self, Change, Image};
use super::{missing, view};
use crate::app::App;
use crate::error::{Error, Result};
use crate::web::{Base, Caller, Json, Params, RawJson};
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

pub async fn verify_credentials(State(app): State<App>, caller: Caller, base: Base) -> Result<RawJson> {
    view::credential_account(&app, &base, caller.id()?).await.map(RawJson)
}

pub async fn update_credentials(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    mut params: Params,
) -> Result<RawJson> {
    let id = caller.id()?;
    write(&app, id, read(&mut params)?).await?;
    view::credential_account(&app, &base, id).await.map(RawJson)
}

pub async fn show(State(app): State<App>, caller: Caller, base: Base) -> Result<Json<Value>> {
    view::profile(&app, &base, caller.id()?).await.map(Json)
}

pub async fn update(State(app): State<App>, caller: Caller, base: Base, mut params: Params) -> Result<Json<Value>> {
    let id = caller.id()?;
    write(&app, id, read(&mut params)?).await?;
    view::profile(&app, &base, id).await.map(Json)
}

pub async fn delete_avatar(State(app): State<App>, caller: Caller, base: Base) -> Result<RawJson> {
    let id = caller.id()?;
    write(&app, id, Change { avatar: Some(Image::None), ..Change::default() }).await?;
    view::credential_account(&app, &base, id).await.map(RawJson)
}

pub async fn delete_header(State(app): State<App>, caller: Caller, base: Base) -> Result<RawJson> {
    let id = caller.id()?;
    write(&app, id, Change { header: Some(Image::None), ..Change::default() }).await?;
    view::credential_account(&app, &base, id).await.map(RawJson)
}

/// A client that hangs up must not cut the change in half.
async fn write(app: &App, id: i64, change: Change) -> Result<()> {
    let app = app.clone();
    tokio::spawn(async move { change::change(&app, id, change).await }).await.map_err(Error::internal)?
}

fn read(params: &mut Params) -> Result<Change> {
    let source = params.below("source");
    let fields = match params.objects("fields_attributes") {
        None => None,
        Some(objects) => {
            let mut fields = Vec::new();
            for object in objects {
                fields.push((object.text("name")?.unwrap_or_default(), object.text("value")?.unwrap_or_default()));
            }
            Some(fields)
        }
    };
    let mut image = |name: &str| params.take_file(name).filter(|upload| upload.size > 0).map(Image::New);
    let (avatar, header) = (image("avatar"), image("header"));
    Ok(Change {
        display_name: params.text("display_name")?,
        note: params.text("note")?,
        fields,
        locked: params.flag("locked")?,
        bot: params.flag("bot")?,
        discoverable: params.flag("discoverable")?,
        indexable: params.flag("indexable")?,
        hide_collections: params.flag("hide_collections")?,
        show_media: params.flag("show_media")?,
        show_media_replies: params.flag("show_media_replies")?,
        show_featured: params.flag("show_featured")?,
        avatar,
        avatar_description: params.text("avatar_description")?,
        header,
        header_description: params.text("header_description")?,
        attribution_domains: params.list("attribution_domains")?,
        privacy: source.text("privacy")?.filter(|text| !text.is_empty()),
        sensitive: source.flag("sensitive")?,
        language: if source.has("language") { Some(source.text("language")?.unwrap_or_default()) } else { None },
        quote_policy: source.text("quote_policy")?.filter(|text| !text.is_empty()),
    })
}

pub async fn missing_avatar() -> Response {
    picture(&missing::AVATAR)
}

pub async fn missing_header() -> Response {
    picture(&missing::HEADER)
}

fn picture(png: &'static [u8]) -> Response {
    let headers = [(header::CONTENT_TYPE, "image/png"), (header::CACHE_CONTROL, "public, max-age=86400")];
    (headers, [crate::NOSNIFF], png).into_response()
}
