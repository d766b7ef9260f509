//! One request through the router, and its answer.

use crate::town::DOMAIN;
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use axum::response::Response;
use bytes::Bytes;
use http_body_util::BodyExt as _;
use serde_json::Value;
use std::future::IntoFuture;
use std::net::SocketAddr;
use std::pin::Pin;
use tower::ServiceExt as _;

/// A request under construction; `.await` sends it.
#[must_use = "a call is sent by awaiting it"]
pub struct Call {
    router: Router,
    request: Request<Body>,
}

impl Call {
    pub(crate) fn new(router: Router, method: Method, path: &str, token: Option<&str>) -> Self {
        let mut request = Request::builder().method(method).uri(path).header(header::HOST, DOMAIN);
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let mut request = request.body(Body::empty()).expect("a request");
        request.extensions_mut().insert(ConnectInfo(SocketAddr::from(([127, 0, 0, 1], 40_000))));
        Self { router, request }
    }

    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.request.headers_mut().insert(name, value.parse().expect("a header value"));
        self
    }

    pub fn host(self, host: &str) -> Self {
        self.header("host", host)
    }

    /// Comes from this address.
    pub fn from(mut self, address: &str) -> Self {
        let address: SocketAddr = address.parse().expect("an address with a port");
        self.request.extensions_mut().insert(ConnectInfo(address));
        self
    }

    pub fn body(self, kind: &str, bytes: impl Into<Bytes>) -> Self {
        let mut call = self.header("content-type", kind);
        *call.request.body_mut() = Body::from(bytes.into());
        call
    }

    pub fn json(self, value: Value) -> Self {
        self.body("application/json", value.to_string())
    }

    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        let text = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        self.body("application/x-www-form-urlencoded", text)
    }

    pub fn multipart(self, multipart: Multipart) -> Self {
        self.body(&format!("multipart/form-data; boundary={BOUNDARY}"), multipart.finish())
    }

    /// Sends, and leaves the body unread: for streams.
    pub async fn open(self) -> Response {
        self.router.oneshot(self.request).await.unwrap_or_else(|never| match never {})
    }
}

impl IntoFuture for Call {
    type Output = Answer;
    type IntoFuture = Pin<Box<dyn Future<Output = Answer> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async {
            let what = format!("{} {}", self.request.method(), self.request.uri());
            let (parts, body) = self.open().await.into_parts();
            let body = body.collect().await.expect("a whole body").to_bytes();
            Answer { what, status: parts.status, headers: parts.headers, body }
        })
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    what: String,
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|e| panic!("{}: {} {e}: {}", self.what, self.status, self.text()))
    }

    /// The body of a success.
    #[track_caller]
    pub fn ok(&self) -> Value {
        assert!(self.status.is_success(), "{}: {} {}", self.what, self.status, self.text());
        self.json()
    }

    /// The body of a list that was answered with success.
    #[track_caller]
    pub fn rows(&self) -> Vec<Value> {
        match self.ok() {
            Value::Array(rows) => rows,
            other => panic!("{}: no list but {other}", self.what),
        }
    }

    /// The `error` of an answer with this status.
    #[track_caller]
    pub fn error(&self, status: u16) -> String {
        assert_eq!(self.status.as_u16(), status, "{}: {}", self.what, self.text());
        self.json()["error"].as_str().unwrap_or_else(|| panic!("{}: no error in {}", self.what, self.text())).to_owned()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }

    /// Path and query of the Link with this `rel`.
    pub fn link(&self, rel: &str) -> Option<String> {
        let wanted = format!("rel=\"{rel}\"");
        let part = self.header("link")?.split(", ").find(|part| part.ends_with(&wanted))?;
        let address = part.strip_prefix('<')?.split_once('>')?.0;
        let address = url::Url::parse(address).ok()?;
        Some(format!("{}?{}", address.path(), address.query().unwrap_or("")))
    }
}

const BOUNDARY: &str = "howdah-test-boundary";

/// A multipart body.
#[derive(Default)]
pub struct Multipart(Vec<u8>);

impl Multipart {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn text(mut self, name: &str, value: &str) -> Self {
        let head = format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        self.0.extend_from_slice(head.as_bytes());
        self
    }

    pub fn file(mut self, name: &str, file_name: &str, kind: &str, bytes: &[u8]) -> Self {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"; filename=\"{file_name}\"\r\ncontent-type: {kind}\r\n\r\n"
        );
        self.0.extend_from_slice(head.as_bytes());
        self.0.extend_from_slice(bytes);
        self.0.extend_from_slice(b"\r\n");
        self
    }

    fn finish(mut self) -> Vec<u8> {
        self.0.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
        self.0
    }
}
