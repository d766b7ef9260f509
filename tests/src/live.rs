//! Streams need a real connection: the town on a loopback port, and a WebSocket to it.

use crate::{Actor, Town};
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::Value;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long a test waits for what must come, and for what must not.
const MUST: Duration = Duration::from_secs(5);
const MUST_NOT: Duration = Duration::from_millis(150);

impl Town {
    /// Listens on a port of its own until the test ends.
    pub async fn listen(&self) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("its address");
        let service = self.router.clone().into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        address
    }
}

/// A client's WebSocket to /api/v1/streaming.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Connects with the actor's token in the query, as most clients do.
    pub async fn connect(address: SocketAddr, actor: &Actor, query: &str) -> Self {
        let token = actor.token.as_deref().unwrap_or_default();
        let url = format!("ws://{address}/api/v1/streaming?access_token={token}&{query}");
        Self(connect_async(url).await.expect("the socket opens").0)
    }

    /// Connects with a header; tells the status of a refusal.
    pub async fn try_connect(address: SocketAddr, header: (&'static str, &str)) -> Result<(Self, Option<String>), u16> {
        let mut request = format!("ws://{address}/api/v1/streaming").into_client_request().expect("a request");
        request.headers_mut().insert(header.0, header.1.parse().expect("a header value"));
        match connect_async(request).await {
            Ok((socket, response)) => {
                let echoed = response.headers().get("sec-websocket-protocol").and_then(|v| v.to_str().ok());
                Ok((Self(socket), echoed.map(str::to_owned)))
            }
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    pub async fn send(&mut self, value: Value) {
        self.0.send(Message::text(value.to_string())).await.expect("sending");
    }

    pub async fn send_raw(&mut self, message: Message) {
        self.0.send(message).await.expect("sending");
    }

    /// Asks for a stream and waits until the server has taken note.
    pub async fn subscribe(&mut self, stream: &str) {
        self.send(serde_json::json!({ "type": "subscribe", "stream": stream })).await;
        self.settle().await;
    }

    /// What was sent before has been read when this returns: the server answers in order.
    pub async fn settle(&mut self) {
        self.0.send(Message::Ping("settle".into())).await.expect("a ping");
        loop {
            match tokio::time::timeout(MUST, self.0.next()).await.expect("a pong in time") {
                Some(Ok(Message::Pong(_))) => return,
                Some(Ok(Message::Text(text))) => panic!("an event where none was expected: {text}"),
                Some(Ok(_)) => {}
                other => panic!("the socket ended: {other:?}"),
            }
        }
    }

    /// The next text frame.
    pub async fn next(&mut self) -> Value {
        loop {
            match tokio::time::timeout(MUST, self.0.next()).await.expect("an event in time") {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).expect("JSON"),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("the socket ended: {other:?}"),
            }
        }
    }

    /// The next event: its name and its payload, parsed where it is JSON.
    pub async fn event(&mut self) -> (String, Value) {
        let frame = self.next().await;
        let payload = frame["payload"].as_str().unwrap_or_default();
        let payload = serde_json::from_str(payload).unwrap_or_else(|_| Value::String(payload.to_owned()));
        (frame["event"].as_str().unwrap_or_default().to_owned(), payload)
    }

    /// Nothing comes for a while.
    pub async fn quiet(&mut self) {
        match tokio::time::timeout(MUST_NOT, self.0.next()).await {
            Err(_) | Ok(Some(Ok(Message::Ping(_) | Message::Pong(_)))) => {}
            Ok(other) => panic!("nothing should come, not {other:?}"),
        }
    }

    /// The code with which the server closes.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            match tokio::time::timeout(MUST, self.0.next()).await.expect("an end in time") {
                Some(Ok(Message::Close(frame))) => return frame.map(|frame| frame.code.into()),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return None,
            }
        }
    }
}
