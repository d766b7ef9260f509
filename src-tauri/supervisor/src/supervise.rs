//! The loop that keeps one server running: start within a time, watch, restart with back-off, give up with a cause.

use crate::child::Server;
use crate::health::{self, Health};
use crate::logs::Logs;
use crate::ports;
use crate::state::{Moved, ServerState, Trouble};
use serde_json::json;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, sleep, timeout};

#[derive(Clone)]
pub struct Settings {
    pub server: Option<PathBuf>,
    pub data: PathBuf,
    pub ip: IpAddr,
    pub port: u16,
    pub pid_file: PathBuf,
    pub times: Times,
}

/// Every wait has an end. Tests use shorter ones.
#[derive(Clone, Copy)]
pub struct Times {
    pub start: Duration,
    pub grace: Duration,
    pub poll: Duration,
    pub answer: Duration,
    /// The first pause before a restart; doubled each time.
    pub pause: Duration,
    /// Having run this long, earlier failures are forgiven.
    pub stable: Duration,
    pub restarts: u32,
    /// Unanswered polls until it counts as degraded, and until it is ended.
    pub patience: (u32, u32),
}

impl Default for Times {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Self {
            start: seconds(60),
            grace: seconds(14),
            poll: seconds(2),
            answer: seconds(3),
            pause: Duration::from_millis(400),
            stable: seconds(60),
            restarts: 5,
            patience: (2, 15),
        }
    }
}

enum Wish {
    Start,
    Stop(oneshot::Sender<()>),
}

/// A handle; dropping the last one ends the server.
#[derive(Clone)]
pub struct Supervisor {
    wishes: mpsc::Sender<Wish>,
    state: watch::Receiver<ServerState>,
    pub logs: Arc<Logs>,
}

impl Supervisor {
    /// Must be called within a tokio runtime. Nothing runs before `start`.
    pub fn new(settings: Settings, logs: Arc<Logs>) -> Self {
        let (wishes, inbox) = mpsc::channel(8);
        let (tell, state) = watch::channel(ServerState::Stopped);
        let keeper = Keeper { settings, logs: logs.clone(), inbox, tell };
        tokio::spawn(keeper.run());
        Self { wishes, state, logs }
    }

    pub async fn start(&self) {
        let _ = self.wishes.send(Wish::Start).await;
    }

    /// Resolves when the server has ended.
    pub async fn stop(&self) {
        let (done, wait) = oneshot::channel();
        if self.wishes.send(Wish::Stop(done)).await.is_ok() {
            let _ = wait.await;
        }
    }

    pub fn state(&self) -> ServerState {
        self.state.borrow().clone()
    }

    pub fn changes(&self) -> watch::Receiver<ServerState> {
        self.state.clone()
    }

    /// The address once it runs, or why it does not.
    pub async fn settled(&self) -> Result<(String, u16), Trouble> {
        let mut state = self.state.clone();
        loop {
            match &*state.borrow_and_update() {
                ServerState::Running { url, port, .. } => return Ok((url.clone(), *port)),
                ServerState::Failed { cause } => return Err(cause.clone()),
                _ => {}
            }
            if state.changed().await.is_err() {
                return Err(Trouble::other("the supervisor has ended"));
            }
        }
    }
}

struct Keeper {
    settings: Settings,
    logs: Arc<Logs>,
    inbox: mpsc::Receiver<Wish>,
    tell: watch::Sender<ServerState>,
}

/// How one run of the server ended.
enum End {
    Asked(Option<oneshot::Sender<()>>),
    Trouble(Trouble),
}

impl Keeper {
    async fn run(mut self) {
        loop {
            // Stopped or failed: only a wish changes that.
            match self.inbox.recv().await {
                None => return,
                Some(Wish::Stop(done)) => {
                    self.say(ServerState::Stopped);
                    let _ = done.send(());
                }
                Some(Wish::Start) => {
                    if !self.keep_up().await {
                        return;
                    }
                }
            }
        }
    }

    /// False when nobody holds a handle any more.
    async fn keep_up(&mut self) -> bool {
        let mut failures = 0;
        let times = self.settings.times;
        loop {
            let begun = Instant::now();
            let cause = match self.one_run().await {
                End::Asked(done) => {
                    self.forget_pid();
                    self.say(ServerState::Stopped);
                    let goes_on = done.is_some();
                    if let Some(done) = done {
                        let _ = done.send(());
                    }
                    return goes_on;
                }
                End::Trouble(cause) => cause,
            };
            self.forget_pid();
            if begun.elapsed() > times.stable {
                failures = 0;
            }
            failures += 1;
            tracing::warn!(?cause, failures, "the server ended");
            if cause.is_final() {
                self.say(ServerState::Failed { cause });
                return true;
            }
            if failures > times.restarts {
                self.say(ServerState::Failed {
                    cause: Trouble::KeepsFailing { times: failures, last: Box::new(cause) },
                });
                return true;
            }
            self.say(ServerState::Restarting { attempt: failures, of: times.restarts, cause });
            let pause = times.pause * 2u32.pow(failures.min(7) - 1);
            tokio::select! {
                () = sleep(pause) => {}
                wish = self.inbox.recv() => match wish {
                    None => return false,
                    Some(Wish::Start) => failures = 0,
                    Some(Wish::Stop(done)) => {
                        self.say(ServerState::Stopped);
                        let _ = done.send(());
                        return true;
                    }
                },
            }
        }
    }

