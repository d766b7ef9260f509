//! The queue's words for what can be done, and what each needs.

use crate::admin::accounts::Kind;
use crate::web::permission;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    NothingToSee,
    Warn,
    Sensitive,
    RemovePosts,
    Limit,
    Freeze,
    Suspend,
}

impl Deed {
    pub const ALL: [Self; 7] =
        [Self::NothingToSee, Self::Warn, Self::Sensitive, Self::RemovePosts, Self::Limit, Self::Freeze, Self::Suspend];

    pub fn name(self) -> &'static str {
        match self {
            Self::NothingToSee => "nothing_to_see",
            Self::Warn => "warn",
            Self::Sensitive => "sensitive",
            Self::RemovePosts => "remove_posts",
            Self::Limit => "limit",
            Self::Freeze => "freeze",
            Self::Suspend => "suspend",
        }
    }

    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|deed| deed.name() == name)
    }

    pub(super) fn permissions(self) -> i64 {
        match self {
            Self::NothingToSee | Self::RemovePosts => permission::MANAGE_REPORTS,
            _ => permission::MANAGE_REPORTS | permission::MANAGE_USERS,
        }
    }

    /// What it is to an account.
    pub(super) fn of_account(self) -> Option<Kind> {
        match self {
            Self::Warn => Some(Kind::Warn),
            Self::Sensitive => Some(Kind::Sensitive),
            Self::Limit => Some(Kind::Silence),
            Self::Freeze => Some(Kind::Disable),
            Self::Suspend => Some(Kind::Suspend),
            Self::NothingToSee | Self::RemovePosts => None,
        }
    }

    /// Whether it can end by itself.
    pub(super) fn may_end(self) -> bool {
        !matches!(self, Self::NothingToSee | Self::Warn)
    }

    /// Mastodon's word in the warning; nothing to see is nothing to tell.
    pub(super) fn warning(self, about_post: bool) -> Option<&'static str> {
        match self {
            Self::NothingToSee => None,
            Self::Warn => Some("none"),
            Self::Sensitive if about_post => Some("mark_statuses_as_sensitive"),
            Self::Sensitive => Some("sensitive"),
            Self::RemovePosts => Some("delete_statuses"),
            Self::Limit => Some("silence"),
            Self::Freeze => Some("disable"),
            Self::Suspend => Some("suspend"),
        }
    }
}

/// What undoes an act that the log knows by this name.
pub(super) fn opposite(kind: &str) -> Option<Kind> {
    match kind {
        "sensitive" => Some(Kind::Unsensitive),
        "silence" => Some(Kind::Unsilence),
        "disable" => Some(Kind::Enable),
        "suspend" => Some(Kind::Unsuspend),
        _ => None,
    }
}
