//! Work that outlives a request. A job is a row, written in the transaction of its cause and claimed by one process;
//! what comes round by the clock is a row too, with a unique key, so that it runs once and not once per process.
//! Deliberately absent: news of what happened; that is the bus.

pub mod clean;
mod periodic;
mod store;
mod worker;

pub use store::{STATEMENTS, Standing, standing};
pub use worker::work;

use crate::app::App;
use crate::db::Tx;
use crate::error::Result;
use crate::notifications::requests::{self, Verdict};
use serde::{Deserialize, Serialize};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Job {
    /// Forgets what must not or need not be kept: expired codes and sessions, old addresses, ended mutes.
    Clean,
    /// Takes away the rest of what hung on a deleted status.
    SweepStatus {
        id: i64,
        account: i64,
    },
    /// Makes what will be shown of a video, a sound or an animation.
    ProcessMedia {
        id: i64,
    },
    /// Lets the followers of an account that moved follow the new one.
    MoveFollowers {
        account: i64,
        target: i64,
    },
    /// Makes a person's archive.
    Export {
        id: i64,
    },
    /// Takes over a table that somebody brought along.
    Import {
        id: i64,
    },
    /// Removes uploads that no status took.
    SweepMedia,
    /// Cuts the feeds of homes and lists to their newest 800.
    TrimHomes,
    /// Ends the mutes whose time is over; written with each of them for the moment it ends.
    EndMutes,
    /// Takes away what a deleted account left behind.
    ClearAccount {
        account: i64,
    },
    /// Tells the author and the voters that a poll is over.
    ClosePoll {
        poll: i64,
    },
    /// Tells those who boosted a status that it was edited.
    TellOfEdit {
        status: i64,
        author: i64,
    },
    /// Publishes a status whose time has come.
    PublishScheduled {
        id: i64,
    },
    /// Ends an act whose time is over.
    LiftAct {
        id: i64,
    },
    /// The rest of a removal of many posts, and of taking it back.
    RemovePosts {
        act: i64,
    },
    RestorePosts {
        act: i64,
    },
    /// Posts that were removed long ago go for good.
    PurgePosts,
    /// Asks a new member to prove their e-mail address.
    ConfirmEmail {
        account: i64,
    },
    /// Publishes an announcement whose time has come, and takes back what is over.
    Announcement {
        id: i64,
    },
    /// Finds the card of a status' first link, and reads the page if need be.
    FetchCard {
        status: i64,
    },
    /// Looks whether the links of a profile lead back to it.
    VerifyFields {
        account: i64,
    },
    /// Lets the rest of an accepted request into the list.
    MergeNotifications {
        account: i64,
        from: i64,
    },
    /// Throws away the rest of a dismissed request.
    DropNotifications {
        account: i64,
        from: i64,
    },
    /// Ends the follows between a member and the people of a server that they blocked.
    SeverDomain {
        account: i64,
        domain: String,
        event: i64,
    },
    /// Tells somebody by letter what was decided about them.
    TellWarning {
        id: i64,
    },
    /// Brings the accounts of a server to what its block says now.
    ApplyDomainBlocks {
        domain: String,
    },
    /// Lifts the blocks of addresses whose time is over; written with each of them for the moment it ends.
    EndIpBlocks,
    /// Indexes what was written before the search knew it.
    IndexSearch,
    /// Takes a letter to the mail server.
    Letter {
        draft: crate::letters::Draft,
    },
    /// Sends a member a link with which they may choose another password.
    ResetLetter {
        account: i64,
    },
    /// Tells the app of this token about a notification.
    Push {
        token: i64,
        notification: i64,
    },
}

/// Who does a job: what takes minutes must not hold up what takes moments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lane {
    Quick,
    Slow,
}

impl Lane {
    pub const ALL: [Self; 2] = [Self::Quick, Self::Slow];

    fn as_str(self) -> &'static str {
        match self {
            Self::Quick => "",
            Self::Slow => "slow",
        }
    }
}

