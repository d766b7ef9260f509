//! A made-up community, lived through rather than written down: its people join, follow, post and answer through the
//! same verbs as real ones, at a clock that is set back. For benches, screenshots and previews.

mod draw;
mod live;
mod random;
mod words;

pub use live::{Founder, live};

/// What `demo` was asked for.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub members: usize,
    pub days: i64,
    pub seed: u64,
}
