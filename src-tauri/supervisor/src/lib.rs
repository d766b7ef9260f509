//! Runs `howdah-server` as a child process, founds and restores communities with it, and knows the network around it. No Tauri
//! in here, so all of it is tested without a window.
//!
//! `Supervisor` owns one server: `supervise.rs` is the loop, `state.rs` what it may say, `child.rs` one process, `health.rs` how
//! we know that it is ours. `found.rs` and `restore.rs` are the long jobs; `home.rs` is where everything lies.

pub mod child;
pub mod found;
pub mod health;
pub mod home;
pub mod lan;
pub mod logs;
pub mod once;
pub mod ports;
pub mod restore;
pub mod state;
pub mod supervise;
pub mod window;
pub mod wire;

pub use home::{Community, Home, Reach};
pub use state::{ServerState, Trouble};
pub use supervise::{Settings, Supervisor, Times};
