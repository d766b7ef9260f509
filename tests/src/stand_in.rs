//! Somebody else's server, on loopback: what the town asks of the outside is answered here.

use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http_body_util::BodyExt as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::net::TcpListener;

/// A request as the stand-in heard it.
#[derive(Debug, Clone)]
pub struct Heard {
    pub method: Method,
    /// Path and query.
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// Cheap to clone; answers until the test's runtime ends.
#[derive(Clone)]
pub struct StandIn {
    pub address: SocketAddr,
    heard: Arc<Mutex<Vec<Heard>>>,
}

impl StandIn {
    /// `answer` makes a response of each request.
    pub async fn start(answer: impl Fn(&Heard) -> Response + Clone + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let heard = Arc::new(Mutex::new(Vec::new()));
        let stand_in = Self { address: listener.local_addr().expect("its address"), heard: heard.clone() };
        let router = Router::new().fallback(move |request: Request| {
            let (answer, heard) = (answer.clone(), heard.clone());
            async move {
                let (parts, body) = request.into_parts();
                let body = body.collect().await.expect("a whole body").to_bytes();
                let path = parts.uri.path_and_query().map_or("/", |path| path.as_str()).to_owned();
                let one = Heard { method: parts.method, path, headers: parts.headers, body };
                let response = answer(&one);
                heard.lock().unwrap_or_else(PoisonError::into_inner).push(one);
                response
            }
        });
        tokio::spawn(async move { axum::serve(listener, router).await });
        stand_in
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// What was asked so far.
    pub fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A response with this type and body.
pub fn reply(kind: &str, body: impl Into<Body>) -> Response {
    ([("content-type", kind.to_owned())], body.into()).into_response()
}

pub fn status(code: u16) -> Response {
    StatusCode::from_u16(code).expect("a status").into_response()
}

pub fn redirect(to: &str) -> Response {
    (StatusCode::FOUND, [("location", to.to_owned())]).into_response()
}
