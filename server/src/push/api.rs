//! `/api/v1/push/subscription`.

use super::{Data, New, Subscription, store, subscribe};
use crate::app::App;
use crate::error::{Error, Result};
use crate::notifications::KINDS;
use crate::web::{Caller, Empty, Json, Params};
use axum::extract::State;
use howdah_entities::WebPushSubscription;

/// The types that every answer lists; further ones are listed when they were turned on.
const LISTED: [&str; 12] = [
    "mention",
    "quote",
    "status",
    "reblog",
    "follow",
    "follow_request",
    "favourite",
    "poll",
    "update",
    "quoted_update",
    "admin.sign_up",
    "admin.report",
];

async fn entity(app: &App, subscription: Subscription) -> Result<Json<WebPushSubscription>> {
    let on = |kind: &str| subscription.alerts & crate::notifications::bits([kind]) != 0;
    let listed = KINDS.iter().filter(|kind| LISTED.contains(kind) || on(kind));
    Ok(Json(WebPushSubscription {
        id: subscription.id,
        alerts: listed.map(|kind| ((*kind).to_owned(), on(kind))).collect(),
        endpoint: subscription.endpoint,
        standard: subscription.standard,
        server_key: app.settings().await?.vapid_public.clone(),
        policy: subscription.policy,
    }))
}

/// Below `data`; the documentation of PUT has the policy beside it, too.
fn data(params: &Params) -> Result<Data> {
    let data = params.below("data");
    let alerts = data.below("alerts");
    let mut on = Vec::new();
    for kind in KINDS {
        if alerts.is(kind)? {
            on.push(kind.to_owned());
        }
    }
    Ok(Data { alerts: on, policy: data.text("policy")?.or(params.text("policy")?) })
}

pub async fn create(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<WebPushSubscription>> {
    let given = params.below("subscription");
    if given.is_empty() {
        return Err(Error::BadRequest("param is missing or the value is empty: subscription".into()));
    }
    let keys = given.below("keys");
    let text = |params: &Params, key: &str| Ok::<_, Error>(params.text(key)?.unwrap_or_default());
    let new = New {
        endpoint: text(&given, "endpoint")?,
        p256dh: text(&keys, "p256dh")?,
        auth: text(&keys, "auth")?,
        standard: given.is("standard")?,
        data: data(&params)?,
    };
    let session = caller.user()?;
    let made = subscribe(&app, session.token_id, caller.id()?, new).await?;
    entity(&app, made).await
}

async fn own(app: &App, caller: &Caller) -> Result<Subscription> {
    store::of_token(&mut app.db.read().await?, caller.user()?.token_id).await?.ok_or(Error::NotFound)
}

pub async fn show(State(app): State<App>, caller: Caller) -> Result<Json<WebPushSubscription>> {
    let subscription = own(&app, &caller).await?;
    entity(&app, subscription).await
}

pub async fn update(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<WebPushSubscription>> {
    let before = own(&app, &caller).await?;
    let mut data = data(&params)?;
    if !params.has("data") && params.has("policy") {
        let on = |kind: &&str| before.alerts & crate::notifications::bits([*kind]) != 0;
        data.alerts = KINDS.iter().filter(|kind| on(kind)).map(|kind| (*kind).to_owned()).collect();
    }
    super::change(&app, before.token, &data).await?;
    show(State(app), caller).await
}

/// No error where there is none.
pub async fn delete(State(app): State<App>, caller: Caller) -> Result<Empty> {
    let mut tx = app.db.write().await?;
    store::forget(&mut tx, caller.user()?.token_id).await?;
    app.commit(tx, &[]).await?;
    Ok(Empty)
}
