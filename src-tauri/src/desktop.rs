//! What the app holds while it runs: its folder, one supervisor when it has a community, and what is missing on this desktop.

use crate::places::Places;
use crate::secrets::Secrets;
use crate::tray;
use howdah_supervisor::logs::Logs;
use howdah_supervisor::restore::Restored;
use howdah_supervisor::wire::{Notice, Session, Status};
use howdah_supervisor::{Community, Home, Reach, ServerState, Settings, Supervisor, Times, Trouble, lan};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tauri::{AppHandle, Emitter as _};

pub struct Desktop {
    pub app: AppHandle,
    pub home: Home,
    pub logs: Arc<Logs>,
    server: Option<PathBuf>,
    secrets: Secrets,
    notices: Mutex<Vec<Notice>>,
    supervisor: Mutex<Option<Supervisor>>,
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
        self.supervisor().map_or(ServerState::Stopped, |supervisor| supervisor.state())
    }

    pub fn status(&self) -> Status {
        let community = self.community();
        Status {
            state: self.server_state(),
            has_community: community.is_some(),
            reach: community.as_ref().map(|community| community.reach),
            folder: community.map(|community| community.folder.display().to_string()),
            notices: self.notices.lock().map(|notices| notices.clone()).unwrap_or_default(),
        }
    }

    /// At the start of the app.
    pub fn open_community(&self) {
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
            while changes.changed().await.is_ok() {
                let now = changes.borrow_and_update().clone();
                if let ServerState::Running { port, .. } = now {
                    remember_port(&home, port);
                }
                let _ = app.emit("server", &now);
                let handle = app.clone();
                let _ = app.run_on_main_thread(move || tray::follow(&handle, &now));
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
        Some(Session { base_url, token: self.secrets.read(&key(&community)) })
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
        let host = lan.first().filter(|best| best.score > 0).map_or("127.0.0.1", |best| best.ip.as_str());
        Some(format!("http://{host}:{}", community.port))
    }
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
