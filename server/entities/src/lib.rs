//! Mastodon client API JSON types: every key present, null where empty. No I/O, nothing of the server.

mod account;
mod admin;
mod announcement;
mod block;
mod collection;
mod conversation;
mod dashboard;
mod emoji;
mod filter;
mod list;
mod marker;
mod media;
mod notification;
mod notification_request;
mod oauth;
mod poll;
mod relationship;
mod report;
mod rule;
mod scheduled;
mod search;
mod status;
mod suggestion;
mod tag;
mod translation;

pub use account::{AccountCore, AccountRole, FeatureApproval, Field};
pub use admin::{AccountWarning, AdminAccount, AdminIp, AdminReport, Appeal, Role};
pub use announcement::{Announcement, AnnouncementStatus, Reaction};
pub use block::{
    AdminCanonicalEmailBlock, AdminDomainAllow, AdminDomainBlock, AdminEmailDomainBlock, AdminIpBlock, DomainBlock,
};
pub use collection::{
    Collection, CollectionItem, CollectionWithAccounts, Collections, WrappedCollection, WrappedCollectionItem,
};
pub use conversation::Conversation;
pub use dashboard::{AdminCohort, AdminCohortData, AdminDimension, AdminDimensionData, AdminMeasure, AdminMeasureDay};
pub use emoji::CustomEmoji;
pub use filter::{Filter, FilterKeyword, FilterStatus, FirstFilter};
pub use list::List;
pub use marker::Marker;
pub use media::MediaAttachment;
pub use notification::{
    GroupedNotificationsResults, Notification, NotificationFallback, NotificationGroup, PartialAccountWithAvatar,
};
pub use notification_request::{
    FirstNotificationPolicy, NotificationPolicy, NotificationPolicySummary, NotificationRequest,
    RelationshipSeveranceEvent,
};
pub use oauth::{Application, CredentialApplication, Token, UserInfo, WebPushSubscription};
pub use poll::{Poll, PollOption, PollTitle, PollTitles};
pub use relationship::Relationship;
pub use report::Report;
pub use rule::{Rule, RuleTranslation};
pub use scheduled::{ScheduledParams, ScheduledPoll, ScheduledStatus};
pub use search::Search;
pub use status::{Context, Mention, StatusApplication, StatusCore, StatusEdit, StatusSource, StatusTag};
pub use suggestion::{FamiliarFollowers, Suggestion};
pub use tag::{FeaturedTag, Tag, TagDay};
pub use translation::{TranslatedFile, TranslatedPoll, Translation};
