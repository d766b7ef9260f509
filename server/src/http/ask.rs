//! One outgoing request and its answer.

use super::guard::{Guard, Refused, resolver};
use crate::config::Config;
use crate::error::{Error, Result};
use bytes::{Bytes, BytesMut};
use reqwest::header::{self, HeaderMap, HeaderName, HeaderValue};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response};
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use url::Url;

const CONNECT: Duration = Duration::from_secs(5);
const PATIENCE: Duration = Duration::from_secs(15);
const MOST: usize = 1024 * 1024;
const HOPS: usize = 4;

/// Why there is no answer.
#[derive(Debug)]
pub enum Trouble {
    /// `[network] outgoing = false`.
    Off,
    Scheme(String),
    Private(IpAddr),
    Hops,
    Slow,
    Large,
    /// Another type of content than was asked for.
    Type(String),
    /// Not reached, not understood, cut off.
    Broken(String),
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Off => f.write_str("outgoing requests are turned off"),
            Self::Scheme(scheme) => write!(f, "{scheme} is not allowed"),
            Self::Private(address) => write!(f, "{address} is no public address"),
            Self::Hops => f.write_str("too many redirects"),
            Self::Slow => f.write_str("no answer in time"),
            Self::Large => f.write_str("the answer is too large"),
            Self::Type(kind) => write!(f, "unexpected content type {kind:?}"),
            Self::Broken(cause) => f.write_str(cause),
        }
    }
}

impl std::error::Error for Trouble {}

impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        Self::internal(trouble)
    }
}

/// The client of `App`. Nothing is set up before the first request.
pub struct Http {
    outgoing: bool,
    guard: Guard,
    agent: String,
    guarded: OnceLock<Client>,
    trusting: OnceLock<Client>,
}

impl Http {
    pub fn new(config: &Config) -> Self {
        Self::with(Guard::new(&config.network), config.network.outgoing, &config.origin())
    }

    pub fn with(guard: Guard, outgoing: bool, origin: &str) -> Self {
        let agent = format!("Howdah/{} (+{origin}/)", env!("CARGO_PKG_VERSION"));
        Self { outgoing, guard, agent, guarded: OnceLock::new(), trusting: OnceLock::new() }
    }

    pub fn get(&self, url: Url) -> Ask<'_> {
        self.ask(Method::GET, url)
    }

    pub fn post(&self, url: Url, body: impl Into<Bytes>) -> Ask<'_> {
        Ask { body: body.into(), hops: 0, ..self.ask(Method::POST, url) }
    }

    pub fn ask(&self, method: Method, url: Url) -> Ask<'_> {
        Ask {
            http: self,
            method,
            url,
            headers: HeaderMap::new(),
            body: Bytes::new(),
            types: &[],
            most: MOST,
            cut: false,
            hops: HOPS,
            patience: PATIENCE,
            trusted: false,
        }
    }

    fn client(&self, trusted: bool) -> Result<&Client, Trouble> {
        let place = if trusted { &self.trusting } else { &self.guarded };
        if let Some(client) = place.get() {
            return Ok(client);
        }
        let guard = if trusted { Guard { private: true, ..self.guard.clone() } } else { self.guard.clone() };
        let client = build(&guard, &self.agent)?;
        Ok(place.get_or_init(|| client))
    }
}

fn build(guard: &Guard, agent: &str) -> Result<Client, Trouble> {
    let broken = |cause: &dyn fmt::Display| Trouble::Broken(cause.to_string());
    let roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| broken(&error))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Client::builder()
        .tls_backend_preconfigured(tls)
        .http1_only()
        .no_proxy()
        .referer(false)
        .redirect(Policy::none())
        .dns_resolver(resolver(guard))
        .connect_timeout(CONNECT)
        .pool_max_idle_per_host(2)
        .pool_idle_timeout(Duration::from_secs(30))
        .user_agent(agent)
        .build()
        .map_err(|error| broken(&error))
}

/// A request under construction; `send` makes it.
#[must_use = "a request is made by send"]
pub struct Ask<'a> {
    http: &'a Http,
    method: Method,
    url: Url,
    headers: HeaderMap,
    body: Bytes,
    types: &'static [&'static str],
    most: usize,
    cut: bool,
    hops: usize,
    patience: Duration,
    trusted: bool,
}

