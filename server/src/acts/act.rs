//! Doing something to a person or a post, one or many at once, with or without a case. The change, its row in the log,
//! the word to the person and the job that ends it are one transaction.

use super::deed::Deed;
use super::store::{self, Person, Post};
use super::{conflict, posts};
use crate::admin::accounts::act_in;
use crate::admin::{self, Act, Actor, warnings};
use crate::app::App;
use crate::bus::Event;
use crate::cases;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::time::{DAY, SECOND};
use serde_json::json;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Account,
    Status,
}

/// What is to be done.
#[derive(Debug, Clone)]
pub struct Wish {
    pub deed: Deed,
    pub target: Target,
    pub ids: Vec<i64>,
    /// For the log.
    pub reason: String,
    /// For the person, where it differs from the reason.
    pub text: Option<String>,
    pub expires_in: Option<i64>,
    pub case: Option<i64>,
    /// Whether the person is told.
    pub tell: bool,
}

impl Wish {
    pub(super) fn words(&self) -> &str {
        self.text.as_deref().unwrap_or(&self.reason)
    }
}

/// Of many, one may fail without the rest.
pub type Outcome = (i64, Result<i64>);

const MOST: usize = 1_000;
const TEXT_LENGTH: usize = 5_000;
/// So many are done in one transaction.
const CHUNK: usize = 50;

pub(super) fn check(wish: &Wish) -> Result<()> {
    if wish.ids.is_empty() {
        return Err(Error::BadRequest("param is missing or the value is empty: target_id".into()));
    }
    if wish.ids.len() > MOST {
        return Err(Error::validation(format!("Ids are too many (maximum is {MOST})")));
    }
    for text in [Some(&wish.reason), wish.text.as_ref()].into_iter().flatten() {
        if text.chars().count() > TEXT_LENGTH {
            return Err(Error::validation(format!("Reason is too long (maximum is {TEXT_LENGTH} characters)")));
        }
    }
    match wish.expires_in {
        Some(_) if !wish.deed.may_end() => {
            Err(Error::Unprocessable("This is said once and does not end: leave expires_in out".into()))
        }
        Some(seconds) if seconds < 1 => Err(Error::validation("Expires in must be greater than 0")),
        Some(seconds) if seconds > 100 * 365 * DAY / SECOND => Err(Error::validation("Expires in is too long")),
        _ => Ok(()),
    }
}

/// Tells for each of the ids what became of it. A single one that cannot be is an error.
pub async fn act(app: &App, actor: &Actor, wish: &Wish) -> Result<Vec<Outcome>> {
    check(wish)?;
    let several = wish.ids.len() > 1;
    let batch = several.then(|| app.ids.next());
    let mut outcomes = Vec::with_capacity(wish.ids.len());
    let mut told = Vec::new();
    for chunk in wish.ids.chunks(CHUNK) {
        let mut tx = app.db.write().await?;
        if let Some(case) = wish.case {
            cases::assign::open_in(&mut tx, case).await?;
        }
        let mut events = Vec::new();
        for id in chunk {
            match one(app, &mut tx, actor, wish, *id, batch, &mut told).await {
                Ok((act, news)) => {
                    events.extend(news);
                    outcomes.push((*id, Ok(act)));
                }
                Err(error @ (Error::Internal(_) | Error::Database(_) | Error::Unavailable(_))) => return Err(error),
                Err(error) if several => outcomes.push((*id, Err(error))),
                Err(error) => return Err(error),
            }
        }
        app.commit(tx, &events).await?;
    }
    if wish.deed == Deed::RemovePosts && wish.target == Target::Account {
        for act in outcomes.iter().filter_map(|(_, outcome)| outcome.as_ref().ok()) {
            posts::go_on_removing(app, *act, posts::AT_ONCE).await?;
        }
    }
    Ok(outcomes)
}

/// `told` are those who heard of this batch already: one word for many posts is enough.
async fn one(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    wish: &Wish,
    id: i64,
    batch: Option<i64>,
    told: &mut Vec<i64>,
) -> Result<(i64, Vec<Event>)> {
    actor.needs(wish.deed.permissions())?;
    let post = match wish.target {
        Target::Status => Some(store::post(tx, id).await?.ok_or(Error::NotFound).and_then(standing)?),
        Target::Account => None,
    };
    let account = post.as_ref().map_or(id, |post| post.account_id);
    let person = store::person(tx, account).await?.ok_or(Error::NotFound)?;
    if person.deleted {
        return Err(gone("The account is gone: it was deleted"));
    }
    if wish.deed != Deed::NothingToSee {
        actor.outranks(account, person.rank)?;
    }
    already(tx, wish, &person, post.as_ref()).await?;
    let mut events = Vec::new();
    let warning = if wish.tell && person.local && !told.contains(&account) {
        told.push(account);
        let (warning, news) = warn(app, tx, actor, wish, account, post.as_ref()).await?.unzip();
        events.extend(news.unwrap_or_default());
        warning
    } else {
        None
    };
    let (act, news) = change(app, tx, actor, wish, &person, post.as_ref()).await?;
    events.extend(news);
    let expires_at = wish.expires_in.map(|seconds| app.clock.now() + seconds * SECOND);
    store::complete(tx, act, account, batch, expires_at).await?;
    if let Some(warning) = warning {
        warnings::tie(tx, warning, act).await?;
    }
    if let Some(at) = expires_at {
        jobs::enqueue(app, tx, &Job::LiftAct { id: act }, at, None).await?;
    }
    Ok((act, events))
}

