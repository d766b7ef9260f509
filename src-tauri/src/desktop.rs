//! What the app holds while it runs: its folder, one supervisor when it has a community, and what is missing on this desktop.

use crate::places::Places;
use crate::secrets::{Place, Secrets};
use crate::{session_bus, tray};
use howdah_supervisor::logs::Logs;
use howdah_supervisor::restore::{self, Restored};
use howdah_supervisor::wire::{Notice, Session, Status};
use howdah_supervisor::{Community, Home, Reach, ServerState, Settings, Supervisor, Times, Trouble, lan};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use tauri::{AppHandle, Emitter as _, Manager as _};

pub struct Desktop {
    pub app: AppHandle,
    pub home: Home,
    pub logs: Arc<Logs>,
    server: Option<PathBuf>,
    secrets: Secrets,
    notices: Mutex<Vec<Notice>>,
    supervisor: Mutex<Option<Supervisor>>,
    /// Shown in the place of the server's own state.
    restoring: AtomicBool,
    /// The window has asked whether to close, and nobody has answered.
    pub asked_to_close: AtomicBool,
    pub tray: AtomicBool,
    /// A backup that was tried out and waits for a yes.
    pub restored: Mutex<Option<Restored>>,
    /// Founding and restoring are one at a time.
    pub long_job: tokio::sync::Mutex<()>,
}

impl Desktop {
    pub fn new(app: AppHandle, home: Home, places: Places, notices: Vec<Notice>) -> Self {
        let secrets = Secrets { keychain: places.keychain, file: home.root.join("owner-token") };
        Self {
            app,
            logs: Arc::new(Logs::open(&home.logs())),
            server: places.server,
            secrets,
            notices: Mutex::new(notices),
            supervisor: Mutex::new(None),
            restoring: AtomicBool::new(false),
            asked_to_close: AtomicBool::new(false),
            tray: AtomicBool::new(false),
            restored: Mutex::new(None),
            long_job: tokio::sync::Mutex::new(()),
            home,
        }
    }

    pub fn server_program(&self) -> Result<&Path, Trouble> {
        self.server.as_deref().ok_or(Trouble::ServerMissing)
    }

    pub fn notice(&self, notice: Notice) {
        if let Ok(mut notices) = self.notices.lock()
            && !notices.contains(&notice)
        {
            notices.push(notice);
        }
    }

    pub fn community(&self) -> Option<Community> {
        self.home.remembered().community
    }

    pub fn has_community(&self) -> bool {
        self.community().is_some()
    }

    fn supervisor(&self) -> Option<Supervisor> {
        self.supervisor.lock().ok().and_then(|held| held.clone())
    }

    pub fn server_state(&self) -> ServerState {
        if self.restoring.load(Ordering::Relaxed) {
            return ServerState::Restoring;
        }
        self.supervisor().map_or(ServerState::Stopped, |supervisor| supervisor.state())
    }

