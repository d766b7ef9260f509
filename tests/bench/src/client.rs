//! A small keep-alive HTTP client, so that what is measured is the server and not a library.

use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::process::processor_time;

pub const CONNECTIONS: usize = 32;

pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
}

pub struct Answer {
    pub status: u16,
    pub body: Vec<u8>,
}

impl Connection {
    pub async fn open(address: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(256 * 1024) })
    }

    /// Sends and reads one answer. The body is copied only when it is wanted.
    pub async fn exchange(&mut self, request: &[u8], keep_body: bool) -> io::Result<Answer> {
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(end) = find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).to_ascii_lowercase();
        let status = text.get(9..12).and_then(|code| code.parse().ok()).unwrap_or(0);
        let end = match header(&text, "content-length") {
            Some(length) => head + length.parse::<usize>().map_err(io::Error::other)?,
            None if text.contains("transfer-encoding: chunked") => loop {
                if let Some(end) = find(&self.buffer[head..], b"0\r\n\r\n") {
                    break head + end + 5;
                }
                self.more().await?;
            },
            None => head,
        };
        while self.buffer.len() < end {
            self.more().await?;
        }
        let body = if keep_body { self.buffer[head..end].to_vec() } else { Vec::new() };
        self.buffer.drain(..end);
        Ok(Answer { status, body })
    }

    /// Sends without waiting for an end: what a stream answers is read with `line`.
    pub async fn send(&mut self, request: &[u8]) -> io::Result<()> {
        self.stream.write_all(request).await
    }

    /// Waits until what has arrived contains `text`, and forgets everything up to it.
    pub async fn until(&mut self, text: &[u8]) -> io::Result<()> {
        loop {
            if let Some(at) = find(&self.buffer, text) {
                self.buffer.drain(..at + text.len());
                return Ok(());
            }
            self.more().await?;
        }
    }

    async fn more(&mut self) -> io::Result<()> {
        match self.stream.read_buf(&mut self.buffer).await? {
            0 => Err(io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
}

pub fn get(address: &str, path: &str, token: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\n\r\n").into_bytes()
}

pub fn post(address: &str, path: &str, token: &str, json: &str) -> Vec<u8> {
    format!(
        "POST {path} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{json}",
        json.len()
    )
    .into_bytes()
}

/// What a load came to.
pub struct Load {
    pub per_second: f64,
    /// Processor time of the server per answer, in microseconds.
    pub cost: f64,
    /// Sorted, in microseconds.
    latencies: Vec<u32>,
    pub refused: usize,
}

impl Load {
    pub fn percentile(&self, percent: usize) -> f64 {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        self.latencies.get(at).map_or(0.0, |micros| f64::from(*micros) / 1000.0)
    }
}

/// Repeats the requests in turn over 32 connections for a while.
pub async fn load(
    address: &str,
    process: Option<u32>,
    requests: &Arc<Vec<Vec<u8>>>,
    time: Duration,
) -> io::Result<Load> {
    let start = Instant::now();
    let before = processor_time(process);
    let mut tasks = Vec::new();
    for number in 0..CONNECTIONS {
        let (requests, address) = (requests.clone(), address.to_owned());
        tasks.push(tokio::spawn(async move {
            let mut connection = Connection::open(&address).await?;
            let mut latencies = Vec::with_capacity(8192);
            let mut refused = 0;
            let mut next = number * 7919;
            while start.elapsed() < time {
                let sent = Instant::now();
                let answer = connection.exchange(&requests[next % requests.len()], false).await?;
                latencies.push(u32::try_from(sent.elapsed().as_micros()).unwrap_or(u32::MAX));
                refused += usize::from(answer.status != 200);
                next += 1;
            }
            io::Result::Ok((latencies, refused))
        }));
    }
    let mut latencies = Vec::new();
    let mut refused = 0;
    for task in tasks {
        let (some, more) = task.await.map_err(io::Error::other)??;
        latencies.extend(some);
        refused += more;
    }
    latencies.sort_unstable();
    let cost = (processor_time(process) - before) / latencies.len().max(1) as f64;
    Ok(Load { cost, per_second: latencies.len() as f64 / start.elapsed().as_secs_f64(), latencies, refused })
}