fn gone(why: &str) -> Error {
    Error::Told { status: 410, message: why.to_owned(), more: json!({ "code": "gone" }) }
}

fn standing(post: Post) -> Result<Post> {
    if post.deleted { Err(gone("The post is gone: its author deleted it")) } else { Ok(post) }
}

/// 409 with who was first, where it is so already.
async fn already(tx: &mut Tx, wish: &Wish, person: &Person, post: Option<&Post>) -> Result<()> {
    let so = match (wish.deed, post) {
        (Deed::RemovePosts, Some(post)) => post.removed,
        (Deed::Sensitive, Some(post)) => post.sensitive,
        (Deed::Sensitive, None) => person.sensitized,
        (Deed::Limit, _) => person.limited,
        (Deed::Freeze, _) => person.frozen,
        (Deed::Suspend, _) => person.suspended,
        _ => false,
    };
    if !so {
        return Ok(());
    }
    let kind = wish
        .deed
        .of_account()
        .filter(|_| post.is_none() || wish.deed != Deed::Sensitive)
        .map_or(wish.deed.name(), |kind| kind.name());
    let first = match (wish.deed, post) {
        (Deed::RemovePosts | Deed::Sensitive, Some(post)) => store::last_act(tx, "status", post.id, kind).await?,
        _ => store::last_act(tx, "account", person.id, kind).await?,
    };
    Err(conflict(wish.deed.name(), first))
}

async fn warn(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    wish: &Wish,
    account: i64,
    post: Option<&Post>,
) -> Result<Option<(i64, Vec<Event>)>> {
    let Some(action) = wish.deed.warning(post.is_some()) else { return Ok(None) };
    let about: Vec<i64> = match wish.target {
        Target::Status if wish.ids.len() > 1 => wish.ids.clone(),
        _ => post.iter().map(|post| post.id).collect(),
    };
    let new = warnings::New {
        account_id: account,
        action,
        text: wish.words(),
        status_ids: (!about.is_empty()).then_some(about.as_slice()),
        report_id: None,
        act_id: None,
        tell: true,
    };
    warnings::issue(app, tx, actor, &new).await.map(Some)
}

/// Returns the row of the log.
async fn change(
    app: &App,
    tx: &mut Tx,
    actor: &Actor,
    wish: &Wish,
    person: &Person,
    post: Option<&Post>,
) -> Result<(i64, Vec<Event>)> {
    let log = async |tx: &mut Tx, before, after| {
        let entry = Act {
            kind: wish.deed.name(),
            target_type: if post.is_some() { "status" } else { "account" },
            target_id: post.map_or(person.id, |post| post.id),
            target_label: &person.handle,
            reason: &wish.reason,
            before,
            after,
            case_id: wish.case,
        };
        admin::record(app, tx, actor, &entry).await
    };
    match (wish.deed, post) {
        (Deed::RemovePosts, Some(post)) => {
            let act = log(tx, json!({ "removed": false }), json!({ "removed": true, "posts": 1 })).await?;
            Ok((act, posts::remove(app, tx, act, &[post.id]).await?))
        }
        (Deed::RemovePosts, None) => {
            let count = store::count_posts(tx, person.id).await?;
            let act = log(tx, json!({}), json!({ "posts": count })).await?;
            Ok((act, posts::remove_some(app, tx, act, person.id).await?.0))
        }
        (Deed::Sensitive, Some(post)) => {
            store::mark_sensitive(tx, post.id, true).await?;
            let act = log(tx, json!({ "sensitive": false }), json!({ "sensitive": true })).await?;
            Ok((act, vec![Event::StatusEdited { id: post.id, account: post.account_id }]))
        }
        (Deed::NothingToSee, _) => Ok((log(tx, json!({}), json!({})).await?, vec![])),
        (deed, _) => {
            let kind = deed.of_account().ok_or_else(|| Error::internal("a deed without a kind"))?;
            let done = act_in(app, tx, actor, kind, person.id, &wish.reason, wish.case).await?;
            Ok((done.act_id, done.events))
        }
    }
}
