//! Quotes: who may quote a status, quoting, and taking a quote back. Deliberately absent: how a quote looks in a Status
//! (`statuses::view`), and asking other servers for their approval (`federation`).

pub mod api;
pub mod attach;
pub mod policy;
pub mod revoke;
pub mod store;

pub use policy::Policy;
