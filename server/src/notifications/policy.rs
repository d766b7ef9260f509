//! Whose notifications a member wants: accepted, set aside until they are looked at, or dropped.

use super::New;
use super::store::policy as store;
use crate::app::App;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::time::DAY;
use howdah_entities::{FirstNotificationPolicy, NotificationPolicy, NotificationPolicySummary};

/// An account is new for so long.
const NEW_ACCOUNT: i64 = 30 * DAY;
/// Who follows for less is no follower yet.
const NEW_FOLLOWER: i64 = 3 * DAY;

/// The types that a policy may keep away. The rest is about what one asked for oneself, or comes from the house.
const FILTERABLE: [&str; 7] =
    ["mention", "quote", "reblog", "follow", "follow_request", "favourite", "added_to_collection"];

/// What somebody says to somebody.
const MESSAGES: [&str; 2] = ["mention", "quote"];

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Rule {
    #[default]
    Accept,
    Filter,
    Drop,
}

impl Rule {
    pub(super) fn parse(text: &str) -> Option<Self> {
        match text {
            "accept" => Some(Self::Accept),
            "filter" => Some(Self::Filter),
            "drop" => Some(Self::Drop),
            _ => None,
        }
    }

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Filter => "filter",
            Self::Drop => "drop",
        }
    }

    /// Of two rules that apply the stricter one holds.
    fn and(self, other: Self) -> Self {
        if self == Self::Drop || other == Self::Drop {
            Self::Drop
        } else if self == Self::Filter {
            self
        } else {
            other
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    pub not_following: Rule,
    pub not_followers: Rule,
    pub new_accounts: Rule,
    pub private_mentions: Rule,
    pub limited_accounts: Rule,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            not_following: Rule::Accept,
            not_followers: Rule::Accept,
            new_accounts: Rule::Accept,
            private_mentions: Rule::Accept,
            limited_accounts: Rule::Filter,
        }
    }
}

/// What a change asks for; what is not given stays.
#[derive(Debug, Default)]
pub struct Change {
    pub not_following: Option<Rule>,
    pub not_followers: Option<Rule>,
    pub new_accounts: Option<Rule>,
    pub private_mentions: Option<Rule>,
    pub limited_accounts: Option<Rule>,
}

/// How the sender stands to the recipient.
pub(super) struct Facts {
    pub policy: Policy,
    pub followed: bool,
    /// Since when the sender follows the recipient.
    pub follower_since: Option<i64>,
    pub created_at: i64,
    pub limited: bool,
    /// The recipient accepted a request of the sender before.
    pub permitted: bool,
    /// A moderator above the recipient.
    pub staff: bool,
}

/// What becomes of a notification, as far as the recipient's policy goes.
pub(super) async fn rule(tx: &mut Tx, new: &New<'_>, now: i64) -> Result<Rule> {
    if new.account_id == new.from_account_id || !FILTERABLE.contains(&new.kind) {
        return Ok(Rule::Accept);
    }
    let Some(facts) = store::facts(tx, new.account_id, new.from_account_id).await? else { return Ok(Rule::Accept) };
    if facts.permitted || (facts.staff && MESSAGES.contains(&new.kind)) {
        return Ok(Rule::Accept);
    }
    let mut rule = by_standing(&facts, now);
    let private = facts.policy.private_mentions;
    if rule != Rule::Drop
        && private != Rule::Accept
        && !facts.followed
        && new.kind == "mention"
        && let Some(status) = new.status_id
        && store::unsolicited(tx, new.account_id, new.from_account_id, status).await?
    {
        rule = rule.and(private);
    }
    Ok(rule)
}

fn by_standing(facts: &Facts, now: i64) -> Rule {
    let policy = &facts.policy;
    let new_follower = facts.follower_since.is_none_or(|since| since > now - NEW_FOLLOWER);
    [
        (policy.limited_accounts, facts.limited && !facts.followed),
        (policy.not_following, !facts.followed),
        (policy.not_followers, new_follower),
        (policy.new_accounts, facts.created_at > now - NEW_ACCOUNT),
    ]
    .into_iter()
    .filter(|(_, applies)| *applies)
    .fold(Rule::Accept, |sum, (rule, _)| sum.and(rule))
}