impl Job {
    fn lane(&self) -> Lane {
        match self {
            Self::ProcessMedia { .. } | Self::MoveFollowers { .. } | Self::Export { .. } | Self::Import { .. } => {
                Lane::Slow
            }
            Self::RemovePosts { .. } | Self::RestorePosts { .. } | Self::PurgePosts => Lane::Slow,
            // Other people's servers take their time, too.
            Self::FetchCard { .. } | Self::VerifyFields { .. } => Lane::Slow,
            _ => Lane::Quick,
        }
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Clean => "clean",
            Self::SweepStatus { .. } => "sweep_status",
            Self::ProcessMedia { .. } => "process_media",
            Self::MoveFollowers { .. } => "move_followers",
            Self::Export { .. } => "export",
            Self::Import { .. } => "import",
            Self::SweepMedia => "sweep_media",
            Self::TrimHomes => "trim_homes",
            Self::EndMutes => "end_mutes",
            Self::ClearAccount { .. } => "clear_account",
            Self::ClosePoll { .. } => "close_poll",
            Self::TellOfEdit { .. } => "tell_of_edit",
            Self::PublishScheduled { .. } => "publish_scheduled",
            Self::LiftAct { .. } => "lift_act",
            Self::RemovePosts { .. } => "remove_posts",
            Self::RestorePosts { .. } => "restore_posts",
            Self::PurgePosts => "purge_posts",
            Self::ConfirmEmail { .. } => "confirm_email",
            Self::Announcement { .. } => "announcement",
            Self::FetchCard { .. } => "fetch_card",
            Self::VerifyFields { .. } => "verify_fields",
            Self::MergeNotifications { .. } => "merge_notifications",
            Self::DropNotifications { .. } => "drop_notifications",
            Self::SeverDomain { .. } => "sever_domain",
            Self::TellWarning { .. } => "tell_warning",
            Self::ApplyDomainBlocks { .. } => "apply_domain_blocks",
            Self::EndIpBlocks => "end_ip_blocks",
            Self::IndexSearch => "index_search",
            Self::Letter { .. } => "letter",
            Self::ResetLetter { .. } => "reset_letter",
            Self::Push { .. } => "push",
        }
    }

    async fn run(&self, app: &App) -> Result<()> {
        match self {
            Self::Clean => clean::clean(app).await,
            Self::SweepStatus { id, account } => crate::statuses::delete::sweep(app, *account, *id).await,
            Self::ProcessMedia { id } => crate::media::process::process(app, *id).await,
            Self::MoveFollowers { account, target } => crate::belongings::moving::carry(app, *account, *target).await,
            Self::Export { id } => crate::belongings::archive::make(app, *id).await,
            Self::Import { id } => crate::belongings::import::run(app, *id).await,
            Self::SweepMedia => crate::media::sweep::sweep(app).await.map(drop),
            Self::TrimHomes => crate::relationships::feed::trim(app).await,
            Self::EndMutes => clean::end_mutes(app).await,
            Self::ClearAccount { account } => crate::accounts::delete::clear(app, *account).await,
            Self::ClosePoll { poll } => crate::polls::close::close(app, *poll).await,
            Self::TellOfEdit { status, author } => crate::statuses::edit::tell(app, *status, *author).await,
            Self::PublishScheduled { id } => crate::scheduled::publish::publish(app, *id).await,
            Self::LiftAct { id } => crate::acts::undo::lift(app, *id).await,
            Self::RemovePosts { act } => crate::acts::posts::go_on_removing(app, *act, usize::MAX).await,
            Self::RestorePosts { act } => crate::acts::posts::go_on_restoring(app, *act, usize::MAX).await,
            Self::PurgePosts => crate::acts::posts::purge(app).await,
            Self::ConfirmEmail { account } => crate::confirmations::send(app, *account).await,
            Self::Announcement { id } => crate::announcements::change::turn(app, *id).await,
            Self::FetchCard { status } => crate::cards::fetch::fetch(app, *status).await,
            Self::VerifyFields { account } => crate::profile::verify::verify(app, *account).await,
            Self::MergeNotifications { account, from } => requests::finish(app, *account, *from, Verdict::Accept).await,
            Self::DropNotifications { account, from } => requests::finish(app, *account, *from, Verdict::Dismiss).await,
            Self::SeverDomain { account, domain, event } => {
                crate::relationships::sever::sever_domain(app, *account, domain, *event).await
            }
            Self::TellWarning { id } => crate::admin::warnings::send(app, *id).await,
            Self::ApplyDomainBlocks { domain } => crate::admin::blocks::apply::apply(app, domain).await,
            Self::EndIpBlocks => crate::admin::blocks::ips::end(app).await,
            Self::IndexSearch => crate::search::index::build(app).await,
            Self::Letter { draft } => crate::letters::send(app, draft).await,
            Self::ResetLetter { account } => crate::passwords::send(app, *account).await,
            Self::Push { token, notification } => crate::push::deliver(app, *token, *notification).await,
        }
    }
}

/// Writes a job in the transaction of its cause. With a unique key a second one changes nothing. `App::commit` wakes
/// the worker.
pub async fn enqueue(app: &App, tx: &mut Tx, job: &Job, run_at: i64, unique_key: Option<&str>) -> Result<()> {
    tx.wakes_worker = true;
    store::add(tx, app.ids.next(), job, run_at, unique_key, app.clock.now()).await
}

/// The same where no server runs: the next one to start finds it.
pub async fn leave(tx: &mut Tx, id: i64, job: &Job, unique_key: &str, now: i64) -> Result<()> {
    store::add(tx, id, job, now, Some(unique_key), now).await
}
