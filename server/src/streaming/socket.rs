//! One WebSocket: subscriptions in, frames out.

use super::channel::{Channel, Refusal};
use super::hub::Seat;
use crate::app::App;
use crate::web::Params;
use axum::extract::ws::{CloseFrame, Message, WebSocket, close_code};
use serde::Deserialize;
use serde_json::{Value, json};
use std::time::Duration;
use tokio::time::{Instant, interval_at, timeout};

/// Silence for two of these means that nobody is there any more.
const PING: Duration = Duration::from_secs(30);
/// A client that takes longer to take a frame is stuck.
const SEND: Duration = Duration::from_secs(10);

#[derive(Deserialize)]
struct Ask {
    r#type: String,
    #[serde(default)]
    stream: String,
    #[serde(default)]
    list: Option<Value>,
    #[serde(default)]
    tag: Option<String>,
}

pub(super) async fn run(app: App, mut seat: Seat, mut ws: WebSocket, params: Params) {
    let gone = seat.gone.clone();
    let text = |key| params.text(key).ok().flatten();
    let first = text("stream").filter(|stream| !stream.is_empty());
    if let Some(stream) = first {
        let ask = Ask { r#type: "subscribe".into(), stream, list: text("list").map(Value::String), tag: text("tag") };
        if let Some(refusal) = change(&app, &seat, &ask).await
            && ws.send(Message::text(refused(refusal))).await.is_err()
        {
            return;
        }
    }
    let mut ping = interval_at(Instant::now() + PING, PING);
    let mut heard = true;
    loop {
        let out = tokio::select! {
            () = gone.cancelled() => return close(ws, close_code::POLICY).await,
            () = app.closed() => return close(ws, close_code::AWAY).await,
            out = seat.news.recv() => match out {
                Some(out) => Message::text(out.news.frame(&out.label)),
                None => return,
            },
            _ = ping.tick() => {
                if !heard {
                    return;
                }
                heard = false;
                Message::Ping("".into())
            }
            message = ws.recv() => {
                heard = true;
                match message {
                    Some(Ok(Message::Text(text))) => {
                        // What is not understood is ignored, as Mastodon does.
                        let Ok(ask) = serde_json::from_str::<Ask>(&text) else { continue };
                        let Some(refusal) = change(&app, &seat, &ask).await else { continue };
                        Message::text(refused(refusal))
                    }
                    Some(Ok(Message::Binary(_))) => return close(ws, close_code::UNSUPPORTED).await,
                    Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                    // Reading on sends the answer to a farewell.
                    Some(Ok(Message::Close(_))) => {
                        let _ = timeout(SEND, ws.recv()).await;
                        return;
                    }
                    Some(Err(_)) | None => return,
                }
            }
        };
        // While a frame waits for the client, the end must still be heard.
        let sent = tokio::select! {
            sent = timeout(SEND, ws.send(out)) => sent,
            () = gone.cancelled() => return,
        };
        if !matches!(sent, Ok(Ok(()))) {
            return;
        }
    }
}

/// Subscribes or unsubscribes; other types mean nothing.
async fn change(app: &App, seat: &Seat, ask: &Ask) -> Option<Refusal> {
    let subscribe = match ask.r#type.as_str() {
        "subscribe" => true,
        "unsubscribe" => false,
        _ => return None,
    };
    let list = ask.list.as_ref().map(|list| list.as_str().map_or_else(|| list.to_string(), str::to_owned));
    match Channel::find(&seat.connection.session, &ask.stream, list.as_deref(), ask.tag.as_deref()) {
        Ok((channel, label)) if subscribe => {
            if let Err(refusal) = channel.check(app, seat.connection.account).await {
                return Some(refusal);
            }
            seat.subscribe(channel, label);
        }
        Ok((channel, _)) => seat.unsubscribe(&channel),
        Err(refusal) => return Some(refusal),
    }
    None
}

fn refused((error, status): Refusal) -> String {
    json!({ "error": error, "status": status }).to_string()
}

async fn close(mut ws: WebSocket, code: u16) {
    let frame = CloseFrame { code, reason: "".into() };
    let _ = timeout(SEND, ws.send(Message::Close(Some(frame)))).await;
}
