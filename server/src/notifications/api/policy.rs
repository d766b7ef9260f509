//! `/api/v2/notifications/policy`, its first version, and `/api/v1/notifications/requests`.

use crate::app::App;
use crate::error::{Error, Result};
use crate::notifications::policy::{self, Change, Rule, named};
use crate::notifications::requests::{self, Verdict};
use crate::notifications::store::policy as store;
use crate::web::page::Page;
use crate::web::{Base, Caller, Empty, Id, Json, Paged, Params, link};
use axum::extract::State;
use axum::http::Uri;
use howdah_entities::{FirstNotificationPolicy, NotificationPolicy, NotificationRequest};
use serde_json::{Value, json};

pub async fn show(State(app): State<App>, caller: Caller) -> Result<Json<NotificationPolicy>> {
    policy::show(&app, caller.id()?).await.map(Json)
}

pub async fn change(State(app): State<App>, caller: Caller, params: Params) -> Result<Json<NotificationPolicy>> {
    let me = caller.id()?;
    let rule = |key: &str| named(key, params.text(key)?.as_deref());
    let wanted = Change {
        not_following: rule("for_not_following")?,
        not_followers: rule("for_not_followers")?,
        new_accounts: rule("for_new_accounts")?,
        private_mentions: rule("for_private_mentions")?,
        limited_accounts: rule("for_limited_accounts")?,
    };
    policy::change(&app, me, &wanted).await?;
    policy::show(&app, me).await.map(Json)
}

pub async fn show_first(State(app): State<App>, caller: Caller) -> Result<Json<FirstNotificationPolicy>> {
    policy::show_first(&app, caller.id()?).await.map(Json)
}

pub async fn change_first(
    State(app): State<App>,
    caller: Caller,
    params: Params,
) -> Result<Json<FirstNotificationPolicy>> {
    let me = caller.id()?;
    let rule = |key: &str| -> Result<Option<Rule>> {
        Ok(params.flag(key)?.map(|filter| if filter { Rule::Filter } else { Rule::Accept }))
    };
    let wanted = Change {
        not_following: rule("filter_not_following")?,
        not_followers: rule("filter_not_followers")?,
        new_accounts: rule("filter_new_accounts")?,
        private_mentions: rule("filter_private_mentions")?,
        limited_accounts: None,
    };
    policy::change(&app, me, &wanted).await?;
    policy::show_first(&app, me).await.map(Json)
}

pub async fn list(
    State(app): State<App>,
    caller: Caller,
    base: Base,
    uri: Uri,
    params: Params,
) -> Result<Paged<Json<Vec<NotificationRequest>>>> {
    let (me, page) = (caller.id()?, Page::read(&params, 40)?);
    let rows = store::requests(&mut app.db.read().await?, me, &page).await?;
    let cursors = rows.first().zip(rows.last()).map(|(first, last)| (first.id, last.id));
    let link = link(&base, &uri, &page, cursors, rows.len());
    Ok(Paged { body: Json(requests::render(&app, &base, me, &rows).await?), link })
}

pub async fn one(State(app): State<App>, caller: Caller, base: Base, Id(id): Id) -> Result<Json<NotificationRequest>> {
    let me = caller.id()?;
    let row = store::one(&mut app.db.read().await?, me, id).await?;
    requests::render(&app, &base, me, &[row]).await?.pop().map(Json).ok_or(Error::NotFound)
}

macro_rules! verdicts {
    ($($one:ident $several:ident $verdict:ident;)+) => {$(
        pub async fn $one(State(app): State<App>, caller: Caller, Id(id): Id) -> Result<Empty> {
            requests::settle(&app, caller.id()?, &[id], Verdict::$verdict, true).await?;
            Ok(Empty)
        }

        /// Ids that are nobody's are passed over, as Mastodon does.
        pub async fn $several(State(app): State<App>, caller: Caller, params: Params) -> Result<Empty> {
            requests::settle(&app, caller.id()?, &params.ids("id")?, Verdict::$verdict, false).await?;
            Ok(Empty)
        }
    )+};
}
verdicts! {
    accept accept_several Accept;
    dismiss dismiss_several Dismiss;
}

pub async fn merged(State(app): State<App>, caller: Caller) -> Result<Json<Value>> {
    Ok(Json(json!({ "merged": requests::merged(&app, caller.id()?).await? })))
}
