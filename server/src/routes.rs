//! EVERY route on one line: method, path, who may call, handler. Nothing else adds routes.

// One line each, so that two branches that add a noun merge.

use crate::accounts;
use crate::acts;
use crate::admin;
use crate::announcements;
use crate::app::App;
use crate::appeals;
use crate::async_refreshes;
use crate::belongings;
use crate::canned;
use crate::cases;
use crate::collections;
use crate::confirmations;
use crate::conversations;
use crate::endorsements;
use crate::filters;
use crate::instance;
use crate::invites;
use crate::lists;
use crate::markers;
use crate::media;
use crate::metrics;
use crate::notifications;
use crate::oauth;
use crate::oembed;
use crate::pages;
use crate::passwords;
use crate::polls;
use crate::profile;
use crate::push;
use crate::quotes;
use crate::registrations;
use crate::relationships;
use crate::reports;
use crate::rules;
use crate::scheduled;
use crate::search;
use crate::security;
use crate::statuses;
use crate::streaming;
use crate::suggestions;
use crate::tags;
use crate::timelines;
use crate::translations;
use crate::web::Access::{App as AnyToken, Optional, Public, Staff, Unready, User};
use crate::web::auth::guard;
use crate::web::{Access, RawJson, permission};
use axum::Router;
use axum::extract::Request;
use axum::handler::Handler;
use axum::http::HeaderValue;
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::Response;
use axum::routing::{MethodFilter, MethodRouter, on};

/// One line of the table.
pub struct Route {
    pub method: &'static str,
    pub path: &'static str,
    pub access: Access,
    handler: MethodRouter<App>,
    remembered: bool,
}

impl Route {
    /// What only reads: its answer is given again while nothing changes (`web::remember`).
    fn remembered(self) -> Self {
        Self { remembered: true, ..self }
    }
}

fn route<H, T>(method: &'static str, filter: MethodFilter, path: &'static str, access: Access, handler: H) -> Route
where
    H: Handler<T, App>,
    T: 'static,
{
    Route { method, path, access, handler: on(filter, handler), remembered: false }
}

