//! Who is calling, and whether this route is theirs. `routes.rs` gives each route its `Access`; the guard here is the
//! only place that enforces it.

use super::address::Address;
use super::limits::{Kind, Left};
use super::remember;
use super::respond::{error_response, rate_headers};
use super::scope::Scopes;
use crate::app::App;
use crate::args;
use crate::db::{FromRow, Row};
use crate::error::{Error, Result};
use axum::extract::{ConnectInfo, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::Response;
use std::net::SocketAddr;
use std::sync::Arc;

/// What a route asks of its caller. Scopes are alternatives: one of them is enough.
#[derive(Debug, Clone, Copy)]
pub enum Access {
    /// Anybody; a token is not looked at.
    Public,
    /// Anybody; a token that is sent must be good for one of the scopes (none listed: any token).
    Optional(&'static [&'static str]),
    /// A token of any kind, also one that belongs to an app only.
    App(&'static [&'static str]),
    /// A signed-in member who may act.
    User(&'static [&'static str]),
    /// A signed-in member, also one that still waits for approval or confirmation.
    Unready(&'static [&'static str]),
    /// A member whose role has one of these permission bits.
    Staff(&'static [&'static str], i64),
}

/// A token with whom it stands for, cached until something about it changes.
#[derive(Debug)]
pub struct Session {
    pub token_id: i64,
    pub hash: Vec<u8>,
    pub app_id: Option<i64>,
    pub account_id: Option<i64>,
    pub scopes: Scopes,
    pub permissions: i64,
    pub rank: i64,
    pub confirmed: bool,
    pub approved: bool,
    pub disabled: bool,
    pub suspended: bool,
    pub locale: String,
    /// Whether the home feed is kept: the long absent get theirs when they return.
    pub feed_built: bool,
}

/// Role permission bits.
pub mod permission {
    pub const ADMINISTRATOR: i64 = 0x1;
    pub const VIEW_AUDIT_LOG: i64 = 0x4;
    pub const VIEW_DASHBOARD: i64 = 0x8;
    pub const MANAGE_REPORTS: i64 = 0x10;
    pub const MANAGE_FEDERATION: i64 = 0x20;
    pub const MANAGE_SETTINGS: i64 = 0x40;
    pub const MANAGE_BLOCKS: i64 = 0x80;
    pub const MANAGE_TAXONOMIES: i64 = 0x100;
    pub const MANAGE_APPEALS: i64 = 0x200;
    pub const MANAGE_USERS: i64 = 0x400;
    pub const MANAGE_INVITES: i64 = 0x800;
    pub const MANAGE_RULES: i64 = 0x1000;
    pub const MANAGE_ANNOUNCEMENTS: i64 = 0x2000;
    pub const MANAGE_CUSTOM_EMOJIS: i64 = 0x4000;
    pub const DELETE_USER_DATA: i64 = 0x80000;
    pub const INVITE_USERS: i64 = 0x10000;
    pub const MANAGE_ROLES: i64 = 0x20000;
    pub const MANAGE_USER_ACCESS: i64 = 0x40000;
    pub const VIEW_FEEDS: i64 = 0x10_0000;
}

impl Session {
    pub fn may(&self, permission: i64) -> bool {
        self.permissions & (permission | permission::ADMINISTRATOR) != 0
    }
}

impl FromRow for Session {
    fn from_row(row: &Row) -> Result<Self> {
        let mut c = row.cells();
        Ok(Self {
            token_id: c.take()?,
            hash: c.take()?,
            app_id: c.take()?,
            account_id: c.take()?,
            scopes: Scopes::parse(&c.take::<String>()?),
            permissions: c.take::<Option<i64>>()?.unwrap_or(0),
            rank: c.take::<Option<i64>>()?.unwrap_or(0),
            confirmed: c.take::<Option<i64>>()?.is_some(),
            approved: c.take::<Option<bool>>()?.unwrap_or(false),
            disabled: c.take::<Option<bool>>()?.unwrap_or(false),
            suspended: c.take::<Option<i64>>()?.is_some(),
            locale: c.take::<Option<String>>()?.unwrap_or_default(),
            feed_built: c.take::<Option<i64>>()?.is_some(),
        })
    }
}

