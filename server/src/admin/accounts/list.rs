//! What the lists of accounts can be narrowed by, in the words of both versions of Mastodon's API.

use crate::error::Result;
use crate::web::Params;

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
            origin: params.text("origin")?.unwrap_or_default(),
            status: params.text("status")?.unwrap_or_default(),
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
        for status in ["active", "pending", "disabled", "silenced", "suspended", "sensitized"] {
            if params.is(status)? {
                filter.status = status.into();
            }
        }
        Ok(filter)
    }
}