/// A filtered message waits in a request; other types are only set aside.
pub(super) async fn set_aside(app: &App, tx: &mut Tx, new: &New<'_>) -> Result<()> {
    match new.status_id {
        Some(status) if MESSAGES.contains(&new.kind) => {
            let id = app.ids.next();
            store::request(tx, id, new.account_id, new.from_account_id, status, app.clock.now()).await
        }
        _ => Ok(()),
    }
}

pub async fn change(app: &App, me: i64, change: &Change) -> Result<()> {
    let mut tx = app.db.write().await?;
    let mut policy = store::policy_in(&mut tx, me).await?;
    for (slot, wanted) in [
        (&mut policy.not_following, change.not_following),
        (&mut policy.not_followers, change.not_followers),
        (&mut policy.new_accounts, change.new_accounts),
        (&mut policy.private_mentions, change.private_mentions),
        (&mut policy.limited_accounts, change.limited_accounts),
    ] {
        *slot = wanted.unwrap_or(*slot);
    }
    store::save(&mut tx, me, &policy, app.clock.now()).await?;
    app.commit(tx, &[]).await
}

/// A rule by its name, refused in Mastodon's words.
pub(super) fn named(key: &str, text: Option<&str>) -> Result<Option<Rule>> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => match Rule::parse(text) {
            Some(rule) => Ok(Some(rule)),
            None => Err(Error::Unprocessable(format!("'{text}' is not a valid {key}"))),
        },
    }
}

pub(super) async fn show(app: &App, me: i64) -> Result<NotificationPolicy> {
    let (policy, summary) = read(app, me).await?;
    let name = |rule: Rule| rule.name().to_owned();
    Ok(NotificationPolicy {
        for_not_following: name(policy.not_following),
        for_not_followers: name(policy.not_followers),
        for_new_accounts: name(policy.new_accounts),
        for_private_mentions: name(policy.private_mentions),
        for_limited_accounts: name(policy.limited_accounts),
        summary,
    })
}

pub(super) async fn show_first(app: &App, me: i64) -> Result<FirstNotificationPolicy> {
    let (policy, summary) = read(app, me).await?;
    Ok(FirstNotificationPolicy {
        filter_not_following: policy.not_following != Rule::Accept,
        filter_not_followers: policy.not_followers != Rule::Accept,
        filter_new_accounts: policy.new_accounts != Rule::Accept,
        filter_private_mentions: policy.private_mentions != Rule::Accept,
        summary,
    })
}

async fn read(app: &App, me: i64) -> Result<(Policy, NotificationPolicySummary)> {
    let mut reader = app.db.read().await?;
    let policy = store::policy(&mut reader, me).await?;
    let (requests, notifications) = store::summary(&mut reader, me).await?;
    let summary =
        NotificationPolicySummary { pending_requests_count: requests, pending_notifications_count: notifications };
    Ok((policy, summary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_strictest_rule_holds() {
        let now = 100 * DAY;
        let stranger = |policy| Facts {
            policy,
            followed: false,
            follower_since: Some(now - 2 * DAY),
            created_at: now - 20 * DAY,
            limited: true,
            permitted: false,
            staff: false,
        };
        let accept = Policy { limited_accounts: Rule::Accept, ..Policy::default() };
        assert_eq!(by_standing(&stranger(accept), now), Rule::Accept);
        assert_eq!(by_standing(&stranger(Policy::default()), now), Rule::Filter);
        let both = Policy { not_followers: Rule::Drop, new_accounts: Rule::Filter, ..accept };
        assert_eq!(by_standing(&stranger(both), now), Rule::Drop);
        let old = Facts { follower_since: Some(now - 4 * DAY), created_at: now - 40 * DAY, ..stranger(both) };
        assert_eq!(by_standing(&old, now), Rule::Accept);
        let followed = Facts { followed: true, ..stranger(Policy { not_following: Rule::Drop, ..Policy::default() }) };
        assert_eq!(by_standing(&followed, now), Rule::Accept);
    }
}
