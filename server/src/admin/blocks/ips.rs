//! Ranges of addresses from which one may not join, or not come at all; for a time or for good.

use super::bars::Keep;
use super::{log, store, taken};
use crate::admin::Actor;
use crate::app::App;
use crate::bus::Event;
use crate::db::{FromRow, Row, Tx};
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::time::SECOND;
use crate::web::address::Range;
use crate::web::permission;
use serde_json::{Value, json};

/// One row of `ip_blocks`.
#[derive(Debug, Clone)]
pub struct IpBlock {
    pub id: i64,
    pub ip: String,
    pub severity: String,
    pub comment: String,
    pub expires_at: Option<i64>,
    pub created_at: i64,
}

impl FromRow for IpBlock {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            ip: c.take()?,
            severity: c.take()?,
            comment: c.take()?,
            expires_at: c.take()?,
            created_at: c.take()?,
        })
    }
}

impl IpBlock {
    fn json(&self) -> Value {
        json!({ "ip": self.ip, "severity": self.severity, "comment": self.comment, "expires_at": self.expires_at })
    }
}

/// What is sent is changed; the rest stays.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub ip: Option<String>,
    pub severity: Option<String>,
    pub comment: Option<String>,
    /// Seconds from now; `Some(None)` is for good.
    pub expires_in: Option<Option<i64>>,
}

const COMMENT_MAX: usize = 2000;
const LONGEST: i64 = 100 * 365 * 24 * 3600;

impl Wish {
    /// Everything that is wrong is said at once, as far as it is known here.
    fn apply(self, block: &mut IpBlock, now: i64) -> Result<Vec<&'static str>> {
        let mut wrong = Vec::new();
        if let Some(severity) = self.severity {
            block.severity = severity.trim().to_owned();
        }
        if block.severity.is_empty() {
            wrong.push("Severity can't be blank");
        } else if Keep::parse(&block.severity).is_none() {
            wrong.push("Severity is not included in the list");
        }
        if let Some(ip) = self.ip.filter(|ip| !ip.trim().is_empty()) {
            match Range::parse(&ip) {
                Some(range) => block.ip = range.to_string(),
                None => wrong.push("Ip is invalid"),
            }
        }
        if let Some(comment) = self.comment {
            if comment.chars().count() > COMMENT_MAX {
                return Err(Error::validation(format!("Comment is too long (maximum is {COMMENT_MAX} characters)")));
            }
            block.comment = comment;
        }
        match self.expires_in {
            Some(Some(seconds)) if !(1..=LONGEST).contains(&seconds) => wrong.push("Expires in is invalid"),
            Some(seconds) => block.expires_at = seconds.map(|seconds| now + seconds * SECOND),
            None => {}
        }
        Ok(wrong)
    }
}

/// Says with Mastodon's words what is wrong, and whether the range is blocked already.
async fn settle(tx: &mut Tx, block: &IpBlock, mut wrong: Vec<&'static str>) -> Result<()> {
    if store::ip_is_taken(tx, &block.ip, block.id).await? {
        wrong.push("Ip has already been taken");
    }
    if wrong.is_empty() { Ok(()) } else { Err(Error::validation(wrong.join(", "))) }
}

pub async fn block(app: &App, actor: &Actor, wish: Wish) -> Result<IpBlock> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let now = app.clock.now();
    let mut new = IpBlock {
        id: app.ids.next(),
        // Mastodon's default, which keeps nobody out.
        ip: "0.0.0.0/32".into(),
        severity: String::new(),
        comment: String::new(),
        expires_at: None,
        created_at: now,
    };
    let wrong = wish.apply(&mut new, now)?;
    let mut tx = app.db.write().await?;
    settle(&mut tx, &new, wrong).await?;
    store::add_ip_block(&mut tx, &new).await.map_err(|error| taken(error, "ip_blocks_ip", "Ip"))?;
    log(app, &mut tx, actor, "create_ip_block", "ip_block", (new.id, &new.ip), Value::Null, new.json()).await?;
    plan_end(app, &mut tx, &new).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(new)
}

pub async fn change(app: &App, actor: &Actor, id: i64, wish: Wish) -> Result<IpBlock> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let mut tx = app.db.write().await?;
    let before = store::ip_block_in(&mut tx, id).await?;
    let mut block = before.clone();
    let wrong = wish.apply(&mut block, app.clock.now())?;
    settle(&mut tx, &block, wrong).await?;
    store::change_ip_block(&mut tx, &block).await.map_err(|error| taken(error, "ip_blocks_ip", "Ip"))?;
    log(app, &mut tx, actor, "update_ip_block", "ip_block", (id, &block.ip), before.json(), block.json()).await?;
    plan_end(app, &mut tx, &block).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(block)
}

pub async fn unblock(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_BLOCKS)?;
    let mut tx = app.db.write().await?;
    let block = store::ip_block_in(&mut tx, id).await?;
    store::remove_ip_block(&mut tx, id).await?;
    log(app, &mut tx, actor, "destroy_ip_block", "ip_block", (id, &block.ip), block.json(), Value::Null).await?;
    app.commit(tx, &[Event::Blocks]).await
}

async fn plan_end(app: &App, tx: &mut Tx, block: &IpBlock) -> Result<()> {
    match block.expires_at {
        Some(at) => jobs::enqueue(app, tx, &Job::EndIpBlocks, at, None).await,
        None => Ok(()),
    }
}

/// Lifts those whose time is over.
pub async fn end(app: &App) -> Result<()> {
    let mut tx = app.db.write().await?;
    let ended = store::end_ip_blocks(&mut tx, app.clock.now()).await?;
    for block in &ended {
        let named = (block.id, block.ip.as_str());
        log(app, &mut tx, &Actor::HOUSE, "destroy_ip_block", "ip_block", named, block.json(), Value::Null).await?;
    }
    let events: &[Event] = if ended.is_empty() { &[] } else { &[Event::Blocks] };
    app.commit(tx, events).await
}
