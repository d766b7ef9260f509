//! What the lists of accounts can be narrowed by, in the words of both versions of Mastodon's API.

use crate::error::{Error, Result};
use crate::web::Params;
use crate::web::address::Range;

const STATES: [&str; 6] = ["active", "pending", "disabled", "silenced", "suspended", "sensitized"];

/// Empty text and 0 ask for nothing.
#[derive(Debug, Default)]
pub struct Filter {
    pub origin: String,
    pub status: String,
    pub username: String,
    pub display_name: String,
    pub email: String,
    pub ip: String,
    pub domain: String,
    pub roles: Vec<i64>,
    pub invited_by: i64,
    pub staff: bool,
}

impl Filter {
    fn words(params: &Params) -> Result<Self> {
        let folded = |key| -> Result<String> { Ok(params.text(key)?.unwrap_or_default().trim().to_lowercase()) };
        Ok(Self {
            username: folded("username")?.trim_start_matches('@').to_owned(),
            display_name: folded("display_name")?,
            email: folded("email")?,
            ip: folded("ip")?,
            domain: folded("by_domain")?,
            ..Self::default()
        })
    }

    /// `/api/v2/admin/accounts`.
    pub fn second(params: &Params) -> Result<Self> {
        Ok(Self {
            origin: one_of(params, "origin", &["local", "remote"])?,
            status: one_of(params, "status", &STATES)?,
            roles: params.ids("role_ids")?,
            invited_by: params.id("invited_by").unwrap_or(0),
            staff: params.text("permissions")?.as_deref() == Some("staff"),
            ..Self::words(params)?
        })
    }

    /// `/api/v1/admin/accounts`: a flag for each.
    pub fn first(params: &Params) -> Result<Self> {
        let mut filter = Self { staff: params.is("staff")?, ..Self::words(params)? };
        for origin in ["local", "remote"] {
            if params.is(origin)? {
                filter.origin = origin.into();
            }
        }
        for status in STATES {
            if params.is(status)? {
                filter.status = status.into();
            }
        }
        Ok(filter)
    }
}

fn one_of(params: &Params, key: &str, known: &[&str]) -> Result<String> {
    let text = params.text(key)?.unwrap_or_default();
    if text.is_empty() || known.contains(&text.as_str()) {
        return Ok(text);
    }
    Err(Error::BadRequest(format!("Unknown {key}: {text}")))
}

/// Those among (account, address) whose address lies in the range that was asked for; nobody where it is none.
pub fn within(range: &str, used: &[(i64, String)]) -> Vec<i64> {
    let Some(range) = Range::parse(range) else { return vec![] };
    let inside = |ip: &String| ip.parse().is_ok_and(|ip| range.contains(ip));
    let mut ids: Vec<i64> = used.iter().filter(|(_, ip)| inside(ip)).map(|(id, _)| *id).collect();
    ids.dedup();
    ids
}
