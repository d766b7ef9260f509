//! What the suites stand on: a whole server in the test's own process, on a database of its own.
//!
//! - `both_engines!` declares tests that run on SQLite and, when HOWDAH_TEST_POSTGRES names a server, on PostgreSQL.
//! - `Town` is the community under test; `Actor` is somebody in it (or nobody), with a token.
//! - `Call` builds a request and, awaited, sends it through the router; `Answer` reads what came back.
//! - `database` copies the migrated template.
//!
//! ```ignore
//! both_engines! {
//!     async fn a_member_reads_their_own_account(town: Town) {
//!         let alice = town.user("alice").await;
//!         let body = alice.get("/api/v1/accounts/verify_credentials").await.ok();
//!         assert_eq!(body["username"], "alice");
//!     }
//! }
//! ```

mod actor;
mod call;
pub mod database;
mod live;
pub mod stand_in;
mod town;

pub use actor::Actor;
pub use call::{Answer, Call, Multipart};
pub use howdah_server::db::Engine;
pub use live::Socket;
pub use town::{Town, run};

/// Declares each function as a module with the tests `sqlite` and `postgres`.
#[macro_export]
macro_rules! both_engines {
    ($($(#[$meta:meta])* async fn $name:ident($town:ident: Town) $body:block)+) => {$(
        async fn $name($town: $crate::Town) $body

        mod $name {
            $(#[$meta])*
            #[test]
            fn sqlite() {
                $crate::run($crate::Engine::Sqlite, super::$name);
            }

            $(#[$meta])*
            #[test]
            fn postgres() {
                $crate::run($crate::Engine::Postgres, super::$name);
            }
        }
    )+};
}