    async fn one_run(&mut self) -> End {
        let times = self.settings.times;
        let Some(program) = self.settings.server.clone() else { return End::Trouble(Trouble::ServerMissing) };
        self.say(ServerState::Starting);
        self.wait_for_orphan().await;
        let (port, moved) = match self.port() {
            Ok(found) => found,
            Err(cause) => return End::Trouble(cause),
        };
        let token = health::random_hex();
        let listen = SocketAddr::new(self.settings.ip, port);
        let mut server = match Server::spawn(&program, &self.settings.data, listen, &token, &self.logs) {
            Ok(server) => server,
            Err(cause) => return End::Trouble(cause),
        };
        self.note_pid(server.pid());
        let Some(ready) = server.ready.take() else { return End::Trouble(Trouble::other("no stdout")) };
        let began = tokio::select! {
            cause = server.ended() => return End::Trouble(cause),
            wish = self.inbox.recv() => return self.end(&mut server, wish).await,
            ready = timeout(times.start, ready) => ready,
        };
        if !matches!(began, Ok(Ok(_))) {
            if began.is_ok() {
                // Stdout was closed: it is ending, and says why in a moment.
                return End::Trouble(timeout(times.grace, server.ended()).await.unwrap_or(Trouble::Unresponsive));
            }
            server.kill().await;
            return End::Trouble(Trouble::StartTimeout { seconds: times.start.as_secs() as u32 });
        }
        // The window and we are on this computer: whatever the server listens on, loopback reaches it.
        let url = format!("http://127.0.0.1:{port}");
        let client = health::client(times.answer);
        let mut missed = 0;
        loop {
            let health = tokio::select! {
                cause = server.ended() => return End::Trouble(cause),
                wish = self.inbox.recv() => match wish {
                    Some(Wish::Start) => continue,
                    wish => return self.end(&mut server, wish).await,
                },
                health = health::check(&client, port, &token) => health,
            };
            match health {
                Health::Ours => {
                    missed = 0;
                    self.settings.port = port;
                    self.say(ServerState::Running { url: url.clone(), port, moved: moved.clone() });
                }
                Health::Foreign => {
                    server.stop(times.grace).await;
                    return End::Trouble(Trouble::ForeignServer { port });
                }
                Health::Silent => {
                    missed += 1;
                    if missed >= times.patience.1 {
                        server.kill().await;
                        return End::Trouble(Trouble::Unresponsive);
                    }
                    if missed >= times.patience.0 {
                        self.say(ServerState::Degraded { url: url.clone(), port });
                    }
                }
            }
            tokio::select! {
                cause = server.ended() => return End::Trouble(cause),
                wish = self.inbox.recv() => match wish {
                    Some(Wish::Start) => {}
                    wish => return self.end(&mut server, wish).await,
                },
                () = sleep(times.poll) => {}
            }
        }
    }

    async fn end(&self, server: &mut Server, wish: Option<Wish>) -> End {
        self.say(ServerState::Stopping);
        server.stop(self.settings.times.grace).await;
        match wish {
            Some(Wish::Stop(done)) => End::Asked(Some(done)),
            // Asked to start while starting: begin anew.
            Some(Wish::Start) => End::Trouble(Trouble::Busy),
            None => End::Asked(None),
        }
    }

    fn port(&self) -> Result<(u16, Option<Moved>), Trouble> {
        let (ip, wanted) = (self.settings.ip, self.settings.port);
        match ports::free_from(ip, wanted) {
            Some(port) if port == wanted => Ok((port, None)),
            Some(port) => Ok((port, Some(Moved { from: wanted, by: ports::culprit(wanted) }))),
            None => Err(Trouble::PortBusy { port: wanted, by: ports::culprit(wanted) }),
        }
    }

    /// A server of an app that died a moment ago still drains: its port and its folder will be free soon.
    async fn wait_for_orphan(&self) {
        let Some(note) = std::fs::read_to_string(&self.settings.pid_file)
            .ok()
            .and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok())
        else {
            return;
        };
        let Some(pid) = note["pid"].as_u64().and_then(|pid| u32::try_from(pid).ok()) else { return };
        let until = Instant::now() + self.settings.times.grace;
        // The start time tells the same process from another that was given its number.
        while Instant::now() < until && start_time(pid).is_some_and(|at| note["started"] == json!(at)) {
            sleep(Duration::from_millis(50)).await;
        }
    }

    fn note_pid(&self, pid: Option<u32>) {
        let Some(pid) = pid else { return };
        let note = json!({ "pid": pid, "started": start_time(pid) });
        let _ = std::fs::write(&self.settings.pid_file, note.to_string());
    }

    fn forget_pid(&self) {
        let _ = std::fs::remove_file(&self.settings.pid_file);
    }

    fn say(&self, state: ServerState) {
        self.tell.send_if_modified(|now| {
            let changed = *now != state;
            if changed {
                *now = state;
            }
            changed
        });
    }
}

/// In clock ticks since the computer started; only Linux tells.
fn start_time(pid: u32) -> Option<u64> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(19)?.parse().ok()
}