macro_rules! verbs {
    ($($name:ident $filter:ident $text:literal),+) => {$(
        fn $name<H, T>(path: &'static str, access: Access, handler: H) -> Route
        where
            H: Handler<T, App>,
            T: 'static,
        {
            route($text, MethodFilter::$filter, path, access, handler)
        }
    )+};
}
verbs!(get GET "GET", post POST "POST", put PUT "PUT", patch PATCH "PATCH", delete DELETE "DELETE");

#[rustfmt::skip]
pub fn table() -> Vec<Route> {
    vec![
        get("/health", Public, instance::api::health),
        // Its own guard: this machine needs no token.
        get("/metrics", Public, metrics::api::show),
        post("/api/v1/media", User(&["write:media"]), media::api::create_first),
        post("/api/v2/media", User(&["write:media"]), media::api::create_second),
        get("/api/v1/media/{id}", User(&["write:media"]), media::api::show),
        put("/api/v1/media/{id}", User(&["write:media"]), media::api::change),
        delete("/api/v1/media/{id}", User(&["write:media"]), media::api::delete),
        get("/api/v1/accounts/verify_credentials", User(&["profile", "read:accounts"]), profile::api::verify_credentials),
        patch("/api/v1/accounts/update_credentials", User(&["write:accounts"]), profile::api::update_credentials),
        get("/api/v1/profile", User(&["profile", "read:accounts"]), profile::api::show),
        patch("/api/v1/profile", User(&["write:accounts"]), profile::api::update),
        delete("/api/v1/profile/avatar", User(&["write:accounts"]), profile::api::delete_avatar),
        delete("/api/v1/profile/header", User(&["write:accounts"]), profile::api::delete_header),
        get("/avatars/original/missing.png", Public, profile::api::missing_avatar),
        get("/headers/original/missing.png", Public, profile::api::missing_header),
        get("/media/{*path}", Public, media::api::file),

        get("/api/v1/accounts", Optional(&["read:accounts"]), accounts::find::api::index),
        get("/api/v1/accounts/lookup", Optional(&["read:accounts"]), accounts::find::api::lookup).remembered(),
        get("/api/v1/accounts/search", User(&["read:accounts"]), accounts::find::api::search_accounts),
        get("/api/v1/accounts/{id}", Optional(&["read:accounts"]), accounts::find::api::show).remembered(),
        get("/api/v1/accounts/{id}/identity_proofs", User(&[]), accounts::find::api::identity_proofs),
        get("/api/v1/accounts/{id}/followers", Optional(&["read:accounts"]), accounts::find::api::followers),
        get("/api/v1/accounts/{id}/following", Optional(&["read:accounts"]), accounts::find::api::following),

        get("/api/v1/accounts/relationships", User(&["read:follows"]), relationships::api::relationships),
        post("/api/v1/accounts/{id}/follow", User(&["write:follows"]), relationships::api::follow),
        post("/api/v1/accounts/{id}/unfollow", User(&["write:follows"]), relationships::api::unfollow),
        post("/api/v1/accounts/{id}/remove_from_followers", User(&["write:follows"]), relationships::api::remove_from_followers),
        post("/api/v1/accounts/{id}/block", User(&["write:blocks"]), relationships::api::block),
        post("/api/v1/accounts/{id}/unblock", User(&["write:blocks"]), relationships::api::unblock),
        post("/api/v1/accounts/{id}/mute", User(&["write:mutes"]), relationships::api::mute),
        post("/api/v1/accounts/{id}/unmute", User(&["write:mutes"]), relationships::api::unmute),
        post("/api/v1/accounts/{id}/note", User(&["write:accounts"]), relationships::api::note),
        post("/api/v1/follow_requests/{id}/authorize", User(&["write:follows"]), relationships::api::authorize),
        post("/api/v1/follow_requests/{id}/reject", User(&["write:follows"]), relationships::api::reject),
        get("/api/v1/follow_requests", User(&["read:follows"]), relationships::api::follow_requests),
        get("/api/v1/blocks", User(&["read:blocks"]), relationships::api::blocks),
        get("/api/v1/mutes", User(&["read:mutes"]), relationships::api::mutes),
        get("/api/v1/domain_blocks/preview", User(&["write:blocks"]), relationships::api::preview_domain),
        get("/api/v1/domain_blocks", User(&["read:blocks"]), relationships::api::domain_blocks),
        post("/api/v1/domain_blocks", User(&["write:blocks"]), relationships::api::block_domain),
        delete("/api/v1/domain_blocks", User(&["write:blocks"]), relationships::api::unblock_domain),

        get("/api/v1/notifications", User(&["read:notifications"]), notifications::api::index).remembered(),
        get("/api/v1/notifications/unread_count", User(&["read:notifications"]), notifications::api::unread_count),
        post("/api/v1/notifications/clear", User(&["write:notifications"]), notifications::api::clear),
        delete("/api/v1/notifications/destroy_multiple", User(&["write:notifications"]), notifications::api::destroy_multiple),
        get("/api/v2/notifications/policy", User(&["read:notifications"]), notifications::api::policy::show),
        patch("/api/v2/notifications/policy", User(&["write:notifications"]), notifications::api::policy::change),
        put("/api/v2/notifications/policy", User(&["write:notifications"]), notifications::api::policy::change),
        get("/api/v1/notifications/policy", User(&["read:notifications"]), notifications::api::policy::show_first),
        patch("/api/v1/notifications/policy", User(&["write:notifications"]), notifications::api::policy::change_first),
        put("/api/v1/notifications/policy", User(&["write:notifications"]), notifications::api::policy::change_first),
        get("/api/v1/notifications/requests", User(&["read:notifications"]), notifications::api::policy::list),
        get("/api/v1/notifications/requests/merged", User(&["read:notifications"]), notifications::api::policy::merged),
        post("/api/v1/notifications/requests/accept", User(&["write:notifications"]), notifications::api::policy::accept_several),
        post("/api/v1/notifications/requests/dismiss", User(&["write:notifications"]), notifications::api::policy::dismiss_several),
        get("/api/v1/notifications/requests/{id}", User(&["read:notifications"]), notifications::api::policy::one),
        post("/api/v1/notifications/requests/{id}/accept", User(&["write:notifications"]), notifications::api::policy::accept),
        post("/api/v1/notifications/requests/{id}/dismiss", User(&["write:notifications"]), notifications::api::policy::dismiss),
        get("/api/v1/notifications/{id}", User(&["read:notifications"]), notifications::api::show),
        post("/api/v1/notifications/{id}/dismiss", User(&["write:notifications"]), notifications::api::dismiss),
        get("/api/v2/notifications", User(&["read:notifications"]), notifications::api::grouped).remembered(),
        get("/api/v2/notifications/unread_count", User(&["read:notifications"]), notifications::api::unread_groups),
        post("/api/v2/notifications/clear", User(&["write:notifications"]), notifications::api::clear),
        get("/api/v2/notifications/{group_key}", User(&["read:notifications"]), notifications::api::show_group),
        get("/api/v2/notifications/{group_key}/accounts", User(&["read:notifications"]), notifications::api::accounts_of_group),
        post("/api/v2/notifications/{group_key}/dismiss", User(&["write:notifications"]), notifications::api::dismiss_group),
        get("/api/v1/admin/accounts", Staff(&["admin:read:accounts"], permission::MANAGE_USERS), admin::accounts::api::first),
        get("/api/v2/admin/accounts", Staff(&["admin:read:accounts"], permission::MANAGE_USERS), admin::accounts::api::second),
        get("/api/v1/admin/accounts/{id}", Staff(&["admin:read:accounts"], permission::MANAGE_USERS), admin::accounts::api::show),
        delete("/api/v1/admin/accounts/{id}", Staff(&["admin:write:accounts"], permission::DELETE_USER_DATA), admin::accounts::api::delete),
        post("/api/v1/admin/accounts/{id}/action", Staff(&["admin:write:accounts"], permission::MANAGE_USERS | permission::MANAGE_REPORTS), admin::accounts::api::action),
        post("/api/v1/admin/accounts/{id}/approve", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::approve),
        post("/api/v1/admin/accounts/{id}/reject", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::reject),
        post("/api/v1/admin/accounts/{id}/enable", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::enable),
        post("/api/v1/admin/accounts/{id}/unsilence", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::unsilence),
        post("/api/v1/admin/accounts/{id}/unsuspend", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::unsuspend),
        post("/api/v1/admin/accounts/{id}/unsensitive", Staff(&["admin:write:accounts"], permission::MANAGE_USERS), admin::accounts::api::unsensitive),
        get("/api/v1/admin/reports", Staff(&["admin:read:reports"], permission::MANAGE_REPORTS), admin::reports::api::index),
        get("/api/v1/admin/reports/{id}", Staff(&["admin:read:reports"], permission::MANAGE_REPORTS), admin::reports::api::show),
        put("/api/v1/admin/reports/{id}", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS), admin::reports::api::update),
        post("/api/v1/admin/reports/{id}/assign_to_self", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS), admin::reports::api::assign_to_self),
        post("/api/v1/admin/reports/{id}/unassign", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS), admin::reports::api::unassign),
        post("/api/v1/admin/reports/{id}/resolve", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS), admin::reports::api::resolve),
        get("/api/v1/admin/domain_allows", Staff(&["admin:read:domain_allows"], permission::MANAGE_FEDERATION), admin::blocks::api::allows::index),
        get("/api/v1/admin/domain_allows/{id}", Staff(&["admin:read:domain_allows"], permission::MANAGE_FEDERATION), admin::blocks::api::allows::show),
        post("/api/v1/admin/domain_allows", Staff(&["admin:write:domain_allows"], permission::MANAGE_FEDERATION), admin::blocks::api::allows::create),
        delete("/api/v1/admin/domain_allows/{id}", Staff(&["admin:write:domain_allows"], permission::MANAGE_FEDERATION), admin::blocks::api::allows::delete),
        get("/api/v1/admin/domain_blocks", Staff(&["admin:read:domain_blocks"], permission::MANAGE_FEDERATION), admin::blocks::api::domains::index),
        get("/api/v1/admin/domain_blocks/{id}", Staff(&["admin:read:domain_blocks"], permission::MANAGE_FEDERATION), admin::blocks::api::domains::show),
        post("/api/v1/admin/domain_blocks", Staff(&["admin:write:domain_blocks"], permission::MANAGE_FEDERATION), admin::blocks::api::domains::create),
        put("/api/v1/admin/domain_blocks/{id}", Staff(&["admin:write:domain_blocks"], permission::MANAGE_FEDERATION), admin::blocks::api::domains::update),
        delete("/api/v1/admin/domain_blocks/{id}", Staff(&["admin:write:domain_blocks"], permission::MANAGE_FEDERATION), admin::blocks::api::domains::delete),
        get("/api/v1/admin/email_domain_blocks", Staff(&["admin:read:email_domain_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::emails::index),
        get("/api/v1/admin/email_domain_blocks/{id}", Staff(&["admin:read:email_domain_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::emails::show),
        post("/api/v1/admin/email_domain_blocks", Staff(&["admin:write:email_domain_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::emails::create),
        delete("/api/v1/admin/email_domain_blocks/{id}", Staff(&["admin:write:email_domain_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::emails::delete),
        get("/api/v1/admin/canonical_email_blocks", Staff(&["admin:read:canonical_email_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::canonical::index),
        get("/api/v1/admin/canonical_email_blocks/{id}", Staff(&["admin:read:canonical_email_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::canonical::show),
        post("/api/v1/admin/canonical_email_blocks/test", Staff(&["admin:read:canonical_email_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::canonical::test),
        post("/api/v1/admin/canonical_email_blocks", Staff(&["admin:write:canonical_email_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::canonical::create),
        delete("/api/v1/admin/canonical_email_blocks/{id}", Staff(&["admin:write:canonical_email_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::canonical::delete),
        get("/api/v1/admin/ip_blocks", Staff(&["admin:read:ip_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::ips::index),
        get("/api/v1/admin/ip_blocks/{id}", Staff(&["admin:read:ip_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::ips::show),
        post("/api/v1/admin/ip_blocks", Staff(&["admin:write:ip_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::ips::create),
        put("/api/v1/admin/ip_blocks/{id}", Staff(&["admin:write:ip_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::ips::update),
        delete("/api/v1/admin/ip_blocks/{id}", Staff(&["admin:write:ip_blocks"], permission::MANAGE_BLOCKS), admin::blocks::api::ips::delete),
        get("/api/v1/instance/domain_blocks", Optional(&[]), admin::blocks::api::domains::public),
        post("/api/v1/admin/reports/{id}/reopen", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS), admin::reports::api::reopen),
        post("/api/v1/admin/measures", Staff(&["admin:read"], permission::VIEW_DASHBOARD), admin::dashboard::api::measures),
        post("/api/v1/admin/dimensions", Staff(&["admin:read"], permission::VIEW_DASHBOARD), admin::dashboard::api::dimensions),
        post("/api/v1/admin/retention", Staff(&["admin:read"], permission::VIEW_DASHBOARD), admin::dashboard::api::retention),
        get("/api/howdah/v1/roles", Staff(&["admin:read"], permission::MANAGE_ROLES), admin::roles::api::index),
        post("/api/howdah/v1/roles", Staff(&["admin:write"], permission::MANAGE_ROLES), admin::roles::api::create),
        put("/api/howdah/v1/roles/{id}", Staff(&["admin:write"], permission::MANAGE_ROLES), admin::roles::api::update),
        delete("/api/howdah/v1/roles/{id}", Staff(&["admin:write"], permission::MANAGE_ROLES), admin::roles::api::delete),
        post("/api/howdah/v1/members/{id}/role", Staff(&["admin:write"], permission::MANAGE_ROLES), admin::roles::api::give),
        get("/api/howdah/v1/rules", Staff(&["admin:read"], permission::MANAGE_RULES), rules::api::list),
        post("/api/howdah/v1/rules", Staff(&["admin:write"], permission::MANAGE_RULES), rules::api::create),
        put("/api/howdah/v1/rules/{id}", Staff(&["admin:write"], permission::MANAGE_RULES), rules::api::update),
        delete("/api/howdah/v1/rules/{id}", Staff(&["admin:write"], permission::MANAGE_RULES), rules::api::delete),
        get("/api/v1/push/subscription", User(&["push"]), push::api::show),
        post("/api/v1/push/subscription", User(&["push"]), push::api::create),
        put("/api/v1/push/subscription", User(&["push"]), push::api::update),
        delete("/api/v1/push/subscription", User(&["push"]), push::api::delete),
        post("/api/v1/reports", User(&["write:reports"]), reports::api::create),

        // Streams take their token from more places than the guard looks in, and refuse in words of their own.
        get("/api/v1/streaming", Public, streaming::api::open),
        get("/api/v1/streaming/health", Public, streaming::api::health),
        get("/api/v1/streaming/{*channel}", Public, streaming::api::events),

        get("/api/v1/markers", User(&["read:statuses"]), markers::api::show),
        post("/api/v1/markers", User(&["write:statuses"]), markers::api::save),
        post("/api/v1/statuses", User(&["write:statuses"]), statuses::api::create),
        get("/api/v1/statuses", Optional(&["read:statuses"]), statuses::api::several),
        get("/api/v1/statuses/{id}", Optional(&["read:statuses"]), statuses::api::one).remembered(),
        put("/api/v1/statuses/{id}", User(&["write:statuses"]), statuses::api::edit::update),
        delete("/api/v1/statuses/{id}", User(&["write:statuses"]), statuses::api::delete),
        get("/api/v1/statuses/{id}/context", Optional(&["read:statuses"]), statuses::api::context).remembered(),
        get("/api/v1/statuses/{id}/source", AnyToken(&["read:statuses"]), statuses::api::source),
        get("/api/v1/statuses/{id}/history", Optional(&["read:statuses"]), statuses::api::edit::history),
        get("/api/v1/statuses/{id}/favourited_by", Optional(&["read:statuses"]), statuses::api::favourited_by),
        get("/api/v1/statuses/{id}/reblogged_by", Optional(&["read:statuses"]), statuses::api::reblogged_by),
        post("/api/v1/statuses/{id}/favourite", User(&["write:favourites"]), statuses::api::favourite),
        post("/api/v1/statuses/{id}/unfavourite", User(&["write:favourites"]), statuses::api::unfavourite),
        post("/api/v1/statuses/{id}/bookmark", User(&["write:bookmarks"]), statuses::api::bookmark),
        post("/api/v1/statuses/{id}/unbookmark", User(&["write:bookmarks"]), statuses::api::unbookmark),
        post("/api/v1/statuses/{id}/reblog", User(&["write:statuses"]), statuses::api::reblog),
        post("/api/v1/statuses/{id}/unreblog", User(&["write:statuses"]), statuses::api::unreblog),
        post("/api/v1/statuses/{id}/mute", User(&["write:mutes"]), statuses::api::mute),
        post("/api/v1/statuses/{id}/unmute", User(&["write:mutes"]), statuses::api::unmute),
        post("/api/v1/statuses/{id}/pin", User(&["write:accounts"]), statuses::api::pin),
        post("/api/v1/statuses/{id}/unpin", User(&["write:accounts"]), statuses::api::unpin),
        get("/api/v1/statuses/{id}/quotes", User(&["read:statuses"]), quotes::api::index).remembered(),
        post("/api/v1/statuses/{id}/quotes/{quoting_status_id}/revoke", User(&["write:statuses"]), quotes::api::revoke),
        put("/api/v1/statuses/{id}/interaction_policy", User(&["write:statuses"]), quotes::api::interaction_policy),
        post("/api/v1/statuses/{id}/translate", AnyToken(&["read:statuses"]), translations::api::translate),
        get("/api/v1/instance/translation_languages", Public, translations::api::languages),
        get("/api/oembed", Public, oembed::api::show),
        get("/api/v1/favourites", User(&["read:favourites"]), statuses::api::favourites),
        get("/api/v1/bookmarks", User(&["read:bookmarks"]), statuses::api::bookmarks),

        get("/api/v1/timelines/home", User(&["read:statuses"]), timelines::api::home).remembered(),
        get("/api/v1/timelines/public", Optional(&["read:statuses"]), timelines::api::public).remembered(),
        get("/api/v1/timelines/tag/{hashtag}", Optional(&["read:statuses"]), timelines::api::tag).remembered(),
        get("/api/v1/scheduled_statuses", User(&["read:statuses"]), scheduled::api::index),
        get("/api/v1/scheduled_statuses/{id}", User(&["read:statuses"]), scheduled::api::show),
        put("/api/v1/scheduled_statuses/{id}", User(&["write:statuses"]), scheduled::api::update),
        delete("/api/v1/scheduled_statuses/{id}", User(&["write:statuses"]), scheduled::api::delete),
        get("/api/v1/polls/{id}", Optional(&["read:statuses"]), polls::api::show),
        post("/api/v1/polls/{id}/votes", User(&["write:statuses"]), polls::api::votes),

        get("/api/v1/timelines/link", Optional(&["read:statuses"]), timelines::api::link_to).remembered(),
        get("/api/v1/timelines/direct", User(&["read:statuses"]), timelines::api::direct),
        get("/api/v1/timelines/list/{id}", User(&["read:lists"]), timelines::api::list).remembered(),
        get("/api/v1/accounts/{id}/statuses", Optional(&["read:statuses"]), timelines::api::of_account).remembered(),

        get("/api/v1/lists", User(&["read:lists"]), lists::api::index),
        post("/api/v1/lists", User(&["write:lists"]), lists::api::create),
        get("/api/v1/lists/{id}", User(&["read:lists"]), lists::api::show),
        put("/api/v1/lists/{id}", User(&["write:lists"]), lists::api::update),
        delete("/api/v1/lists/{id}", User(&["write:lists"]), lists::api::delete),
        get("/api/v1/lists/{id}/accounts", User(&["read:lists"]), lists::api::accounts),
        post("/api/v1/lists/{id}/accounts", User(&["write:lists"]), lists::api::add_accounts),
        delete("/api/v1/lists/{id}/accounts", User(&["write:lists"]), lists::api::remove_accounts),
        get("/api/v1/accounts/{id}/lists", User(&["read:lists"]), lists::api::of_account),

        get("/api/v1/tags/{name}", Optional(&["read"]), tags::api::show),
        post("/api/v1/tags/{name}/follow", User(&["write:follows"]), tags::api::follow),
        post("/api/v1/tags/{name}/unfollow", User(&["write:follows"]), tags::api::unfollow),
        post("/api/v1/tags/{name}/feature", User(&["write:accounts"]), tags::api::feature),
        post("/api/v1/tags/{name}/unfeature", User(&["write:accounts"]), tags::api::unfeature),
        get("/api/v1/followed_tags", User(&["read:follows"]), tags::api::followed),
        get("/api/v1/featured_tags", User(&["read:accounts"]), tags::api::featured),
        post("/api/v1/featured_tags", User(&["write:accounts"]), tags::api::add_featured),
        get("/api/v1/featured_tags/suggestions", User(&["read:accounts"]), tags::api::suggestions),
        delete("/api/v1/featured_tags/{id}", User(&["write:accounts"]), tags::api::remove_featured),
        get("/api/v1/accounts/{id}/featured_tags", Optional(&["read:accounts"]), tags::api::featured_by),

        get("/api/v1/endorsements", User(&["read:accounts"]), endorsements::api::index),
        get("/api/v1/accounts/{id}/endorsements", Optional(&["read:accounts"]), endorsements::api::of_account),
        post("/api/v1/accounts/{id}/endorse", User(&["write:accounts"]), endorsements::api::endorse),
        post("/api/v1/accounts/{id}/unendorse", User(&["write:accounts"]), endorsements::api::unendorse),
        post("/api/v1/accounts/{id}/pin", User(&["write:accounts"]), endorsements::api::endorse),
        post("/api/v1/accounts/{id}/unpin", User(&["write:accounts"]), endorsements::api::unendorse),
        get("/api/v1/suggestions", User(&["read"]), suggestions::api::first),
        get("/api/v2/suggestions", User(&["read"]), suggestions::api::second),
        delete("/api/v1/suggestions/{account_id}", User(&["read"]), suggestions::api::dismiss),
        get("/api/v1/directory", Optional(&[]), suggestions::api::directory),
        get("/api/v1/accounts/familiar_followers", User(&["read:follows"]), suggestions::api::familiar_followers),

        get("/api/v1/accounts/{id}/collections", Optional(&["read:collections"]), collections::api::of_account),
        get("/api/v1/accounts/{id}/in_collections", User(&["read:collections"]), collections::api::featuring),
        post("/api/v1/collections", User(&["write:collections"]), collections::api::create),
        get("/api/v1/collections/{id}", Optional(&["read:collections"]), collections::api::show),
        patch("/api/v1/collections/{id}", User(&["write:collections"]), collections::api::update),
        delete("/api/v1/collections/{id}", User(&["write:collections"]), collections::api::delete),
        post("/api/v1/collections/{id}/items", User(&["write:collections"]), collections::api::add_item),
        delete("/api/v1/collections/{collection_id}/items/{id}", User(&["write:collections"]), collections::api::remove_item),
        post("/api/v1/collections/{collection_id}/items/{id}/revoke", User(&["write:collections"]), collections::api::revoke_item),
        // Their first address, until apps have moved.
        get("/api/v1_alpha/accounts/{id}/collections", Optional(&["read:collections"]), collections::api::of_account),
        get("/api/v1_alpha/accounts/{id}/in_collections", User(&["read:collections"]), collections::api::featuring),
        post("/api/v1_alpha/collections", User(&["write:collections"]), collections::api::create),
        get("/api/v1_alpha/collections/{id}", Optional(&["read:collections"]), collections::api::show),
        patch("/api/v1_alpha/collections/{id}", User(&["write:collections"]), collections::api::update),
        delete("/api/v1_alpha/collections/{id}", User(&["write:collections"]), collections::api::delete),
        post("/api/v1_alpha/collections/{id}/items", User(&["write:collections"]), collections::api::add_item),
        delete("/api/v1_alpha/collections/{collection_id}/items/{id}", User(&["write:collections"]), collections::api::remove_item),
        post("/api/v1_alpha/collections/{collection_id}/items/{id}/revoke", User(&["write:collections"]), collections::api::revoke_item),

        get("/api/v1/conversations", User(&["read:statuses"]), conversations::api::index),
        delete("/api/v1/conversations/{id}", User(&["write:conversations"]), conversations::api::delete),
        post("/api/v1/conversations/{id}/read", User(&["write:conversations"]), conversations::api::read),
        post("/api/v1/conversations/{id}/unread", User(&["write:conversations"]), conversations::api::unread),

        get("/api/v1/announcements", User(&[]), announcements::api::index),
        post("/api/v1/announcements/{id}/dismiss", User(&["write:accounts"]), announcements::api::dismiss),
        put("/api/v1/announcements/{id}/reactions/{name}", User(&["write:favourites"]), announcements::api::react),
        delete("/api/v1/announcements/{id}/reactions/{name}", User(&["write:favourites"]), announcements::api::unreact),
        get("/api/howdah/v1/announcements", Staff(&["admin:read"], permission::MANAGE_ANNOUNCEMENTS), announcements::api::drafts),
        post("/api/howdah/v1/announcements", Staff(&["admin:write"], permission::MANAGE_ANNOUNCEMENTS), announcements::api::create),
        put("/api/howdah/v1/announcements/{id}", Staff(&["admin:write"], permission::MANAGE_ANNOUNCEMENTS), announcements::api::update),
        delete("/api/howdah/v1/announcements/{id}", Staff(&["admin:write"], permission::MANAGE_ANNOUNCEMENTS), announcements::api::delete),
        get("/api/v2/filters", User(&["read:filters"]), filters::api::index),
        post("/api/v2/filters", User(&["write:filters"]), filters::api::create),
        get("/api/v2/filters/{id}", User(&["read:filters"]), filters::api::show),
        put("/api/v2/filters/{id}", User(&["write:filters"]), filters::api::update),
        delete("/api/v2/filters/{id}", User(&["write:filters"]), filters::api::delete),
        get("/api/v2/filters/{id}/keywords", User(&["read:filters"]), filters::api::keywords),
        post("/api/v2/filters/{id}/keywords", User(&["write:filters"]), filters::api::add_keyword),
        get("/api/v2/filters/keywords/{id}", User(&["read:filters"]), filters::api::show_keyword),
        put("/api/v2/filters/keywords/{id}", User(&["write:filters"]), filters::api::change_keyword),
        delete("/api/v2/filters/keywords/{id}", User(&["write:filters"]), filters::api::delete_keyword),
        get("/api/v2/filters/{id}/statuses", User(&["read:filters"]), filters::api::statuses),
        post("/api/v2/filters/{id}/statuses", User(&["write:filters"]), filters::api::add_status),
        get("/api/v2/filters/statuses/{id}", User(&["read:filters"]), filters::api::show_status),
        delete("/api/v2/filters/statuses/{id}", User(&["write:filters"]), filters::api::delete_status),
        get("/api/v1/filters", User(&["read:filters"]), filters::api::first_index),
        post("/api/v1/filters", User(&["write:filters"]), filters::api::first_create),
        get("/api/v1/filters/{id}", User(&["read:filters"]), filters::api::first_show),
        put("/api/v1/filters/{id}", User(&["write:filters"]), filters::api::first_update),
        delete("/api/v1/filters/{id}", User(&["write:filters"]), filters::api::delete_keyword),

        get("/api/v2/search", Optional(&["read:search"]), search::api::search).remembered(),
        get("/api/v1_alpha/async_refreshes/{id}", User(&["read"]), async_refreshes::api::show),

        get("/api/v1/instance", Public, instance::api::v1).remembered(),
        get("/api/v2/instance", Public, instance::api::v2).remembered(),
        get("/api/v1/instance/rules", Public, rules::api::index),
        get("/api/v1/instance/peers", Public, instance::api::peers),
        get("/api/v1/instance/activity", Public, instance::api::activity),
        get("/api/v1/instance/extended_description", Public, instance::api::extended_description),
        get("/api/v1/instance/privacy_policy", Public, instance::api::privacy_policy),
        get("/api/v1/instance/terms_of_service", Public, instance::api::terms),
        get("/api/v1/instance/terms_of_service/{date}", Public, instance::api::terms_since),
        get("/api/v1/peers/search", Public, instance::api::search_peers),
        get("/api/v1/donation_campaigns", User(&[]), instance::api::donation_campaigns),
        get("/api/v1/custom_emojis", Public, instance::api::custom_emojis).remembered(),
        get("/api/v1/preferences", User(&["read:accounts"]), instance::api::preferences),
        get("/api/v1/instance/languages", Public, instance::api::languages),
        get("/api/howdah/v1/community", Public, instance::api::community),
        patch("/api/howdah/v1/community", Staff(&["admin:write"], permission::MANAGE_SETTINGS), instance::api::change_community),

        post("/api/v1/accounts", AnyToken(&["write:accounts"]), registrations::api::mastodon),
        post("/api/howdah/v1/sign_up", AnyToken(&["write:accounts"]), registrations::api::own),
        get("/api/howdah/v1/invites", User(&["admin:read"]), invites::api::list),
        post("/api/howdah/v1/invites", User(&["admin:write"]), invites::api::create),
        delete("/api/howdah/v1/invites/{id}", User(&["admin:write"]), invites::api::revoke),
        get("/api/howdah/v1/invites/by_code/{code}", Public, invites::api::by_code),

        get("/api/howdah/v1/me/aliases", User(&["read:accounts"]), belongings::api::aliases),
        post("/api/howdah/v1/me/aliases", User(&["write:accounts"]), belongings::api::add_alias),
        delete("/api/howdah/v1/me/aliases/{id}", User(&["write:accounts"]), belongings::api::remove_alias),
        get("/api/howdah/v1/me/move", User(&["read:accounts"]), belongings::api::show_move),
        post("/api/howdah/v1/me/move", User(&["write:accounts"]), belongings::api::begin_move),
        delete("/api/howdah/v1/me/move", User(&["write:accounts"]), belongings::api::cancel_move),
        get("/api/howdah/v1/me/export", User(&["read"]), belongings::api::export),
        post("/api/howdah/v1/me/export", User(&["read"]), belongings::api::ask_export),
        get("/api/howdah/v1/me/export/{name}", User(&["read"]), belongings::api::download),
        get("/api/howdah/v1/me/imports", User(&["read"]), belongings::api::imports),
        post("/api/howdah/v1/me/imports", User(&["write"]), belongings::api::read_import),
        get("/api/howdah/v1/me/imports/{id}", User(&["read"]), belongings::api::import),
        post("/api/howdah/v1/me/imports/{id}/confirm", User(&["write"]), belongings::api::confirm_import),
        delete("/api/howdah/v1/me/imports/{id}", User(&["write"]), belongings::api::discard_import),
        post("/api/howdah/v1/me/delete", User(&["write"]), belongings::api::delete),
        get("/api/howdah/v1/queue", Staff(&["admin:read:reports", "admin:read:accounts"], cases::ANY_KIND), cases::api::queue),
        get("/api/howdah/v1/queue/counts", Staff(&["admin:read:reports", "admin:read:accounts"], cases::ANY_KIND), cases::api::counts),
        get("/api/howdah/v1/cases/{id}", Staff(&["admin:read:reports", "admin:read:accounts"], cases::ANY_KIND), cases::api::show),
        post("/api/howdah/v1/cases/{id}/assign", Staff(&["admin:write:reports", "admin:write:accounts"], cases::ANY_KIND), cases::api::assign),
        post("/api/howdah/v1/cases/{id}/notes", Staff(&["admin:write:reports", "admin:write:accounts"], cases::ANY_KIND), cases::api::notes),
        post("/api/howdah/v1/cases/{id}/resolve", Staff(&["admin:write:reports", "admin:write:accounts"], cases::ANY_KIND), cases::api::resolve),
        get("/api/howdah/v1/acts", Staff(&["admin:read:reports"], permission::VIEW_AUDIT_LOG | permission::MANAGE_REPORTS), acts::api::index),
        post("/api/howdah/v1/acts", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS | permission::MANAGE_USERS), acts::api::create),
        post("/api/howdah/v1/acts/{id}/undo", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS | permission::MANAGE_USERS), acts::api::undo),
        get("/api/howdah/v1/warnings", Unready(&["read:accounts"]), appeals::api::warnings),
        get("/api/howdah/v1/appeals", Staff(&["admin:read:reports"], permission::MANAGE_APPEALS), appeals::api::index),
        post("/api/howdah/v1/appeals", Unready(&["write:accounts"]), appeals::api::create),
        post("/api/howdah/v1/appeals/{id}/accept", Staff(&["admin:write:reports"], permission::MANAGE_APPEALS), appeals::api::accept),
        post("/api/howdah/v1/appeals/{id}/reject", Staff(&["admin:write:reports"], permission::MANAGE_APPEALS), appeals::api::reject),
        get("/api/howdah/v1/canned", Staff(&["admin:read:reports"], cases::ANY_KIND), canned::api::index),
        post("/api/howdah/v1/canned", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS | permission::MANAGE_USERS), canned::api::create),
        put("/api/howdah/v1/canned/{id}", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS | permission::MANAGE_USERS), canned::api::change),
        delete("/api/howdah/v1/canned/{id}", Staff(&["admin:write:reports"], permission::MANAGE_REPORTS | permission::MANAGE_USERS), canned::api::delete),

        post("/api/v1/apps", Public, oauth::api::create_app),
        get("/api/v1/apps/verify_credentials", AnyToken(&[]), oauth::api::verify_app),
        get("/oauth/authorize", Public, oauth::api::browser::show),
        post("/oauth/authorize", Public, oauth::api::browser::act),
        post("/auth/sign_out", Public, oauth::api::browser::sign_out),
        get("/auth/password/new", Public, passwords::api::ask),
        post("/auth/password", Public, passwords::api::asked),
        get("/auth/password/edit", Public, passwords::api::choose),
        post("/auth/password/edit", Public, passwords::api::chosen),
        post("/api/howdah/v1/members/{id}/reset_link", Staff(&["admin:write:accounts"], permission::MANAGE_USER_ACCESS), passwords::api::reset_link),
        get("/api/howdah/v1/me/sessions", User(&["read"]), security::api::sessions),
        delete("/api/howdah/v1/me/sessions", User(&["write"]), security::api::end_sessions),
        delete("/api/howdah/v1/me/sessions/{id}", User(&["write"]), security::api::end_session),
        get("/api/howdah/v1/me/apps", User(&["read"]), security::api::apps),
        delete("/api/howdah/v1/me/apps/{id}", User(&["write"]), security::api::end_app),
        get("/api/howdah/v1/me/sign_ins", User(&["read"]), security::api::sign_ins),
        post("/api/howdah/v1/me/password", User(&["write"]), security::api::password),
        get("/api/howdah/v1/me/email", User(&["read"]), security::api::email),
        post("/api/howdah/v1/me/email", User(&["write"]), security::api::change_email),
        get("/api/howdah/v1/me/two_factor", User(&["read"]), security::api::two_factor),
        post("/api/howdah/v1/me/two_factor", User(&["write"]), security::api::begin_two_factor),
        delete("/api/howdah/v1/me/two_factor", User(&["write"]), security::api::end_two_factor),
        post("/api/howdah/v1/me/two_factor/confirm", User(&["write"]), security::api::confirm_two_factor),
        post("/api/howdah/v1/me/two_factor/recovery_codes", User(&["write"]), security::api::recovery_codes),
        delete("/api/howdah/v1/members/{id}/two_factor", Staff(&["admin:write:accounts"], permission::MANAGE_USER_ACCESS), passwords::api::end_two_factor),
        get("/auth/confirmation", Public, confirmations::api::open),
        post("/api/v1/emails/confirmations", Unready(&["write:accounts"]), confirmations::api::again),
        get("/api/v1/emails/check_confirmation", Unready(&["read:accounts"]), confirmations::api::check),
        post("/oauth/token", Public, oauth::api::token),
        post("/oauth/revoke", Public, oauth::api::revoke),
        get("/oauth/userinfo", User(&["profile"]), oauth::api::userinfo),
        post("/oauth/userinfo", User(&["profile"]), oauth::api::userinfo),
        get("/.well-known/oauth-authorization-server", Public, oauth::api::metadata),
        get("/", Public, pages::api::home),
        get("/@{handle}", Public, pages::api::profile),
        get("/@{handle}/{id}", Public, pages::api::status),
        get("/tags/{name}", Public, pages::api::tag),
        get("/collections/{id}", Public, pages::api::collection),
        get("/invite/{code}", Public, pages::api::invite),
        get("/manifest.webmanifest", Public, pages::api::manifest),
        get("/robots.txt", Public, pages::api::robots),
    ]
}

/// Start-up calls of features that come with the next issue: they answer empty until then, and clients start. The list
/// shrinks to nothing; a test prints it.
#[rustfmt::skip]
pub fn not_yet() -> Vec<(&'static str, Access, &'static str)> {
    vec![
        ("/api/v1/trends", Public, "[]"),
        ("/api/v1/trends/links", Public, "[]"),
        ("/api/v1/trends/statuses", Public, "[]"),
        ("/api/v1/trends/tags", Public, "[]"),
    ]
}

/// The moment since which the first address of collections is deprecated (RFC 9745).
async fn deprecated(mut response: Response) -> Response {
    response.headers_mut().insert("deprecation", HeaderValue::from_static("@1781049600"));
    response
}

/// The table as a router. Each route carries its own guard.
pub fn router(app: &App) -> Router<App> {
    let mut router = Router::new();
    let placeholders = not_yet()
        .into_iter()
        .map(|(path, access, body)| get(path, access, async move || RawJson(body.as_bytes().to_vec())));
    for Route { path, access, handler, remembered, .. } in table().into_iter().chain(placeholders) {
        let check = move |axum::extract::State(app): axum::extract::State<App>, request: Request, next: Next| async move {
            guard(app, access, remembered, request, next).await
        };
        let mut handler = handler.layer(from_fn_with_state(app.clone(), check));
        if path.starts_with("/api/v1_alpha/") {
            handler = handler.layer(map_response(deprecated));
        }
        // Mastodon takes a slash at the end of a path, and Mastodon.py sends one.
        if path.starts_with("/api/") && !path.contains("{*") {
            router = router.route(&format!("{path}/"), handler.clone());
        }
        router = router.route(path, handler);
    }
    router
}