/// The caller of a request: nobody, an app, or a member.
#[derive(Clone, Default)]
pub struct Caller(pub Option<Arc<Session>>);

impl Caller {
    pub fn account_id(&self) -> Option<i64> {
        self.0.as_ref().and_then(|session| session.account_id)
    }

    /// The member. Routes with `Access::User` always have one.
    pub fn user(&self) -> Result<&Session> {
        self.0.as_deref().filter(|s| s.account_id.is_some()).ok_or(Error::NEEDS_USER)
    }

    pub fn id(&self) -> Result<i64> {
        self.account_id().ok_or(Error::NEEDS_USER)
    }

    pub fn session(&self) -> Result<&Session> {
        self.0.as_deref().ok_or(Error::BAD_TOKEN)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Caller {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

/// Enforces a route's access before its handler runs.
pub async fn guard(app: App, access: Access, remembered: bool, mut request: Request, next: Next) -> Response {
    let caller = match admit(&app, access, request.headers(), request.uri().query()).await {
        Ok(caller) => caller,
        Err(error) => return error_response(&error),
    };
    let left = match meter(&app, &caller, &request) {
        Ok(left) => left,
        Err(error) => return error_response(&error),
    };
    let token = caller.0.as_ref().map_or(0, |session| session.token_id);
    request.extensions_mut().insert(caller);
    let mut response = match remembered {
        true => remember::answer(&app, token, request, next).await,
        false => next.run(request).await,
    };
    if let Some(left) = left
        && !response.headers().contains_key("x-ratelimit-limit")
    {
        rate_headers(&mut response, left.limit, left.remaining, left.reset_ms);
    }
    response
}

/// Takes the request from all of its windows and tells how the tightest stands, as Mastodon does: the token's and the
/// member's, or the address's where nobody is signed in. Pages and files are free.
fn meter(app: &App, caller: &Caller, request: &Request) -> Result<Option<Left>> {
    let path = request.uri().path();
    if !app.config.limits.enabled || !(path.starts_with("/api/") || path.starts_with("/oauth/token")) {
        return Ok(None);
    }
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let address = || Address::find(app, request.headers(), peer).key();
    let (whole, who) = match caller.account_id() {
        Some(id) => (Kind::Member, id.to_string()),
        None => (Kind::Address, address()),
    };
    let token = caller.0.as_ref().map(|session| (Kind::Token, session.token_id.to_string()));
    let door = match (request.method(), path.trim_end_matches('/')) {
        (&Method::POST, "/api/v1/accounts" | "/api/howdah/v1/sign_up") => Some((Kind::SignUp, address())),
        (&Method::POST, "/api/v1/apps") => Some((Kind::Apps, address())),
        _ => None,
    };
    let leafs = |query: &str| {
        query.split('&').any(|part| matches!(part.split('=').next(), Some("max_id" | "min_id" | "since_id" | "page")))
    };
    let paging = request.method() == Method::GET && request.uri().query().is_some_and(leafs);
    let paging = paging.then(|| (Kind::Paging, who.clone()));
    let mut tightest: Option<Left> = None;
    for (kind, who) in token.into_iter().chain([(whole, who)]).chain(door).chain(paging) {
        let left = app.limiter.take(kind, &who, app.clock.now())?;
        if tightest.is_none_or(|known| left.remaining < known.remaining) {
            tightest = Some(left);
        }
    }
    Ok(tightest)
}

async fn admit(app: &App, access: Access, headers: &HeaderMap, query: Option<&str>) -> Result<Caller> {
    if matches!(access, Access::Public) {
        return Ok(Caller::default());
    }
    let Some(token) = bearer(headers, query) else {
        return match access {
            Access::Public | Access::Optional(_) => Ok(Caller::default()),
            _ => Err(Error::BAD_TOKEN),
        };
    };
    let session = session(app, &token).await?.ok_or(Error::BAD_TOKEN)?;
    let scopes = match access {
        Access::Public => &[][..],
        Access::Optional(s) | Access::App(s) | Access::User(s) | Access::Unready(s) | Access::Staff(s, _) => s,
    };
    if !scopes.is_empty() && !scopes.iter().any(|scope| session.scopes.grants(scope)) {
        return Err(Error::Forbidden("This action is outside the authorized scopes".into()));
    }
    let member = session.account_id.is_some();
    match access {
        Access::User(_) | Access::Staff(..) | Access::Unready(_) if !member => {
            return Err(Error::Unprocessable("This method requires an authenticated user".into()));
        }
        Access::User(_) | Access::Staff(..) => ready(&session)?,
        // What everybody may read, a member who is locked out may read as nobody.
        Access::Optional(_) if member && ready(&session).is_err() => return Ok(Caller::default()),
        _ => {}
    }
    if let Access::Staff(_, permission) = access
        && !session.may(permission)
    {
        return Err(Error::forbidden());
    }
    app.activity.note(&session, app.clock.now());
    Ok(Caller(Some(session)))
}

/// Mastodon's sentences for a login that may not act.
pub fn ready(session: &Session) -> Result<()> {
    let why = if session.suspended || session.disabled {
        "Your login is currently disabled"
    } else if !session.confirmed {
        "Your login is missing a confirmed e-mail address"
    } else if !session.approved {
        "Your login is currently pending approval"
    } else {
        return Ok(());
    };
    Err(Error::Forbidden(why.into()))
}

/// The token of a request: header first, then the query parameters that old clients use.
pub fn bearer(headers: &HeaderMap, query: Option<&str>) -> Option<String> {
    if let Some(value) = headers.get(header::AUTHORIZATION).and_then(|v| v.to_str().ok()) {
        let (kind, token) = value.split_once(' ')?;
        return kind.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned());
    }
    let query = query?;
    url::form_urlencoded::parse(query.as_bytes())
        .find(|(key, _)| key == "access_token" || key == "bearer_token")
        .map(|(_, value)| value.into_owned())
}

crate::statements! {
    FIND_SESSION = "SELECT t.id, t.hash, t.app_id, t.account_id, t.scopes, r.permissions, r.rank, u.confirmed_at, u.approved, u.disabled,
        a.suspended_at, u.locale, u.feed_built_at
        FROM tokens t LEFT JOIN users u ON u.account_id = t.account_id LEFT JOIN accounts a ON a.id = t.account_id
        LEFT JOIN roles r ON r.id = u.role_id
        WHERE t.hash = $1 AND t.revoked_at IS NULL AND (t.account_id IS NULL OR (u.account_id IS NOT NULL AND a.deleted_at IS NULL))";
}

/// Looks a token up, in memory first. Unknown tokens are not remembered: one made elsewhere counts at once.
pub async fn session(app: &App, token: &str) -> Result<Option<Arc<Session>>> {
    let hash = app.hash_secret(token);
    if let Some(session) = app.caches.sessions.get(&hash) {
        return Ok(Some(session));
    }
    session_by_hash(app, &hash).await
}

/// Looks a token up in the database.
pub async fn session_by_hash(app: &App, hash: &[u8]) -> Result<Option<Arc<Session>>> {
    let found: Option<Session> = app.db.read().await?.maybe(FIND_SESSION, args![hash]).await?;
    Ok(found.map(|session| {
        let session = Arc::new(session);
        if let Ok(hash) = hash.try_into() {
            app.caches.sessions.insert(hash, session.clone());
        }
        session
    }))
}