    /// Until the guard is dropped, window and tray say that a backup is being restored.
    pub fn restoring(&self) -> Restoring<'_> {
        self.restoring.store(true, Ordering::Relaxed);
        tell(&self.app, &ServerState::Restoring);
        Restoring(self)
    }

    /// A tray that shows our icon: the library is there, and so is somebody who draws what it registers.
    pub async fn has_tray(&self) -> bool {
        self.tray.load(Ordering::Relaxed) && session_bus::shows_trays().await
    }

    pub async fn status(&self) -> Status {
        let community = self.community();
        let mut notices = self.notices.lock().map(|notices| notices.clone()).unwrap_or_default();
        if !self.has_tray().await {
            notices.push(Notice::NoTray);
        }
        Status {
            state: self.server_state(),
            has_community: community.is_some(),
            reach: community.as_ref().map(|community| community.reach),
            folder: community.map(|community| community.folder.display().to_string()),
            notices,
        }
    }

    /// At the start of the app.
    pub fn open_community(&self) {
        if let Err(cause) = restore::discard(&self.home) {
            tracing::warn!(?cause, "an unfinished restoring could not be taken away");
        }
        if let Some(community) = self.community() {
            let supervisor = self.supervise(&community.folder, community.reach, community.port);
            tauri::async_runtime::spawn(async move { supervisor.start().await });
        }
    }

    /// A supervisor for this folder takes the place of the one before, which must have been stopped.
    pub fn supervise(&self, folder: &Path, reach: Reach, port: u16) -> Supervisor {
        let settings = Settings {
            server: self.server.clone(),
            data: folder.to_owned(),
            ip: reach.ip(),
            port,
            pid_file: self.home.pid_file(),
            times: Times::default(),
        };
        let guard = tauri::async_runtime::handle();
        let _inside = guard.inner().enter();
        let supervisor = Supervisor::new(settings, self.logs.clone());
        if let Ok(mut held) = self.supervisor.lock() {
            *held = Some(supervisor.clone());
        }
        let (app, home, mut changes) = (self.app.clone(), self.home.clone(), supervisor.changes());
        tauri::async_runtime::spawn(async move {
            let mut last_port = None;
            while changes.changed().await.is_ok() {
                let now = changes.borrow_and_update().clone();
                if let ServerState::Running { port, .. } = now {
                    remember_port(&home, port);
                    tell(&app, &now);
                    if last_port.replace(port).is_some_and(|before| before != port) {
                        // Somebody took the port while the server was down: the window follows.
                        let _ = app.emit("session", app.state::<Self>().session().await);
                    }
                } else {
                    tell(&app, &now);
                }
            }
        });
        supervisor
    }

    pub async fn start_server(&self) {
        if let Some(supervisor) = self.supervisor() {
            supervisor.start().await;
        }
    }

    pub async fn stop_server(&self) {
        if let Some(supervisor) = self.supervisor() {
            supervisor.stop().await;
        }
    }

    /// None: the wizard's turn. Waits for a server that is still starting.
    pub async fn session(&self) -> Option<Session> {
        let community = self.community()?;
        let base_url = match self.supervisor()?.settled().await {
            Ok((url, _)) => url,
            Err(_) => format!("http://127.0.0.1:{}", community.port),
        };
        let (token, place) = self.secrets.read(&key(&community)).unzip();
        if place == Some(Place::File) {
            self.notice(Notice::NoKeychain);
        }
        Some(Session { base_url, token })
    }

    pub fn keep_token(&self, community: &Community, token: Option<&str>) {
        if !self.secrets.write(&key(community), token) && token.is_some() {
            self.notice(Notice::NoKeychain);
        }
    }

    /// The address to give to others: the network's best one when others can reach it.
    pub fn shared_address(&self) -> Option<String> {
        let community = self.community()?;
        let lan = (community.reach == Reach::Network).then(lan::addresses).unwrap_or_default();
        let host = lan.first().map_or("127.0.0.1", |best| best.ip.as_str());
        Some(format!("http://{host}:{}", self.port(&community)))
    }

    /// Where it listens now; the remembered one may be older by a moment.
    pub fn port(&self, community: &Community) -> u16 {
        match self.server_state() {
            ServerState::Running { port, .. } | ServerState::Degraded { port, .. } => port,
            _ => community.port,
        }
    }
}

pub struct Restoring<'a>(&'a Desktop);

impl Drop for Restoring<'_> {
    fn drop(&mut self) {
        self.0.restoring.store(false, Ordering::Relaxed);
        tell(&self.0.app, &self.0.server_state());
    }
}

/// Window and tray learn of every change.
fn tell(app: &AppHandle, now: &ServerState) {
    let _ = app.emit("server", now);
    let (handle, now) = (app.clone(), now.clone());
    let _ = app.run_on_main_thread(move || tray::follow(&handle, &now));
}

fn key(community: &Community) -> String {
    community.folder.display().to_string()
}

fn remember_port(home: &Home, port: u16) {
    if home.remembered().community.is_some_and(|community| community.port != port) {
        let changed = home.remember(|all| {
            if let Some(community) = &mut all.community {
                community.port = port;
            }
        });
        if let Err(cause) = changed {
            tracing::warn!(?cause, "the port could not be remembered");
        }
    }
}
