//! The words of HTTP: who calls (`auth`), what they send (`params`), where they reached us (`base`), how lists are
//! paged (`page`) and how answers look (`respond`). Nothing here knows a noun.

pub mod address;
pub mod auth;
pub mod base;
pub mod limits;
pub mod meter;
pub mod page;
pub mod params;
pub mod remember;
pub mod respond;
pub mod scope;
pub mod trace;

pub use address::Address;
pub use auth::{Access, Caller, permission};
pub use base::Base;
pub use page::{Page, Paged, link, onward};
pub use params::{Id, Params, Upload};
pub use respond::{Empty, Json, RawJson, Table};
pub use scope::Scopes;
