//! Answers that are given again as long as nothing was written. Most pages are asked for more often than anything
//! changes: a whole school opens the app in the break, and a phone asks for its home every time it is unlocked.
//!
//! An answer counts for the same token, address and query, while the database's generation (`Db::generation`) is the
//! one it was made in, and for at most a second, because some answers know the time (polls end, mutes pass). A change is
//! counted before it is acknowledged, so nobody reads what was true before their own write.
//!
//! Deliberately absent: anything that a handler does besides answering. Only routes that merely read are remembered
//! (`Route::remembered`).

use super::base::Base;
use crate::app::App;
use crate::db::{Engine, Generation};
use axum::body::{Body, Bytes, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode};
use axum::middleware::Next;
use moka::sync::Cache;
use std::sync::Arc;

/// Milliseconds for which an answer may stand even if nothing changes.
const LONGEST: i64 = 1_000;
/// Bytes of bodies that are kept.
const ROOM: u64 = 12 * 1024 * 1024;
/// Larger bodies are not kept.
const LARGEST: usize = 512 * 1024;

/// Token (0 for nobody), address, path with query.
type Key = (i64, Base, Box<str>);

struct Answer {
    generation: Generation,
    at: i64,
    headers: HeaderMap,
    body: Bytes,
}

/// What is known of a question.
enum Known {
    /// It was asked. Where the generation costs a statement, only what is asked twice is worth it.
    Asked,
    Answered(Answer),
}

/// The answers of this process.
pub struct Memory(Cache<Key, Arc<Known>>);

impl Default for Memory {
    fn default() -> Self {
        let room = Cache::builder()
            .weigher(|key: &Key, known: &Arc<Known>| {
                let body = if let Known::Answered(answer) = &**known { answer.body.len() } else { 0 };
                (body + key.2.len() + 400) as u32
            })
            .max_capacity(ROOM)
            .time_to_live(std::time::Duration::from_secs(2))
            .build();
        Self(room)
    }
}

/// Answers from memory, or has the handler answer and keeps that.
pub async fn answer(app: &App, token: i64, request: Request<Body>, next: Next) -> Response<Body> {
    let base = request.extensions().get::<Base>().unwrap_or(&app.origin).clone();
    let uri = request.uri();
    let key: Key = (token, base, uri.path_and_query().map_or("", |path| path.as_str()).into());
    let known = app.caches.answers.0.get(&key);
    if known.is_none() && app.db.engine() == Engine::Postgres {
        app.caches.answers.0.insert(key, Arc::new(Known::Asked));
        return next.run(request).await;
    }
    // Where the database does not answer, the handler will find words for it.
    let Ok(generation) = app.db.generation().await else { return next.run(request).await };
    let now = app.clock.now();
    if let Some(Known::Answered(answer)) = known.as_deref()
        && answer.generation == generation
        && (0..LONGEST).contains(&(now - answer.at))
    {
        let mut response = Response::new(Body::from(answer.body.clone()));
        *response.headers_mut() = answer.headers.clone();
        return response;
    }
    let (parts, body) = next.run(request).await.into_parts();
    if parts.status != StatusCode::OK {
        return Response::from_parts(parts, body);
    }
    let Ok(body) = to_bytes(body, usize::MAX).await else {
        return Response::from_parts(parts, Body::empty());
    };
    if body.len() <= LARGEST {
        let answer = Answer { generation, at: now, headers: parts.headers.clone(), body: body.clone() };
        app.caches.answers.0.insert(key, Arc::new(Known::Answered(answer)));
    }
    Response::from_parts(parts, Body::from(body))
}
