//! The community under test.

use crate::database::{self, FOUNDED, Fresh};
use crate::{Actor, actor};
use axum::Router;
use howdah_server::app::{App, Parts, open_database};
use howdah_server::config::{Config, Scheme, Server};
use howdah_server::db::Engine;
use howdah_server::time::Clock;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Cheap to clone. Its clock stands still until `advance`.
#[derive(Clone)]
pub struct Town {
    pub app: App,
    pub clock: Clock,
    pub router: Router,
    folder: Arc<Folder>,
}

/// The name under which the town knows itself. Requests come to it unless a test says otherwise.
pub const DOMAIN: &str = "town.test";

/// The data folder, removed with the last Town that uses it.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("howdah-test-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::SeqCst));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(path.join("media")).expect("a temporary folder");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Runs one test on one engine. Without a PostgreSQL server its tests say so and pass.
pub fn run<F: Future<Output = ()> + Send + 'static>(engine: Engine, test: impl FnOnce(Town) -> F) {
    let server = database::postgres_server();
    if engine == Engine::Postgres && server.is_none() {
        eprintln!("skipped: HOWDAH_TEST_POSTGRES names no server");
        return;
    }
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().expect("a runtime");
    let outcome = runtime.block_on(async {
        let folder = Arc::new(Folder::new());
        let fresh = match (engine, &server) {
            (Engine::Postgres, Some(server)) => database::postgres(server).await,
            _ => {
                database::sqlite(&folder.0.join("howdah.sqlite"));
                Fresh::Sqlite
            }
        };
        let mut config = config();
        if let Fresh::Postgres { url, .. } = &fresh {
            config.database.url = Some(url.clone());
        }
        let town = Town::open(config, folder, Clock::fixed(FOUNDED)).await;
        let app = town.app.clone();
        let outcome = tokio::spawn(test(town)).await;
        app.closing.send_replace(true);
        if let Fresh::Postgres { name, .. } = &fresh {
            database::drop_database(name).await;
        }
        outcome
    });
    // What still hangs on a stream must not keep the test.
    runtime.shutdown_timeout(std::time::Duration::from_millis(100));
    if let Err(error) = outcome {
        std::panic::resume_unwind(error.into_panic());
    }
}

fn config() -> Config {
    let listen = SocketAddr::from((Ipv4Addr::LOCALHOST, 3000));
    let mut config = Config::new(Server { domain: DOMAIN.into(), scheme: Scheme::Https, listen }, None);
    // Tests ask more often than people do. Those that are about limits turn them on.
    config.limits.enabled = false;
    // And nobody leaves town: tests that are about the outside bring a stand-in and turn this on.
    config.network.outgoing = false;
    config
}

impl Town {
    async fn open(config: Config, folder: Arc<Folder>, clock: Clock) -> Self {
        let db = open_database(&config, &folder.0, false).await.expect("the test's database opens");
        let parts = Parts {
            config,
            folder: folder.0.clone(),
            db,
            clock: clock.clone(),
            machine_name: Some("desk".into()),
            instance_token: None,
        };
        let app = App::new(parts);
        // Jobs run when a test says so: `app.run_jobs()`.
        howdah_server::serve::start_events(&app).await;
        Self { router: howdah_server::router(app.clone()), app, clock, folder }
    }

    /// Another server process on the same data folder and database, with the config changed.
    pub async fn another(&self, change: impl FnOnce(&mut Config)) -> Self {
        let mut config = self.app.config.clone();
        change(&mut config);
        Self::open(config, self.folder.clone(), self.clock.clone()).await
    }

    /// The same with the way out open to stand-ins on loopback.
    pub async fn outgoing(&self, change: impl FnOnce(&mut Config)) -> Self {
        self.another(|config| {
            config.network.outgoing = true;
            config.network.allow_http = true;
            config.network.allow_private_addresses = true;
            change(config);
        })
        .await
    }

    pub fn engine(&self) -> Engine {
        self.app.db.engine()
    }

    /// Lets `ms` milliseconds pass.
    pub fn advance(&self, ms: i64) {
        self.clock.advance(ms);
    }

    /// Somebody without a token.
    pub fn anon(&self) -> Actor {
        Actor { town: self.clone(), id: 0, name: String::new(), token: None }
    }

    /// A member of this name, made when there is none, with a token that may do everything a member may.
    pub async fn user(&self, name: &str) -> Actor {
        self.user_with(name, "read write follow push profile").await
    }

    /// The same with a token of these scopes only.
    pub async fn user_with(&self, name: &str, scopes: &str) -> Actor {
        let id = actor::account(self, name, actor::MEMBER).await;
        self.signed_in(id, name, scopes).await
    }

    /// A person with a role: `moderator`, `admin` or `owner`, and a token for all of it.
    pub async fn staff(&self, name: &str, role: &str) -> Actor {
        let id = actor::account(self, name, actor::role(role)).await;
        self.signed_in(id, name, "read write follow push profile admin:read admin:write").await
    }

    async fn signed_in(&self, id: i64, name: &str, scopes: &str) -> Actor {
        let token = actor::token(self, Some(id), scopes).await;
        Actor { town: self.clone(), id, name: name.to_owned(), token: Some(token) }
    }

    /// A token that belongs to an app and to nobody.
    pub async fn app_token(&self, scopes: &str) -> Actor {
        let token = actor::token(self, None, scopes).await;
        Actor { town: self.clone(), id: 0, name: String::new(), token: Some(token) }
    }
}
