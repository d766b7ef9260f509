//! The one way out: every request that this server makes of its own accord starts at `App::http`, bounded in time, size
//! and redirects, and kept away from addresses that are nobody else's business. Deliberately absent: cookies, proxies,
//! trying again (that is a job's).

mod ask;
mod guard;

pub use ask::{Answer, Ask, Http, Trouble};
pub use guard::Guard;
pub use reqwest::Method;
pub use reqwest::header;
