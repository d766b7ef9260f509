//! Blocking whole servers. What it does to their accounts is `apply`'s, in a job.

use super::{fold, log, store, taken};
use crate::admin::Actor;
use crate::app::App;
use crate::bus::Event;
use crate::db::{FromRow, Row, Tx};
use crate::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::web::permission;
use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Only what the flags say.
    Noop,
    /// Seen by followers only.
    Silence,
    /// Not seen at all.
    Suspend,
}

impl Severity {
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "noop" => Some(Self::Noop),
            "silence" => Some(Self::Silence),
            "suspend" => Some(Self::Suspend),
            _ => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Noop => "noop",
            Self::Silence => "silence",
            Self::Suspend => "suspend",
        }
    }
}

/// One row of `domain_blocks`.
#[derive(Debug, Clone)]
pub struct DomainBlock {
    pub id: i64,
    pub domain: String,
    pub severity: Severity,
    pub reject_media: bool,
    pub reject_reports: bool,
    pub obfuscate: bool,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
    pub created_at: i64,
}

impl FromRow for DomainBlock {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            id: c.take()?,
            domain: c.take()?,
            severity: Severity::parse(&c.take::<String>()?).unwrap_or(Severity::Noop),
            reject_media: c.take()?,
            reject_reports: c.take()?,
            obfuscate: c.take()?,
            private_comment: c.take()?,
            public_comment: c.take()?,
            created_at: c.take()?,
        })
    }
}

impl DomainBlock {
    fn json(&self) -> Value {
        json!({
            "domain": self.domain,
            "severity": self.severity.name(),
            "reject_media": self.reject_media,
            "reject_reports": self.reject_reports,
            "obfuscate": self.obfuscate,
            "private_comment": self.private_comment,
            "public_comment": self.public_comment,
        })
    }

    /// Whether this one says more than the other, as Mastodon compares them.
    fn stricter_than(&self, other: &Self) -> bool {
        match self.severity {
            Severity::Suspend => true,
            mine if mine < other.severity => false,
            _ => (self.reject_media || !other.reject_media) && (self.reject_reports || !other.reject_reports),
        }
    }

    /// The name as the public sees it.
    pub fn public_domain(&self) -> String {
        if !self.obfuscate {
            return self.domain.clone();
        }
        let length = self.domain.chars().count();
        let seen = length / 4;
        let hide = |(at, c): (usize, char)| if at > seen && at < length - seen && c != '.' { '*' } else { c };
        self.domain.chars().enumerate().map(hide).collect()
    }
}

/// What is sent is changed; the rest stays, or is Mastodon's default.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    pub severity: Option<String>,
    pub reject_media: Option<bool>,
    pub reject_reports: Option<bool>,
    pub obfuscate: Option<bool>,
    pub private_comment: Option<String>,
    pub public_comment: Option<String>,
}

const COMMENT_MAX: usize = 2000;

impl Wish {
    fn apply(self, block: &mut DomainBlock) -> Result<()> {
        if let Some(severity) = self.severity.filter(|severity| !severity.is_empty()) {
            block.severity =
                Severity::parse(&severity).ok_or_else(|| Error::validation("Severity is not included in the list"))?;
        }
        block.reject_media = self.reject_media.unwrap_or(block.reject_media);
        block.reject_reports = self.reject_reports.unwrap_or(block.reject_reports);
        block.obfuscate = self.obfuscate.unwrap_or(block.obfuscate);
        for (what, wish, kept) in [
            ("Private comment", self.private_comment, &mut block.private_comment),
            ("Public comment", self.public_comment, &mut block.public_comment),
        ] {
            let Some(text) = wish else { continue };
            if text.chars().count() > COMMENT_MAX {
                return Err(Error::validation(format!("{what} is too long (maximum is {COMMENT_MAX} characters)")));
            }
            *kept = Some(text).filter(|text| !text.is_empty());
        }
        Ok(())
    }
}

/// What came of it: the block, or the one that says as much already.
#[derive(Debug)]
pub enum Outcome {
    Made(DomainBlock),
    Stands(DomainBlock),
}

pub async fn block(app: &App, actor: &Actor, domain: &str, wish: Wish) -> Result<Outcome> {
    let mut tx = app.db.write().await?;
    let outcome = block_in(app, &mut tx, actor, domain, wish).await?;
    if let Outcome::Made(_) = &outcome {
        app.commit(tx, &[Event::Blocks]).await?;
    }
    Ok(outcome)
}

/// In a transaction of the caller's; commit it with `Event::Blocks`.
pub async fn block_in(app: &App, tx: &mut Tx, actor: &Actor, domain: &str, wish: Wish) -> Result<Outcome> {
    actor.needs(permission::MANAGE_FEDERATION)?;
    let domain = fold(domain)?;
    if app.config.server.domain.split(':').next() == Some(domain.as_str()) {
        return Err(Error::validation("Domain is this community's own"));
    }
    let mut new = DomainBlock {
        id: app.ids.next(),
        domain,
        severity: Severity::Silence,
        reject_media: false,
        reject_reports: false,
        obfuscate: false,
        private_comment: None,
        public_comment: None,
        created_at: app.clock.now(),
    };
    wish.apply(&mut new)?;
    if let Some(known) = store::domain_block_over(tx, &new.domain).await?
        && (known.domain == new.domain || !new.stricter_than(&known))
    {
        return Ok(Outcome::Stands(known));
    }
    store::add_domain_block(tx, &new).await.map_err(|error| taken(error, "domain_blocks_domain", "Domain"))?;
    log(app, tx, actor, "create_domain_block", "domain_block", (new.id, &new.domain), Value::Null, new.json()).await?;
    follow(app, tx, &new.domain).await?;
    Ok(Outcome::Made(new))
}

pub async fn change(app: &App, actor: &Actor, id: i64, wish: Wish) -> Result<DomainBlock> {
    actor.needs(permission::MANAGE_FEDERATION)?;
    let mut tx = app.db.write().await?;
    let before = store::domain_block_in(&mut tx, id).await?;
    let mut block = before.clone();
    wish.apply(&mut block)?;
    store::change_domain_block(&mut tx, &block).await?;
    let named = (id, block.domain.as_str());
    log(app, &mut tx, actor, "update_domain_block", "domain_block", named, before.json(), block.json()).await?;
    follow(app, &mut tx, &block.domain).await?;
    app.commit(tx, &[Event::Blocks]).await?;
    Ok(block)
}

pub async fn unblock(app: &App, actor: &Actor, id: i64) -> Result<()> {
    actor.needs(permission::MANAGE_FEDERATION)?;
    let mut tx = app.db.write().await?;
    let block = store::domain_block_in(&mut tx, id).await?;
    store::remove_domain_block(&mut tx, id).await?;
    let named = (id, block.domain.as_str());
    log(app, &mut tx, actor, "destroy_domain_block", "domain_block", named, block.json(), Value::Null).await?;
    follow(app, &mut tx, &block.domain).await?;
    app.commit(tx, &[Event::Blocks]).await
}

/// What is known of that server follows by a job.
async fn follow(app: &App, tx: &mut Tx, domain: &str) -> Result<()> {
    let job = Job::ApplyDomainBlocks { domain: domain.to_owned() };
    jobs::enqueue(app, tx, &job, app.clock.now(), None).await
}
