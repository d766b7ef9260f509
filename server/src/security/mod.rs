//! How a member's own account is kept safe: where it is signed in, its password and address, the second step, and who
//! signed in lately. Deliberately absent: signing in itself (`oauth`), and passwords that were forgotten (`passwords`).

pub mod api;
mod change;
pub mod history;
mod places;
mod prove;
pub mod step;
mod store;
pub mod two_factor;

pub use change::{email, password};
pub use prove::prove;
pub use store::STATEMENTS;
