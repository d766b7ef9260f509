//! Lists of statuses: home, public, tag, one account's. Deliberately absent: who writes them (`statuses`) and the live
//! ones (`streaming`).

pub mod api;
pub mod store;

/// Which public statuses a timeline shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Origin {
    pub local: bool,
    pub remote: bool,
    pub only_media: bool,
}
