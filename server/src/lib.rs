//! Howdah's server. The map:
//!
//! - `routes` lists every route; `<noun>/api.rs` takes the request, `<noun>/<verb>.rs` holds the rules,
//!   `<noun>/store.rs` all SQL, `<noun>/view.rs` turns rows into Mastodon's entities.
//! - `app` is what every handler may use: config, database, clock, ids, caches, events.
//! - `db` is the only door to SQLite and PostgreSQL; `web` knows HTTP; `bus` tells caches and streams what happened;
//!   `http` is the one way out, `jobs` does what outlives a request; `cli` is the command line.

pub mod accounts;
pub mod acts;
pub mod admin;
pub mod announcements;
pub mod app;
pub mod appeals;
pub mod async_refreshes;
pub mod backup;
pub mod belongings;
pub mod bus;
pub mod canned;
pub mod cards;
pub mod cases;
pub mod cli;
pub mod collections;
pub mod config;
pub mod confirmations;
pub mod conversations;
pub mod db;
pub mod demo;
pub mod emojis;
pub mod endorsements;
pub mod error;
pub mod filters;
pub mod http;
pub mod ids;
pub mod instance;
pub mod invites;
pub mod jobs;
pub mod letters;
pub mod lists;
pub mod mail;
pub mod markers;
pub mod media;
pub mod messages;
pub mod metrics;
pub mod notifications;
pub mod oauth;
pub mod oembed;
pub mod pages;
pub mod passwords;
pub mod polls;
pub mod profile;
pub mod push;
pub mod quotes;
pub mod registrations;
pub mod relationships;
pub mod reports;
pub mod routes;
pub mod rules;
pub mod scheduled;
pub mod search;
pub mod security;
pub mod serve;
pub mod statuses;
pub mod streaming;
pub mod suggestions;
pub mod tags;
pub mod time;
pub mod timelines;
pub mod translations;
pub mod web;
pub mod words;

use app::App;
use axum::Router;
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::from_fn_with_state;
use std::time::Duration;
use tower_http::cors::{AllowOrigin, CorsLayer};

/// The whole server as one service: what `serve` binds and what tests call.
pub fn router(app: App) -> Router {
    routes::router(&app)
        .fallback(pages::api::fallback)
        // To Mastodon's router a known path with another method is an unknown one.
        .method_not_allowed_fallback(pages::api::nothing)
        .layer(from_fn_with_state(app.clone(), admin::blocks::api::door))
        .layer(cors())
        .layer(from_fn_with_state(app.clone(), web::trace::layer))
        .layer(from_fn_with_state(app.clone(), web::base::layer))
        .with_state(app)
}

/// Apps and web clients on other origins may call everything; they authenticate by token, never by cookie.
fn cors() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(AllowOrigin::any())
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS])
        .allow_headers([header::AUTHORIZATION, header::CONTENT_TYPE, HeaderName::from_static("idempotency-key")])
        .expose_headers([
            header::LINK,
            HeaderName::from_static("x-ratelimit-reset"),
            HeaderName::from_static("x-ratelimit-limit"),
            HeaderName::from_static("x-ratelimit-remaining"),
            HeaderName::from_static("x-request-id"),
            HeaderName::from_static("mastodon-async-refresh"),
        ])
        .max_age(Duration::from_secs(24 * 3600))
}

/// Headers that every page and file carries.
pub const NOSNIFF: (HeaderName, HeaderValue) = (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));

/// Every statement of the server by name, for the test that prepares them all on both engines.
pub fn statements() -> Vec<(&'static str, db::Sql)> {
    [
        accounts::find::store::STATEMENTS,
        accounts::store::STATEMENTS,
        accounts::view::STATEMENTS,
        announcements::STATEMENTS,
        acts::STATEMENTS,
        backup::STATEMENTS,
        admin::STATEMENTS,
        admin::accounts::STATEMENTS,
        admin::blocks::STATEMENTS,
        admin::dashboard::STATEMENTS,
        admin::roles::STATEMENTS,
        admin::reports::STATEMENTS,
        admin::warnings::STATEMENTS,
        async_refreshes::STATEMENTS,
        belongings::STATEMENTS,
        bus::STATEMENTS,
        cards::store::STATEMENTS,
        collections::STATEMENTS,
        appeals::STATEMENTS,
        canned::STATEMENTS,
        cases::STATEMENTS,
        confirmations::STATEMENTS,
        conversations::STATEMENTS,
        db::generation::STATEMENTS,
        db::migrate::STATEMENTS,
        emojis::STATEMENTS,
        endorsements::STATEMENTS,
        filters::STATEMENTS,
        instance::STATEMENTS,
        invites::STATEMENTS,
        letters::STATEMENTS,
        lists::store::STATEMENTS,
        markers::STATEMENTS,
        media::store::STATEMENTS,
        notifications::STATEMENTS,
        notifications::store::policy::STATEMENTS,
        notifications::store::severed::STATEMENTS,
        polls::store::STATEMENTS,
        passwords::STATEMENTS,
        profile::STATEMENTS,
        push::STATEMENTS,
        quotes::store::STATEMENTS,
        statuses::store::STATEMENTS,
        relationships::STATEMENTS,
        reports::STATEMENTS,
        scheduled::store::STATEMENTS,
        rules::STATEMENTS,
        search::STATEMENTS,
        statuses::view::STATEMENTS,
        suggestions::STATEMENTS,
        tags::store::STATEMENTS,
        timelines::store::STATEMENTS,
        statuses::store::delete::STATEMENTS,
        statuses::store::edit::STATEMENTS,
        statuses::store::lists::STATEMENTS,
        statuses::store::marks::STATEMENTS,
        statuses::store::write::STATEMENTS,
        oauth::store::STATEMENTS,
        jobs::STATEMENTS,
        jobs::clean::STATEMENTS,
        security::STATEMENTS,
        streaming::STATEMENTS,
        web::auth::STATEMENTS,
    ]
    .concat()
}