/// What came back, whatever its status.
#[derive(Debug)]
pub struct Answer {
    /// Where it came from in the end.
    pub url: Url,
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn ok(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub fn header(&self, name: &HeaderName) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The content type without its parameters, in small letters.
    pub fn kind(&self) -> String {
        kind(&self.headers)
    }
}

fn kind(headers: &HeaderMap) -> String {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or("");
    text.split(';').next().unwrap_or("").trim().to_ascii_lowercase()
}

impl Ask<'_> {
    pub fn header(mut self, name: HeaderName, value: &str) -> Self {
        // A value with a line break is left out rather than sent in half.
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(name, value);
        }
        self
    }

    /// A success must have one of these content types (`image/` stands for all images).
    pub fn types(mut self, types: &'static [&'static str]) -> Self {
        self.types = types;
        self
    }

    /// Larger answers are refused.
    pub fn at_most(mut self, bytes: usize) -> Self {
        self.most = bytes;
        self
    }

    /// Of larger answers only the beginning is read.
    pub fn first(mut self, bytes: usize) -> Self {
        (self.most, self.cut) = (bytes, true);
        self
    }

    pub fn within(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    /// A redirect is an answer, too.
    pub fn alone(mut self) -> Self {
        self.hops = 0;
        self
    }

    /// The address stands in the operator's configuration: it may be private and plain http. Never for an address that
    /// anybody else chose.
    pub fn trusted(mut self) -> Self {
        (self.trusted, self.hops) = (true, 0);
        self
    }

    pub async fn send(self) -> Result<Answer, Trouble> {
        if !self.http.outgoing {
            return Err(Trouble::Off);
        }
        tokio::time::timeout(self.patience, self.follow()).await.map_err(|_| Trouble::Slow)?
    }

    async fn follow(mut self) -> Result<Answer, Trouble> {
        let client = self.http.client(self.trusted)?;
        for _ in 0..=self.hops {
            if !self.trusted {
                self.http.guard.url(&self.url)?;
            }
            let mut request = client.request(self.method.clone(), self.url.clone()).headers(self.headers.clone());
            if !self.body.is_empty() {
                request = request.body(self.body.clone());
            }
            let response = request.send().await.map_err(|error| trouble(&error))?;
            let next = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            match next {
                Some(next) if response.status().is_redirection() && self.hops > 0 => {
                    let next = self.url.join(next).map_err(|error| Trouble::Broken(error.to_string()))?;
                    if next.origin() != self.url.origin() {
                        self.headers.remove(header::AUTHORIZATION);
                    }
                    self.url = next;
                }
                _ => return self.read(response).await,
            }
        }
        Err(Trouble::Hops)
    }

    async fn read(self, mut response: Response) -> Result<Answer, Trouble> {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let kind = kind(&headers);
        let fits = |wanted: &&str| if wanted.ends_with('/') { kind.starts_with(wanted) } else { kind == *wanted };
        if response.status().is_success() && !self.types.is_empty() && !self.types.iter().any(fits) {
            return Err(Trouble::Type(kind));
        }
        if !self.cut && response.content_length().is_some_and(|length| length > self.most as u64) {
            return Err(Trouble::Large);
        }
        let mut body = BytesMut::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| trouble(&error))? {
            let room = self.most - body.len();
            if chunk.len() > room {
                if !self.cut {
                    return Err(Trouble::Large);
                }
                body.extend_from_slice(&chunk[..room]);
                break;
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { url: self.url, status, headers, body: body.freeze() })
    }
}

/// The guard's refusal hides deep in what a failed request says.
fn trouble(error: &reqwest::Error) -> Trouble {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    let mut said = String::new();
    while let Some(inner) = cause {
        if let Some(Refused(address)) = inner.downcast_ref::<Refused>() {
            return Trouble::Private(*address);
        }
        if !said.is_empty() {
            said.push_str(": ");
        }
        said.push_str(&inner.to_string());
        cause = inner.source();
    }
    if error.is_timeout() { Trouble::Slow } else { Trouble::Broken(said) }
}
