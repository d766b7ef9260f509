//! What many talk about: hashtags and statuses of the last seven days, by how many different people and how lately.
//! What is shown was approved, or the community trusts everything. Deliberately absent: reviewing (`admin::taxonomies`).

pub mod api;
pub mod refresh;
pub mod store;

pub use store::STATEMENTS;

/// What can trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Tag,
    Status,
}

impl Kind {
    pub fn name(self) -> &'static str {
        match self {
            Self::Tag => "tag",
            Self::Status => "status",
        }
    }
}
